package backstage

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// Location is a place that is registered for Backstage to read entities from.
type Location struct {
	ID     string      `json:"id"`
	Type   string      `json:"type"` // url
	Target string      `json:"target"`
	Entity catalog.Ref `json:"entityRef,omitzero"` // the entity of kind Location that stands for it; zero in older Backstages
}

// Locations returns all locations that were registered by the API.
func (c *Client) Locations(ctx context.Context) ([]Location, error) {
	var answer []struct {
		Data Location `json:"data"`
	}
	r := rest.Get("locations")
	if err := c.call(ctx, r, &answer); err != nil {
		return nil, err
	}
	if answer == nil {
		return nil, strange(r)
	}
	locations := make([]Location, len(answer))
	for i, item := range answer {
		locations[i] = item.Data
	}
	return locations, nil
}

// Location returns the location with an ID. It fails with [ErrNotFound] when there is none.
func (c *Client) Location(ctx context.Context, id string) (*Location, error) {
	return c.location(ctx, rest.Get("locations", id))
}

// LocationOf returns the registered location that an entity came from. It fails with [ErrNotFound] when there is no such
// entity, and when it came from elsewhere.
func (c *Client) LocationOf(ctx context.Context, ref catalog.Ref) (*Location, error) {
	return c.location(ctx, rest.Get(named(ref, "locations", "by-entity")...))
}

func (c *Client) location(ctx context.Context, r *rest.Request) (*Location, error) {
	l := new(Location)
	if err := c.call(ctx, r, l); err != nil {
		return nil, err
	}
	if l.ID == "" {
		return nil, strange(r)
	}
	return l, nil
}

// AddOptions say how a location is to be added.
type AddOptions struct {
	Refresh bool // when it is registered already, have it read again; without it that is [ErrConflict]
}

// AddLocation registers a location, whose type has to be url. That it was accepted does not mean that it can be read:
// for that see [Client.DryRunLocation]. Nil options mean the zero value.
//
// Without Refresh the request is never repeated, as it may have got through.
func (c *Client) AddLocation(ctx context.Context, at catalog.LocationRef, o *AddOptions) (*Location, error) {
	r := newLocation(at)
	if o != nil && o.Refresh {
		r.Idempotent = true
		r.Query = url.Values{"onConflict": {"refresh"}}
	}
	var answer struct {
		Location Location `json:"location"`
	}
	if err := c.call(ctx, r, &answer); err != nil {
		return nil, err
	}
	if answer.Location.ID == "" {
		return nil, strange(r)
	}
	return &answer.Location, nil
}

// DryRun is what registering a location would do.
type DryRun struct {
	Exists   bool      // it is registered already
	Location Location  // as it would be, with an ID that is not the final one
	Entities []*Entity // all that would be read, the Location first and the others in no order
}

// DryRunLocation has Backstage read a location without registering it. It fails with an [*Error] of status 400 when
// anything there cannot be read or is invalid; its message has all the reasons.
func (c *Client) DryRunLocation(ctx context.Context, at catalog.LocationRef) (*DryRun, error) {
	r := newLocation(at)
	r.Idempotent = true
	r.Query = url.Values{"dryRun": {"true"}}
	var answer struct {
		Exists   bool      `json:"exists"`
		Location Location  `json:"location"`
		Entities []*Entity `json:"entities"`
	}
	if err := c.call(ctx, r, &answer); err != nil {
		return nil, err
	}
	if slices.Contains(answer.Entities, nil) || len(answer.Entities) == 0 {
		return nil, strange(r)
	}
	return &DryRun{answer.Exists, answer.Location, answer.Entities}, nil
}

func newLocation(at catalog.LocationRef) *rest.Request {
	return &rest.Request{Method: http.MethodPost, Path: []string{"locations"}, Body: locationBody(at)}
}

func locationBody(at catalog.LocationRef) map[string]string {
	return map[string]string{"type": at.Type, "target": at.Target}
}

// RemoveLocation removes a registered location, and with it, within seconds, its entities. It fails with [ErrNotFound]
// when there is none; where the request had to be repeated, an earlier attempt may be the reason.
func (c *Client) RemoveLocation(ctx context.Context, id string) error {
	return c.command(ctx, &rest.Request{Method: http.MethodDelete, Path: []string{"locations", id}})
}
