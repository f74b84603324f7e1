package backstage

import (
	"context"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// Ancestry says how an entity came to be in the catalog.
type Ancestry struct {
	Root  catalog.Ref // the entity asked for
	Items []Ancestor  // the entity itself, then those that brought it in, such as Locations
}

// Ancestor is an entity in an [Ancestry].
type Ancestor struct {
	Entity  *Entity
	Parents []catalog.Ref // what brought it in; none when it came from Backstage's configuration or was registered
}

// Ancestry returns how the entity that ref names came to be in the catalog. It fails with [ErrNotFound] when there is
// no such entity.
func (c *Client) Ancestry(ctx context.Context, ref catalog.Ref) (*Ancestry, error) {
	var answer struct {
		Root  catalog.Ref `json:"rootEntityRef"`
		Items []struct {
			Entity  *Entity       `json:"entity"`
			Parents []catalog.Ref `json:"parentEntityRefs"`
		} `json:"items"`
	}
	r := rest.Get(append(named(ref, "entities", "by-name"), "ancestry")...)
	if err := c.call(ctx, r, &answer); err != nil {
		return nil, err
	}
	if len(answer.Items) == 0 {
		return nil, strange(r)
	}
	a := &Ancestry{Root: answer.Root}
	for _, item := range answer.Items {
		if item.Entity == nil {
			return nil, strange(r)
		}
		a.Items = append(a.Items, Ancestor{item.Entity, item.Parents})
	}
	return a, nil
}
