// Package catalog has the actions that have to do with the software catalog: catalog:write writes an entity into the
// workspace, catalog:fetch reads entities, catalog:register makes the catalog read a file.
package catalog

import (
	"context"
	_ "embed" // schemas
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/internal/yaml12"
)

// Reader reads the catalog.
type Reader interface {
	// Entity returns an entity as the catalog's API gives it; nil when there is none of that name.
	Entity(ctx context.Context, ref catalog.Ref) (*scaffold.Object, error)
}

// Registry takes files into the catalog, and out of it again.
type Registry interface {
	// Register has the catalog read the file at url, and returns the id of that location and the reference of the entity in
	// the file that is a component, or else the first. Registering what is registered succeeds.
	Register(ctx context.Context, url string) (location, entityRef string, err error)
	// Unregister undoes it. An unknown location is no error.
	Unregister(ctx context.Context, location string) error
}

// Services are what the actions talk to. Actions that lack theirs can be dry-run, not run.
type Services struct {
	Reader   Reader
	Registry Registry
}

var (
	//go:embed schema/write.input.json
	writeInput []byte
	//go:embed schema/fetch.input.json
	fetchInput []byte
	//go:embed schema/fetch.output.json
	fetchOutput []byte
	//go:embed schema/register.input.json
	registerInput []byte
)

// Actions returns the actions.
func Actions(s Services) []*scaffold.Action {
	write := &scaffold.Action{
		ID: "catalog:write", Doc: "Writes an entity into the workspace.", Input: writeInput, DryRun: true, Run: write,
	}
	fetch := &scaffold.Action{ID: "catalog:fetch", Doc: "Reads entities from the catalog.", Input: fetchInput, Output: fetchOutput}
	if s.Reader != nil {
		fetch.DryRun, fetch.Run = true, fetcher{s.Reader}.run
	}
	register := &scaffold.Action{
		ID: "catalog:register", Doc: "Has the catalog read a file of entities.", Input: registerInput, Effect: true,
	}
	if s.Registry != nil {
		r := registrar{s.Registry}
		register.Run, register.Undo = r.run, r.undo
	}
	return []*scaffold.Action{write, fetch, register}
}

// sourceTemplate is the annotation that names the template an entity was made by.
const sourceTemplate = "backstage.io/source-template"

func write(_ context.Context, c *scaffold.Call) error {
	name := "catalog-info.yaml"
	if given := c.Input.Text("filePath"); given != "" {
		name = given
	}
	to, err := c.Workspace.Path(name)
	if err != nil {
		return err
	}
	c.Log.Info("Writing " + name)
	entity := c.Input.Object("entity")
	metadata := entity.Object("metadata")
	if metadata == nil {
		return scaffold.Errorf(scaffold.ErrTemplate, "write %s: the entity has no metadata, so no place for annotations", name)
	}
	annotations := metadata.Object("annotations")
	if annotations == nil {
		annotations = &scaffold.Object{}
		metadata.Set("annotations", annotations)
	}
	annotations.Set(sourceTemplate, c.Template)
	return c.Workspace.WriteNew(to, []byte(yaml12.Write(entity)), 0o644)
}

type fetcher struct{ reader Reader }

func (f fetcher) run(ctx context.Context, c *scaffold.Call) error {
	one, single := c.Input.Get("entityRef").(string)
	_, several := c.Input.Get("entityRefs").([]any)
	if !single && !several {
		if c.Input.Bool("optional") {
			return nil
		}
		return scaffold.Errorf(scaffold.ErrInput, "Missing entity reference or references")
	}
	if single {
		entity, err := f.entity(ctx, c, one)
		if err != nil {
			return err
		}
		c.Output("entity", entity)
	}
	if !several {
		return nil
	}
	entities := []any{}
	for _, ref := range c.Input.Texts("entityRefs") {
		entity, err := f.entity(ctx, c, ref)
		if err != nil {
			return err
		}
		entities = append(entities, entity)
	}
	c.Output("entities", entities)
	return nil
}

// entity returns an entity, or nil if there is none and it is optional.
func (f fetcher) entity(ctx context.Context, c *scaffold.Call, text string) (any, error) {
	def := catalog.Ref{Kind: catalog.Kind(c.Input.Text("defaultKind")), Namespace: c.Input.Text("defaultNamespace")}
	if def.Namespace == "" {
		def.Namespace = "default"
	}
	ref, err := catalog.ParseRef(text, def)
	if err != nil {
		return nil, err
	}
	entity, err := f.reader.Entity(ctx, ref)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read entity %s: %w", ref, err)
	case entity != nil:
		return entity, nil
	case c.Input.Bool("optional"):
		return nil, nil
	}
	return nil, fmt.Errorf("entity %s not found", ref)
}

type registrar struct{ registry Registry }

// registered is what undoes a registration.
type registered struct {
	Location string `json:"location"`
}

func (r registrar) run(ctx context.Context, c *scaffold.Call) error {
	url := c.Input.Text("catalogInfoUrl")
	if root, ok := c.Input.Get("repoContentsUrl").(string); ok {
		file := "/catalog-info.yaml"
		if given := c.Input.Text("catalogInfoPath"); given != "" {
			file = given
		}
		url = strings.TrimSuffix(root, "/") + "/" + strings.TrimPrefix(file, "/")
	}
	c.Log.Info("Registering " + url + " in the catalog")
	c.Output("catalogInfoUrl", url)
	location, ref, err := r.registry.Register(ctx, url)
	if err != nil && c.Input.Bool("optional") {
		return nil
	}
	if err != nil {
		return fmt.Errorf("register %s: %w", url, err)
	}
	if ref != "" {
		c.Output("entityRef", ref)
	}
	return c.Undo(registered{location})
}

func (r registrar) undo(ctx context.Context, data json.RawMessage) error {
	var was registered
	if err := json.Unmarshal(data, &was); err != nil {
		return err
	}
	if was.Location == "" {
		return errors.New("unregister: no location is known")
	}
	return r.registry.Unregister(ctx, was.Location)
}
