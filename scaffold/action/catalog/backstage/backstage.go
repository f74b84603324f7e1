// Package backstage connects catalog:fetch and catalog:register to a running Backstage:
//
//	portal := backstage.Catalog{Client: &backstage.Client{URL: url, Token: token}} // of catalog/backstage
//	actions := catalog.Actions(catalog.Services{Reader: portal, Registry: portal})
package backstage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	model "github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/catalog"
)

// Catalog is the catalog of a running Backstage. Client is required.
type Catalog struct{ Client *backstage.Client }

var (
	_ catalog.Reader   = Catalog{}
	_ catalog.Registry = Catalog{}
)

// Entity returns an entity; nil when there is none of that name.
func (c Catalog) Entity(ctx context.Context, ref model.Ref) (*scaffold.Object, error) {
	e, err := c.Client.Entity(ctx, ref)
	if errors.Is(err, backstage.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("write entity: %w", err)
	}
	value, err := scaffold.ParseJSON(data)
	o, _ := value.(*scaffold.Object)
	return o, err
}

// Find returns the id of the location that is registered for url; empty when there is none.
func (c Catalog) Find(ctx context.Context, url string) (location string, err error) {
	all, err := c.Client.Locations(ctx)
	if err != nil {
		return "", err
	}
	for _, l := range all {
		if l.Type == "url" && l.Target == url {
			return l.ID, nil
		}
	}
	return "", nil
}

// Register has Backstage read the file at url. What cannot be read is not registered.
func (c Catalog) Register(ctx context.Context, url string) (location, entityRef string, err error) {
	at := model.LocationRef{Type: "url", Target: url}
	found, err := c.Client.DryRunLocation(ctx, at)
	if err != nil {
		return "", "", err
	}
	l, err := c.Client.AddLocation(ctx, at, &backstage.AddOptions{Refresh: true})
	if err != nil {
		return "", "", err
	}
	return l.ID, mainEntity(found), nil
}

// mainEntity returns the reference of the entity that a file is about: a component, or else the first that is not the location
// itself.
func mainEntity(found *backstage.DryRun) string {
	first := ""
	for _, e := range found.Entities {
		ref := e.Ref()
		if ref == found.Location.Entity {
			continue
		}
		if e.Kind == model.Component {
			return ref.String()
		}
		if first == "" {
			first = ref.String()
		}
	}
	return first
}

// Unregister removes a location. One that is not there is no error.
func (c Catalog) Unregister(ctx context.Context, location string) error {
	if err := c.Client.RemoveLocation(ctx, location); err != nil && !errors.Is(err, backstage.ErrNotFound) {
		return err
	}
	return nil
}
