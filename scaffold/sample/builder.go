package sample

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// fill says how much of a form is filled in.
type fill int

const (
	required   fill = iota // what must be
	defaults               // also what has a default
	everything             // all there is
)

const (
	maxNodes   = 20_000 // values in a set, and schemas looked at for them
	fullDepth  = 8      // below, optional members are left out
	finalDepth = 60     // below, there is nothing
)

// builder makes the values of one set.
type builder struct {
	fill    fill
	choices *choices
	secrets map[string]string
	depth   int
	budget  int // values that may still be made
}

// form returns the values of all pages: each page sees all values, so that together they are one schema. It fills in the
// secrets, too.
func (b *builder) form(t *scaffold.Template) *scaffold.Object {
	var pages constraints
	for _, page := range t.Pages {
		pages = append(pages, constraint{page, page})
	}
	values := b.object("", b.expand("", pages, nil))
	if t.Secrets == nil {
		return values
	}
	secrets := b.object("secrets", b.expand("secrets", constraints{{t.Secrets, t.Secrets}}, nil))
	for name, v := range secrets.All() {
		if _, given := b.secrets[name]; !given {
			b.secrets[name] = labelOf(v)
		}
	}
	return values
}

// value makes a value that fits, if it can; Undefined when there is no more room.
func (b *builder) value(at string, cs constraints) any {
	if b.budget--; b.budget < 0 || b.depth > finalDepth {
		return scaffold.Undefined{}
	}
	b.depth++
	defer func() { b.depth-- }()
	cs = b.expand(at, cs, nil)
	if v, ok := b.fixed(at, cs); ok {
		return v
	}
	if v, ok := b.field(at, cs); ok {
		return v
	}
	kind := b.kind(at, cs)
	if v, ok := b.suggestion(kind, cs); ok {
		return v
	}
	switch kind {
	case "object":
		return b.object(at, cs)
	case "array":
		return b.array(at, cs)
	case "boolean":
		return b.boolean(at, cs)
	case "number", "integer":
		return b.number(kind == "integer", cs)
	case "null":
		return nil
	}
	return b.text(at, cs)
}

// fixed chooses among the values of an enumeration.
func (b *builder) fixed(at string, cs constraints) (any, bool) {
	values, ok := cs.allowed()
	values = slices.DeleteFunc(values, func(v any) bool { return !cs.fit(v) })
	if !ok || len(values) == 0 {
		return nil, false
	}
	return values[b.choose(at, values, cs)], true
}

// choose chooses among values; the default is preferred.
func (b *builder) choose(at string, values []any, cs constraints) int {
	names, preferred := make([]string, len(values)), 0
	def, _ := cs.lookup("default")
	for i, v := range values {
		names[i] = labelOf(v)
		if contains([]any{def}, v) {
			preferred = i
		}
	}
	return b.choices.choose(at, names, preferred)
}

// kind returns the type that a value gets.
func (b *builder) kind(at string, cs constraints) string {
	var names []string
	for _, c := range cs {
		of := c.schema.Texts("type")
		if t := c.schema.Text("type"); t != "" {
			of = []string{t}
		}
		if len(names) == 0 {
			names = of
		}
		if both := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !slices.Contains(of, n) }); len(both) > 0 {
			names = both
		}
	}
	if len(names) == 0 {
		return guess(cs)
	}
	return names[b.choices.choose(at+"?type", names, 0)]
}

// guess returns the type that a schema without one has in mind.
func guess(cs constraints) string {
	for _, hint := range [][2]string{
		{"properties", "object"}, {"additionalProperties", "object"}, {"items", "array"}, {"minimum", "number"}, {"maximum", "number"},
	} {
		if _, ok := cs.lookup(hint[0]); ok {
			return hint[1]
		}
	}
	if def, ok := cs.lookup("default"); ok {
		switch def.(type) {
		case bool:
			return "boolean"
		case float64:
			return "number"
		case []any:
			return "array"
		}
	}
	return "string"
}

// suggestion returns the default or an example, if one fits. An empty one is not everything.
func (b *builder) suggestion(kind string, cs constraints) (any, bool) {
	if kind == "object" && cs.hasMembers() || kind == "boolean" || b.choices.random != nil {
		return nil, false
	}
	var found []any
	if def, ok := cs.lookup("default"); ok {
		found = append(found, def)
	}
	if examples, ok := cs.lookup("examples"); ok {
		items, _ := examples.([]any)
		found = append(found, items...)
	}
	for _, v := range found {
		if cs.fit(v) && !(b.fill == everything && isEmpty(v)) {
			return v, true
		}
	}
	return nil, false
}

func (cs constraints) hasMembers() bool {
	return slices.ContainsFunc(cs, func(c constraint) bool { return c.schema.Object("properties").Len() > 0 })
}

func isEmpty(v any) bool {
	items, list := v.([]any)
	o, object := v.(*scaffold.Object)
	return v == nil || v == "" || list && len(items) == 0 || object && o.Len() == 0
}
