package linttest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/lint"
)

// shout finds names in upper case, and lowers them; a long one only if it is told to.
var shout = &lint.Rule{
	Name:   "name-shout",
	Levels: lint.Levels{Recommended: lint.Off},
	Doc: "# name-shout: a name in upper case\n\n### Bad\n\n```yaml\n" + sample("ORDERS") + "```\n\n" +
		"### Good\n\n```yaml\n" + sample("orders") + "```\n",
	Entity: func(p *lint.EntityPass) {
		name := p.Entity.Metadata.Name
		if lower := strings.ToLower(name); name != lower {
			at := p.Value("/metadata/name")
			p.Report(lint.Finding{Range: at, Message: name + " is loud", Fixes: []lint.Fix{
				{Message: "lower it", Safe: len(name) < 8, Edits: []lint.Edit{lint.Replace(at, lower)}},
			}})
		}
	},
}

// stuck counts lines from the start of the file: it is what the variants are there to find.
var stuck = &lint.Rule{Name: "line-stuck", File: func(p *lint.FilePass) {
	text := p.File.Text
	start := text.LineStart(4)
	p.Report(lint.Finding{Range: text.Range(start, start+1), Message: "line 4"})
}}

func sample(name string) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: " + name + "\nspec:\n  type: team\n  children: []\n"
}

func archive(comment string) string {
	return comment + "-- catalog-info.yaml --\n"
}

func problems(t *testing.T, text string, rules ...*lint.Rule) []string {
	t.Helper()
	s, err := newScenario(txtar.Parse([]byte(text)), nil)
	require.NoError(t, err)
	var found []string
	for _, v := range s.variants() {
		for _, p := range v.check(t.Context(), rules) {
			found = append(found, v.name+": "+p)
		}
	}
	return found
}

func TestScenarios(t *testing.T) {
	t.Parallel()
	golden := "-- fixed/catalog-info.yaml --\n"
	tests := []struct {
		name, text string
		rule       *lint.Rule
		want       []string
	}{
		{"as expected", archive("") + sample("ORDERS # want name-shout@9:\"^ORDERS is loud$\"") + golden + sample("orders # want name-shout@9:\"^ORDERS is loud$\""), shout, nil},
		{"nothing to find", archive("") + sample("orders"), shout, nil},
		{"from another line", archive("") + sample("ORDERS\n  # want-1 name-shout:`loud`"), shout, nil},
		{"no want", archive("variants: none\n") + sample("ORDERS"), shout,
			[]string{`as it stands: unexpected: catalog-info.yaml:4:9: name-shout "ORDERS is loud"`}},
		{"no finding", archive("variants: none\n") + sample("orders # want name-shout:\"loud\""), shout,
			[]string{`as it stands: missing: catalog-info.yaml:4: name-shout "loud"`}},
		{"another column", archive("variants: none\n") + sample("ORDERS # want name-shout@8:\"loud\""), shout, []string{
			`as it stands: unexpected: catalog-info.yaml:4:9: name-shout "ORDERS is loud"`,
			`as it stands: missing: catalog-info.yaml:4:8: name-shout "loud"`,
		}},
		{"another message", archive("variants: none\n") + sample("ORDERS # want name-shout:\"quiet\""), shout, []string{
			`as it stands: unexpected: catalog-info.yaml:4:9: name-shout "ORDERS is loud"`,
			`as it stands: missing: catalog-info.yaml:4: name-shout "quiet"`,
		}},
		{"one want too many", archive("variants: crlf\n") + sample("ORDERS # want name-shout:\"loud\" name-shout:`loud`"), shout, []string{
			`as it stands: missing: catalog-info.yaml:4: name-shout "loud"`,
			`with CRLF: missing: catalog-info.yaml:4: name-shout "loud"`,
		}},
		{"off by the configuration", "-- .catalog-lint.yaml --\nversion: 1\n" + archive("") + sample("ORDERS"), shout, nil},
		{"broken configuration", "variants: none\n-- .catalog-lint.yaml --\nversion: 1\nx: 1\n" + archive("") + sample("ORDERS"), shout,
			[]string{`as it stands: .catalog-lint.yaml:2:1: unknown key "x"`}},
		{"a rule that counts lines", archive("variants: document\n") + sample("orders # want line-stuck:\"line 4\""), stuck,
			[]string{`as second document: missing: catalog-info.yaml:11: line-stuck "line 4"`}},
		{"files by name", "files: a.yaml\n-- a.yaml --\n" + sample("orders") + "-- b.yaml --\n" + sample("ORDERS"), shout, nil},
		{"a golden that differs", archive("variants: none\n") + sample("ORDERS # want name-shout:\"loud\"") + golden + "x: y\n", shout,
			[]string{"as it stands: catalog-info.yaml after its fixes:\n" + sample("orders # want name-shout:\"loud\"") + "\nwanted:\nx: y\n"}},
		{"a change without golden", "variants: none\n-- a.yaml --\n" + sample("orders") + archive("") + sample("ORDERS # want name-shout:\"loud\"") + "-- fixed/a.yaml --\n" + sample("orders"), shout,
			[]string{"as it stands: fixes change catalog-info.yaml, for which there is no golden:\n" + sample("orders # want name-shout:\"loud\"")}},
		{"unsafe fixes", archive("") + sample("PAYMENTS # want name-shout:\"loud\"") + golden + sample("PAYMENTS # want name-shout:\"loud\"") +
			"-- fixed-unsafe/catalog-info.yaml --\n" + sample("payments # want name-shout:\"loud\""), shout, nil},
		{"a document marker of its own", archive("") + "# first\n\n---\n" + sample("ORDERS # want name-shout:\"loud\""), shout, nil},
		{"a directive", archive("") + "%YAML 1.2\n---\n" + sample("ORDERS # want name-shout:\"loud\""), shout, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, problems(t, tt.text, tt.rule))
		})
	}
}

