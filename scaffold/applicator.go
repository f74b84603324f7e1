package scaffold

import "strings"

// applicator returns the check of a keyword that applies other schemas, or nil.
func applicator(keyword string) keywordFunc {
	switch keyword {
	case "properties":
		return checkProperties
	case "patternProperties":
		return checkPatternProperties
	case "additionalProperties":
		return checkAdditional
	case "propertyNames":
		return checkPropertyNames
	case "items":
		return checkItems
	case "contains":
		return checkContains
	case "dependencies":
		return checkDependencies
	case "allOf":
		return checkAllOf
	case "anyOf":
		return checkAnyOf
	case "oneOf":
		return checkOneOf
	case "not", "disallow":
		return checkNot
	case "if":
		return checkIf
	}
	return nil
}

func checkProperties(c *checker, v any, _ *Object, arg any, at place) []Fault {
	o, ok := v.(*Object)
	properties, isObject := arg.(*Object)
	if !ok || !isObject {
		return nil
	}
	var faults []Fault
	for name, schema := range properties.All() {
		faults = append(faults, c.check(o.Get(name), schema, at.name(name))...)
	}
	return faults
}

func checkPatternProperties(c *checker, v any, schema *Object, arg any, at place) []Fault {
	o, ok := v.(*Object)
	patterns, isObject := arg.(*Object)
	if !ok || !isObject {
		return nil
	}
	var faults []Fault
	for name, value := range o.All() {
		known := false
		for pattern, sub := range patterns.All() {
			if c.matches(pattern, name) {
				known = true
				faults = append(faults, c.check(value, sub, at.name(name))...)
			}
		}
		if !known {
			faults = append(faults, c.additional(value, name, schema, at)...)
		}
	}
	return faults
}

func checkAdditional(c *checker, v any, schema *Object, _ any, at place) []Fault {
	o, ok := v.(*Object)
	if _, others := schema.Lookup("patternProperties"); !ok || others {
		return nil
	}
	var faults []Fault
	for name, value := range o.All() {
		faults = append(faults, c.additional(value, name, schema, at)...)
	}
	return faults
}

// additional checks a member that the schema may not name.
func (c *checker) additional(value any, name string, schema *Object, at place) []Fault {
	if _, named := schema.Object("properties").Lookup(name); named {
		return nil
	}
	switch rest := schema.Get("additionalProperties").(type) {
	case bool:
		if !rest {
			return []Fault{at.fault("additionalProperties", name, "is not allowed to have the additional property %s", quote(name))}
		}
	case *Object:
		return c.check(value, rest, at.name(name))
	}
	return nil
}

func checkPropertyNames(c *checker, v any, _ *Object, arg any, at place) []Fault {
	o, _ := v.(*Object)
	var faults []Fault
	for name := range o.All() {
		faults = append(faults, c.check(name, arg, at)...)
	}
	return faults
}

func checkItems(c *checker, v any, schema *Object, arg any, at place) []Fault {
	items, _ := v.([]any)
	each, several := arg.([]any)
	var faults []Fault
	for i, item := range items {
		sub := arg
		switch {
		case several && i < len(each):
			sub = each[i]
		case several:
			sub = schema.Get("additionalItems")
		}
		if isUndefined(sub) {
			continue
		}
		if sub == false {
			return append(faults, at.fault("items", Undefined{}, "additionalItems not permitted"))
		}
		faults = append(faults, c.check(item, sub, at.item(i))...)
	}
	return faults
}

func checkContains(c *checker, v any, _ *Object, arg any, at place) []Fault {
	items, ok := v.([]any)
	if !ok {
		return nil
	}
	for i, item := range items {
		if c.holds(item, arg, at.item(i)) {
			return nil
		}
	}
	return []Fault{at.fault("contains", arg, "must contain an item matching given schema")}
}

func checkDependencies(c *checker, v any, _ *Object, arg any, at place) []Fault {
	o, ok := v.(*Object)
	dependencies, isObject := arg.(*Object)
	if !ok || !isObject {
		return nil
	}
	var faults []Fault
	for name, dependency := range dependencies.All() {
		if _, there := o.Lookup(name); there {
			faults = append(faults, c.depends(o, dependency, at, at.name(name))...)
		}
	}
	return faults
}

func (c *checker) depends(o *Object, dependency any, at, child place) []Fault {
	if name, ok := dependency.(string); ok {
		dependency = []any{name}
	}
	names, ok := dependency.([]any)
	if !ok {
		faults := c.check(o, dependency, child)
		if len(faults) == 0 {
			return nil
		}
		whole := at.fault("dependencies", child.property, "does not meet dependency required by %s", child.property)
		return append([]Fault{whole}, faults...)
	}
	var faults []Fault
	for _, name := range names {
		if _, there := o.Lookup(display(name)); !there {
			faults = append(faults, at.fault("dependencies", child.property, "property %s not found, required by %s", display(name), child.property))
		}
	}
	return faults
}

func checkAllOf(c *checker, v any, _ *Object, arg any, at place) []Fault {
	schemas, _ := arg.([]any)
	if isUndefined(v) {
		return nil
	}
	var faults []Fault
	for i, schema := range schemas {
		inner := c.check(v, schema, at)
		if len(inner) == 0 {
			continue
		}
		name := strings.Trim(title(schema, i), "<>")
		if o, _ := schema.(*Object); o.Text("$ref") != "" {
			name = title(schema, i)
		}
		whole := at.fault("allOf", name, "does not match allOf schema %s with %d error[s]:", name, len(inner))
		faults = append(append(faults, whole), inner...)
	}
	return faults
}

func checkAnyOf(c *checker, v any, _ *Object, arg any, at place) []Fault {
	schemas, _ := arg.([]any)
	if isUndefined(v) || c.count(v, schemas, at) > 0 {
		return nil
	}
	return []Fault{at.fault("anyOf", titles(schemas), "is not any of %s", strings.Join(titles(schemas), ","))}
}

func checkOneOf(c *checker, v any, _ *Object, arg any, at place) []Fault {
	schemas, _ := arg.([]any)
	if isUndefined(v) || c.count(v, schemas, at) == 1 {
		return nil
	}
	return []Fault{at.fault("oneOf", titles(schemas), "is not exactly one from %s", strings.Join(titles(schemas), ","))}
}

// count returns how many of the schemas v fits.
func (c *checker) count(v any, schemas []any, at place) int {
	n := 0
	for _, schema := range schemas {
		if c.holds(v, schema, at) {
			n++
		}
	}
	return n
}

func checkNot(c *checker, v any, _ *Object, arg any, at place) []Fault {
	if isUndefined(v) {
		return nil
	}
	types, several := arg.([]any)
	if !several {
		types = []any{arg}
	}
	var faults []Fault
	for _, t := range types {
		if c.isOf(v, t, at) {
			faults = append(faults, at.fault("not", t, "is of prohibited type %s", display(t)))
		}
	}
	return faults
}

func checkIf(c *checker, v any, schema *Object, arg any, at place) []Fault {
	if isUndefined(v) {
		return nil
	}
	branch := schema.Get("else")
	if c.holds(v, arg, at) {
		branch = schema.Get("then")
	}
	if isUndefined(branch) {
		return nil
	}
	return c.check(v, branch, at)
}
