package lint_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
)

// TestSecretsStandInNoReport lets one rule find a secret and another repeat it, in its words and in its fix.
func TestSecretsStandInNoReport(t *testing.T) {
	t.Parallel()
	const secret = "s3cr3t-t0k3n"
	finder := &lint.Rule{Name: "acme-secret", File: func(p *lint.FilePass) {
		if i := bytes.Index(p.File.Text.Data, []byte(secret)); i >= 0 {
			r := p.File.Text.Range(i, i+len(secret))
			p.Report(lint.Finding{Range: r, Secret: &r, Message: "a secret"})
		}
	}}
	gossip := &lint.Rule{Name: "acme-gossip", Entity: func(p *lint.EntityPass) {
		value := p.Entity.Metadata.Annotations["k"]
		p.Report(lint.Finding{
			Range: p.Value("/metadata/annotations/k"), Message: "the value is " + value, Help: "not " + value,
			Related: []lint.Related{{Range: p.Value("/kind"), Message: value}},
			Fixes:   []lint.Fix{{Message: "quote it", Edits: []lint.Edit{lint.Replace(p.Value("/metadata/annotations/k"), `"`+value+`"`)}}},
		})
	}}
	fsys := fstest.MapFS{"a.yaml": {Data: []byte(
		"apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: a\n  annotations:\n    k: " + secret + "\n    l: b\nspec: {type: team, children: []}\n",
	)}}
	l := lint.Linter{Rules: []*lint.Rule{finder, gossip}}
	result, err := l.Run(t.Context(), fsys, []string{"a.yaml"})
	require.NoError(t, err)
	require.Len(t, result.Diagnostics, 2)
	for _, name := range report.Names() {
		format, ok := report.ByName(name)
		require.True(t, ok)
		var out strings.Builder
		require.NoError(t, format(&out, result, &report.Options{Open: fsys}))
		assert.NotContains(t, out.String(), secret, name)
	}
}
