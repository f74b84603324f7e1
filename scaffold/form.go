package scaffold

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/source"
)

// former checks the form of a template, as Backstage's schema of v1beta3 does.
type former struct {
	text *source.Text
	errs source.Errors
}

func (f *former) add(offset int, pointer string, err error) {
	f.errs = append(f.errs, &source.Error{Pos: f.text.Position(offset), Path: pointer, Err: err})
}

// fault adds a fault in the words of Backstage's validator.
func (f *former) fault(n *tree.Node, pointer, message string) {
	f.add(n.Start, pointer, Errorf(ErrTemplate, "%s %s", pointer, message))
}

// noTemplate is what Backstage says of anything else.
const noTemplate = "Input template is not a template"

// newFormer reads the documents of a file, without empty ones.
func newFormer(name string, data []byte) (*former, []*tree.Node) {
	stream := yamlsrc.Parse(name, data)
	f := &former{text: stream.Text}
	var roots []*tree.Node
	for _, doc := range stream.Docs {
		for _, e := range doc.Errors {
			f.add(e.Start, "", Errorf(ErrInput, "%s", e.Message))
		}
		switch {
		case len(doc.Errors) > 0:
		case doc.Recursive:
			f.add(doc.Start, "", Errorf(ErrInput, "an anchor contains itself"))
		case doc.Root != nil && doc.Root.Kind != tree.Null:
			roots = append(roots, doc.Root)
		}
	}
	return f, roots
}

// err returns what was found, in order.
func (f *former) err() error {
	f.errs.Sort()
	return f.errs.Err()
}

func isTemplate(root *tree.Node) bool {
	version, _ := root.Get("apiVersion").Str()
	kind, _ := root.Get("kind").Str()
	return version == APIVersion && kind == "Template"
}

// template checks the whole.
func (f *former) template(root *tree.Node) {
	f.required(root, "", "metadata", "spec")
	if f.is(root.Get("metadata"), "/metadata", tree.Object) {
		f.required(root.Get("metadata"), "/metadata", "name")
	}
	if spec := root.Get("spec"); f.is(spec, "/spec", tree.Object) {
		f.spec(spec)
	}
}

func (f *former) spec(spec *tree.Node) {
	f.required(spec, "/spec", "type", "steps")
	f.is(spec.Get("type"), "/spec/type", tree.String)
	f.is(spec.Get("owner"), "/spec/owner", tree.String)
	if p := spec.Get("parameters"); f.is(p, "/spec/parameters", tree.Object, tree.Array) {
		for i, page := range p.Items {
			f.is(page, "/spec/parameters/"+strconv.Itoa(i), tree.Object)
		}
	}
	if steps := spec.Get("steps"); f.is(steps, "/spec/steps", tree.Array) {
		for i, step := range steps.Items {
			f.step(step, "/spec/steps/"+strconv.Itoa(i))
		}
	}
	if output := spec.Get("output"); f.is(output, "/spec/output", tree.Object) {
		f.output(output)
	}
}

func (f *former) step(step *tree.Node, at string) {
	if !f.is(step, at, tree.Object) {
		return
	}
	f.required(step, at, "action")
	for _, name := range []string{"id", "name", "action"} {
		f.is(step.Get(name), at+"/"+name, tree.String)
	}
	f.is(step.Get("if"), at+"/if", tree.String, tree.Bool)
	f.is(step.Get("each"), at+"/each", tree.String, tree.Array, tree.Object)
	f.is(step.Get("input"), at+"/input", tree.Object)
}

// output checks the output: links and text are lists of objects, all else is text.
func (f *former) output(output *tree.Node) {
	for i := range output.Fields {
		name, value := output.Fields[i].Name, output.Fields[i].Value
		at := "/spec/output/" + tree.Escape(name)
		if name != "links" && name != "text" {
			f.is(value, at, tree.String)
			continue
		}
		if !f.is(value, at, tree.Array) {
			continue
		}
		for j, item := range value.Items {
			f.outputItem(item, at+"/"+strconv.Itoa(j))
		}
	}
}

func (f *former) outputItem(item *tree.Node, at string) {
	if !f.is(item, at, tree.Object) {
		return
	}
	for _, name := range []string{"url", "entityRef", "title", "icon", "content"} {
		f.is(item.Get(name), at+"/"+name, tree.String)
	}
	f.is(item.Get("if"), at+"/if", tree.String, tree.Bool)
	f.is(item.Get("default"), at+"/default", tree.Bool)
}

func (f *former) required(n *tree.Node, at string, names ...string) {
	for _, name := range names {
		if n.Get(name) == nil {
			f.fault(n, at, "must have required property '"+name+"' - missingProperty: "+name)
		}
	}
}

// is tells whether n is there and of one of the kinds, and complains if it is of another.
func (f *former) is(n *tree.Node, at string, kinds ...tree.Kind) bool {
	switch {
	case n == nil:
		return false
	case slices.Contains(kinds, n.Kind):
		return true
	}
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = kindName(k)
	}
	list := strings.Join(names, ",")
	f.fault(n, at, "must be "+list+" - type: "+list)
	return false
}

func kindName(k tree.Kind) string {
	switch k {
	case tree.Bool:
		return "boolean"
	case tree.Number:
		return "number"
	case tree.String:
		return "string"
	case tree.Array:
		return "array"
	case tree.Object, tree.Set:
		return "object"
	}
	return "null"
}
