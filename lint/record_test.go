package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
)

// TestFactsAreKept holds what Catalog checks see against what Entity checks saw.
func TestFactsAreKept(t *testing.T) {
	t.Parallel()
	const more = `---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: Orders.é
  namespace: Shop
  labels: {tier: "9"}
  annotations: {tier: gold}
  tags: [tier-1]
spec:
  type: service
  lifecycle: production
  owner: Group:default/Team
  dependsOn: [resource:db, "component:acme/x", RESOURCE:Q]
  dependencyOf:
    - {kind: Component, name: till}
    - {kind: component, namespace: shop, name: z}
    - component:y
---
apiVersion: acme.io/v1
kind: Robot
metadata: {name: r2}
spec: {type: x, owner: nobody, lifecycle: old}
---
kind: component
apiVersion: backstage.io/v1alpha1
metadata: {name: no-spec}
`
	text := componentYAML("a", "team") + "---\n" + locationYAML("./b.yaml", "https://example.com/x") + "---\n" + locationYAML("c*.yaml") + more
	var seen, kept []*lint.Facts
	rules := []*lint.Rule{
		{Name: "look-entity", Entity: func(p *lint.EntityPass) { seen = append(seen, p.Facts) }},
		{Name: "look-catalog", Catalog: func(p *lint.CatalogPass) { kept = slices.Collect(p.All()) }},
	}
	r := run(t, lint.Linter{Rules: rules, Workers: 1}, files("a.yaml", text, "b.yaml", groupYAML("team", "tier-1")), "a.yaml")
	require.Empty(t, r.Errors)
	require.Len(t, seen, 7)
	slices.SortFunc(seen, func(a, b *lint.Facts) int { return a.Ref.Compare(b.Ref) })
	for _, f := range kept {
		for i := range f.Targets {
			f.Targets[i].Files = nil // known only now
		}
	}
	assert.Equal(t, seen, kept)
	orders := kept[slices.IndexFunc(kept, func(f *lint.Facts) bool { return f.Ref.Name == "Orders.é" })]
	require.Len(t, orders.Refs, 7)
	assert.Equal(t, "component:shop/till", orders.Refs[4].Target.String())
}

// TestManyFactsAreKept has more references and targets in a file than are worth writing down.
func TestManyFactsAreKept(t *testing.T) {
	t.Parallel()
	text := componentYAML("a", "team") + "  dependsOn:\n" + strings.Repeat("    - component:b\n", 5000) + "---\n" +
		locationYAML("./b.yaml") + "---\n" + locationYAML("c*.yaml", "./d.yaml")
	var seen, kept []*lint.Facts
	rules := []*lint.Rule{
		{Name: "look-entity", Entity: func(p *lint.EntityPass) { seen = append(seen, p.Facts) }},
		{Name: "look-catalog", Catalog: func(p *lint.CatalogPass) { kept = slices.Collect(p.All()) }},
	}
	r := run(t, lint.Linter{Rules: rules, Workers: 1}, files("a.yaml", text, "b.yaml", groupYAML("x"), "c1.yaml", groupYAML("y")), "a.yaml")
	require.Empty(t, r.Errors)
	require.Len(t, kept, 5)
	assert.Len(t, kept[0].Refs, 5001)
	var followed []string
	for _, f := range kept {
		for _, target := range f.Targets {
			followed = append(followed, target.Target+" "+strings.Join(target.Files, ","))
		}
	}
	assert.Equal(t, []string{"./b.yaml b.yaml", "c*.yaml c1.yaml", "./d.yaml "}, followed)
	slices.SortStableFunc(seen, func(a, b *lint.Facts) int { return a.Ref.Compare(b.Ref) })
	assert.Equal(t, seen, kept)
}
