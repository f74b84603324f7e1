package lint_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
)

// files makes a file system of names and texts in turn.
func files(namesAndTexts ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(namesAndTexts); i += 2 {
		fsys[namesAndTexts[i]] = &fstest.MapFile{Data: []byte(namesAndTexts[i+1])}
	}
	return fsys
}

// lines returns diagnostics as file:line:column: severity: message [rule].
func lines(ds []lint.Diagnostic) []string {
	out := []string{}
	for _, d := range ds {
		out = append(out, fmt.Sprintf("%s: %s: %s [%s]", d.Range, d.Severity, d.Message, d.Rule))
	}
	return out
}

func run(t *testing.T, l lint.Linter, fsys fstest.MapFS, names ...string) *lint.Result {
	t.Helper()
	r, err := l.Run(t.Context(), fsys, names)
	require.NoError(t, err)
	return r
}

func TestRunFindsInEveryScope(t *testing.T) {
	t.Parallel()
	l := lint.Linter{
		Rules:  []*lint.Rule{nameBad, tagNoise, textFixme, ownerExists},
		Config: &lint.Config{References: lint.References{Closed: []string{"group"}}},
	}
	fsys := files(
		"a.yaml", "# FIXME\n"+componentYAML("bad-a", "nobody")+"---\n"+groupYAML("good", "noise", "fine"),
		"b.yaml", componentYAML("b", "good"),
	)
	r := run(t, l, fsys, "b.yaml", "a.yaml", "./a.yaml")
	assert.Equal(t, []string{
		"a.yaml:1:3: info: fix me [text-fixme]",
		"a.yaml:5:9: warning: the name bad-a is bad [name-bad]",
		"a.yaml:9:10: error: group:default/nobody does not exist [owner-exists]",
		"a.yaml:16:7: info: this tag says nothing [tag-noise]",
	}, lines(r.Diagnostics))
	assert.Equal(t, []string{"a.yaml", "b.yaml"}, r.Files)
	assert.Empty(t, r.Errors)
	assert.Equal(t, 3, r.Stats.Entities)
	assert.Equal(t, "component:default/bad-a", r.Diagnostics[1].Entity.String())
	assert.Equal(t, "/metadata/name", r.Diagnostics[1].Pointer)
	assert.Equal(t, 1, r.Count(lint.Error))
	assert.True(t, r.Reaches(lint.Error))
	assert.False(t, r.Reaches(lint.Off))
}

func TestRunKeepsGoodDocumentsBesideBadOnes(t *testing.T) {
	t.Parallel()
	l := lint.Linter{Rules: []*lint.Rule{nameBad}}
	fsys := files("bad.yaml", "a: [\n", "good.yaml", groupYAML("bad-x"))
	r := run(t, l, fsys, "bad.yaml", "good.yaml")
	assert.Equal(t, []string{"good.yaml:4:9: warning: the name bad-x is bad [name-bad]"}, lines(r.Diagnostics))
}

func TestRunSaysTheSameWhateverTheWorkers(t *testing.T) {
	t.Parallel()
	fsys, names := fstest.MapFS{}, []string{}
	for i := range 60 {
		name := fmt.Sprintf("%02d/catalog-info.yaml", i)
		fsys[name] = &fstest.MapFile{Data: []byte("# FIXME FIXME\n" + componentYAML(fmt.Sprintf("bad-%d", i), "nobody"))}
		names = append(names, name)
	}
	config := &lint.Config{References: lint.References{Catalog: "closed"}}
	var want *lint.Result
	for _, workers := range []int{1, 2, 3, 16, 0} {
		l := lint.Linter{Rules: []*lint.Rule{ownerExists, textFixme, nameBad}, Config: config, Workers: workers}
		got := run(t, l, fsys, names...)
		if want == nil {
			want = got
		}
		require.Equal(t, want, got, "%d workers", workers)
	}
	assert.Len(t, want.Diagnostics, 240)
}

