package backstage_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
)

func TestErrorKinds(t *testing.T) {
	t.Parallel()
	at := catalog.LocationRef{Type: "url", Target: "https://example.com/catalog-info.yaml"}
	get := func(ctx context.Context, c *backstage.Client) error {
		_, err := c.Entity(ctx, component("crane-77"))
		return err
	}
	fail := func(status int, name string) http.Handler {
		return backstagetest.Failing(http.NotFoundHandler(), backstagetest.Failure{Status: status, Name: name, Message: "no"})
	}
	tests := []struct {
		name   string
		server http.Handler
		call   func(context.Context, *backstage.Client) error
		kind   string
		want   string // end of the error
	}{
		{"no such entity", harbor(t, nil), get, "ErrNotFound",
			"/api/catalog/entities/by-name/component/default/crane-77: 404 Not Found: NotFoundError: No entity named 'crane-77' found, with kind 'component' in namespace 'default'"},
		{"no such route", http.NotFoundHandler(), get, "ErrNoRoute",
			"/api/catalog/entities/by-name/component/default/crane-77: 404 Not Found: text/plain: 404 page not found"},
		{"wrong token", harbor(t, &backstagetest.Options{Token: "other"}), get, "ErrUnauthorized",
			"401 Unauthorized: AuthenticationError: Could not resolve credentials; caused by AuthenticationError: Illegal token"},
		{"read only", harbor(t, &backstagetest.Options{Token: "s3cret", ReadOnly: true}), func(ctx context.Context, c *backstage.Client) error {
			_, err := c.AddLocation(ctx, at, nil)
			return err
		}, "ErrForbidden", "/api/catalog/locations: 403 Forbidden: NotAllowedError: This operation not allowed in readonly mode"},
		{"there already", harbor(t, &backstagetest.Options{Token: "s3cret"}), func(ctx context.Context, c *backstage.Client) error {
			_, err := c.AddLocation(ctx, at, nil)
			if err != nil {
				return err
			}
			_, err = c.AddLocation(ctx, at, nil)
			return err
		}, "ErrConflict", "409 Conflict: ConflictError: Location url:https://example.com/catalog-info.yaml already exists"},
		{"not processable", fail(422, "UnprocessableEntityError"), get, "", "422 Unprocessable Entity: UnprocessableEntityError: no"},
		{"broken", fail(500, "TypeError"), get, "", "500 Internal Server Error: TypeError: no"},
		{"overloaded", fail(503, "ServiceUnavailableError"), get, "", "503 Service Unavailable: ServiceUnavailableError: no"},
		{"bad request", fail(400, "InputError"), get, "", "400 Bad Request: InputError: no"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := serve(t, test.server)
			c.Token = backstage.StaticToken("s3cret")
			err := test.call(t.Context(), c)
			var refused *backstage.Error
			require.ErrorAs(t, err, &refused)
			assert.Regexp(t, `^(GET|POST) http://127\.0\.0\.1:\d+/api/catalog/`, err.Error())
			assert.Contains(t, err.Error(), test.want)
			assert.NotContains(t, err.Error(), "s3cret")
			want := map[string]bool{}
			if test.kind != "" {
				want[test.kind] = true
			}
			assert.Equal(t, want, errorKinds(err))
		})
	}
}

