package backstage_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	model "github.com/goldenpath-go/goldenpath/catalog"
	client "github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
	"github.com/goldenpath-go/goldenpath/scaffold/action/catalog/backstage"
)

func entity(kind model.Kind, name string) *model.Entity {
	return &model.Entity{APIVersion: model.V1alpha1, Kind: kind, Metadata: model.Metadata{Name: name}, Spec: &model.UnknownSpec{}}
}

// serve returns a Backstage that can read three files.
func serve(t *testing.T, o *backstagetest.Options) backstage.Catalog {
	t.Helper()
	o.Read = func(url string) ([]*model.Entity, error) {
		switch url {
		case "https://h/both.yaml":
			return []*model.Entity{entity(model.API, "orders-api"), entity(model.Component, "orders")}, nil
		case "https://h/api.yaml":
			return []*model.Entity{entity(model.API, "orders-api")}, nil
		}
		return nil, &client.Fault{Name: "NotFoundError", Message: "no " + url}
	}
	server := httptest.NewServer(backstagetest.New(new(model.Catalog), o))
	t.Cleanup(server.Close)
	return backstage.Catalog{Client: &client.Client{URL: server.URL, Token: client.StaticToken("good"), MaxRetries: -1}}
}

func TestRegistration(t *testing.T) {
	t.Parallel()
	ctx, c := t.Context(), serve(t, &backstagetest.Options{})
	found, err := c.Find(ctx, "https://h/both.yaml")
	require.NoError(t, err)
	assert.Empty(t, found)
	location, ref, err := c.Register(ctx, "https://h/both.yaml")
	require.NoError(t, err)
	assert.Equal(t, "component:default/orders", ref)
	found, err = c.Find(ctx, "https://h/both.yaml")
	require.NoError(t, err)
	assert.Equal(t, location, found)
	again, _, err := c.Register(ctx, "https://h/both.yaml")
	require.NoError(t, err)
	assert.Equal(t, location, again)
	_, ref, err = c.Register(ctx, "https://h/api.yaml")
	require.NoError(t, err)
	assert.Equal(t, "api:default/orders-api", ref)

	orders := model.Ref{Kind: model.Component, Namespace: "default", Name: "orders"}
	o, err := c.Entity(ctx, orders)
	require.NoError(t, err)
	assert.Equal(t, "orders", o.Object("metadata").Text("name"))
	require.NoError(t, c.Unregister(ctx, location))
	require.NoError(t, c.Unregister(ctx, location), "again")
	o, err = c.Entity(ctx, orders)
	require.NoError(t, err)
	assert.Nil(t, o)
}

func TestWhatCannotBeReadIsNotRegistered(t *testing.T) {
	t.Parallel()
	c := serve(t, &backstagetest.Options{})
	_, _, err := c.Register(t.Context(), "https://h/none.yaml")
	require.ErrorContains(t, err, "no https://h/none.yaml")
	found, err := c.Find(t.Context(), "https://h/none.yaml")
	require.NoError(t, err)
	assert.Empty(t, found)
}

func TestRefused(t *testing.T) {
	t.Parallel()
	c := serve(t, &backstagetest.Options{Token: "other"})
	_, err := c.Find(t.Context(), "https://h/both.yaml")
	require.ErrorIs(t, err, client.ErrUnauthorized)
	_, _, err = c.Register(t.Context(), "https://h/both.yaml")
	require.ErrorIs(t, err, client.ErrUnauthorized)
	require.ErrorIs(t, c.Unregister(t.Context(), "x"), client.ErrUnauthorized)
	_, err = c.Entity(t.Context(), model.Ref{Kind: model.Component, Namespace: "default", Name: "orders"})
	require.ErrorIs(t, err, client.ErrUnauthorized)

	c = serve(t, &backstagetest.Options{ReadOnly: true})
	_, _, err = c.Register(t.Context(), "https://h/both.yaml")
	require.ErrorIs(t, err, client.ErrForbidden)
}
