package scaffold

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// maxSchemaDepth bounds schemas that refer to themselves.
const maxSchemaDepth = 200

// Check holds a value against a JSON Schema as Backstage does, whose validator is a JavaScript library of drafts 4 to 7 with
// habits of its own: keywords are looked at in the order in which the schema has them, siblings of $ref are not looked
// at, unknown types and formats allow everything. Only a schema that cannot be used is an error.
func Check(schema, value any) ([]Fault, error) {
	c := &checker{root: schema}
	faults := c.check(value, schema, place{property: "instance"})
	return faults, c.err
}

// checker is one use of a schema.
type checker struct {
	root  any
	depth int
	err   error // why the schema cannot be used
}

// place is where a value stands.
type place struct {
	path     []any
	property string
}

// name returns the place of a member.
func (p place) name(name string) place {
	property := p.property + "." + name
	switch {
	case name != "" && strings.Trim(name, digits) == "":
		property = p.property + "[" + name + "]"
	case strings.ContainsAny(name, ".[] \t\r\n"):
		property = p.property + "[" + quote(name) + "]"
	}
	return place{append(slices.Clip(p.path), name), property}
}

// item returns the place of an item.
func (p place) item(i int) place {
	return place{append(slices.Clip(p.path), i), p.property + "[" + strconv.Itoa(i) + "]"}
}

func quote(s string) string { return JSON(s, "") }

// fault returns a complaint of a keyword.
func (p place) fault(keyword string, argument any, format string, args ...any) Fault {
	return Fault{Path: p.path, Property: p.property, Message: fmt.Sprintf(format, args...), Keyword: keyword, Argument: argument}
}

func (c *checker) check(v, schema any, at place) []Fault {
	if allowed, ok := schema.(bool); ok {
		if allowed || isUndefined(v) {
			return nil
		}
		return []Fault{at.fault("type", []any{}, "is not of a type(s) ")}
	}
	o, ok := schema.(*Object)
	if !ok {
		c.fail("a schema is %s, no object", JSON(schema, ""))
		return nil
	}
	if c.depth++; c.depth > maxSchemaDepth {
		c.fail("a schema refers to itself")
	}
	defer func() { c.depth-- }()
	if c.err != nil {
		return nil
	}
	if ref, ok := o.Get("$ref").(string); ok {
		return c.check(v, c.resolve(ref), at)
	}
	var faults []Fault
	for keyword, argument := range o.All() {
		if f := keywordCheck(keyword); f != nil {
			faults = append(faults, f(c, v, o, argument, at)...)
		}
	}
	return faults
}

func (c *checker) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("use JSON Schema: "+format, args...)
	}
}

// resolve returns what a reference within the schema refers to.
func (c *checker) resolve(ref string) any {
	pointer, local := strings.CutPrefix(ref, "#")
	if !local || pointer != "" && pointer[0] != '/' {
		c.fail("reference %q does not stay in the schema", ref)
		return true
	}
	at := c.root
	for _, step := range strings.Split(pointer, "/")[1:] {
		at = stepInto(at, tree.Unescape(step))
	}
	if pointer == "" {
		at = c.root
	}
	if isUndefined(at) {
		c.fail("reference %q leads nowhere", ref)
		return true
	}
	return at
}

func stepInto(v any, step string) any {
	switch v := v.(type) {
	case *Object:
		return v.Get(step)
	case []any:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(v) {
			return v[i]
		}
	}
	return Undefined{}
}

// holds tells whether a value fits a schema.
func (c *checker) holds(v, schema any, at place) bool { return len(c.check(v, schema, at)) == 0 }

func isUndefined(v any) bool {
	_, is := v.(Undefined)
	return is
}

// title returns how a message names one of several schemas.
func title(schema any, index int) string {
	o, _ := schema.(*Object)
	switch {
	case o.Text("$id") != "":
		return "<" + o.Text("$id") + ">"
	case o.Text("id") != "":
		return "<" + o.Text("id") + ">"
	case o.Text("title") != "":
		return quote(o.Text("title"))
	case o.Text("$ref") != "":
		return "<" + o.Text("$ref") + ">"
	}
	return "[subschema " + strconv.Itoa(index) + "]"
}

func titles(schemas []any) []string {
	out := make([]string, len(schemas))
	for i, s := range schemas {
		out[i] = title(s, i)
	}
	return out
}

// display returns v as JavaScript makes a string of it.
func display(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return tree.FormatNumber(v)
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			if item != nil && !isUndefined(item) {
				items[i] = display(item)
			}
		}
		return strings.Join(items, ",")
	case Undefined:
		return "undefined"
	}
	return "[object Object]"
}

// equal compares values as JSON does, whatever the order of members.
func equal(a, b any) bool {
	switch a := a.(type) {
	case *Object:
		o, ok := b.(*Object)
		if !ok || a.Len() != o.Len() {
			return false
		}
		for name, value := range a.All() {
			if other, ok := o.Lookup(name); !ok || !equal(value, other) {
				return false
			}
		}
		return true
	case []any:
		items, ok := b.([]any)
		return ok && slices.EqualFunc(a, items, equal)
	}
	switch b.(type) {
	case *Object, []any:
		return false
	}
	return a == b
}