// TestSomethingElseAtTheAddress has servers that answer anything with success, as web applications do. None of them may
// pass for an empty catalog.
func TestSomethingElseAtTheAddress(t *testing.T) {
	t.Parallel()
	calls := map[string]func(context.Context, *backstage.Client) error{
		"Entities": func(ctx context.Context, c *backstage.Client) error {
			for _, err := range c.Entities(ctx, nil) {
				return err
			}
			return nil
		},
		"Page":  func(ctx context.Context, c *backstage.Client) error { _, err := c.Page(ctx, nil); return err },
		"Count": func(ctx context.Context, c *backstage.Client) error { _, err := c.Count(ctx, nil); return err },
		"Entity": func(ctx context.Context, c *backstage.Client) error {
			_, err := c.Entity(ctx, component("x"))
			return err
		},
		"EntityByUID": func(ctx context.Context, c *backstage.Client) error { _, err := c.EntityByUID(ctx, "x"); return err },
		"Locations":   func(ctx context.Context, c *backstage.Client) error { _, err := c.Locations(ctx); return err },
		"Location":    func(ctx context.Context, c *backstage.Client) error { _, err := c.Location(ctx, "x"); return err },
		"LocationOf": func(ctx context.Context, c *backstage.Client) error {
			_, err := c.LocationOf(ctx, component("x"))
			return err
		},
		"AddLocation": func(ctx context.Context, c *backstage.Client) error {
			_, err := c.AddLocation(ctx, catalog.LocationRef{}, nil)
			return err
		},
		"DryRunLocation": func(ctx context.Context, c *backstage.Client) error {
			_, err := c.DryRunLocation(ctx, catalog.LocationRef{})
			return err
		},
		"AnalyzeLocation": func(ctx context.Context, c *backstage.Client) error {
			_, err := c.AnalyzeLocation(ctx, catalog.LocationRef{})
			return err
		},
		"Facets": func(ctx context.Context, c *backstage.Client) error {
			_, err := c.Facets(ctx, &backstage.FacetQuery{})
			return err
		},
		"EntitiesByRefs": func(ctx context.Context, c *backstage.Client) error {
			_, err := c.EntitiesByRefs(ctx, []catalog.Ref{component("x")}, nil)
			return err
		},
		"Delete":         func(ctx context.Context, c *backstage.Client) error { return c.Delete(ctx, "x") },
		"RemoveLocation": func(ctx context.Context, c *backstage.Client) error { return c.RemoveLocation(ctx, "x") },
		"Refresh":        func(ctx context.Context, c *backstage.Client) error { return c.Refresh(ctx, component("x")) },
		"ValidateEntity": func(ctx context.Context, c *backstage.Client) error {
			return c.ValidateEntity(ctx, new(catalog.Entity), "url:x")
		},
		"Ancestry": func(ctx context.Context, c *backstage.Client) error {
			_, err := c.Ancestry(ctx, component("x"))
			return err
		},
	}
	commands := []string{"Delete", "RemoveLocation", "Refresh", "ValidateEntity"}
	answers := []struct{ name, contentType, body string }{
		{"page", "text/html", "<!DOCTYPE html><title>Backstage</title>"},
		{"object", "application/json", `{"status": "ok"}`},
		{"empty object", "application/json", `{}`},
		{"null", "application/json", `null`},
		{"nulls", "application/json", `{"items": [null], "entities": [null], "location": null}`},
		{"cut off", "application/json", `{"items": [{"kind": "Component", "metadata": {"name"`},
		{"nothing", "", ""},
	}
	for _, answer := range answers {
		for name, call := range calls {
			if name == "EntitiesByRefs" && answer.name == "nulls" || answer.name == "nothing" && slices.Contains(commands, name) {
				continue // that there is no such entity, or that it is done
			}
			t.Run(answer.name+" for "+name, func(t *testing.T) {
				t.Parallel()
				require.Error(t, call(t.Context(), serve(t, says(200, answer.contentType, answer.body))))
			})
		}
	}
}

func TestURL(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "backstage.example.com", "https://u:s3cret@", "https://h?token=s3cret"} {
		c := &backstage.Client{URL: address}
		_, err := c.Entity(t.Context(), component("x"))
		require.EqualError(t, err, "base URL is not of the form http(s)://host[/path]")
	}
	seen := &counting{next: harbor(t, nil)}
	c := serve(t, seen)
	c.URL += "///"
	_, err := c.Entity(t.Context(), component("crane-01"))
	require.NoError(t, err)
	assert.Equal(t, "/api/catalog/entities/by-name/component/default/crane-01", seen.requests[0].RequestURI)
}

// TestNamesStayWithinThePath proves that no name of an entity or ID makes a request for something else.
func TestNamesStayWithinThePath(t *testing.T) {
	t.Parallel()
	seen := &counting{next: harbor(t, nil)}
	c := serve(t, seen)
	for _, name := range []string{"", "..", "../../locations", "a/b", `a\b`} {
		_, err := c.Entity(t.Context(), component(name))
		require.Error(t, err)
		_, err = c.Ancestry(t.Context(), component(name))
		require.Error(t, err)
		_, err = c.LocationOf(t.Context(), component(name))
		require.Error(t, err)
		require.Error(t, c.Delete(t.Context(), name))
		require.Error(t, c.RemoveLocation(t.Context(), name))
	}
	assert.Empty(t, seen.requests)
	_, err := c.Entity(t.Context(), component("a?b#c%2F..;d"))
	require.ErrorIs(t, err, backstage.ErrNotFound)
}

func TestErrorOfTheCaller(t *testing.T) {
	t.Parallel()
	err := &backstage.Error{Method: "GET", URL: "https://h/x", Status: 404, Name: "NotFoundError"}
	assert.EqualError(t, err, "GET https://h/x: 404 Not Found: NotFoundError")
	assert.NotErrorIs(t, err, errors.ErrUnsupported)
}
