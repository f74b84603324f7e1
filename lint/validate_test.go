package lint_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/linttest"
)

func TestValidate(t *testing.T) {
	t.Parallel()
	assert.NoError(t, lint.Validate([]*lint.Rule{nameBad, tagNoise}))
	valid := func(change func(*lint.Rule)) *lint.Rule {
		r := *nameBad
		change(&r)
		return &r
	}
	params := func(p any) *lint.Rule {
		return valid(func(r *lint.Rule) { r.Doc, r.Params = nameBad.Doc+"\n### Parameters\n", func() any { return p } })
	}
	tests := []struct {
		name string
		rule *lint.Rule
		want string
	}{
		{"no group", valid(func(r *lint.Rule) { r.Name, r.Doc = "name", "# name: x\n"+nameBad.Doc }), `rule "name": a name has the form group-rest in kebab case`},
		{"case", valid(func(r *lint.Rule) { r.Name, r.Doc = "name-Bad", "# name-Bad: x\n"+nameBad.Doc }), `rule "name-Bad": a name has the form group-rest in kebab case`},
		{"no check", valid(func(r *lint.Rule) { r.Entity = nil }), `rule "name-bad": one of File, Entity, Catalog and Root is wanted, not 0`},
		{"two checks", valid(func(r *lint.Rule) { r.File = func(*lint.FilePass) {} }), `rule "name-bad": one of File, Entity, Catalog and Root is wanted, not 2`},
		{"kinds", valid(func(r *lint.Rule) {
			r.Entity, r.File, r.Kinds = nil, func(*lint.FilePass) {}, []catalog.Kind{catalog.API}
		}), `rule "name-bad": only Entity checks are limited to kinds`},
		{"no documentation", valid(func(r *lint.Rule) { r.Doc = "" }), `rule "name-bad": its documentation does not start with "# name-bad: what it finds"`},
		{"no samples", valid(func(r *lint.Rule) { r.Doc = "# name-bad: x\n\n### Bad\n\n### Good\n" }),
			"rule \"name-bad\": its documentation has no YAML sample under ### Bad\nits documentation has no YAML sample under ### Good"},
		{"parameters unsaid", valid(func(r *lint.Rule) { r.Params = func() any { return &noiseParams{} } }), `rule "name-bad": it has parameters but no ### Parameters, or the other way round`},
		{"parameters by value", params(noiseParams{}), `rule "name-bad": its Params is no pointer to a struct`},
		{"a name that is taken", params(&struct {
			Severity string `yaml:"severity"`
		}{}), `rule "name-bad": a parameter cannot be called severity`},
		{"a type that cannot be read", params(&struct {
			A chan int    `yaml:"a"`
			B map[int]int `yaml:"b"`
			C int
		}{}), "rule \"name-bad\": field A: chan int cannot be read from YAML\nfield B: map[int]int has keys that are no strings\nfield C of struct { A chan int \"yaml:\\\"a\\\"\"; B map[int]int \"yaml:\\\"b\\\"\"; C int } has no yaml tag or is not exported"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.EqualError(t, lint.Validate([]*lint.Rule{tt.rule}), tt.want)
		})
	}
	old := valid(func(r *lint.Rule) { r.Name, r.Doc = "name-old", "# name-old: x\n"+nameBad.Doc; r.Aliases = nil })
	assert.EqualError(t, lint.Validate([]*lint.Rule{nameBad, old}), `rule "name-old": the name "name-old" is taken by "name-bad"`)
}

func TestSamplesOfTheseTests(t *testing.T) {
	t.Parallel()
	linttest.Doc(t, nameBad, tagNoise)
	assert.Equal(t, "a name that starts with bad", nameBad.Title())
}
