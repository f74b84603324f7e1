package backstage

import (
	"context"
	"net/http"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// Entity returns the entity that ref names. It fails with [ErrNotFound] when there is none.
func (c *Client) Entity(ctx context.Context, ref catalog.Ref) (*Entity, error) {
	return c.entity(ctx, rest.Get(named(ref, "entities", "by-name")...))
}

// EntityByUID returns the entity whose metadata.uid is uid. It fails with [ErrNotFound] when there is none.
func (c *Client) EntityByUID(ctx context.Context, uid string) (*Entity, error) {
	return c.entity(ctx, rest.Get("entities", "by-uid", uid))
}

func (c *Client) entity(ctx context.Context, r *rest.Request) (*Entity, error) {
	e := new(Entity)
	if err := c.call(ctx, r, e); err != nil {
		return nil, err
	}
	if e.Entity == nil || e.Kind == "" || e.Metadata.Name == "" {
		return nil, strange(r)
	}
	return e, nil
}

// named returns the path of what a collection has under the name of an entity.
func named(ref catalog.Ref, collection ...string) []string {
	namespace := ref.Namespace
	if namespace == "" {
		namespace = catalog.DefaultNamespace
	}
	return append(collection, string(ref.Kind), namespace, ref.Name)
}

// Delete deletes the entity whose metadata.uid is uid; that there is none is no error. While the file that it comes
// from is registered, Backstage adds it again when it next reads that.
func (c *Client) Delete(ctx context.Context, uid string) error {
	r := &rest.Request{Method: http.MethodDelete, Path: []string{"entities", "by-uid", uid}}
	return c.command(ctx, r)
}

// Refresh asks Backstage to read the entity's file again soon. It fails with [ErrNotFound] when there is no such entity.
func (c *Client) Refresh(ctx context.Context, ref catalog.Ref) error {
	body := map[string]string{"entityRef": ref.String()}
	return c.command(ctx, ask(body, "refresh"))
}
