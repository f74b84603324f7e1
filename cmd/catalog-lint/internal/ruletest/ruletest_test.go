package ruletest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/ruletest"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// titled finds entities without a title, and typed those of another type than a service.
var (
	titled = &lint.Rule{Name: "acme-titled", Entity: func(p *lint.EntityPass) {
		if p.Entity.Metadata.Title == "" {
			p.Report(lint.Finding{Range: p.Key("/metadata"), Message: p.Facts.Ref.String() + " has no title"})
		}
	}}
	typed = &lint.Rule{Name: "acme-typed", Levels: lint.Levels{Recommended: lint.Off}, Entity: func(p *lint.EntityPass) {
		if p.Facts.Type != "service" {
			p.Reportf("/spec/type", "no service")
		}
	}}
)

func TestParseReportsEverything(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"nothing", "", "t.yaml:1:1: there are no cases\nt.yaml:1:1: version 1 is wanted; write version: 1"},
		{"syntax", "version: [", "t.yaml:1:11: Flow sequence in block collection must be sufficiently indented and end with a ]"},
		{"cases", `version: 1
cases:
  - {documents: a}
  - {name: a, documents: a, files: {b.yaml: b}}
  - {name: a, documents: a}
  - {name: b}
  - text
  - {name: c, documnts: x, catalog: shut, documents: x}
`, `t.yaml:3:5: a case needs a name
t.yaml:4:5: a case has documents or files
t.yaml:5:5: there is another case called "a"
t.yaml:6:5: a case has documents or files
t.yaml:7:5: a mapping is wanted here, not "text"
t.yaml:8:15: unknown key "documnts" (did you mean "documents"?)
t.yaml:8:37: "shut" is none of open, closed`},
		{"wants", `version: 1
cases:
  - name: a
    documents: a
    want:
      - {rule: x}
      - {line: 1}
      - {rule: x, line: 1, file: b.yaml}
      - {rule: x, line: 1, message: "["}
      - x
`, `t.yaml:6:9: a want has a rule, and a line from 1 on
t.yaml:7:9: a want has a rule, and a line from 1 on
t.yaml:8:9: there is no file b.yaml in this case
t.yaml:9:37: error parsing regexp: missing closing ]: ` + "`[`" + `
t.yaml:10:9: a mapping is wanted here, not "x"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := ruletest.Parse("t.yaml", []byte(tt.text))
			require.Error(t, err)
			assert.Equal(t, tt.want, err.Error())
		})
	}
}

const tests = `version: 1
config: ../c.yaml
cases:
  - name: as wanted
    documents: |
      apiVersion: backstage.io/v1alpha1
      kind: Component
      metadata:
        name: a
      spec: {type: service, lifecycle: x, owner: x}
    want:
      - {rule: acme-titled, line: 3, column: 1, message: a has no title$}

  - name: not as wanted
    rules: [acme-titled, acme-typed]
    files:
      catalog-info.yaml: |
        apiVersion: backstage.io/v1alpha1
        kind: Location
        metadata: {name: a, title: x}
        spec: {type: library, target: ./b/catalog-info.yaml}
      b/catalog-info.yaml: "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: b\nspec: {type: service}\n"
      notes.txt: x
    want:
      - {rule: acme-titled, file: b/catalog-info.yaml, line: 1}
`

func TestRun(t *testing.T) {
	t.Parallel()
	f, err := ruletest.Parse("t.yaml", []byte(tests))
	require.NoError(t, err)
	assert.Equal(t, "../c.yaml", f.Config)
	require.Len(t, f.Cases, 2)
	config := &lint.Config{
		Own: []*lint.Rule{titled}, Rules: map[string]lint.RuleConfig{"acme-titled": {Severity: lint.Off}},
		Overrides: []lint.Override{{Rules: map[string]lint.Severity{"acme-typed": lint.Error}}},
	}
	all := append(rules.All(), typed)
	now := func() time.Time { return time.Time{} }
	var coverage ruletest.Coverage

	o, err := f.Cases[0].Run(t.Context(), all, config, now)
	require.NoError(t, err)
	assert.True(t, o.OK(), "%+v", o)
	coverage.Add(f.Cases[0], o)
	assert.Equal(t, []string{"acme-titled: no case wants none of it", "acme-typed has no test"}, coverage.Gaps([]*lint.Rule{titled, typed}))

	o, err = f.Cases[1].Run(t.Context(), all, config, now)
	require.NoError(t, err)
	assert.False(t, o.OK())
	require.Len(t, o.Missing, 1)
	assert.Equal(t, "b/catalog-info.yaml, line 1: acme-titled", o.Missing[0].String())
	var places []string
	for _, d := range o.Unexpected {
		places = append(places, d.Rule+" "+f.Cases[1].Place(d.Range.Position).String())
	}
	assert.Equal(t, []string{"acme-titled t.yaml:22:81", "schema-kind t.yaml:22:103", "schema-kind t.yaml:22:103", "acme-typed t.yaml:21:22"}, places)
	coverage.Add(f.Cases[1], o)
	assert.Equal(t, []string{"acme-titled: no case wants none of it", "acme-typed: no case wants a finding of it"}, coverage.Gaps([]*lint.Rule{titled, typed}))

	assert.EqualError(t, f.Check(all), "t.yaml:12:9: unknown rule \"acme-titled\"\nt.yaml:14:5: unknown rule \"acme-titled\"\nt.yaml:25:9: unknown rule \"acme-titled\"")
}

func FuzzParse(f *testing.F) {
	f.Add(tests)
	f.Add("version: 1\ncases:\n  - {name: a, documents: \"kind: X\", want: [{rule: a-b, line: 3}]}\n")
	f.Add("version: 1\ncases: [{name: a, files: {a.yaml: |-\n  x\n}}]")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := ruletest.Parse("t.yaml", []byte(text))
		if err != nil {
			return
		}
		for _, c := range file.Cases {
			o, err := c.Run(t.Context(), []*lint.Rule{titled, typed}, &lint.Config{Own: nil}, time.Now)
			if err != nil {
				continue
			}
			for _, d := range o.Found {
				assert.NotEmpty(t, c.Place(d.Range.Position).File)
			}
		}
	})
}