func TestRunReportsEqualFindingsOnce(t *testing.T) {
	t.Parallel()
	twice := &lint.Rule{Name: "name-twice", Entity: func(p *lint.EntityPass) {
		p.Reportf("/metadata/name", "twice")
		p.Reportf("/metadata/name", "twice")
		p.Reportf("/metadata/name", "another")
	}}
	r := run(t, lint.Linter{Rules: []*lint.Rule{twice}}, files("a.yaml", groupYAML("a")), "a.yaml")
	assert.Equal(t, []string{
		"a.yaml:4:9: warning: another [name-twice]",
		"a.yaml:4:9: warning: twice [name-twice]",
	}, lines(r.Diagnostics))
}

func TestRunSurvivesBrokenRules(t *testing.T) {
	t.Parallel()
	boom := func() { panic("boom") }
	rules := []*lint.Rule{
		nameBad,
		{Name: "boom-file", File: func(*lint.FilePass) { boom() }},
		{Name: "boom-entity", Entity: func(*lint.EntityPass) { boom() }},
		{Name: "boom-catalog", Catalog: func(*lint.CatalogPass) { boom() }},
	}
	r := run(t, lint.Linter{Rules: rules}, files("a.yaml", groupYAML("bad")), "a.yaml")
	assert.Equal(t, []string{"a.yaml:4:9: warning: the name bad is bad [name-bad]"}, lines(r.Diagnostics))
	assert.EqualError(t, r.Errors, "-: rule boom-catalog broke: boom\na.yaml: rule boom-entity broke: boom\na.yaml: rule boom-file broke: boom")
}

func TestRunFailsForWhatConfigurationNames(t *testing.T) {
	t.Parallel()
	config := &lint.Config{
		Preset:    "strickt",
		Rules:     map[string]lint.RuleConfig{"name-bda": {Severity: lint.Off}},
		Overrides: []lint.Override{{Scope: lint.Scope{Paths: []string{"**"}}, Rules: map[string]lint.Severity{"no-such-rule": lint.Off}}},
	}
	l := lint.Linter{Rules: []*lint.Rule{nameBad}, Config: config}
	_, err := l.Run(t.Context(), files(), nil)
	assert.EqualError(t, err, "unknown preset \"strickt\" (did you mean \"strict\"?)\n"+
		"unknown rule \"name-bda\" (did you mean \"name-bad\"?)\nunknown rule \"no-such-rule\"")
}

func TestRunStopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := (&lint.Linter{}).Run(ctx, files("a.yaml", groupYAML("a")), []string{"a.yaml"})
	assert.ErrorIs(t, err, context.Canceled)
}

func TestRunFollowsLocations(t *testing.T) {
	t.Parallel()
	fsys := files(
		"all.yaml", locationYAML("./teams/*.yaml", "/root.yaml", "apps/**/catalog-info.yaml", "https://example.com/x.yaml", "../out.yaml", "missing.yaml"),
		"teams/a.yaml", groupYAML("a"),
		"teams/b.yaml", locationYAML("../all.yaml", "more/c.yaml"),
		"teams/more/c.yaml", groupYAML("c"),
		"teams/readme.md", "",
		"root.yaml", groupYAML("root"),
		"apps/x/y/catalog-info.yaml", groupYAML("xy"),
		"apps/node_modules/catalog-info.yaml", groupYAML("no"),
		"apps/old/catalog-info.yaml", groupYAML("old"),
		"other.yaml", groupYAML("other"),
	)
	var targets [][]string
	look := &lint.Rule{Name: "location-look", Catalog: func(p *lint.CatalogPass) {
		for e := range p.All() {
			for _, target := range e.Targets {
				targets = append(targets, append([]string{e.File, target.Target}, target.Files...))
			}
		}
	}}
	l := lint.Linter{Rules: []*lint.Rule{look}, Config: &lint.Config{Exclude: []string{"apps/old/**"}}}
	r := run(t, l, fsys, "all.yaml")
	assert.Equal(t, []string{
		"all.yaml", "apps/x/y/catalog-info.yaml", "root.yaml", "teams/a.yaml", "teams/b.yaml", "teams/more/c.yaml",
	}, r.Files)
	assert.Equal(t, [][]string{
		{"all.yaml", "./teams/*.yaml", "teams/a.yaml", "teams/b.yaml"},
		{"all.yaml", "/root.yaml", "root.yaml"},
		{"all.yaml", "apps/**/catalog-info.yaml", "apps/old/catalog-info.yaml", "apps/x/y/catalog-info.yaml"},
		{"all.yaml", "https://example.com/x.yaml"},
		{"all.yaml", "../out.yaml"},
		{"all.yaml", "missing.yaml"},
		{"teams/b.yaml", "../all.yaml", "all.yaml"},
		{"teams/b.yaml", "more/c.yaml", "teams/more/c.yaml"},
	}, targets)
	assert.Empty(t, r.Errors)
}

