package cel

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"github.com/goldenpath-go/goldenpath/lint"
)

// The fields of an entity, all of which are variables as well, where they are about the entity that a rule is about.
const (
	fieldKind       = "kind"
	fieldName       = "name"
	fieldNamespace  = "namespace"
	fieldRef        = "ref"
	fieldFile       = "file"
	fieldType       = "type"
	fieldLifecycle  = "lifecycle"
	fieldOwner      = "owner"
	fieldSystem     = "system"
	fieldTier       = "tier"
	fieldRank       = "rank"
	fieldMetadata   = "metadata"
	fieldSpec       = "spec"
	fieldReferences = "references"
	fieldDependsOn  = "dependsOn"
	fieldRelations  = "relations"
	fieldDependents = "dependents"

	varEntity  = "entity"
	varCatalog = "catalog"
	varItem    = "it"
	varView    = "@view" // the same as varCatalog, under a name that no comprehension can take
)

var (
	entityType   = types.NewObjectType("Entity", traits.IndexerType, traits.FieldTesterType)
	relationType = types.NewObjectType("Relation", traits.IndexerType, traits.FieldTesterType)
	catalogType  = types.NewObjectType("Catalog", traits.ReceiverType)
)

// entityFields returns the types of the fields. Texts that an entity may lack are null then.
func entityFields() map[string]*types.Type {
	text, object := types.NewNullableType(types.StringType), types.NewMapType(types.StringType, types.DynType)
	return map[string]*types.Type{
		fieldKind: types.StringType, fieldName: types.StringType, fieldNamespace: types.StringType, fieldRef: types.StringType,
		fieldFile: types.StringType, fieldType: text, fieldLifecycle: text, fieldOwner: text, fieldSystem: text, fieldTier: text,
		fieldRank: types.NewNullableType(types.IntType), fieldMetadata: object, fieldSpec: object,
		fieldReferences: types.NewListType(relationType), fieldDependsOn: types.NewListType(types.StringType),
		fieldRelations: types.NewListType(relationType), fieldDependents: types.NewListType(types.StringType),
	}
}

// fieldPointer returns where the file says what a field tells; empty when it does not, or in several places.
func fieldPointer(field string) string {
	switch field {
	case fieldKind:
		return "/kind"
	case fieldName, fieldRef:
		return "/metadata/name"
	case fieldNamespace:
		return "/metadata/namespace"
	case fieldType, fieldLifecycle, fieldOwner, fieldSystem, fieldDependsOn:
		return "/spec/" + field
	}
	return ""
}

// entity is an entity as expressions see it.
type entity struct {
	facts   *lint.Facts
	values  func() map[string]any // metadata and spec, as far as they are known; nil: they are not known
	catalog *view                 // nil: it cannot be asked

	metadata, spec map[string]any // made when first asked for
}

// field returns the value of a field, as it is or as a [ref.Val]; false when there is no such field.
func (e *entity) field(name string) (any, bool) {
	f := e.facts
	switch name {
	case fieldKind:
		return string(f.Ref.Kind), true
	case fieldName:
		return f.Ref.Name, true
	case fieldNamespace:
		return f.Ref.Namespace, true
	case fieldRef:
		return f.Ref.String(), true
	case fieldFile:
		return f.File, true
	case fieldType:
		return textOrNull(f.Type), true
	case fieldLifecycle:
		return textOrNull(f.Lifecycle), true
	case fieldTier:
		return textOrNull(f.Tier.Value), true
	case fieldRank:
		if f.Tier.Rank == 0 {
			return types.NullValue, true
		}
		return int64(f.Tier.Rank), true
	case fieldOwner, fieldSystem:
		return textOrNull(e.target(name)), true
	}
	return e.compound(name)
}

// compound returns the fields that are no texts.
func (e *entity) compound(name string) (any, bool) {
	switch name {
	case fieldMetadata, fieldSpec:
		return e.part(name), true
	case fieldReferences:
		return e.references(), true
	case fieldDependsOn:
		return e.dependsOn(), true
	case fieldRelations, fieldDependents:
		if e.catalog == nil {
			return types.NewErr("%s cannot be asked here", name), true
		}
		if name == fieldRelations {
			return e.catalog.relations(e.facts.Ref), true
		}
		return e.catalog.dependents(e.facts.Ref), true
	}
	return nil, false
}

