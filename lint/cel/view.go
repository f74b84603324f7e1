package cel

import (
	"fmt"
	"reflect"
	"slices"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// view is the whole catalog as expressions see it. It serves one rule, one entity after the other.
type view struct {
	*lint.View
	entities map[*lint.Facts]*entity // that were asked for
	folds    []bool                  // of the comprehensions that are going on, whether they have come to the end of an open list
}

func newView(v *lint.View) *view { return &view{View: v, entities: map[*lint.Facts]*entity{}} }

// entity returns what expressions see of an entity.
func (v *view) entity(f *lint.Facts) *entity {
	e := v.entities[f]
	if e == nil {
		e = v.newEntity(f)
		v.entities[f] = e
	}
	return e
}

func (v *view) newEntity(f *lint.Facts) *entity {
	e := &entity{facts: f, catalog: v}
	if !f.External {
		e.values = func() map[string]any { return valuesOf(f.Kept) }
	}
	return e
}

// valuesOf returns the document that values were kept of, as far as they were kept.
func valuesOf(kept []lint.KeptFact) map[string]any {
	document := map[string]any{}
	for i := range kept {
		if kept[i].Present {
			put(document, splitPointer(kept[i].Pointer), kept[i].Value)
		}
	}
	return document
}

// put sets the member that steps lead to. Pointers come sorted, so that what holds others is there before them.
func put(members map[string]any, steps []string, value any) {
	for _, step := range steps[:len(steps)-1] {
		next, ok := members[step].(map[string]any)
		if !ok {
			next = map[string]any{}
			members[step] = next
		}
		members = next
	}
	if _, there := members[steps[len(steps)-1]]; !there {
		members[steps[len(steps)-1]] = value
	}
}

// exists tells whether an entity exists, as far as that is known.
func (v *view) exists(target catalog.Ref) ref.Val {
	switch v.View.Exists(target) {
	case lint.Yes:
		return types.True
	case lint.No:
		return types.False
	}
	return unknown
}

// get returns the entity of that name: null if there is none, unknown if nobody knows.
func (v *view) get(target catalog.Ref) ref.Val {
	if f := v.View.Get(target); f != nil {
		return v.entity(f)
	}
	if v.View.Exists(target) == lint.No {
		return types.NullValue
	}
	return unknown
}

// relations returns how the entity is related to others, by what it says and by what they say.
func (v *view) relations(of catalog.Ref) traits.Lister {
	var items []ref.Val
	if f := v.View.Get(of); f != nil {
		for i := range f.Refs {
			items = append(items, &relation{kind: f.Refs[i].Relation, target: f.Refs[i].Target, field: f.Refs[i].Field})
		}
	}
	for _, r := range v.referrers(of) {
		items = append(items, &relation{kind: r.Relation.Inverse(), target: r.From.Ref})
	}
	return v.newList(items, v.open(of))
}

// open reports whether there may be references to an entity that nobody knows of: of the types given, or of any. For one
// that is not linted, nobody looks for those who refer to it elsewhere.
func (v *view) open(of catalog.Ref, types ...catalog.RelationType) bool {
	f := v.View.Get(of)
	return f == nil || f.External || !v.View.Whole(holders(types)...)
}

// holders returns the kinds that have fields for relations of the types, from either end; none if none is given.
func holders(types []catalog.RelationType) []catalog.Kind {
	var kinds []catalog.Kind
	for _, kind := range catalog.Kinds() {
		for _, field := range catalog.RefFields(kind) {
			if slices.Contains(types, field.Relation) {
				kinds = append(kinds, kind)
			}
		}
	}
	return kinds
}

// referrers returns the references to an entity, those elsewhere last.
func (v *view) referrers(of catalog.Ref) []lint.Reference {
	return slices.Concat(v.View.Dependents(of), v.View.DependentsElsewhere(of))
}

// ownedBy returns the refs of the entities that a group or user owns.
func (v *view) ownedBy(owner catalog.Ref) traits.Lister { return v.refs(owner, catalog.OwnedBy) }

// dependents returns the refs of the entities that depend on this one: that say dependsOn or consumesApis of it.
func (v *view) dependents(of catalog.Ref) traits.Lister {
	return v.refs(of, catalog.DependsOn, catalog.ConsumesAPI)
}

// refs returns, sorted and each once, the refs of the entities that have one of these relations to the one given.
func (v *view) refs(of catalog.Ref, kinds ...catalog.RelationType) traits.Lister {
	found := map[string]bool{}
	for _, r := range v.referrers(of) {
		if slices.Contains(kinds, r.Relation) {
			found[r.From.Ref.String()] = true
		}
	}
	if f := v.View.Get(of); f != nil {
		for i := range f.Refs {
			if slices.Contains(kinds, f.Refs[i].Relation.Inverse()) { // dependencyOf says the same from the other end
				found[f.Refs[i].Target.String()] = true
			}
		}
	}
	return v.newList(sortedTexts(found), v.open(of, kinds...))
}

func sortedTexts(set map[string]bool) []ref.Val {
	texts := make([]string, 0, len(set))
	for text := range set {
		texts = append(texts, text)
	}
	slices.Sort(texts)
	items := make([]ref.Val, len(texts))
	for i, text := range texts {
		items[i] = types.String(text)
	}
	return items
}

// ConvertToNative fails: the catalog has no other form.
func (v *view) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("the catalog cannot be converted to %s", t)
}

// ConvertToType fails but for the type's own name.
func (v *view) ConvertToType(t ref.Type) ref.Val { return convertObject(v, catalogType, t) }

// Equal reports whether other is the catalog: there is but one.
func (v *view) Equal(other ref.Val) ref.Val { return types.Bool(v == other) }

// Type returns the type of the catalog.
func (v *view) Type() ref.Type { return catalogType }

// AggregateSize returns 1: to compare or to hand on the catalog costs no more, whatever there is to be asked of it.
func (v *view) AggregateSize(types.AggregateSizer) uint32 { return 1 }

// Value returns the view itself.
func (v *view) Value() any { return v }