func TestTwoLintersAtOnce(t *testing.T) {
	t.Parallel()
	fsys := files("a.yaml", groupYAML("bad", "noise"), "b.yaml", groupYAML("b", "hum"))
	mild := lint.Linter{Rules: []*lint.Rule{nameBad, tagNoise}, Workers: 2}
	harsh := lint.Linter{Rules: []*lint.Rule{tagNoise, nameBad}, Workers: 2, Config: &lint.Config{
		Preset: lint.Strict,
		Rules:  map[string]lint.RuleConfig{"tag-noise": {Params: &noiseParams{Tags: []string{"hum"}}}},
	}}
	wantMild := []string{
		"a.yaml:4:9: warning: the name bad is bad [name-bad]",
		"a.yaml:6:7: info: this tag says nothing [tag-noise]",
	}
	wantHarsh := []string{
		"a.yaml:4:9: error: the name bad is bad [name-bad]",
		"b.yaml:6:7: error: this tag says nothing [tag-noise]",
	}
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() { assert.Equal(t, wantMild, lines(run(t, mild, fsys, "a.yaml", "b.yaml").Diagnostics)) })
		group.Go(func() { assert.Equal(t, wantHarsh, lines(run(t, harsh, fsys, "a.yaml", "b.yaml").Diagnostics)) })
	}
	group.Wait()
}

func TestFactsKeepNoText(t *testing.T) {
	t.Parallel()
	text := strings.Replace(componentYAML("orders", "group:platform"), "  name: orders\n", "  name: orders\n  labels:\n    tier: \"2\"\n  tags: [java, tier-1]\n", 1)
	var got *lint.Facts
	look := &lint.Rule{Name: "look-facts", Entity: func(p *lint.EntityPass) { got = p.Facts }}
	run(t, lint.Linter{Rules: []*lint.Rule{look}}, files("a.yaml", text), "a.yaml")
	require.NotNil(t, got)
	assert.Equal(t, "component:default/orders", got.Ref.String())
	assert.Equal(t, "service", got.Type)
	assert.Equal(t, "production", got.Lifecycle)
	assert.True(t, got.Accepted)
	assert.Equal(t, "a.yaml:4:9", got.Range.String())
	require.Len(t, got.Tiers, 2)
	assert.Equal(t, got.Tiers[0], got.Tier)
	assert.Equal(t, "label:tier 2 3 /metadata/labels/tier a.yaml:6:11", tierText(got.Tiers[0]))
	assert.Equal(t, "tag:tier- 1 2 /metadata/tags/1 a.yaml:7:16", tierText(got.Tiers[1]))
	require.Len(t, got.Refs, 1)
	assert.Equal(t, "owner", got.Refs[0].Field)
	assert.Equal(t, "group:platform", got.Refs[0].Written)
	assert.Equal(t, "a.yaml:11:10", got.Refs[0].Range.String())
	assert.Equal(t, "group:default/platform", got.Refs[0].Target.String())
}

func tierText(t lint.Tier) string {
	return fmt.Sprintf("%s %s %d %s %s", t.Key, t.Value, t.Rank, t.Pointer, t.Range)
}
