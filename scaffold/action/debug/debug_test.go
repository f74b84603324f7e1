package debug_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/debug"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

const head = "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: t }\nspec:\n  type: x\n" +
	"  steps:\n    - { action: 'fetch:plain', input: { url: . } }\n    - { id: do, action: "

// apply runs one step, and returns what it said.
func apply(t *testing.T, step string) ([]string, error) {
	t.Helper()
	tmpl, err := scaffold.Parse("t.yaml", []byte(head+step+"\n"))
	require.NoError(t, err)
	var said []string
	r := scaffold.Runner{
		Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: append(debug.Actions(), fetch.Actions(nil)...),
		Hear: func(l scaffold.LogLine) {
			if l.Step == "do" && l.Status == "" {
				said = append(said, l.Message)
			}
		},
	}
	run, err := r.Plan(t.Context(), tmpl, scaffold.Request{Source: fstest.MapFS{"a/b": {Data: []byte("x")}}}, t.TempDir())
	require.NoError(t, err)
	defer func() { _ = run.Close() }()
	err = run.Apply(t.Context(), &plan.Memory{}, nil)
	return said, err
}

func TestLog(t *testing.T) {
	t.Parallel()
	for step, want := range map[string][]string{
		"'debug:log', input: { message: hi } }":                      {"{\n  \"message\": \"hi\"\n}", "hi"},
		"'debug:log', input: { listWorkspace: true } }":              {"{\n  \"listWorkspace\": true\n}", "Workspace:\n  - a/b"},
		"'debug:log', input: { listWorkspace: with-contents } }":     {"{\n  \"listWorkspace\": \"with-contents\"\n}", "Workspace:\n - a/b:\n\n  x"},
		"'debug:wait', input: { milliseconds: 1, seconds: 0.001 } }": {"Waiting for 2ms"},
	} {
		said, err := apply(t, step)
		require.NoError(t, err)
		assert.Equal(t, want, said, step)
	}
}

func TestWaitIsBounded(t *testing.T) {
	t.Parallel()
	for _, input := range []string{"minutes: 11", "seconds: 1e300", "seconds: -1", "minutes: 10, seconds: 1"} {
		_, err := apply(t, "'debug:wait', input: { "+input+" } }")
		require.ErrorIs(t, err, scaffold.ErrInput, input)
	}
}
