package cel_test

import (
	"iter"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// elsewhere is the rest of a catalog: a team, and a service that uses an API.
type elsewhere struct{ partial string }

func (e elsewhere) facts() []*lint.Facts {
	ref := func(kind catalog.Kind, name string) catalog.Ref {
		return catalog.Ref{Kind: kind, Namespace: catalog.DefaultNamespace, Name: name}
	}
	return []*lint.Facts{
		{Ref: ref(catalog.Component, "web"), Type: "website", Refs: []lint.RefFact{
			{Field: "consumesApis", Relation: catalog.ConsumesAPI, Written: "orders", Target: ref(catalog.API, "orders")},
			{Field: "owner", Relation: catalog.OwnedBy, Written: "away", Target: ref(catalog.Group, "away")},
		}},
		{Ref: ref(catalog.Group, "away"), Type: "guild"},
	}
}

func (e elsewhere) Lookup(ref catalog.Ref) *lint.Facts {
	for _, f := range e.facts() {
		if f.Ref.Compare(ref) == 0 {
			return f
		}
	}
	return nil
}

func (e elsewhere) Names(catalog.Kind, string) iter.Seq[string] { return func(func(string) bool) {} }

func (e elsewhere) All() iter.Seq[*lint.Facts] {
	return func(yield func(*lint.Facts) bool) {
		for _, f := range e.facts() {
			if !yield(f) {
				return
			}
		}
	}
}

func (e elsewhere) Partial() string { return e.partial }

// TestElsewhere asks about entities that are in the rest of the catalog, of which there are facts but no files.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	const api = "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: orders}\nspec: {type: openapi, lifecycle: production, owner: away, definition: x}\n"
	tests := []struct{ check, whole, partial string }{
		{"catalog.get(owner).type == 'guild'", "true", "true"},
		{"catalog.get(owner).type == 'team'", "false", "false"},
		{"catalog.get(owner).metadata.name == 'away'", "unknown", "unknown"},
		{"catalog.get(owner).owner == null", "true", "true"},
		{"catalog.exists('group:nowhere')", "false", "unknown"},
		{"dependents.exists(d, d == 'component:default/web')", "true", "true"},
		{"dependents.all(d, d == 'component:default/web')", "true", "unknown"},
		{"known(dependents) == ['component:default/web']", "true", "true"},
		{"catalog.get('component:web').dependents.exists(d, true)", "unknown", "unknown"},
		{"catalog.ownedBy(owner).exists(o, o == ref)", "true", "true"},
	}
	for _, tt := range tests {
		t.Run(tt.check, func(t *testing.T) {
			t.Parallel()
			for partial, want := range map[string]string{"": tt.whole, "it is old": tt.partial} {
				holds := func(check string) bool {
					l := lint.Linter{Config: configure(t, "custom:\n  - {name: acme-rule, check: \""+check+"\", message: x}\n"), Elsewhere: elsewhere{partial}}
					r, err := l.Run(t.Context(), fstest.MapFS{"a.yaml": {Data: []byte(api)}}, []string{"a.yaml"})
					require.NoError(t, err)
					require.Empty(t, r.Errors)
					return len(r.Diagnostics) == 0
				}
				got := "unknown"
				if yes, no := holds(tt.check), holds("!("+tt.check+")"); yes != no {
					got = map[bool]string{true: "true", false: "false"}[yes]
				}
				assert.Equal(t, want, got, "partial: %q", partial)
			}
		})
	}
}
