package slack_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/slack"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/slack"
	"github.com/goldenpath-go/goldenpath/plan"
)

// TestNotJoined says that whoever has not joined is waited for, and found by the address alone once they have.
func TestNotJoined(t *testing.T) {
	t.Parallel()
	w := open(t)
	c := w.AddChannel("platform")
	for _, p := range []*slack.Provider{w.provider(), w.withSCIM()} {
		h, err := p.Observe(t.Context(), ada())
		require.NoError(t, err)
		assert.Contains(t, h.ByHand["account"], "has not joined the workspace yet", "so that no plan tries it again and again")
		for g, want := range map[onboarding.Grant]onboarding.State{grant("account", ""): onboarding.Manual, grant("channel", c): onboarding.Blocked} {
			out, err := p.Give(t.Context(), onboarding.Call{Person: ada(), Grant: g})
			require.NoError(t, err)
			assert.Equal(t, want, out.State)
			assert.Contains(t, out.Note, "has not joined the workspace yet")
		}
	}
	assert.Zero(t, w.Writes())
	id := w.Join("Ada", "Ada@Example.com")
	h, err := w.provider().Observe(t.Context(), ada())
	require.NoError(t, err)
	assert.Equal(t, onboarding.Identity{ID: id, Source: onboarding.FromProvider}, h.Identity)
}

// TestTold says when an id counts that somebody told.
func TestTold(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.Join("Ada", "countess@example.org")
	gone := w.Join("Gone", "gone@example.org")
	w.Deactivate("gone@example.org")
	p := w.provider()
	tests := []struct {
		name     string
		identity onboarding.Identity
		known    bool
	}{
		{"by a file", onboarding.Identity{ID: id, Source: onboarding.FromFile}, true},
		{"by Slack, and not any more", onboarding.Identity{ID: id, Source: onboarding.FromProvider}, false},
		{"of somebody deactivated", onboarding.Identity{ID: gone, Source: onboarding.FromFile}, false},
		{"of nobody", onboarding.Identity{ID: "U9999", Source: onboarding.FromFile}, false},
		{"a handle", onboarding.Identity{ID: "ada", Source: onboarding.FromFile}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			who := ada()
			who.Identities = map[string]onboarding.Identity{"slack": tt.identity}
			h, err := p.Observe(t.Context(), who)
			require.NoError(t, err)
			assert.Equal(t, tt.known, h.Identity.Known())
		})
	}
}

// TestLeaving says what is left where the plan has no SCIM, and that with SCIM nothing is.
func TestLeaving(t *testing.T) {
	t.Parallel()
	w := open(t)
	id, zoe := w.Join("Ada", "ada@example.com"), w.Join("Zoe", "zoe@example.com")
	w.AddChannel("general", id, zoe)
	w.AddChannel("platform", id, zoe)
	closed := w.AddChannel("secret", id, zoe)
	w.Remove(closed, "")
	w.AddGroup("oncall", id)
	w.AddGroup("platform", zoe, id)

	o := &onboarding.Onboarder{Providers: []onboarding.Provider{w.provider()}}
	review, err := o.Leave(t.Context(), ada())
	require.NoError(t, err)
	_, err = o.Apply(t.Context(), review, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{"platform": {"zoe@example.com"}, "oncall": {}}, w.State().Groups)
	left, _, err := o.Verify(t.Context(), ada())
	require.NoError(t, err)
	var details []string
	for _, held := range left {
		assert.Equal(t, onboarding.Manual, held.State)
		details = append(details, held.Detail)
	}
	assert.ElementsMatch(t, []string{
		"everybody is in #general", "the app is not in #secret",
		"the workspace's plan has no API for it: deactivate the account in Slack's administration, or in the identity provider",
	}, details)

	o = &onboarding.Onboarder{Providers: []onboarding.Provider{w.withSCIM()}}
	review, err = o.Leave(t.Context(), ada())
	require.NoError(t, err)
	_, err = o.Apply(t.Context(), review, nil)
	require.NoError(t, err)
	left, _, err = o.Verify(t.Context(), ada())
	require.NoError(t, err)
	assert.Empty(t, left)
	assert.False(t, w.State().People["ada@example.com"])
}

// TestPrimaryOwner says that the primary owner is nobody's to deactivate.
func TestPrimaryOwner(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.Join("Ada", "ada@example.com")
	w.Promote("ada@example.com")
	p := w.withSCIM()
	h, err := p.Observe(t.Context(), ada())
	require.NoError(t, err)
	assert.Equal(t, onboarding.Manual, h.Held[0].State)
	assert.True(t, h.Held[0].Admin)
	out, err := p.Take(t.Context(), call(ada(), "account", ""))
	require.NoError(t, err)
	assert.Equal(t, onboarding.Manual, out.State)
	assert.Zero(t, w.Writes())
}

