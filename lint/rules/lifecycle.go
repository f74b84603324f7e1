package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// lived are the kinds whose lifecycle the model knows.
var lived = []catalog.Kind{catalog.Component, catalog.API, catalog.Template}

var lifecycleRules = []*lint.Rule{
	{
		Name:   "lifecycle-known",
		Doc:    doc("lifecycle-known"),
		Kinds:  lived,
		Levels: always(lint.Warning),
		Params: func() any {
			return &lifecycleParams{Lifecycles: []string{"experimental", "production", "deprecated"}}
		},
		Entity: checkLifecycle,
	},
	{
		Name:   "lifecycle-retired",
		Doc:    doc("lifecycle-retired"),
		Kinds:  lived,
		Levels: fromStrict(lint.Warning),
		Params: func() any {
			return &retiredParams{Lifecycles: []string{"deprecated"}, Keys: []string{"replaced-by"}, Words: []string{"replacement", "migration", "successor"}}
		},
		Entity: checkRetired,
	},
	{
		Name:   "type-known",
		Doc:    doc("type-known"),
		Levels: fromStrict(lint.Warning),
		Params: func() any { return defaultTypes() },
		Entity: checkType,
	},
}

type lifecycleParams struct {
	Lifecycles []string `yaml:"lifecycles" doc:"the lifecycles that the organisation uses"`
}

func checkLifecycle(p *lint.EntityPass) {
	checkWord(p, "lifecycle", p.Facts.Lifecycle, p.Params.(*lifecycleParams).Lifecycles)
}

// checkWord reports a member of spec that is none of the words agreed on.
func checkWord(p *lint.EntityPass, field, word string, known []string) {
	if word == "" || slices.Contains(known, word) {
		return
	}
	f := lint.Finding{
		Pointer: "/spec/" + field,
		Message: fmt.Sprintf("%s %q is none of %s", field, word, strings.Join(known, ", ")),
	}
	if near, ok := lint.Nearest(word, known); ok {
		f.Help = "did you mean " + near + "?"
		if edit, ok := rewrite(p.File.Text, p.Value(f.Pointer), near); ok {
			f.Fixes = unsafe("replace by "+near, edit)
		}
	}
	p.Report(f)
}

type retiredParams struct {
	Lifecycles []string `yaml:"lifecycles" doc:"lifecycles of what should not be used any more"`
	Keys       []string `yaml:"keys" doc:"annotations that name what to use instead; one is enough"`
	Words      []string `yaml:"words" doc:"what the type of a link to it is or its title says; one is enough"`
}

func checkRetired(p *lint.EntityPass) {
	params := p.Params.(*retiredParams)
	if p.Facts.Lifecycle == "" || !slices.Contains(params.Lifecycles, p.Facts.Lifecycle) || hasAnnotation(p, params.Keys) || hasLink(p, params.Words) {
		return
	}
	p.Report(lint.Finding{
		Pointer: "/spec/lifecycle",
		Message: fmt.Sprintf("this %s is %s, and does not say what to use instead", p.Entity.Kind, p.Facts.Lifecycle),
		Help:    "add a link whose title says replacement, or annotation " + strings.Join(params.Keys, " or "),
	})
}

// typeParams are the types that an organisation uses, by kind.
type typeParams struct {
	Component []string `yaml:"component" doc:"types of components; any when empty"`
	API       []string `yaml:"api" doc:"types of APIs; any when empty"`
	Resource  []string `yaml:"resource" doc:"types of resources; any when empty"`
	System    []string `yaml:"system" doc:"types of systems; any when empty"`
	Domain    []string `yaml:"domain" doc:"types of domains; any when empty"`
	Group     []string `yaml:"group" doc:"types of groups; any when empty"`
	Template  []string `yaml:"template" doc:"types of templates; any when empty"`
}

// defaultTypes are the well-known types of Backstage's descriptor format, and for groups those of its samples.
func defaultTypes() *typeParams {
	return &typeParams{
		Component: []string{"service", "website", "library"},
		API:       []string{"openapi", "asyncapi", "graphql", "grpc", "trpc", "mcp-server"},
		Resource:  []string{"database", "s3-bucket", "cluster", "kubernetes-cluster"},
		System:    []string{"product", "service", "feature-set"},
		Domain:    []string{"product-area", "bundle"},
		Group:     []string{"team", "business-unit", "product-area", "root", "organization", "department", "sub-department"},
	}
}

func checkType(p *lint.EntityPass) {
	params := p.Params.(*typeParams)
	var known []string
	switch p.Facts.Ref.Kind {
	case catalog.Component:
		known = params.Component
	case catalog.API:
		known = params.API
	case catalog.Resource:
		known = params.Resource
	case catalog.System:
		known = params.System
	case catalog.Domain:
		known = params.Domain
	case catalog.Group:
		known = params.Group
	case catalog.Template:
		known = params.Template
	}
	if len(known) > 0 {
		checkWord(p, "type", p.Facts.Type, known)
	}
}
