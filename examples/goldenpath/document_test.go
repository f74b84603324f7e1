package main

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// document returns the template as the founding document has it: with && and ||, which are not of the template language, and a
// request to Backstage for the message.
func document(t *testing.T) []byte {
	t.Helper()
	name, there := beside.Path(t, "seed/template.yaml")
	if there {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		return data
	}
	t.Log("the document's own text is not present; it is made of the corrected one")
	data, err := files.ReadFile("template/template.yaml")
	require.NoError(t, err)
	before, after, ok := strings.Cut(string(data), "    - id: provision-secrets\n")
	require.True(t, ok)
	at := strings.Index(after, "    - id: ")
	require.Positive(t, at)
	text := strings.NewReplacer(
		"'P-TIER1' if parameters.tier == '1' else 'P-TIER23'", "parameters.tier == '1' && 'P-TIER1' || 'P-TIER23'",
		"slack:message", "http:backstage:request", "        channel:", "        method: POST\n        path: /api/slack/send\n        body:\n          channel:",
		"        text:", "          text:", "        templateFileExtension: .njk", "",
	).Replace(before + after[at:])
	return []byte(text)
}

// documentPath returns a path of the document's own template, with files whose names do not say that they are templates.
func documentPath(t *testing.T, s *site, d nunjucks.Dialect) *path {
	t.Helper()
	source := fstest.MapFS{"template.yaml": {Data: document(t)}}
	own, err := fs.Sub(files, "template")
	require.NoError(t, err)
	err = fs.WalkDir(own, "skeleton", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(own, name)
		source[strings.TrimSuffix(name, ".njk")] = &fstest.MapFile{Data: data}
		return err
	})
	require.NoError(t, err)
	w, err := program{getenv: environment(s.url), out: t.Output()}.path(s.state, true)
	require.NoError(t, err)
	w.source, w.journal = source, &plan.Memory{}
	w.runner.Renderer = dialect.New(d, nil)
	return w
}

func tierOne() map[string]any {
	return map[string]any{"name": "payments", "description": "Takes payments", "owner": "group:checkout", "tier": "1"}
}

// TestTheDocumentsOwnText runs in the dialect that knows what the document means. The message went by way of a plugin of
// Backstage's, which cannot take it back; all else goes.
func TestTheDocumentsOwnText(t *testing.T) {
	t.Parallel()
	for tier, policy := range map[string]string{"1": "P-TIER1", "2": "P-TIER23"} {
		s := newSite(t)
		w := documentPath(t, s, nunjucks.Extended)
		values := tierOne()
		values["tier"] = tier
		require.NoError(t, w.create(t.Context(), values, false))
		assert.Equal(t, policy, s.PagerDuty.Services()[0].Policy)
		state, _ := s.all(t)
		assert.Equal(t, []string{"component:default/payments"}, state.Entities)
		assert.Equal(t, []string{"New service created: payments by group:checkout"}, state.Messages)
		err := w.teardown(t.Context())
		require.ErrorIs(t, err, plan.ErrIrreversible)
		assert.ErrorContains(t, err, "05/notify-slack")
		assert.Len(t, s.Slack.Messages(), 1)
		s.Slack.Clear()
		s.nothing(t)
	}
}

// TestTheDocumentsOwnTextInBackstage shows what Backstage makes of it: an expression that it cannot read stays as it is written, so
// PagerDuty is asked for an escalation policy of that name, and refuses.
func TestTheDocumentsOwnTextInBackstage(t *testing.T) {
	t.Parallel()
	for _, d := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3} {
		s := newSite(t)
		require.ErrorContains(t, documentPath(t, s, d).create(t.Context(), tierOne(), false), "Escalation policy not found")
		s.nothing(t)
	}
}

// TestTheSameInEveryDialect runs the corrected template, which means the same to all.
func TestTheSameInEveryDialect(t *testing.T) {
	t.Parallel()
	for _, d := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3, nunjucks.Extended} {
		s := newSite(t)
		w, err := program{getenv: environment(s.url), out: t.Output()}.path(s.state, true)
		require.NoError(t, err)
		w.journal, w.runner.Renderer = &plan.Memory{}, dialect.New(d, nil)
		values := tierOne()
		values["hasDatabase"] = true
		require.NoError(t, w.create(t.Context(), values, false))
		assert.Equal(t, "P-TIER1", s.PagerDuty.Services()[0].Policy)
		state, _ := s.all(t)
		assert.Equal(t, []string{"component:default/payments", "resource:default/payments-db"}, state.Entities)
		require.NoError(t, w.teardown(t.Context()))
		s.nothing(t)
	}
}
