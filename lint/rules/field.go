package rules

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

var schemaUnknownField = &lint.Rule{
	Name:   "schema-unknown-field",
	Doc:    doc("schema-unknown-field"),
	Levels: always(lint.Warning),
	Params: func() any { return &unknownFieldParams{} },
	Entity: checkUnknownFields,
}

type unknownFieldParams struct {
	All bool `yaml:"all" doc:"report every field that the kind does not define, not only those that look like a slip"`
}

// object is a mapping whose members are defined: those it has beside them are strangers.
type object struct {
	pointer string
	noun    string
	fields  []string       // that the model defines
	extra   map[string]any // what the file has beside the typed fields; may hold defined ones of a wrong type
}

var (
	metadataFields = []string{"name", "namespace", "title", "description", "labels", "annotations", "tags", "links", "uid", "etag"}
	linkFields     = []string{"url", "title", "icon", "type"}
	profileFields  = []string{"displayName", "email", "picture"}
)

// formerFields are fields that the model has given up, with what stands in their place.
var formerFields = map[string]string{"implementsApis": "providesApis"}

func checkUnknownFields(p *lint.EntityPass) {
	params := p.Params.(*unknownFieldParams)
	for _, o := range objects(p.Entity) {
		for _, name := range slices.Sorted(maps.Keys(o.extra)) {
			if !slices.Contains(o.fields, name) {
				checkStranger(p, o, name, params.All)
			}
		}
	}
}

func checkStranger(p *lint.EntityPass, o object, name string, all bool) {
	at := o.pointer + "/" + tree.Escape(name)
	near, found := meant(name, o.fields)
	if !found && !all {
		return
	}
	f := lint.Finding{Pointer: at, Range: p.Key(at), Message: fmt.Sprintf("%s has no field %s: nothing reads it", o.noun, name)}
	if found {
		f.Help = "did you mean " + near + "?"
		f.Fixes = unsafe("rename to "+near, lint.Replace(f.Range, near))
	}
	p.Report(f)
}

// meant returns the field that name probably stands for.
func meant(name string, fields []string) (string, bool) {
	if now, ok := formerFields[name]; ok && slices.Contains(fields, now) {
		return now, true
	}
	return lint.Nearest(name, fields)
}

// objects returns the mappings of e that the model defines and that have more members than it holds.
func objects(e *catalog.Entity) []object {
	var list []object
	if len(e.Metadata.Extra) > 0 {
		list = append(list, object{"/metadata", "metadata", metadataFields, e.Metadata.Extra})
	}
	for i, l := range e.Metadata.Links {
		if len(l.Extra) > 0 {
			list = append(list, object{"/metadata/links/" + strconv.Itoa(i), "a link", linkFields, l.Extra})
		}
	}
	return append(list, specObjects(e)...)
}

func specObjects(e *catalog.Entity) []object {
	var list []object
	spec := object{pointer: "/spec", noun: article(e.Kind)}
	switch s := e.Spec.(type) {
	case *catalog.ComponentSpec:
		spec.fields, spec.extra = []string{"type", "lifecycle"}, s.Extra
	case *catalog.APISpec:
		spec.fields, spec.extra = []string{"type", "lifecycle", "definition"}, s.Extra
	case *catalog.ResourceSpec:
		spec.fields, spec.extra = []string{"type"}, s.Extra
	case *catalog.SystemSpec:
		spec.fields, spec.extra = []string{"type"}, s.Extra
	case *catalog.DomainSpec:
		spec.fields, spec.extra = []string{"type"}, s.Extra
	case *catalog.GroupSpec:
		spec.fields, spec.extra = []string{"type", "profile"}, s.Extra
		list = profile(s.Profile)
	case *catalog.UserSpec:
		spec.fields, spec.extra = []string{"profile"}, s.Extra
		list = profile(s.Profile)
	case *catalog.LocationSpec:
		spec.fields, spec.extra = []string{"type", "target", "targets", "presence"}, s.Extra
	case *catalog.TemplateSpec:
		spec.fields, spec.extra = []string{"type", "lifecycle", "parameters", "steps", "output", "presentation", "secrets", "formDecorators"}, s.Extra
	}
	if len(spec.extra) == 0 {
		return list
	}
	for _, f := range refFields()[e.Kind] {
		spec.fields = append(spec.fields, f.Name)
	}
	return append(list, spec)
}

func profile(p *catalog.Profile) []object {
	if p == nil || len(p.Extra) == 0 {
		return nil
	}
	return []object{{"/spec/profile", "a profile", profileFields, p.Extra}}
}

// article returns the kind with its article: a Component, an API.
func article(k catalog.Kind) string {
	if k == catalog.API {
		return "an API"
	}
	return "a " + string(k)
}