// TestLastInUserGroup says that a user group that nobody is left in is disabled, since Slack allows no empty one, and enabled again
// when it is undone, or for the next one, without who left.
func TestLastInUserGroup(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.Join("Ada", "ada@example.com")
	w.Join("Bob", "bob@example.com")
	g := w.AddGroup("oncall", id)
	p := w.provider()
	bob := onboarding.Person{Email: "bob@example.com"}
	out, err := p.Take(t.Context(), call(ada(), "usergroup", g))
	require.NoError(t, err)
	assert.True(t, out.Changed)
	assert.Equal(t, "nobody is left in @oncall: it is disabled", out.Note)
	_, err = p.Give(t.Context(), call(ada(), "usergroup", g))
	require.NoError(t, err)
	assert.Equal(t, []string{"ada@example.com"}, w.State().Groups["oncall"])
	_, err = p.Take(t.Context(), call(ada(), "usergroup", g))
	require.NoError(t, err)
	_, err = p.Give(t.Context(), call(bob, "usergroup", g))
	require.NoError(t, err)
	assert.Equal(t, []string{"bob@example.com"}, w.State().Groups["oncall"])
}

// TestDisabledOnPurpose says that a user group is not enabled that somebody disabled with people in it.
func TestDisabledOnPurpose(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.Join("Ada", "ada@example.com")
	g := w.AddGroup("oncall", w.Join("Bob", "bob@example.com"), w.Join("Zoe", "zoe@example.com"))
	w.Disable(g)
	_, err := w.provider().Give(t.Context(), call(ada(), "usergroup", g))
	assert.Equal(t, onboarding.ClassConflict, onboarding.ClassOf(err))
	assert.ErrorContains(t, err, "@oncall is disabled with 2 people in it")
	assert.Zero(t, w.Writes())
}

// TestAppNotInChannel says that not_in_channel, which Slack says of the app as of people, is a success only where it is.
func TestAppNotInChannel(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.Join("Ada", "ada@example.com")
	w.Join("Bob", "bob@example.com")
	c := w.AddChannel("secret", id)
	w.Remove(c, "")
	p := w.provider()
	_, err := p.Take(t.Context(), call(ada(), "channel", c))
	assert.Equal(t, onboarding.ClassConflict, onboarding.ClassOf(err))
	assert.ErrorContains(t, err, "the app is not in the channel: invite it")
	_, err = p.Give(t.Context(), call(onboarding.Person{Email: "bob@example.com"}, "channel", c))
	assert.Equal(t, onboarding.ClassConflict, onboarding.ClassOf(err))
}

// TestMeanwhile says that what somebody else does between looking and doing is a success.
func TestMeanwhile(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.Join("Ada", "ada@example.com")
	c := w.AddChannel("platform")
	var before func(method string)
	con := connection(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		before(strings.TrimPrefix(r.URL.Path, "/api/"))
		w.ServeHTTP(out, r)
	}))
	p := &slack.Provider{Client: slack.Connect(token, &con), Settle: -1}
	other := w.provider()
	once := func(method string, do func(context.Context, onboarding.Call) (onboarding.Outcome, error)) {
		done := false
		before = func(m string) {
			if m == method && !done {
				done = true
				_, err := do(t.Context(), call(ada(), "channel", c))
				assert.NoError(t, err)
			}
		}
	}
	once("conversations.invite", other.Give)
	out, err := p.Give(t.Context(), call(ada(), "channel", c))
	require.NoError(t, err)
	assert.False(t, out.Changed)
	once("conversations.kick", other.Take)
	out, err = p.Take(t.Context(), call(ada(), "channel", c))
	require.NoError(t, err)
	assert.False(t, out.Changed)
	assert.NotEmpty(t, id)
}

// TestManyChannels says that lists are read to their end.
func TestManyChannels(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.Join("Ada", "ada@example.com")
	for range 450 {
		w.AddChannel("c", id)
	}
	h, err := w.provider().Observe(t.Context(), ada())
	require.NoError(t, err)
	assert.Len(t, h.Held, 451)
	for _, held := range h.Held[1:] {
		assert.Equal(t, onboarding.Done, held.State)
	}
}

// TestErrors says what each refusal means, and what helps; and that no token is in any.
func TestErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		word   string
		status int
		class  onboarding.Class
		says   string
	}{
		{"invalid_auth", 0, onboarding.ClassAuth, "invalid_auth"},
		{"missing_scope", 0, onboarding.ClassAuth, "give the app the scopes"},
		{"permission_denied", 0, onboarding.ClassAuth, "only those who administer the workspace"},
		{"channel_not_found", 0, onboarding.ClassNotFound, "not there, or hidden from the app"},
		{"ratelimited", 0, onboarding.ClassRate, ""},
		{"internal_error", 0, onboarding.ClassTransient, ""},
		{"paid_teams_only", 0, onboarding.ClassUnsupported, "plan has no such thing"},
		{"is_archived", 0, onboarding.ClassConflict, ""},
		{"something_new", 0, onboarding.ClassInvalid, "users.lookupByEmail: something_new"},
		{"", 401, onboarding.ClassAuth, ""},
		{"", 404, onboarding.ClassNotFound, ""},
		{"", 429, onboarding.ClassRate, ""},
		{"", 501, onboarding.ClassUnsupported, ""},
		{"", 503, onboarding.ClassTransient, ""},
		{"", 418, onboarding.ClassInvalid, ""},
	}
	for _, tt := range tests {
		t.Run(tt.word+http.StatusText(tt.status), func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.Break(tt.word, tt.status)
			_, err := w.provider().Observe(t.Context(), ada())
			var fault *onboarding.CallError
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, tt.class, fault.Class)
			assert.ErrorContains(t, err, tt.says)
			assert.NotContains(t, err.Error(), token)
		})
	}
}

