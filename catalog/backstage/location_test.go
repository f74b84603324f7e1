package backstage_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
)

func tugs() catalog.LocationRef {
	return catalog.LocationRef{Type: "url", Target: "https://example.com/tugs.yaml"}
}

// readTugs is a file server that has one file.
func readTugs(url string) ([]*catalog.Entity, error) {
	if url != tugs().Target {
		return nil, &backstage.Fault{Name: "NotFoundError", Message: "no " + url}
	}
	e := &catalog.Entity{
		APIVersion: catalog.V1alpha1, Kind: catalog.Component, Metadata: catalog.Metadata{Name: "tug"},
		Spec: &catalog.ComponentSpec{Type: "service", Lifecycle: "production", Owner: "pilots"},
	}
	return []*catalog.Entity{e}, nil
}

func TestLocationsComeAndGo(t *testing.T) {
	t.Parallel()
	ctx, c := t.Context(), serve(t, harbor(t, &backstagetest.Options{Read: readTugs}))

	d, err := c.DryRunLocation(ctx, tugs())
	require.NoError(t, err)
	assert.False(t, d.Exists)
	assert.Equal(t, "url:https://example.com/tugs.yaml", d.Location.ID)
	require.Len(t, d.Entities, 2)
	assert.Equal(t, catalog.Location, d.Entities[0].Kind)
	assert.Equal(t, d.Location.Entity.String(), d.Entities[0].Ref().String())
	assert.Equal(t, "tug", d.Entities[1].Metadata.Name)
	_, err = c.Entity(ctx, component("tug"))
	require.ErrorIs(t, err, backstage.ErrNotFound, "a dry run changes nothing")

	added, err := c.AddLocation(ctx, tugs(), nil)
	require.NoError(t, err)
	assert.Equal(t, tugs().Target, added.Target)
	got, err := c.Location(ctx, added.ID)
	require.NoError(t, err)
	assert.Equal(t, added, got)
	all, err := c.Locations(ctx)
	require.NoError(t, err)
	assert.Equal(t, []backstage.Location{*added}, all)
	of, err := c.LocationOf(ctx, component("tug"))
	require.NoError(t, err)
	assert.Equal(t, added, of)
	d, err = c.DryRunLocation(ctx, tugs())
	require.NoError(t, err)
	assert.True(t, d.Exists)

	a, err := c.Ancestry(ctx, component("tug"))
	require.NoError(t, err)
	require.Len(t, a.Items, 2)
	assert.Equal(t, []catalog.Ref{added.Entity}, a.Items[0].Parents)
	assert.Equal(t, added.Entity.String(), a.Items[1].Entity.Ref().String())
	require.NoError(t, c.Refresh(ctx, component("tug")))

	_, err = c.AddLocation(ctx, tugs(), &backstage.AddOptions{})
	require.ErrorIs(t, err, backstage.ErrConflict)
	again, err := c.AddLocation(ctx, tugs(), &backstage.AddOptions{Refresh: true})
	require.NoError(t, err)
	assert.Equal(t, added, again)

	require.NoError(t, c.RemoveLocation(ctx, added.ID))
	require.ErrorIs(t, c.RemoveLocation(ctx, added.ID), backstage.ErrNotFound)
	_, err = c.Entity(ctx, component("tug"))
	require.ErrorIs(t, err, backstage.ErrNotFound)
	_, err = c.LocationOf(ctx, component("crane-01"))
	require.ErrorIs(t, err, backstage.ErrNotFound, "it is from no registered location")
}

// TestAddingIsNotRepeated has servers at whose trouble it is unknown whether they have done what they were asked.
func TestAddingIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, failure := range []backstagetest.Failure{{Status: http.StatusBadGateway}, {CutOff: 10}} {
		backend := harbor(t, &backstagetest.Options{Read: readTugs})
		seen := &counting{next: backstagetest.Failing(backend, failure, failure)}
		c := serve(t, seen)
		c.MaxRetries = 5
		_, err := c.AddLocation(t.Context(), tugs(), nil)
		require.Error(t, err)
		assert.Len(t, seen.requests, 1)
		_, err = c.AddLocation(t.Context(), tugs(), &backstage.AddOptions{Refresh: true})
		require.NoError(t, err)
		assert.Len(t, seen.requests, 3, "with Refresh it may be")
		all, err := c.Locations(t.Context())
		require.NoError(t, err)
		assert.Len(t, all, 1)
	}
}

