package catalog

import (
	"context"
	_ "embed" // schema
	"fmt"
	"time"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/internal/yaml12"
)

var (
	//go:embed schema/annotate.input.json
	annotateInput []byte
	//go:embed schema/annotate.output.json
	annotateOutput []byte
)

// What the actions add by themselves.
const (
	templateVersion = "backstage.io/template-version"
	createdAt       = "backstage.io/createdAt"
	scaffoldedFrom  = "scaffoldedFrom"
)

// additions are members that an action adds to an entity, by where: metadata.labels, metadata.annotations and spec.
type additions struct{ labels, annotations, spec *scaffold.Object }

// annotators returns the actions that add to an entity in the workspace. They differ in what they add besides what the input says.
func annotators(now func() time.Time) []*scaffold.Action {
	own := func(id, doc, message string, add func(*scaffold.Call) (additions, error)) *scaffold.Action {
		a := annotator{message, add}
		return &scaffold.Action{ID: id, Doc: doc, Input: annotateInput, Output: annotateOutput, DryRun: true, Run: a.run}
	}
	return []*scaffold.Action{
		own("catalog:annotate", "Adds labels, annotations and members of the spec to an entity.", "Annotating your object",
			func(*scaffold.Call) (additions, error) { return additions{}, nil }),
		own("catalog:template:version", "Annotates an entity with the version of the template.",
			"Annotating catalog-info.yaml with the version of the scaffolder template", version),
		own("catalog:scaffolded-from", "Notes in an entity's spec which template made it.", "Annotating catalog-info.yaml with template entityRef",
			func(c *scaffold.Call) (additions, error) {
				return additions{spec: scaffold.NewObject(scaffoldedFrom, c.Template)}, nil
			}),
		own("catalog:timestamping", "Annotates an entity with the time.", "Annotating catalog-info.yaml with current timestamp",
			func(*scaffold.Call) (additions, error) {
				return additions{annotations: scaffold.NewObject(createdAt, now().UTC().Format("2006-01-02T15:04:05.000Z"))}, nil
			}),
	}
}

// version returns the version that the template's own annotations state, or that the input gives.
func version(c *scaffold.Call) (additions, error) {
	if v, ok := c.Entity.Object("metadata").Object("annotations").Lookup(templateVersion); ok {
		return additions{annotations: scaffold.NewObject(templateVersion, v)}, nil
	}
	if _, given := c.Input.Object("annotations").Lookup(templateVersion); given {
		return additions{}, nil
	}
	return additions{}, scaffold.Errorf(scaffold.ErrInput, "the template has no annotation %s, and the input gives none", templateVersion)
}

type annotator struct {
	message string
	add     func(*scaffold.Call) (additions, error)
}

func (a annotator) run(_ context.Context, c *scaffold.Call) error {
	own, err := a.add(c)
	if err != nil {
		return err
	}
	entity, err := entityToAnnotate(c)
	if err != nil {
		return err
	}
	metadata := memberOf(entity, "metadata")
	merge(memberOf(metadata, "annotations"), own.annotations, c.Input.Object("annotations"))
	merge(memberOf(metadata, "labels"), own.labels, c.Input.Object("labels"))
	merge(memberOf(entity, "spec"), own.spec, c.Input.Object("spec"))
	text := yaml12.Write(entity)
	if adds(own, c.Input) {
		c.Log.Info(a.message)
		name := c.Input.Text("writeToFile")
		if name == "" {
			name = "catalog-info.yaml"
		}
		to, err := c.Workspace.Path(name)
		if err != nil {
			return err
		}
		if err := c.Workspace.WriteNew(to, []byte(text), 0o644); err != nil {
			return err
		}
	}
	c.Output("annotatedObject", text)
	return nil
}

// adds reports whether there is anything to add; if not, the file stays as it is.
func adds(own additions, in *scaffold.Object) bool {
	return own.labels.Len()+own.annotations.Len()+own.spec.Len() > 0 ||
		in.Object("labels").Len()+in.Object("annotations").Len()+in.Object("spec").Len() > 0
}

// entityToAnnotate returns a copy of the input's entity, or that of a file.
func entityToAnnotate(c *scaffold.Call) (*scaffold.Object, error) {
	if given := c.Input.Object("objectYaml"); given != nil {
		return copyOf(given), nil
	}
	name := c.Input.Text("entityFilePath")
	if name == "" {
		name = "catalog-info.yaml"
	}
	from, err := c.Workspace.Path(name)
	if err != nil {
		return nil, err
	}
	data, err := c.Workspace.ReadFile(from)
	if err != nil {
		return nil, fmt.Errorf("read the entity to annotate: %w", c.Workspace.Wrap(err))
	}
	docs, err := scaffold.ParseYAML(from, data)
	if err != nil {
		return nil, fmt.Errorf("read the entity to annotate: %w", err)
	}
	if len(docs) != 1 {
		return nil, scaffold.Errorf(scaffold.ErrInput, "read the entity to annotate: %s holds %d documents, not one", from, len(docs))
	}
	entity, ok := docs[0].(*scaffold.Object)
	if !ok || entity.Object("metadata") == nil {
		return nil, scaffold.Errorf(scaffold.ErrTemplate, "read the entity to annotate: %s has no metadata", from)
	}
	return entity, nil
}

// copyOf returns a copy of an object, with copies of those within.
func copyOf(o *scaffold.Object) *scaffold.Object {
	out := &scaffold.Object{}
	for name, value := range o.All() {
		if inner, ok := value.(*scaffold.Object); ok {
			value = copyOf(inner)
		}
		out.Set(name, value)
	}
	return out
}

// memberOf returns the object called name in o, which gets one if it has none.
func memberOf(o *scaffold.Object, name string) *scaffold.Object {
	m := o.Object(name)
	if m == nil {
		m = &scaffold.Object{}
		o.Set(name, m)
	}
	return m
}

func merge(into *scaffold.Object, from ...*scaffold.Object) {
	for _, o := range from {
		for name, value := range o.All() {
			into.Set(name, value)
		}
	}
}
