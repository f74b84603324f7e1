package cel

import (
	"fmt"
	"reflect"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// relation is how one entity is related to another, as expressions see it.
type relation struct {
	kind   catalog.RelationType
	target catalog.Ref
	field  string // that says so; empty when another entity says so
}

func relationFields() map[string]*types.Type {
	return map[string]*types.Type{"type": types.StringType, "ref": types.StringType, "field": types.NewNullableType(types.StringType)}
}

// Get returns a field.
func (r *relation) Get(index ref.Val) ref.Val {
	switch index.Value() {
	case "type":
		return types.String(r.kind)
	case "ref":
		return types.String(r.target.String())
	case "field":
		return types.DefaultTypeAdapter.NativeToValue(textOrNull(r.field))
	}
	return types.NewErr("no such key: %v", index.Value())
}

// IsSet reports whether the relation has a field.
func (r *relation) IsSet(index ref.Val) ref.Val {
	value := r.Get(index)
	return types.Bool(!types.IsError(value) && value != types.NullValue)
}

// Equal reports whether other says the same.
func (r *relation) Equal(other ref.Val) ref.Val {
	o, ok := other.(*relation)
	return types.Bool(ok && r.kind == o.kind && r.field == o.field && r.target.Compare(o.target) == 0)
}

// ConvertToNative fails: a relation has no other form.
func (r *relation) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("a relation cannot be converted to %s", t)
}

// ConvertToType fails but for the type's own name.
func (r *relation) ConvertToType(t ref.Type) ref.Val { return convertObject(r, relationType, t) }

// Type returns the type of relations.
func (r *relation) Type() ref.Type { return relationType }

// AggregateSize returns 1: to compare or to hand on a relation costs no more, whatever there is to be asked of it.
func (r *relation) AggregateSize(types.AggregateSizer) uint32 { return 1 }

// Value returns the relation itself.
func (r *relation) Value() any { return r }