func TestDryRunOfWhatIsNotThere(t *testing.T) {
	t.Parallel()
	c := serve(t, harbor(t, nil))
	_, err := c.DryRunLocation(t.Context(), tugs())
	var refused *backstage.Error
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, 400, refused.Status)
	assert.Equal(t, "NotFoundError: Unable to read url, no matching files found for https://example.com/tugs.yaml", refused.Message)
	assert.Empty(t, errorKinds(err), "it is not the entity or location that is missing")
}

func TestAnalysis(t *testing.T) {
	t.Parallel()
	c := serve(t, says(200, "application/json", `{
		"existingEntityFiles": [{
			"location": {"type": "url", "target": "https://h/catalog-info.yaml"}, "isRegistered": true,
			"entity": {"kind": "Component", "metadata": {"name": "x"}}}],
		"generateEntities": [{"entity": {"kind": "API"}, "fields": [
			{"field": "spec.owner", "state": "needsUserInput", "value": null, "description": "who?"}]}]}`))
	a, err := c.AnalyzeLocation(t.Context(), catalog.LocationRef{Type: "url", Target: "https://h"})
	require.NoError(t, err)
	require.Len(t, a.Existing, 1)
	assert.Equal(t, catalog.LocationRef{Type: "url", Target: "https://h/catalog-info.yaml"}, a.Existing[0].Location)
	assert.True(t, a.Existing[0].Registered)
	assert.Equal(t, "component:default/x", a.Existing[0].Entity.Ref().String())
	require.Len(t, a.Suggested, 1)
	assert.Equal(t, catalog.API, a.Suggested[0].Entity.Kind)
	assert.Equal(t, []backstage.SuggestedField{{Field: "spec.owner", State: "needsUserInput", Description: "who?"}}, a.Suggested[0].Fields)
}

func TestDelete(t *testing.T) {
	t.Parallel()
	ctx, c := t.Context(), serve(t, harbor(t, nil))
	e, err := c.Entity(ctx, component("crane-01"))
	require.NoError(t, err)
	same, err := c.EntityByUID(ctx, e.Metadata.UID)
	require.NoError(t, err)
	assert.Equal(t, e, same)
	for range 2 {
		require.NoError(t, c.Delete(ctx, e.Metadata.UID))
	}
	_, err = c.Entity(ctx, component("crane-01"))
	require.ErrorIs(t, err, backstage.ErrNotFound)
	service, err := c.Entity(ctx, component("berth-service"))
	require.NoError(t, err)
	assert.Len(t, service.Relations, 34, "what depended on it is gone")
}

func TestValidationError(t *testing.T) {
	t.Parallel()
	c := serve(t, says(400, "application/json", `{"errors": [
		{"name": "InputError", "message": "a; caused by Error: b", "cause": {"name": "Error", "message": "b", "stack": "s"}},
		{"message": "c", "cause": "odd"}, "odd"]}`))
	err := c.ValidateEntity(t.Context(), new(catalog.Entity), "url:https://h")
	assert.EqualError(t, err, "InputError: a; caused by Error: b; c")
	var fault *backstage.Fault
	require.ErrorAs(t, err, &fault)
	assert.EqualError(t, errors.Unwrap(fault), "Error: b")
	assert.NoError(t, errors.Unwrap(fault.Cause))

	for _, body := range []string{`{"errors": []}`, `{"errors": {}}`, `no`, `{"errors": ["odd"]}`} {
		err := serve(t, says(400, "application/json", body)).ValidateEntity(t.Context(), new(catalog.Entity), "url:https://h")
		var refused *backstage.Error
		require.ErrorAs(t, err, &refused, body)
	}
}