// part returns the metadata or the spec. What every entity may have of labels, annotations, tags and links is there,
// empty, when it has none.
func (e *entity) part(name string) any {
	if e.values == nil {
		return unknown
	}
	if e.metadata == nil {
		values := e.values()
		e.metadata, e.spec = object(values[fieldMetadata]), object(values[fieldSpec])
		if !complete(e.metadata) {
			e.metadata = completed(e.metadata)
		}
	}
	if name == fieldSpec {
		return e.spec
	}
	return e.metadata
}

func object(value any) map[string]any {
	if members, ok := value.(map[string]any); ok {
		return members
	}
	return map[string]any{}
}

// complete reports whether metadata has all that is expected of it.
func complete(metadata map[string]any) bool {
	return metadata["labels"] != nil && metadata["annotations"] != nil && metadata["tags"] != nil && metadata["links"] != nil
}

func completed(metadata map[string]any) map[string]any {
	full := make(map[string]any, len(metadata)+4)
	maps.Copy(full, metadata)
	for _, name := range []string{"labels", "annotations"} {
		if full[name] == nil {
			full[name] = map[string]any{}
		}
	}
	for _, name := range []string{"tags", "links"} {
		if full[name] == nil {
			full[name] = []any{}
		}
	}
	return full
}

// target returns the entity that a field with one reference names; empty when there is none that can be read.
func (e *entity) target(field string) string {
	for i := range e.facts.Refs {
		if e.facts.Refs[i].Field == field {
			return e.facts.Refs[i].Target.String()
		}
	}
	return ""
}

func (e *entity) references() traits.Lister {
	list := placedList{}
	for i := range e.facts.Refs {
		r := &e.facts.Refs[i]
		list.add(&relation{kind: r.Relation, target: r.Target, field: r.Field}, r.Pointer)
	}
	return list.done()
}

func (e *entity) dependsOn() traits.Lister {
	list := placedList{}
	for i := range e.facts.Refs {
		if r := &e.facts.Refs[i]; r.Field == fieldDependsOn {
			list.add(types.String(r.Target.String()), r.Pointer)
		}
	}
	return list.done()
}

func textOrNull(s string) any {
	if s == "" {
		return types.NullValue
	}
	return s
}

// Get returns a field.
func (e *entity) Get(index ref.Val) ref.Val {
	name, _ := index.Value().(string)
	value, ok := e.field(name)
	if !ok {
		return types.NewErr("no such key: %v", index.Value())
	}
	return types.DefaultTypeAdapter.NativeToValue(value)
}

// IsSet reports whether the entity has a field.
func (e *entity) IsSet(index ref.Val) ref.Val {
	value := e.Get(index)
	if types.IsUnknown(value) {
		return types.True // the field is there, whatever it holds
	}
	return types.Bool(!types.IsError(value) && value != types.NullValue)
}

// Equal reports whether other is the same entity.
func (e *entity) Equal(other ref.Val) ref.Val {
	o, ok := other.(*entity)
	return types.Bool(ok && e.facts.Ref.Compare(o.facts.Ref) == 0)
}

// ConvertToNative fails: an entity has no other form.
func (e *entity) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("an entity cannot be converted to %s", t)
}

// ConvertToType fails but for the type's own name.
func (e *entity) ConvertToType(t ref.Type) ref.Val { return convertObject(e, entityType, t) }

// Type returns the type of entities.
func (e *entity) Type() ref.Type { return entityType }

// AggregateSize returns 1: to compare or to hand on an entity costs no more, whatever there is to be asked of it.
func (e *entity) AggregateSize(types.AggregateSizer) uint32 { return 1 }

// Value returns the entity itself.
func (e *entity) Value() any { return e }

// convertObject converts an object to what each can be: itself, or its type.
func convertObject(v ref.Val, own *types.Type, to ref.Type) ref.Val {
	switch to {
	case own:
		return v
	case types.TypeType:
		return own
	}
	return types.NewErr("%s cannot be converted to %s", own.TypeName(), to.TypeName())
}

// unknown is what nobody can tell: whatever is made of it is unknown, too, unless the rest decides.
var unknown = types.NewUnknown(0, types.NewAttributeTrail(varCatalog))

// sortedFields returns the names of the fields.
func sortedFields() []string { return slices.Sorted(maps.Keys(entityFields())) }
