package catalog

// Spec is the kind's own part of an entity: one of *ComponentSpec, *APISpec, *ResourceSpec, *SystemSpec, *DomainSpec,
// *GroupSpec, *UserSpec, *LocationSpec, *TemplateSpec or *UnknownSpec.
//
// Fields that refer to other entities hold the text as written; [Entity.References] resolves them. In every typed
// spec, the zero value of a field means that the entity does not have the member, and Extra holds, as plain JSON
// values, what no field can: members that the model does not define, and those whose value is of another type than
// the model gives them (or an empty string where the field is a string).
type Spec interface {
	object
	isSpec()
}

// UnknownSpec is the spec of an entity whose kind and apiVersion belong to no kind of the model.
type UnknownSpec struct {
	Fields map[string]any // all members, as plain JSON values
}

// NewSpec returns the spec of an entity with this apiVersion and kind, made from the members of its spec as plain JSON
// values (nil, bool, float64, string, []any, map[string]any). It never fails: what does not fit the kind's fields is
// kept in Extra, and a kind and apiVersion that the model does not know give an [*UnknownSpec].
//
// Values are shared with the result, members itself is not changed.
func NewSpec(apiVersion string, kind Kind, members map[string]any) Spec {
	s := emptySpec(apiVersion, kind)
	decode(s, members)
	return s
}

// The API versions of the kinds of the model.
const (
	V1alpha1          = "backstage.io/v1alpha1"
	V1beta1           = "backstage.io/v1beta1"            // taken for the same kinds, with the same meaning
	ScaffolderV1beta3 = "scaffolder.backstage.io/v1beta3" // of Template
)

func emptySpec(apiVersion string, kind Kind) Spec {
	switch apiVersion {
	case V1alpha1, V1beta1:
		return coreSpec(kind)
	case ScaffolderV1beta3:
		if kind == Template {
			return &TemplateSpec{}
		}
	}
	return &UnknownSpec{}
}

func coreSpec(kind Kind) Spec {
	switch kind {
	case Component:
		return &ComponentSpec{}
	case API:
		return &APISpec{}
	case Resource:
		return &ResourceSpec{}
	case System:
		return &SystemSpec{}
	case Domain:
		return &DomainSpec{}
	case Group:
		return &GroupSpec{}
	case User:
		return &UserSpec{}
	case Location:
		return &LocationSpec{}
	}
	return &UnknownSpec{}
}

func (*ComponentSpec) isSpec() {}
func (*APISpec) isSpec()       {}
func (*ResourceSpec) isSpec()  {}
func (*SystemSpec) isSpec()    {}
func (*DomainSpec) isSpec()    {}
func (*GroupSpec) isSpec()     {}
func (*UserSpec) isSpec()      {}
func (*LocationSpec) isSpec()  {}
func (*TemplateSpec) isSpec()  {}
func (*UnknownSpec) isSpec()   {}
