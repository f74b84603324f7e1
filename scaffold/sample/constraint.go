package sample

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// constraint is a schema that a value must fit, with the document in which its references lead somewhere. A value has
// several: those of the pages that name it, of allOf, of the alternatives chosen.
type constraint struct{ root, schema *scaffold.Object }

// under returns a schema of the same document as a constraint. Schemas true and false constrain nothing: for what is false
// no value is made where it can be avoided, see names.
func (c constraint) under(schema any) constraint {
	o, _ := schema.(*scaffold.Object)
	return constraint{c.root, o}
}

// maxRefs bounds references to references.
const maxRefs = 20

// deref follows references; siblings of $ref do not count, as in Backstage.
func (c constraint) deref() constraint {
	for range maxRefs {
		pointer, ok := strings.CutPrefix(c.schema.Text("$ref"), "#")
		if !ok {
			return c
		}
		var at any = c.root
		for _, step := range strings.Split(pointer, "/")[1:] {
			at = stepInto(at, tree.Unescape(step))
		}
		c = c.under(at)
	}
	return constraint{c.root, nil}
}

func stepInto(v any, step string) any {
	switch v := v.(type) {
	case *scaffold.Object:
		return v.Get(step)
	case []any:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(v) {
			return v[i]
		}
	}
	return nil
}

// list returns the schemas that a keyword lists.
func (c constraint) list(keyword string) []constraint {
	items, _ := c.schema.Get(keyword).([]any)
	out := make([]constraint, 0, len(items))
	for _, item := range items {
		out = append(out, c.under(item))
	}
	return out
}

// fits tells whether a value that is no object fits.
func (c constraint) fits(v any) bool {
	schema := scaffold.NewObject("allOf", []any{c.schema})
	for _, name := range []string{"definitions", "$defs"} {
		schema.Set(name, c.root.Get(name))
	}
	faults, err := scaffold.Check(schema, v)
	return err != nil || len(faults) == 0 // a schema that cannot be used is found out when the whole is validated
}

type constraints []constraint

func (cs constraints) fit(v any) bool {
	return !slices.ContainsFunc(cs, func(c constraint) bool { return !c.fits(v) })
}

// text returns the first text that a keyword has.
func (cs constraints) text(keyword string) string {
	for _, c := range cs {
		if s := c.schema.Text(keyword); s != "" {
			return s
		}
	}
	return ""
}

// lookup returns the first value that a keyword has.
func (cs constraints) lookup(keyword string) (any, bool) {
	for _, c := range cs {
		if v, ok := c.schema.Lookup(keyword); ok {
			return v, true
		}
	}
	return nil, false
}

// least and most return the narrowest number that a keyword gives, or the other one.
func (cs constraints) least(keyword string, otherwise float64) float64 {
	for _, c := range cs {
		if n, ok := c.schema.Get(keyword).(float64); ok {
			otherwise = max(otherwise, n)
		}
	}
	return otherwise
}

func (cs constraints) most(keyword string, otherwise float64) float64 {
	for _, c := range cs {
		if n, ok := c.schema.Get(keyword).(float64); ok {
			otherwise = min(otherwise, n)
		}
	}
	return otherwise
}

// member returns what is demanded of one member of an object.
func (cs constraints) member(name string) constraints {
	var out constraints
	for _, c := range cs {
		if s, ok := c.schema.Object("properties").Lookup(name); ok {
			out = append(out, c.under(s))
			continue
		}
		if rest := c.schema.Object("additionalProperties"); rest != nil {
			out = append(out, c.under(rest))
		}
	}
	return out
}

// allowed returns the values that const and enum leave; restricted says whether there is such a keyword.
func (cs constraints) allowed() (values []any, restricted bool) {
	for _, c := range cs {
		c = c.deref()
		listed, isEnum := c.schema.Get("enum").([]any)
		if v, ok := c.schema.Lookup("const"); ok {
			listed, isEnum = []any{v}, true
		}
		switch {
		case !isEnum:
		case !restricted:
			values, restricted = slices.Clone(listed), true
		default:
			values = slices.DeleteFunc(values, func(v any) bool { return !contains(listed, v) })
		}
	}
	return values, restricted
}

func contains(values []any, v any) bool {
	text := scaffold.JSON(v, "")
	return slices.ContainsFunc(values, func(o any) bool { return scaffold.JSON(o, "") == text })
}
