package lint_test

import (
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// others is an Elsewhere that notes what it is asked.
type others struct {
	facts   []*lint.Facts
	partial string
	asked   *[]string // may be nil
}

func (o others) note(what string) {
	if o.asked != nil {
		*o.asked = append(*o.asked, what)
	}
}

func (o others) Lookup(ref catalog.Ref) *lint.Facts {
	o.note(ref.String())
	for _, f := range o.facts {
		if f.Ref.Compare(ref) == 0 {
			return f
		}
	}
	return nil
}

func (o others) Names(kind catalog.Kind, namespace string) iter.Seq[string] {
	o.note("names of " + string(kind) + ":" + namespace)
	return func(yield func(string) bool) {
		for _, f := range o.facts {
			if strings.EqualFold(string(f.Ref.Kind), string(kind)) && f.Ref.Namespace == namespace && !yield(strings.ToLower(f.Ref.Name)) {
				return
			}
		}
	}
}

func (o others) All() iter.Seq[*lint.Facts] {
	o.note("all")
	return slices.Values(o.facts)
}

func (o others) Partial() string { return o.partial }

func TestElsewhereClosesTheWorld(t *testing.T) {
	t.Parallel()
	fsys := files("a.yaml", componentYAML("a", "platform")+"---\n"+componentYAML("b", "nobody"))
	l := lint.Linter{Rules: []*lint.Rule{ownerExists}}
	assert.Empty(t, run(t, l, fsys, "a.yaml").Diagnostics)
	platform := []*lint.Facts{{Ref: ref(t, "group:default/Platform")}}
	l.Elsewhere = others{facts: platform}
	assert.Equal(t, []string{"a.yaml:17:10: error: group:default/nobody does not exist [owner-exists]"}, lines(run(t, l, fsys, "a.yaml").Diagnostics))
	l.Elsewhere = others{facts: platform, partial: "it is old"}
	assert.Empty(t, run(t, l, fsys, "a.yaml").Diagnostics, "absence from a part proves nothing")
	l.Config = &lint.Config{References: lint.References{Closed: []string{"group"}}}
	assert.Len(t, run(t, l, fsys, "a.yaml").Diagnostics, 1, "but the configuration may")
}

// look runs a catalog check on files with an Elsewhere.
func look(t *testing.T, o others, check func(*lint.CatalogPass), namesAndTexts ...string) {
	t.Helper()
	var names []string
	for i := 0; i < len(namesAndTexts); i += 2 {
		if strings.HasSuffix(namesAndTexts[i], ".yaml") {
			names = append(names, namesAndTexts[i])
		}
	}
	seen := false
	rule := &lint.Rule{Name: "look-view", Catalog: func(p *lint.CatalogPass) {
		seen = true
		check(p)
	}}
	l := lint.Linter{Rules: []*lint.Rule{rule}, Elsewhere: o, Config: &lint.Config{Tier: lint.TierConfig{Order: []string{"gold", "silver"}}}}
	r := run(t, l, files(namesAndTexts...), names...)
	assert.Empty(t, r.Errors)
	require.True(t, seen)
}

func TestElsewhereIsAskedForWhatIsNeeded(t *testing.T) {
	t.Parallel()
	var asked []string
	b := &lint.Facts{Ref: ref(t, "component:b"), Tier: lint.Tier{Value: "silver", Key: "x"}, Location: "https://example.com/b"}
	o := others{facts: []*lint.Facts{b, {Ref: ref(t, "component:c")}}, asked: &asked}
	look(t, o, func(p *lint.CatalogPass) {
		for range 2 {
			got := p.Get(ref(t, "component:B"))
			require.NotNil(t, got)
			assert.True(t, got.External)
			assert.Equal(t, 2, got.Tier.Rank, "by the order of the configuration")
			assert.Same(t, got, p.Definitions(ref(t, "b"))[0])
			assert.Equal(t, lint.Yes, p.Exists(ref(t, "b")))
			assert.Equal(t, lint.No, p.Exists(ref(t, "x")))
			assert.Nil(t, p.Definitions(ref(t, "x")))
			assert.Equal(t, lint.Yes, p.Exists(ref(t, "a")))
		}
		assert.Len(t, slices.Collect(p.All()), 1)
	}, "a.yaml", componentYAML("a", "platform"))
	assert.Equal(t, []string{"component:default/b", "component:default/x"}, asked)
	assert.False(t, b.External, "what an Elsewhere gives is not changed")
}

func TestElsewhereKnowsTheLintedFiles(t *testing.T) {
	t.Parallel()
	const broken = "apiVersion: v1\nkind: [\n"
	tests := []struct {
		name, file string
		want       lint.Presence
	}{
		{"defined still", "b.yaml", lint.Yes},
		{"no longer in a file that was read", "a.yaml", lint.No},
		{"in a file that is gone", "gone.yaml", lint.No},
		{"in a file that was not read", "notes.txt", lint.Yes},
		{"in a file that cannot be read", "broken.yaml", lint.Yes},
		{"from nobody knows where", "", lint.Yes},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			name := "component:x"
			if tt.file == "b.yaml" {
				name = "component:b"
			}
			o := others{facts: []*lint.Facts{{Ref: ref(t, name), File: tt.file}}}
			look(t, o, func(p *lint.CatalogPass) {
				assert.Equal(t, tt.want, p.Exists(ref(t, name)))
				near, ok := p.Similar(ref(t, "group:teem"))
				assert.True(t, ok)
				assert.Equal(t, "team", near.Name)
			}, "a.yaml", groupYAML("team"), "b.yaml", componentYAML("b", "teem"), "broken.yaml", broken, "notes.txt", "")
		})
	}
}

