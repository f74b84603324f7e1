// Package catalog has the actions that have to do with the software catalog: catalog:write writes an entity into the
// workspace, catalog:fetch reads entities, catalog:register makes the catalog read a file, and catalog:annotate,
// catalog:template:version, catalog:scaffolded-from and catalog:timestamping, which are of the module called annotator, add
// to an entity in the workspace. The catalog is behind the interfaces [Reader] and [Registry]; package backstage below has both.
package catalog

import (
	"context"
	_ "embed" // schemas
	"fmt"
	"time"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/internal/yaml12"
)

// Reader reads the catalog.
type Reader interface {
	// Entity returns an entity as the catalog's API gives it; nil when there is none of that name.
	Entity(ctx context.Context, ref catalog.Ref) (*scaffold.Object, error)
}

// Services are what the actions talk to. Actions that lack theirs can be dry-run, not run.
type Services struct {
	Reader   Reader
	Registry Registry
	Now      func() time.Time // for catalog:timestamping; nil means time.Now
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
	now := s.Now
	if now == nil {
		now = time.Now
	}
	return append([]*scaffold.Action{write, fetch, register}, annotators(now)...)
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
