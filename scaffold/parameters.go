package scaffold

import (
	"fmt"
	"strconv"
	"strings"
)

// Validate holds values against the template's parameters, page by page, as Backstage does before it runs a template: of the
// first page that they do not fit, all faults are returned as a *ValidationError. Members that no page declares pass.
// Values is what ValueOf makes an object of.
func (t *Template) Validate(values any) error {
	v := ValueOf(values)
	for i, page := range t.Pages {
		faults, err := Check(page, v)
		if err != nil {
			return Errorf(ErrTemplate, "parameters of %s, page %d: %w", t.Name, i+1, t.placePattern(err, page, t.pagePointer(i)))
		}
		if len(faults) > 0 {
			return &ValidationError{Page: i, Faults: faults}
		}
	}
	return nil
}

// pagePointer returns the JSON pointer of page i.
func (t *Template) pagePointer(i int) string {
	if _, several := t.Entity.Object("spec").Get("parameters").([]any); !several {
		return "/spec/parameters"
	}
	return "/spec/parameters/" + strconv.Itoa(i)
}

// ValidateSecrets holds secrets against what the template demands of them. No fault shows a secret.
func (t *Template) ValidateSecrets(secrets map[string]string) error {
	if t.Secrets == nil {
		return nil
	}
	o := &Object{}
	for name, value := range secrets {
		o.Set(name, value)
	}
	c := &checker{root: t.Secrets}
	faults := c.check(o, t.Secrets, place{property: "secrets"})
	if c.err != nil {
		return Errorf(ErrTemplate, "secrets of %s: %w", t.Name, t.placePattern(c.err, t.Secrets, "/spec/secrets/schema"))
	}
	if len(faults) == 0 {
		return nil
	}
	for i := range faults {
		faults[i].Message = secretMessage(faults[i])
	}
	return &ValidationError{Page: -1, Faults: faults}
}

// secretMessage words a fault as Backstage does for secrets: with the secret's name.
func secretMessage(f Fault) string {
	if f.Keyword == "required" {
		return fmt.Sprintf("%s.%s is required", f.Property, display(f.Argument))
	}
	return f.Property + " " + f.Message
}

// Defaults returns values with the defaults that the template's parameters give to members that are missing. Backstage's
// web form fills them in; its backend does not, so a run does not either unless its Request says so.
func (t *Template) Defaults(values any) *Object {
	given, _ := ValueOf(values).(*Object)
	out := &Object{}
	for name, v := range given.All() {
		out.Set(name, v)
	}
	for _, page := range t.Pages {
		fillDefaults(page, page, out, 0)
	}
	return out
}

// fillDefaults fills in what one schema gives, the branches of its dependencies that apply included.
func fillDefaults(root, schema *Object, values *Object, depth int) {
	if schema == nil || depth > maxSchemaDepth {
		return
	}
	for name, s := range schema.Object("properties").All() {
		fillDefault(root, deref(root, s), name, values, depth)
	}
	for name, dependency := range schema.Object("dependencies").All() {
		if _, there := values.Lookup(name); !there {
			continue
		}
		branch, _ := dependency.(*Object)
		fillDefaults(root, chosen(root, branch, values), values, depth+1)
	}
}

func fillDefault(root, schema *Object, name string, values *Object, depth int) {
	value, there := values.Lookup(name)
	def, has := schema.Lookup("default")
	switch {
	case !there && has:
		values.Set(name, def)
	case !there && schema.Text("type") == "object" && schema.Object("properties") != nil:
		nested := &Object{}
		if fillDefaults(root, schema, nested, depth+1); nested.Len() > 0 {
			values.Set(name, nested)
		}
	case there:
		o, ok := value.(*Object)
		if !ok {
			return
		}
		nested := &Object{}
		for n, v := range o.All() {
			nested.Set(n, v)
		}
		fillDefaults(root, schema, nested, depth+1)
		values.Set(name, nested)
	}
}

// chosen returns the alternative of a dependency that the values have chosen: the one whose constants and enumerations they fit.
func chosen(root, dependency *Object, values *Object) *Object {
	alternatives, ok := dependency.Get("oneOf").([]any)
	if !ok {
		return dependency
	}
	for _, a := range alternatives {
		o := deref(root, a)
		if fitsChoice(o, values) {
			return o
		}
	}
	return nil
}

func fitsChoice(alternative, values *Object) bool {
	for name, s := range alternative.Object("properties").All() {
		schema, _ := s.(*Object)
		_, enum := schema.Lookup("enum")
		_, constant := schema.Lookup("const")
		value, there := values.Lookup(name)
		if !there || !enum && !constant {
			continue
		}
		if faults, err := Check(schema, value); err != nil || len(faults) > 0 {
			return false
		}
	}
	return true
}

// deref returns the schema, or what it refers to.
func deref(root *Object, schema any) *Object {
	o, _ := schema.(*Object)
	if ref := o.Text("$ref"); strings.HasPrefix(ref, "#") {
		target, _ := (&checker{root: root}).resolve(ref).(*Object)
		return target
	}
	return o
}