func TestNoClient(t *testing.T) {
	t.Parallel()
	_, err := new(slack.Provider).Observe(t.Context(), ada())
	assert.Equal(t, onboarding.ClassInvalid, onboarding.ClassOf(err))
	assert.Equal(t, "acme", (&slack.Provider{Called: "acme"}).Name())
}

// TestSCIMRefuses says that what SCIM says is told without its token.
func TestSCIMRefuses(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.Join("Ada", "ada@example.com")
	p := w.withSCIM()
	p.SCIM.Token = "wrong"
	_, err := p.Take(t.Context(), call(ada(), "account", ""))
	assert.Equal(t, onboarding.ClassAuth, onboarding.ClassOf(err))
	assert.ErrorContains(t, err, "invalid_authentication")
	con := connection(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		out.WriteHeader(http.StatusConflict)
		_, _ = out.Write([]byte(r.Header.Get("Authorization") + strings.Repeat("x", 1000)))
	}))
	p.SCIM = &slack.SCIM{Token: scimToken, Connection: con}
	_, err = p.Take(t.Context(), call(ada(), "account", ""))
	assert.Equal(t, onboarding.ClassConflict, onboarding.ClassOf(err))
	assert.NotContains(t, err.Error(), scimToken)
	assert.Less(t, len(err.Error()), 400)
}

// TestThrottled says that limits are waited for as Slack says, reads or not, and within bounds. No time passes.
func TestThrottled(t *testing.T) {
	t.Parallel()
	limit := func(seconds string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", seconds)
			w.WriteHeader(http.StatusTooManyRequests)
		}
	}
	down := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	tests := []struct {
		name     string
		first    []http.HandlerFunc // before the workspace answers
		patience time.Duration
		atLeast  time.Duration
		class    onboarding.Class // empty: it succeeds
		retryIn  time.Duration
	}{
		{"a limit", []http.HandlerFunc{limit("30"), limit("1")}, 0, 31 * time.Second, "", 0},
		{"a limit that is too long", []http.HandlerFunc{limit("600")}, time.Minute, 0, onboarding.ClassRate, 601 * time.Second},
		{"a server that is down for a moment", []http.HandlerFunc{down, down}, 0, 0, "", 0},
		{"a server that stays down", slices.Repeat([]http.HandlerFunc{down}, 9), 0, 0, onboarding.ClassTransient, 0},
		{"a server that hangs once", []http.HandlerFunc{hang}, 0, time.Minute, "", 0},
		{"a server that hangs", slices.Repeat([]http.HandlerFunc{hang}, 9), 0, time.Minute, onboarding.ClassTransient, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				workspace, left, start := &standin.Workspace{Token: token}, tt.first, time.Now()
				workspace.Join("Ada", "ada@example.com")
				con := connection(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if len(left) == 0 {
						workspace.ServeHTTP(w, r)
						return
					}
					next := left[0]
					left = left[1:]
					next(w, r)
				}))
				con.Patience = tt.patience
				p := &slack.Provider{Client: slack.Connect(token, &con)}
				_, err := p.Observe(t.Context(), ada())
				assert.GreaterOrEqual(t, time.Since(start), tt.atLeast)
				if tt.class == "" {
					require.NoError(t, err)
					return
				}
				var fault *onboarding.CallError
				require.ErrorAs(t, err, &fault)
				assert.Equal(t, tt.class, fault.Class)
				assert.Equal(t, tt.retryIn, fault.RetryIn)
			})
		})
	}
}

// TestUndo says that who left by mistake has everything again: the account first, then what needs it.
func TestUndo(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.Join("Ada", "ada@example.com")
	w.AddChannel("platform", id)
	w.AddGroup("oncall", id)
	before := w.State()
	o := &onboarding.Onboarder{Providers: []onboarding.Provider{w.withSCIM()}, Journal: &plan.Memory{}}
	review, err := o.Leave(t.Context(), ada())
	require.NoError(t, err)
	_, err = o.Apply(t.Context(), review, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{"oncall": {}}, w.State().Groups)
	require.NoError(t, plan.Undo(t.Context(), o.Journal, o, nil))
	assert.Equal(t, before, w.State())
}
