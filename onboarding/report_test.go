package onboarding_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares what is written with a file.
func golden(t *testing.T, name string, write func(io.Writer) error) {
	t.Helper()
	var b, again bytes.Buffer
	require.NoError(t, write(&b))
	require.NoError(t, write(&again))
	require.Equal(t, b.String(), again.String(), "the same bytes")
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, b.Bytes(), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}

// TestReports writes a morning on which much is going on.
func TestReports(t *testing.T) {
	t.Parallel()
	w := settled(t)
	w.hub.Inherit(ada().Email, "orders")
	w.hub.Rename(ada().Email, "countess-2")
	grace := onboarding.Person{Email: "grace@example.com", Name: "Grace `Amazing` Hopper"}
	down(w.mail, "observe")
	r, err := w.Plan(t.Context(),
		onboarding.Change{Op: onboarding.Leaving, Person: ada()},
		onboarding.Change{Op: onboarding.Joining, Person: grace, Want: wants()},
		onboarding.Change{Op: onboarding.Moving, Person: colleague(6), Had: []onboarding.Grant{onboardingtest.Team("hub", "payments", "")}, Want: []onboarding.Grant{onboardingtest.Account("hub", onboardingtest.Owner)}})
	require.ErrorIs(t, err, errDown)
	golden(t, "review.txt", r.WriteText)
	golden(t, "review.md", r.WriteMarkdown)
	golden(t, "review.json", r.WriteJSON)
	result, err := w.Apply(t.Context(), r, nil)
	require.ErrorIs(t, err, errDown)
	golden(t, "result.txt", result.WriteText)
	golden(t, "result.md", result.WriteMarkdown)
	golden(t, "result.json", result.WriteJSON)
	assert.Equal(t, onboarding.ExitFailed, result.ExitStatus())
}

func TestExitStatus(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	assert.Equal(t, onboarding.ExitWaiting, w.apply(t, w.join(t)).ExitStatus())
	w.accept(t)
	result := w.apply(t, w.join(t))
	assert.Equal(t, onboarding.ExitDone, result.ExitStatus())
	assert.Equal(t, onboarding.Done, result.Status())
	assert.Equal(t, onboarding.ExitDone, (&onboarding.Result{}).ExitStatus())
}

// TestReportsOfHostiles: what systems and people say stays in its line, and is no markup.
func TestReportsOfHostiles(t *testing.T) {
	t.Parallel()
	evil := "x\n# heading\n- [x] done | <img src=x> `code` @everyone \x1b[31m \u202e"
	r := &onboarding.Result{
		Items: []onboarding.Item{{Person: "ada@example.com", Action: onboarding.Give, Grant: onboarding.Grant{Provider: "hub", Kind: "team", Object: evil}, State: onboarding.Blocked, Note: evil}},
		Notes: map[string][]string{"ada@example.com": {evil}},
	}
	var text, markdown, data bytes.Buffer
	require.NoError(t, r.WriteText(&text))
	require.NoError(t, r.WriteMarkdown(&markdown))
	require.NoError(t, r.WriteJSON(&data))
	assert.Equal(t, 5, strings.Count(text.String(), "\n"))
	assert.NotContains(t, text.String(), "\x1b")
	assert.NotContains(t, markdown.String(), "\n#")
	assert.NotContains(t, markdown.String(), " <img")
	assert.NotContains(t, markdown.String(), " @every")
	var back struct {
		Status string
		Notes  map[string][]string
	}
	require.NoError(t, json.Unmarshal(data.Bytes(), &back))
	assert.Equal(t, evil, back.Notes["ada@example.com"][0])
}
