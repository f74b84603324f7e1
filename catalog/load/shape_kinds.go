package load

import "github.com/goldenpath-go/goldenpath/catalog"

// kindRule is what one kind's schema asks of an entity.
type kindRule struct {
	kind      catalog.Kind
	versions  []string
	processor string // the part of Backstage that judges the kind, as its error messages call it
	entity    *shape
}

// withSpec is the shape of an entity whose spec is of the given shape.
func withSpec(spec *shape) *shape {
	return &shape{noun: spec.noun, types: objectType, fields: []field{
		{name: "spec", need: "needs a spec", add: "spec:", shape: spec},
	}}
}

const (
	builtinProcessor    = "BuiltinKindsEntityProcessor"
	scaffolderProcessor = "ScaffolderEntitiesProcessor"
)

var coreVersions = []string{catalog.V1alpha1, catalog.V1beta1}

// kindRules are the kinds in the order in which Backstage asks for them.
var kindRules = []kindRule{
	{catalog.API, coreVersions, builtinProcessor, withSpec(apiSpec)},
	{catalog.Component, coreVersions, builtinProcessor, withSpec(componentSpec)},
	{catalog.Resource, coreVersions, builtinProcessor, withSpec(resourceSpec)},
	{catalog.Group, coreVersions, builtinProcessor, withSpec(groupSpec)},
	{catalog.Location, coreVersions, builtinProcessor, withSpec(locationSpec)},
	{catalog.User, coreVersions, builtinProcessor, withSpec(userSpec)},
	{catalog.System, coreVersions, builtinProcessor, withSpec(systemSpec)},
	{catalog.Domain, coreVersions, builtinProcessor, withSpec(domainSpec)},
	{catalog.Template, []string{catalog.ScaffolderV1beta3}, scaffolderProcessor, withSpec(templateSpec)},
}

func needType(examples, first string) field {
	return field{name: "type", need: "needs a type, such as " + examples, add: "type: " + first, shape: fullText}
}

var (
	needLifecycle = field{
		name: "lifecycle", need: "needs a lifecycle, such as experimental, production or deprecated",
		add: "lifecycle: production", shape: fullText,
	}
	needOwner = field{name: "owner", need: "needs an owner", add: "owner: group:default/<team>", shape: fullText}
)

var componentSpec = &shape{noun: "a Component", types: objectType, fields: []field{
	needType("service, website or library", "service"),
	needLifecycle,
	needOwner,
	{name: "system", shape: fullText},
	{name: "subcomponentOf", shape: fullText},
	{name: "providesApis", shape: fullTexts},
	{name: "consumesApis", shape: fullTexts},
	{name: "dependsOn", shape: fullTexts},
}}

var apiSpec = &shape{noun: "an API", types: objectType, fields: []field{
	needType("openapi, asyncapi, graphql or grpc", "openapi"),
	needLifecycle,
	needOwner,
	{name: "system", shape: fullText},
	{name: "definition", need: "needs a definition: the text of its interface", add: "definition: {$text: ./openapi.yaml}", shape: fullText},
}}

var resourceSpec = &shape{noun: "a Resource", types: objectType, fields: []field{
	needType("database, s3-bucket or cluster", "database"),
	needOwner,
	{name: "dependsOn", shape: fullTexts},
	{name: "system", shape: fullText},
}}

var systemSpec = &shape{noun: "a System", types: objectType, fields: []field{
	needOwner,
	{name: "domain", shape: fullText},
	{name: "type", shape: fullText},
}}

var domainSpec = &shape{noun: "a Domain", types: objectType, fields: []field{
	needOwner,
	{name: "subdomainOf", shape: fullText},
	{name: "type", shape: fullText},
}}

var groupSpec = &shape{noun: "a Group", types: objectType, fields: []field{
	needType("team, business-unit, product-area or root", "team"),
	{name: "profile", shape: profile},
	{name: "parent", shape: fullText},
	{name: "children", need: "needs a list of children, even if it has none", add: "children: []", shape: fullTexts},
	{name: "members", shape: fullTexts},
}}

var userSpec = &shape{noun: "a User", types: objectType, fields: []field{
	{name: "profile", shape: profile},
	{name: "memberOf", need: "needs a list of groups, even if it is in none", add: "memberOf: []", shape: fullTexts},
}}

var profile = &shape{types: objectType, fields: []field{
	{name: "displayName", shape: fullText},
	{name: "email", shape: fullText},
	{name: "picture", shape: fullText},
}}

var locationSpec = &shape{noun: "a Location", types: objectType, fields: []field{
	{name: "type", shape: fullText},
	{name: "target", shape: fullText},
	{name: "targets", shape: &shape{types: arrayType, items: fullText}},
	{name: "presence", shape: &shape{types: textType, enum: []string{"required", "optional"}}},
}}
