package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Registry takes files into the catalog, and out of it again.
type Registry interface {
	// Find returns the id of the location that is registered for url; empty when there is none.
	Find(ctx context.Context, url string) (location string, err error)
	// Register has the catalog read the file at url, and returns the id of that location and the reference of the entity in
	// the file that is a component, or else the first. Registering what is registered succeeds; what cannot be read is not
	// registered.
	Register(ctx context.Context, url string) (location, entityRef string, err error)
	// Unregister undoes it. An unknown location is no error.
	Unregister(ctx context.Context, location string) error
}

type registrar struct{ registry Registry }

// registered is what undoes a registration. The zero value undoes nothing: the file was registered before.
type registered struct {
	URL      string `json:"url,omitempty"`
	Location string `json:"location,omitempty"` // empty: not known yet
}

// run registers a file. Unlike in Backstage one that others have registered is no error, and stays when that is undone; and
// one that cannot be read is not registered at all.
func (r registrar) run(ctx context.Context, c *scaffold.Call) error {
	url := addressOf(c.Input)
	c.Log.Info("Registering " + url + " in the catalog")
	c.Output("catalogInfoUrl", url)
	ref, err := r.register(ctx, c, url)
	if err != nil && c.Input.Bool("optional") {
		c.Log.Warn(fmt.Sprintf("It is not registered: %v", err))
		return nil
	}
	if err != nil {
		return fmt.Errorf("register %s: %w", url, err)
	}
	if ref != "" {
		c.Output("entityRef", ref)
	}
	return nil
}

// addressOf returns the URL of the file that an input names.
func addressOf(in *scaffold.Object) string {
	root, ok := in.Get("repoContentsUrl").(string)
	if !ok {
		return in.Text("catalogInfoUrl")
	}
	file := "/catalog-info.yaml"
	if given := in.Text("catalogInfoPath"); given != "" {
		file = given
	}
	return strings.TrimSuffix(root, "/") + "/" + strings.TrimPrefix(file, "/")
}

// register registers a file. What is registered already is ours if an earlier attempt was about to register it.
func (r registrar) register(ctx context.Context, c *scaffold.Call, url string) (entityRef string, err error) {
	var was registered
	known, err := c.Earlier(&was)
	if err != nil {
		return "", err
	}
	if !known {
		found, err := r.registry.Find(ctx, url)
		if err != nil {
			return "", err
		}
		if found == "" {
			was.URL = url
		}
		if err := c.Undo(was); err != nil {
			return "", err
		}
	}
	location, ref, err := r.registry.Register(ctx, url)
	if err != nil || was.URL == "" {
		return ref, err
	}
	return ref, c.Undo(registered{url, location})
}

func (r registrar) undo(ctx context.Context, data json.RawMessage) error {
	var was registered
	if err := json.Unmarshal(data, &was); err != nil {
		return fmt.Errorf("read what to undo: %w", err)
	}
	if was.URL == "" && was.Location == "" {
		return nil
	}
	if was.Location == "" {
		found, err := r.registry.Find(ctx, was.URL)
		if err != nil || found == "" {
			return err
		}
		was.Location = found
	}
	if err := r.registry.Unregister(ctx, was.Location); err != nil {
		return fmt.Errorf("unregister %s: %w", was.URL, err)
	}
	return nil
}
