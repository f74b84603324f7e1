package catalog

// ComponentSpec is the spec of a Component: a piece of software.
type ComponentSpec struct {
	Type           string         // service, website, library, …
	Lifecycle      string         // experimental, production, deprecated, …
	Owner          string         // reference to a Group or User
	System         string         // reference to the System it is part of
	SubcomponentOf string         // reference to the Component it is part of
	ProvidesAPIs   []string       // references to APIs
	ConsumesAPIs   []string       // references to APIs
	DependsOn      []string       // references, with their kind written
	DependencyOf   []string       // references, with their kind written; see [ResourceSpec]
	Extra          map[string]any // see [Spec]
}

// APISpec is the spec of an API: a boundary between components.
type APISpec struct {
	Type       string         // openapi, asyncapi, graphql, grpc, …
	Lifecycle  string         // experimental, production, deprecated, …
	Owner      string         // reference to a Group or User
	System     string         // reference to the System it is part of
	Definition string         // the interface's text, in the form that Type says
	Extra      map[string]any // see [Spec]
}

// ResourceSpec is the spec of a Resource: what components need at run time, such as a database.
//
// DependencyOf is not in Backstage's schema, yet read by it, and leniently: a lone string or object stands for a list
// of one, an object {kind, namespace, name} for a reference. Both are held here as a list of reference texts.
type ResourceSpec struct {
	Type         string         // database, s3-bucket, cluster, …
	Owner        string         // reference to a Group or User
	System       string         // reference to the System it is part of
	DependsOn    []string       // references, with their kind written
	DependencyOf []string       // references, with their kind written
	Extra        map[string]any // see [Spec]
}

// SystemSpec is the spec of a System: components and resources that together have a purpose.
type SystemSpec struct {
	Owner  string         // reference to a Group or User
	Domain string         // reference to the Domain it is part of
	Type   string         // product, service, feature-set, …
	Extra  map[string]any // see [Spec]
}

// DomainSpec is the spec of a Domain: systems that share a part of the business.
type DomainSpec struct {
	Owner       string         // reference to a Group or User
	SubdomainOf string         // reference to the Domain it is part of
	Type        string         // product-area, bundle, …
	Extra       map[string]any // see [Spec]
}

func (s *ComponentSpec) members(to []member) []member {
	return append(to, []member{
		{"type", &s.Type},
		{"lifecycle", &s.Lifecycle},
		{"owner", &s.Owner},
		{"system", &s.System},
		{"subcomponentOf", &s.SubcomponentOf},
		{"providesApis", &s.ProvidesAPIs},
		{"consumesApis", &s.ConsumesAPIs},
		{"dependsOn", &s.DependsOn},
		{"dependencyOf", (*looseRefs)(&s.DependencyOf)},
	}...)
}

func (s *APISpec) members(to []member) []member {
	return append(to, []member{
		{"type", &s.Type},
		{"lifecycle", &s.Lifecycle},
		{"owner", &s.Owner},
		{"system", &s.System},
		{"definition", &s.Definition},
	}...)
}

func (s *ResourceSpec) members(to []member) []member {
	return append(to, []member{
		{"type", &s.Type},
		{"owner", &s.Owner},
		{"system", &s.System},
		{"dependsOn", &s.DependsOn},
		{"dependencyOf", (*looseRefs)(&s.DependencyOf)},
	}...)
}

func (s *SystemSpec) members(to []member) []member {
	return append(to, []member{{"owner", &s.Owner}, {"domain", &s.Domain}, {"type", &s.Type}}...)
}

func (s *DomainSpec) members(to []member) []member {
	return append(to, []member{{"owner", &s.Owner}, {"subdomainOf", &s.SubdomainOf}, {"type", &s.Type}}...)
}

func (s *ComponentSpec) extra() *map[string]any { return &s.Extra }
func (s *APISpec) extra() *map[string]any       { return &s.Extra }
func (s *ResourceSpec) extra() *map[string]any  { return &s.Extra }
func (s *SystemSpec) extra() *map[string]any    { return &s.Extra }
func (s *DomainSpec) extra() *map[string]any    { return &s.Extra }