func TestBadArchives(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"no such file", "files: b.yaml\n-- a.yaml --\n", "files: there is no b.yaml in the archive"},
		{"no such variant", "variants: all\n-- a.yaml --\n", `variants: "all" is none of crlf, document, both, none`},
		{"a want that is none", "-- a.yaml --\na: b # want nothing\n", `a.yaml:1: a want has the form rule:"regexp" or rule@column:"regexp", unlike nothing`},
		{"a regular expression that is none", "-- a.yaml --\n\na: b # want a-b:\"(\"\n", "a.yaml:2: error parsing regexp: missing closing ): `(`"},
		{"an escape that is none", "-- a.yaml --\na: b # want a-b:\"\\(\"\n", `a.yaml:1: unquote "\(": invalid syntax`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := newScenario(txtar.Parse([]byte(tt.text)), nil)
			assert.EqualError(t, err, tt.want)
		})
	}
}

func TestSamples(t *testing.T) {
	t.Parallel()
	Doc(t, shout)
	with := func(doc string) *lint.Rule {
		r := *shout
		r.Doc = doc
		return &r
	}
	assert.Equal(t, []string{"there is no YAML under ### Bad", "there is no YAML under ### Good"}, checkSamples(t.Context(), with("# x")))
	swapped := strings.NewReplacer("### Bad", "### Good", "### Good", "### Bad").Replace(shout.Doc)
	assert.Equal(t, []string{
		"sample 1 under ### Bad: there is no finding of name-shout",
		"sample 1 under ### Good: unexpected: catalog-info.yaml:4:9: ORDERS is loud",
	}, checkSamples(t.Context(), with(swapped)))
	several := "# x\n\n### Bad\n\n```yaml\n-- a.yaml --\n" + sample("orders") + "-- b.yaml --\n" + sample("ORDERS") + "```\n\n### Good\n\n```yaml\n-- b.yaml --\n" + sample("b") + "```\n"
	assert.Empty(t, checkSamples(t.Context(), with(several)))
}

func TestArchive(t *testing.T) {
	t.Parallel()
	Archive(t, archive("")+sample("ORDERS # want name-shout:\"loud\""), shout)
}
