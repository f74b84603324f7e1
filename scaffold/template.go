package scaffold

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/source"
)

// APIVersion is that of the templates this package runs.
const APIVersion = "scaffolder.backstage.io/v1beta3"

// Template is a software template, read and checked for its form. It is not changed by running it, and may be used by
// several goroutines.
type Template struct {
	Name      string
	Namespace string // default when the template names none
	Title     string // Name when the template has none
	Type      string
	Owner     string // may be empty

	Pages   []*Object // of parameters: JSON Schemas, in order
	Secrets *Object   // JSON Schema of the secrets; nil: any
	Steps   []Step
	Output  *Object // as written, not rendered; nil when the template has none
	Entity  *Object // the whole template

	text *source.Text
	root *tree.Node
}

// Step is one step of a template, as written: nothing is rendered.
type Step struct {
	ID     string  // step-1, step-2, … when the template gives none
	Name   string  // the action when the template gives none
	Action string  // id of the action; never rendered
	If     any     // string or bool; Undefined when there is no condition
	Each   any     // string, []any or *Object; Undefined when the step runs once
	Input  *Object // nil when the step has none
	Pos    source.Position
}

// Parse reads a template, the content of the file called name, YAML or JSON. All that is wrong with its form is reported
// at once, as source.Errors whose errors wrap ErrTemplate, or ErrInput if it is no template of this API version at all.
func Parse(name string, data []byte) (*Template, error) {
	f, roots := newFormer(name, data)
	switch len(roots) {
	case 0:
		if len(f.errs) == 0 {
			f.add(0, "", Errorf(ErrInput, "%s", noTemplate))
		}
	case 1:
		if !isTemplate(roots[0]) {
			f.add(roots[0].Start, "", Errorf(ErrInput, "%s", noTemplate))
			break
		}
		f.template(roots[0])
	default:
		f.add(roots[1].Start, "", Errorf(ErrInput, "a template is one document"))
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	return newTemplate(f.text, roots[0]), nil
}

// ParseAll reads the templates in a file that may hold other entities, too. Errors are those of Parse; a file without a template
// gives none.
func ParseAll(name string, data []byte) ([]*Template, error) {
	f, roots := newFormer(name, data)
	roots = slices.DeleteFunc(roots, func(n *tree.Node) bool { return !isTemplate(n) })
	for _, root := range roots {
		f.template(root)
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	var out []*Template
	for _, root := range roots {
		out = append(out, newTemplate(f.text, root))
	}
	return out, nil
}

func newTemplate(text *source.Text, root *tree.Node) *Template {
	t := &Template{text: text, root: root}
	t.Entity, _ = fromTree(root).(*Object)
	metadata, spec := t.Entity.Object("metadata"), t.Entity.Object("spec")
	t.Name, t.Namespace, t.Title = metadata.Text("name"), metadata.Text("namespace"), metadata.Text("title")
	t.Type, t.Owner = spec.Text("type"), spec.Text("owner")
	if t.Namespace == "" {
		t.Namespace = "default"
	}
	if t.Title == "" {
		t.Title = t.Name
	}
	t.Output, t.Secrets = spec.Object("output"), spec.Object("secrets").Object("schema")
	t.Pages = pagesOf(spec.Get("parameters"))
	steps, _ := spec.Get("steps").([]any)
	for i, s := range steps {
		o, _ := s.(*Object)
		t.Steps = append(t.Steps, newStep(i, o, t.Position("/spec/steps/"+strconv.Itoa(i))))
	}
	return t
}

func pagesOf(parameters any) []*Object {
	switch p := parameters.(type) {
	case *Object:
		return []*Object{p}
	case []any:
		var pages []*Object
		for _, page := range p {
			o, _ := page.(*Object)
			pages = append(pages, o)
		}
		return pages
	}
	return nil
}

func newStep(index int, o *Object, pos source.Position) Step {
	s := Step{ID: o.Text("id"), Name: o.Text("name"), Action: o.Text("action"), Pos: pos}
	s.If, s.Each, s.Input = o.Get("if"), o.Get("each"), o.Object("input")
	if s.ID == "" {
		s.ID = "step-" + strconv.Itoa(index+1)
	}
	if s.Name == "" {
		s.Name = s.Action
	}
	return s
}

// Ref returns the template's entity reference: template:namespace/name.
func (t *Template) Ref() string {
	return "template:" + strings.ToLower(t.Namespace+"/"+t.Name)
}

// Position returns where the value at a JSON pointer is written, or the nearest value around it. Of a template that was not
// read from a file it is the zero value.
func (t *Template) Position(pointer string) source.Position {
	if t.root == nil {
		return source.Position{}
	}
	at, offset := t.root, t.root.Start
	for _, step := range strings.Split(pointer, "/")[1:] {
		at = child(at, tree.Unescape(step))
		if at == nil {
			break
		}
		offset = at.Start
	}
	return t.text.Position(offset)
}

func child(n *tree.Node, step string) *tree.Node {
	if n.Kind == tree.Array {
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.Items) {
			return n.Items[i]
		}
		return nil
	}
	return n.Get(step)
}
