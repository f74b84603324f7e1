package cel_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cel"
)

func compile(custom []lint.CustomRule) ([]*lint.Rule, error) { return cel.Rules(custom, nil) }

// configure reads a configuration, of which the first line is left out.
func configure(t testing.TB, text string) *lint.Config {
	t.Helper()
	c, err := lint.ParseConfig("c.yaml", []byte("version: 1\n"+text), nil, &lint.ConfigOptions{Compile: compile})
	require.NoError(t, err)
	return c
}

// run lints one file.
func run(t testing.TB, config *lint.Config, text string) *lint.Result {
	t.Helper()
	fsys := fstest.MapFS{"a.yaml": {Data: []byte(text)}}
	r, err := (&lint.Linter{Config: config}).Run(t.Context(), fsys, []string{"a.yaml"})
	require.NoError(t, err)
	return r
}

// lines returns findings and errors, a line each.
func lines(r *lint.Result) []string {
	out := []string{}
	for _, d := range r.Diagnostics {
		out = append(out, d.Range.String()+": "+d.Rule+": "+d.Message)
	}
	for _, e := range r.Errors {
		out = append(out, "! "+strings.TrimPrefix(e.Error(), "-: "))
	}
	return out
}
