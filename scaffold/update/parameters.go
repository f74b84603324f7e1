package update

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// maxDepth is how deep schemas are looked into.
const maxDepth = 64

// eachParameter calls see with the schema of every parameter that a template may ask for, however it depends on others. The items of
// a list have the name everyItem.
func eachParameter(t *scaffold.Template, see func(path []string, schema *scaffold.Object)) {
	w := &schemaWalk{see}
	for _, page := range t.Pages {
		w.within(page, nil, 0)
	}
}

type schemaWalk struct {
	see func(path []string, schema *scaffold.Object)
}

func (w *schemaWalk) parameter(v any, path []string, depth int) {
	if o, ok := v.(*scaffold.Object); ok {
		w.see(path, o)
		w.within(o, path, depth)
	}
}

// within walks what a schema says of members and items.
func (w *schemaWalk) within(o *scaffold.Object, path []string, depth int) {
	if depth > maxDepth {
		return
	}
	for name, property := range o.Object("properties").All() {
		w.parameter(property, append(slices.Clone(path), name), depth+1)
	}
	w.parameter(o.Get("items"), append(slices.Clone(path), everyItem), depth+1)
	branches := []any{o.Get("if"), o.Get("then"), o.Get("else")}
	for _, name := range []string{"allOf", "anyOf", "oneOf"} {
		alternatives, _ := o.Get(name).([]any)
		branches = append(branches, alternatives...)
	}
	for _, dependency := range o.Object("dependencies").All() {
		branches = append(branches, dependency)
	}
	for _, branch := range branches {
		if b, ok := branch.(*scaffold.Object); ok {
			w.within(b, path, depth+1)
		}
	}
}
