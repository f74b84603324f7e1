package catalog

import "slices"

// RefField describes one member of a kind's spec that refers to other entities.
type RefField struct {
	Name     string       // of the member of spec, such as providesApis
	List     bool         // holds a list of references rather than one
	Default  Kind         // the kind of a reference that states none; "" when it must be stated
	Relation RelationType // from the holder to the target; the inverse goes back
	Targets  []Kind       // the kinds that make sense as targets; Backstage itself takes any
}

// RefFields returns the reference fields of kind k, spelt exactly so, in the order in which Backstage reads them; nil
// when it has none. In all of them a missing namespace means the holder's.
//
// It follows BuiltinKindsEntityProcessor and ScaffolderEntitiesProcessor; Targets follows the documented model, and
// Backstage's opt-in declarative model where that states kinds.
func RefFields(k Kind) []RefField {
	fields := slices.Clone(refFields(k))
	for i := range fields {
		fields[i].Targets = slices.Clone(fields[i].Targets)
	}
	return fields
}

func refFields(k Kind) []RefField {
	switch k {
	case Component:
		return componentRefs
	case API:
		return apiRefs
	case Resource:
		return resourceRefs
	case System:
		return systemRefs
	case Domain:
		return domainRefs
	case Group:
		return groupRefs
	case User:
		return userRefs
	case Template:
		return templateRefs
	}
	return nil
}

// software is what can depend on something or be depended upon. The relation is documented as one between any two
// entities that need each other to function, its examples are Components and Resources.
var software = []Kind{Component, API, Resource, System}

// The fields that several kinds have.
var (
	owner        = RefField{Name: "owner", Default: Group, Relation: OwnedBy, Targets: []Kind{Group, User}}
	partOfSystem = RefField{Name: "system", Default: System, Relation: PartOf, Targets: []Kind{System}}
	dependsOn    = RefField{Name: "dependsOn", List: true, Relation: DependsOn, Targets: software}
	dependencyOf = RefField{Name: "dependencyOf", List: true, Relation: DependencyOf, Targets: software}
)

var (
	componentRefs = []RefField{
		owner,
		{Name: "subcomponentOf", Default: Component, Relation: PartOf, Targets: []Kind{Component}},
		{Name: "providesApis", List: true, Default: API, Relation: ProvidesAPI, Targets: []Kind{API}},
		{Name: "consumesApis", List: true, Default: API, Relation: ConsumesAPI, Targets: []Kind{API}},
		dependsOn,
		dependencyOf,
		partOfSystem,
	}
	apiRefs      = []RefField{owner, partOfSystem}
	resourceRefs = []RefField{owner, dependsOn, dependencyOf, partOfSystem}
	systemRefs   = []RefField{
		owner,
		{Name: "domain", Default: Domain, Relation: PartOf, Targets: []Kind{Domain}},
	}
	domainRefs = []RefField{
		owner,
		{Name: "subdomainOf", Default: Domain, Relation: PartOf, Targets: []Kind{Domain}},
	}
	groupRefs = []RefField{
		{Name: "parent", Default: Group, Relation: ChildOf, Targets: []Kind{Group}},
		{Name: "children", List: true, Default: Group, Relation: ParentOf, Targets: []Kind{Group}},
		{Name: "members", List: true, Default: User, Relation: HasMember, Targets: []Kind{User}},
	}
	userRefs = []RefField{
		{Name: "memberOf", List: true, Default: Group, Relation: MemberOf, Targets: []Kind{Group}},
	}
	templateRefs = []RefField{owner}
)
