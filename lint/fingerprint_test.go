package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// tagRule finds every tag, to which it gives a number in its message.
func tagRule() *lint.Rule {
	return &lint.Rule{Name: "tag-any", Entity: func(p *lint.EntityPass) {
		for i := range p.Entity.Metadata.Tags {
			p.Reportf(fmt.Sprintf("/metadata/tags/%d", i), "number %d", i)
		}
	}}
}

// fingerprints lints one file and returns the fingerprints by the text that the finding is about.
func fingerprints(t *testing.T, name, text string) map[string]string {
	t.Helper()
	fsys := fstest.MapFS{name: {Data: []byte(text)}}
	l := lint.Linter{Rules: []*lint.Rule{tagRule()}}
	r, err := l.Run(t.Context(), fsys, []string{name})
	require.NoError(t, err)
	r.Diagnostics = slices.DeleteFunc(r.Diagnostics, func(d lint.Diagnostic) bool { return d.Rule != "tag-any" })
	out := map[string]string{}
	for i, f := range lint.Fingerprints(fsys, r.Diagnostics) {
		d := r.Diagnostics[i]
		out[text[d.Range.Offset:d.Range.EndOffset]] = f
	}
	return out
}

const tagged = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: orders
  tags: [one, two, three]
spec: {type: service, lifecycle: production, owner: me}
`

func TestFingerprintsStay(t *testing.T) {
	t.Parallel()
	want := fingerprints(t, "catalog-info.yaml", tagged)
	require.Len(t, want, 3)
	for name, text := range map[string]string{
		"lines have moved":  "# a comment\n\n" + tagged,
		"keys are ordered":  strings.Replace(tagged, "kind: Component\n", "", 1) + "kind: Component\n",
		"the list is split": strings.Replace(tagged, "[one, two, three]", "\n  - one\n  - two\n  - three", 1),
	} {
		assert.Equal(t, want, fingerprints(t, "catalog-info.yaml", text), name)
	}
	assert.Equal(t, want, fingerprints(t, "moved/catalog-info.yaml", tagged))

	more := fingerprints(t, "catalog-info.yaml", strings.Replace(tagged, "[one", "[zero, one", 1))
	for tag, f := range want {
		assert.Equal(t, f, more[tag], "an item was put in before %s", tag)
	}
	assert.NotContains(t, want, more["zero"])
	other := fingerprints(t, "catalog-info.yaml", strings.Replace(tagged, "orders", "invoices", 1))
	assert.NotEqual(t, want["one"], other["one"])
}

func TestFingerprints(t *testing.T) {
	t.Parallel()
	at := func(file string, offset, end int) source.Range {
		return source.Range{Position: source.Position{File: file, Line: 1, Column: 1}, Offset: offset, EndOffset: end}
	}
	orders := catalog.Ref{Kind: catalog.Component, Namespace: "default", Name: "orders"}
	base := lint.Diagnostic{Rule: "a-b", Finding: lint.Finding{Range: at("a.yaml", 0, 3), Pointer: "/metadata/tags/0", Entity: orders, Message: "x"}}
	change := func(f func(*lint.Diagnostic)) lint.Diagnostic {
		d := base
		f(&d)
		return d
	}
	fsys := fstest.MapFS{"a.yaml": {Data: []byte("one two")}, "b.yaml": {Data: []byte("one two")}}
	of := func(d lint.Diagnostic) string { return lint.Fingerprints(fsys, []lint.Diagnostic{d})[0] }
	for name, d := range map[string]lint.Diagnostic{
		"message":  change(func(d *lint.Diagnostic) { d.Message = "other words" }),
		"severity": change(func(d *lint.Diagnostic) { d.Severity = lint.Error }),
		"file":     change(func(d *lint.Diagnostic) { d.Range.File = "b.yaml" }),
		"line":     change(func(d *lint.Diagnostic) { d.Range.Line = 9 }),
		"position": change(func(d *lint.Diagnostic) { d.Pointer = "/metadata/tags/7" }),
		"case":     change(func(d *lint.Diagnostic) { d.Entity.Name = "Orders" }),
	} {
		assert.Equal(t, of(base), of(d), name)
	}
	for name, d := range map[string]lint.Diagnostic{
		"rule":    change(func(d *lint.Diagnostic) { d.Rule = "a-c" }),
		"entity":  change(func(d *lint.Diagnostic) { d.Entity.Name = "invoices" }),
		"text":    change(func(d *lint.Diagnostic) { d.Range = at("a.yaml", 4, 7) }),
		"pointer": change(func(d *lint.Diagnostic) { d.Pointer = "/spec/owner" }),
		"secret":  change(func(d *lint.Diagnostic) { d.Secret = &d.Range }),
		"gone":    change(func(d *lint.Diagnostic) { d.Range.File = "c.yaml" }),
		"outside": change(func(d *lint.Diagnostic) { d.Range.EndOffset = 99 }),
	} {
		assert.NotEqual(t, of(base), of(d), name)
	}
	file := change(func(d *lint.Diagnostic) { d.Entity = catalog.Ref{} })
	elsewhere := file
	elsewhere.Range.File = "b.yaml"
	assert.NotEqual(t, of(file), of(elsewhere), "without an entity it is the file that counts")

	twice := lint.Fingerprints(fsys, []lint.Diagnostic{base, base, base})
	assert.Equal(t, of(base), twice[0])
	assert.Len(t, map[string]bool{twice[0]: true, twice[1]: true, twice[2]: true}, 3)
	assert.Equal(t, lint.Fingerprints(nil, []lint.Diagnostic{base}), lint.Fingerprints(nil, []lint.Diagnostic{base}))
	assert.Regexp(t, "^[0-9a-f]{32}$", twice[1])
}
