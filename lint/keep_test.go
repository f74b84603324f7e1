package lint_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

const keptYAML = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: a
  labels: {tier: "1"}
spec:
  type: service
  lists: [{x: 1}, two]
`

// TestKeep checks that a Catalog check has the values that it asks to have kept, with places for findings.
func TestKeep(t *testing.T) {
	t.Parallel()
	var kept []string
	rule := &lint.Rule{Name: "acme-kept", Keep: []lint.Keep{{Kinds: []catalog.Kind{"component"}, Pointers: []string{
		"/spec/type", "/metadata/labels", "/metadata/labels/tier", "/metadata/labels/none", "/spec/lists/0/x", "/spec/lists/1", "/spec/lists/2", "/spec/nowhere/x", "",
	}}}, Catalog: func(p *lint.CatalogPass) {
		for f := range p.All() {
			for _, k := range f.Kept {
				if k.Pointer != "" {
					kept = append(kept, fmt.Sprintf("%s %v %t %s", k.Pointer, k.Value, k.Present, k.Range))
				}
			}
		}
	}}
	other := &lint.Rule{Name: "acme-other", Keep: []lint.Keep{{Pointers: []string{"/spec/type"}}, {Kinds: []catalog.Kind{"API"}, Pointers: []string{"/spec/definition"}}}, Catalog: func(*lint.CatalogPass) {}}
	idle := &lint.Rule{Name: "acme-idle", Keep: []lint.Keep{{Pointers: []string{"/spec/idle"}}}, Levels: lint.Levels{Recommended: lint.Off}, Catalog: func(*lint.CatalogPass) {}}
	run(t, lint.Linter{Rules: []*lint.Rule{rule, other, idle}}, files("a.yaml", keptYAML), "a.yaml")
	assert.Equal(t, []string{
		"/metadata/labels map[tier:1] true a.yaml:5:3",
		"/metadata/labels/none <nil> false a.yaml:5:3",
		"/metadata/labels/tier 1 true a.yaml:5:18",
		"/spec/lists/0/x 1 true a.yaml:8:15",
		"/spec/lists/1 two true a.yaml:8:19",
		"/spec/lists/2 <nil> false a.yaml:8:3",
		"/spec/nowhere/x <nil> false a.yaml:6:1",
		"/spec/type service true a.yaml:7:9",
	}, kept)
	assert.Error(t, lint.Validate([]*lint.Rule{{Name: "acme-entity", Doc: rule.Doc, Keep: []lint.Keep{{Pointers: []string{"/spec"}}}, Entity: func(*lint.EntityPass) {}}}))
}

// TestFail checks how rules that cannot be applied are told of: each with its place, but not without end.
func TestFail(t *testing.T) {
	t.Parallel()
	fails := &lint.Rule{Name: "acme-fails", Entity: func(p *lint.EntityPass) { p.Fail("/spec/type", errors.New("cannot tell")) }}
	catalogFails := &lint.Rule{Name: "acme-views", Catalog: func(p *lint.CatalogPass) {
		for f := range p.All() {
			p.Fail(f.Range, "/metadata/name", errors.New("cannot see"))
			return
		}
	}}
	fsys, names := files(), []string{}
	for i := range 12 {
		name := fmt.Sprintf("%02d.yaml", i)
		fsys[name] = files("x", keptYAML)["x"]
		names = append(names, name)
	}
	r := run(t, lint.Linter{Rules: []*lint.Rule{fails, catalogFails}}, fsys, names...)
	require.Len(t, r.Errors, 12)
	assert.Equal(t, source.Position{}, r.Errors[0].Pos)
	assert.Equal(t, "rule acme-fails: 2 more failures like these", r.Errors[0].Unwrap().Error())
	assert.Equal(t, "00.yaml:4:9: rule acme-views: cannot see", r.Errors[1].Error())
	assert.Equal(t, "00.yaml:7:9: rule acme-fails: cannot tell", r.Errors[2].Error())
	assert.Equal(t, "/spec/type", r.Errors[2].Path)
}

// TestStop checks that of a rule that was stopped nothing is told but that.
func TestStop(t *testing.T) {
	t.Parallel()
	calls := 0
	stops := &lint.Rule{Name: "acme-stops", Entity: func(p *lint.EntityPass) {
		calls++
		p.Reportf("/metadata/name", "found")
		p.Fail("/metadata/name", errors.New("failed"))
		if calls == 2 {
			p.Stop(errors.New("enough"))
			p.Stop(errors.New("more than enough"))
		}
	}}
	viewStops := &lint.Rule{Name: "acme-views", Catalog: func(p *lint.CatalogPass) {
		assert.False(t, p.Stopped())
		p.Stop(errors.New("too many"))
	}}
	r := run(t, lint.Linter{Rules: []*lint.Rule{stops, viewStops, nameBad}, Workers: 1},
		files("a.yaml", groupYAML("a"), "b.yaml", groupYAML("bad"), "c.yaml", groupYAML("c")), "a.yaml", "b.yaml", "c.yaml")
	assert.Equal(t, 2, calls)
	assert.Equal(t, []string{"b.yaml:4:9: warning: the name bad is bad [name-bad]"}, lines(r.Diagnostics))
	assert.Equal(t, "-: rule acme-stops: enough\n-: rule acme-views: too many", r.Errors.Error())
}

func TestShare(t *testing.T) {
	t.Parallel()
	type key struct{}
	made := 0
	use := func(p *lint.EntityPass) {
		name := p.Share(key{}, func() any {
			made++
			return p.Entity.Metadata.Name
		})
		p.Reportf("/metadata/name", "shared %v", name)
	}
	l := lint.Linter{Workers: 1, Rules: []*lint.Rule{
		{Name: "share-one", Levels: lint.Levels{Recommended: lint.Error}, Entity: use},
		{Name: "share-two", Levels: lint.Levels{Recommended: lint.Error}, Entity: use},
	}}
	r := run(t, l, files("a.yaml", groupYAML("a")+"---\n"+groupYAML("b")), "a.yaml")
	assert.Equal(t, 2, made)
	assert.Equal(t, []string{
		"a.yaml:4:9: error: shared a [share-one]", "a.yaml:4:9: error: shared a [share-two]",
		"a.yaml:12:9: error: shared b [share-one]", "a.yaml:12:9: error: shared b [share-two]",
	}, lines(r.Diagnostics))
}
