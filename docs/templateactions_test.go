package docs_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/internal/fence"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold/action/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/scaffold/action/debug"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/urlreader"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fs"
	"github.com/goldenpath-go/goldenpath/scaffold/action/git"
	"github.com/goldenpath-go/goldenpath/scaffold/action/github"
	"github.com/goldenpath-go/goldenpath/scaffold/action/gitlab"
	"github.com/goldenpath-go/goldenpath/scaffold/action/http"
	"github.com/goldenpath-go/goldenpath/scaffold/action/pagerduty"
	"github.com/goldenpath-go/goldenpath/scaffold/action/roadie"
	"github.com/goldenpath-go/goldenpath/scaffold/action/secrets"
	"github.com/goldenpath-go/goldenpath/scaffold/action/slack"
	"github.com/goldenpath-go/goldenpath/scaffold/known"
)

// allActions returns the actions that there are, in the order of their ids.
func allActions() []*scaffold.Action {
	portal := backstage.Catalog{}
	all := slices.Concat(
		fetch.Actions(&urlreader.Reader{}), fs.Actions(), debug.Actions(), roadie.Actions(),
		catalog.Actions(catalog.Services{Reader: portal, Registry: portal}), github.Actions(github.Services{Clients: github.Hosts{}}),
		http.Actions(http.Backstage{}), pagerduty.Actions(&pagerduty.API{}), secrets.Actions(nil), slack.Actions(&slack.Bot{}),
		[]*scaffold.Action{git.Publisher{}.Action(), gitlab.Services{Hosts: map[string]gitlab.Host{}}.Publish()},
	)
	slices.SortFunc(all, func(a, b *scaffold.Action) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// uses returns how often public templates use each action.
func uses(t *testing.T) map[string]int {
	t.Helper()
	path, ok := beside.Path(t, "corpus/templates/stats.json")
	if !ok {
		return nil
	}
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var stats struct{ Actions map[string]int }
	require.NoError(t, json.Unmarshal(data, &stats))
	return stats.Actions
}

// TestTemplateActions holds the page's lists against the actions that there are.
func TestTemplateActions(t *testing.T) {
	t.Parallel()
	count := uses(t)
	checkPage(t, "template-actions.md", func(b fence.Block) (string, error) {
		switch {
		case b.Info == "text actions":
			return listed(), nil
		case b.Info == "text missing" && count != nil:
			return missingOf(count), nil
		}
		return b.Text, nil
	})
}

func listed() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%-34s  %-7s  %s\n", "action", "dry run", "undo")
	for _, a := range allActions() {
		dry, undo := "skipped", "nothing to undo"
		if a.DryRun {
			dry = "runs"
		}
		switch {
		case a.Undo != nil:
			undo = "yes"
		case a.Effect:
			undo = "no: its effect stays"
		}
		fmt.Fprintf(&out, "%-34s  %-7s  %s\n", a.ID, dry, undo)
	}
	return out.String()
}

// missingOf lists the actions of Backstage and its modules that are not there, those most used first.
func missingOf(count map[string]int) string {
	here := map[string]bool{}
	for _, a := range allActions() {
		here[a.ID] = true
	}
	theirs := slices.DeleteFunc(known.Actions(), func(a *scaffold.Action) bool { return here[a.ID] })
	slices.SortStableFunc(theirs, func(a, b *scaffold.Action) int { return count[b.ID] - count[a.ID] })
	var out strings.Builder
	for _, a := range theirs {
		fmt.Fprintf(&out, "%4d  %s\n", count[a.ID], a.ID)
	}
	return out.String()
}

// TestActionSchemas says that the inputs and outputs of the actions that Backstage has too are its own.
func TestActionSchemas(t *testing.T) {
	t.Parallel()
	theirs, same := known.Actions(), 0
	for _, a := range allActions() {
		i := slices.IndexFunc(theirs, func(b *scaffold.Action) bool { return a.ID == b.ID })
		if i < 0 {
			continue
		}
		same++
		assert.Equal(t, bare(t, theirs[i].Input), bare(t, a.Input), a.ID)
		assert.Equal(t, bare(t, theirs[i].Output), bare(t, a.Output), a.ID)
	}
	assert.Equal(t, 26, same)
}

// bare returns a schema without what known leaves out: descriptions and defaults.
func bare(t *testing.T, schema []byte) string {
	t.Helper()
	if len(schema) == 0 {
		return ""
	}
	value, err := scaffold.ParseJSON(schema)
	require.NoError(t, err)
	strip(value)
	data, err := json.MarshalIndent(value, "", " ")
	require.NoError(t, err)
	var sorted any
	require.NoError(t, json.Unmarshal(data, &sorted))
	data, err = json.MarshalIndent(sorted, "", " ")
	require.NoError(t, err)
	return string(data)
}

func strip(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			strip(item)
		}
	case *scaffold.Object:
		v.Delete("$schema")
		v.Delete("default")
		if _, text := v.Get("description").(string); text {
			v.Delete("description")
		}
		for _, member := range v.All() {
			strip(member)
		}
	}
}