func TestDefinitionsElsewhere(t *testing.T) {
	t.Parallel()
	o := others{facts: []*lint.Facts{
		{Ref: ref(t, "group:same")},
		{Ref: ref(t, "group:claimed"), Location: "https://example.com/x"},
	}}
	look(t, o, func(p *lint.CatalogPass) {
		assert.Len(t, p.Definitions(ref(t, "group:same")), 1)
		claimed := p.Definitions(ref(t, "group:claimed"))
		require.Len(t, claimed, 2)
		assert.False(t, claimed[0].External)
		assert.Equal(t, "https://example.com/x", claimed[1].Location)
		assert.Len(t, p.Definitions(ref(t, "group:claimed")), 2, "the index is not appended to")
	}, "a.yaml", groupYAML("same")+"---\n"+groupYAML("claimed"))
}

func TestSimilarElsewhere(t *testing.T) {
	t.Parallel()
	o := others{facts: []*lint.Facts{
		{Ref: ref(t, "group:Platform")},
		{Ref: ref(t, "group:removed"), File: "a.yaml"},
		{Ref: ref(t, "group:shard-1")},
		{Ref: ref(t, "group:pantry")},
		{Ref: ref(t, "group:acme/storefront")},
		{Ref: ref(t, "user:checkout")},
	}}
	look(t, o, func(p *lint.CatalogPass) {
		tests := []struct{ ref, want string }{
			{"group:platfrom", "group:default/Platform"}, // which the linted files refer to
			{"group:plattform", "group:default/Platform"},
			{"group:removet", ""},
			{"group:shard-2", ""},
			{"group:pastri", ""}, // two letters
			{"group:storefrint", ""},
			{"group:acme/storefrint", "group:acme/storefront"},
			{"group:chekout", ""},
			{"group:platform", ""}, // it exists
		}
		for _, tt := range tests {
			near, ok := p.Similar(ref(t, tt.ref))
			assert.Equal(t, tt.want != "", ok, tt.ref)
			if tt.want != "" && ok {
				assert.Equal(t, strings.ToLower(tt.want), near.String())
				assert.Equal(t, tt.want[strings.LastIndexByte(tt.want, '/')+1:], near.Name, "as the entity spells it")
			}
		}
	}, "a.yaml", componentYAML("a", "platfrom"))
}

func TestDependentsElsewhere(t *testing.T) {
	t.Parallel()
	of := func(name, file string, targets ...string) *lint.Facts {
		f := fact(t, name, file, 0, targets...)
		f.File = file
		return f
	}
	var asked []string
	o := others{asked: &asked, facts: []*lint.Facts{
		of("component:x", "", "group:team", "component:y", "group:team"),
		of("component:gone", "a.yaml", "group:team"),
		of("component:a", "a.yaml", "group:team"), // as it was
		of("component:z", "", "component:y"),
	}}
	look(t, o, func(p *lint.CatalogPass) {
		assert.Empty(t, asked)
		var from []string
		for _, r := range p.DependentsElsewhere(ref(t, "group:team")) {
			assert.True(t, r.From.External)
			from = append(from, r.From.Ref.Name)
		}
		assert.Equal(t, []string{"x", "x"}, from)
		assert.Empty(t, p.DependentsElsewhere(ref(t, "component:a")))
		assert.Len(t, p.Dependents(ref(t, "group:team")), 1)
	}, "a.yaml", componentYAML("a", "team")+"---\n"+groupYAML("team"))
	assert.Equal(t, []string{"all"}, asked)
}

func TestGraphReachesElsewhere(t *testing.T) {
	t.Parallel()
	of := func(name string, relation catalog.RelationType, targets ...string) *lint.Facts {
		f := fact(t, name, "", 0, targets...)
		for i := range f.Refs {
			f.Refs[i].Relation = relation
		}
		return f
	}
	var asked []string
	o := others{asked: &asked, facts: []*lint.Facts{
		of("group:team", catalog.ChildOf, "group:division"),
		of("group:division", catalog.ParentOf, "group:team", "group:other"),
		of("group:other", catalog.ParentOf, "group:division"),
		of("group:far", catalog.ChildOf, "group:farther"),
		of("group:odd", "", "group:far"),
	}}
	look(t, o, func(p *lint.CatalogPass) {
		g := p.Graph(catalog.ChildOf)
		cycles := g.Cycles(catalog.ChildOf)
		assert.Empty(t, cycles, "nothing that is linted leads there")
		assert.Empty(t, asked)
		cycles = p.Graph().Cycles(catalog.ChildOf)
		require.Len(t, cycles, 1)
		assert.Len(t, cycles[0].Members, 2)
	}, "a.yaml", componentYAML("a", "team"))
	slices.Sort(asked)
	assert.Equal(t, []string{"group:default/division", "group:default/other", "group:default/team"}, asked)
}

// TestDependentsElsewhereSpeltOtherwise refers to entities in all spellings that mean the same.
func TestDependentsElsewhereSpeltOtherwise(t *testing.T) {
	t.Parallel()
	const kelvin = "\u212a" // whose lower case is k
	o := others{facts: []*lint.Facts{
		fact(t, "component:x", "", 0, "group:TEAM", "group:"+kelvin+"ilo", "group:kilo", "group:été", "group:ÉTÉ", "group:teem", "user:team"),
	}}
	o.facts[0].File = ""
	look(t, o, func(p *lint.CatalogPass) {
		assert.Len(t, p.DependentsElsewhere(ref(t, "group:team")), 1)
		assert.Len(t, p.DependentsElsewhere(ref(t, "group:kilo")), 2)
		assert.Len(t, p.DependentsElsewhere(ref(t, "group:été")), 2)
	}, "a.yaml", groupYAML("Team")+"---\n"+groupYAML(kelvin+"ILO")+"---\n"+groupYAML("Été"))
}
