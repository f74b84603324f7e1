package slack_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/slack"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/slack"
)

const (
	token     = "xoxb-this-is-secret"
	scimToken = "xoxp-this-is-secret-too"
	hook      = "/services/T00000000/B00000000/ThisIsSecretAsWell"
)

// world is a workspace that is asked without a network.
type world struct{ *standin.Workspace }

// open returns a workspace in which no call may be faulty.
func open(t *testing.T) *world {
	t.Helper()
	w := &world{&standin.Workspace{Token: token, SCIMToken: scimToken, Webhook: hook}}
	t.Cleanup(func() { assert.Empty(t, w.Faults()) })
	return w
}

// connection returns the way to the workspace, on which nobody waits.
func connection(h http.Handler) slack.Connection {
	return slack.Connection{Base: "https://slack.example.com/api/", HTTP: &http.Client{Transport: inProcess{h}}, Patience: -1}
}

func (w *world) provider() *slack.Provider {
	c := connection(w)
	return &slack.Provider{Client: slack.Connect(token, &c), Settle: -1}
}

// withSCIM returns a provider that may deactivate accounts.
func (w *world) withSCIM() *slack.Provider {
	p, c := w.provider(), connection(w)
	c.Base = "https://slack.example.com/scim/v2/"
	p.SCIM = &slack.SCIM{Token: scimToken, Connection: c}
	return p
}

func (w *world) webhook() *slack.Webhook {
	return &slack.Webhook{URL: "https://slack.example.com" + hook, Connection: connection(w)}
}

// inProcess asks a handler without a network, so that time can be made to pass at once.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	_, _ = io.Copy(io.Discard, r.Body)
	return w.Result(), r.Context().Err()
}

func ada() onboarding.Person {
	return onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"}
}

func call(p onboarding.Person, kind, object string) onboarding.Call {
	return onboarding.Call{Person: p, Grant: grant(kind, object)}
}

func grant(kind, object string) onboarding.Grant {
	return onboarding.Grant{Provider: "slack", Kind: kind, Object: object}
}

func newLogger(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
