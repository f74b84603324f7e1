package vault_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

// FuzzPath reads a secret of any name. Either nothing is sent, or the server is asked for that name to the byte.
func FuzzPath(f *testing.F) {
	for _, name := range []string{
		"production/order-api/db", "a/../b", "..", "a//b", "/a", "a/", ".", "a/./b", "%2e%2e/b", "%2f", "a?version=1", "a#b", "a b",
		"{{identity.entity.id}}", "+", "*", "a\nb", "a\x00b", "ä", "a\u202eb", `a"b`, "a\\b", ";", "http://127.0.0.1/",
	} {
		f.Add(name)
	}
	asked := make(chan string, 16) // one each, unless a request is sent again
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/auth/token/lookup-self" {
			asked <- r.URL.Path + "?" + r.URL.RawQuery
		}
		_, _ = io.WriteString(w, `{"data":{"data":{}}}`)
	}))
	f.Cleanup(server.Close)
	s, err := vault.Open(server.URL, &vault.Token{Value: plan.NewSecret("own")}, quick())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if len(name) > 4096 {
			return // a server takes no header of any length
		}
		_, err := s.Read(t.Context(), kv2(name), 0)
		if errors.Is(err, secrets.ErrInvalid) {
			if len(asked) > 0 {
				t.Fatalf("%q was refused, and %q sent", name, <-asked)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		for first := true; first || len(asked) > 0; first = false {
			if got, want := <-asked, "/v1/secrets/data/"+name+"?"; got != want {
				t.Fatalf("%q arrived as %q", name, got)
			}
		}
	})
}
