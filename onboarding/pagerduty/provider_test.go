package pagerduty_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	api "github.com/PagerDuty/go-pagerduty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/pagerduty"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/pagerduty"
	"github.com/goldenpath-go/goldenpath/plan"
)

func ada() onboarding.Person {
	return onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"}
}

func call(p onboarding.Person, kind, object, role string) onboarding.Call {
	return onboarding.Call{Person: p, Grant: onboarding.Grant{Provider: "pagerduty", Kind: kind, Object: object, Role: role}}
}

// held returns what a person has, by kind and object, with the state.
func held(t *testing.T, p *pagerduty.Provider, who onboarding.Person) map[string]onboarding.State {
	t.Helper()
	h, err := p.Observe(t.Context(), who)
	require.NoError(t, err)
	out := map[string]onboarding.State{}
	for _, one := range h.Held {
		out[one.Kind+" "+one.Object+" "+one.Role] = one.State
	}
	return out
}

// TestFind says who is who: the exact address, in any case, on any page; an id that was told only where nobody has the address.
func TestFind(t *testing.T) {
	t.Parallel()
	w := open(t)
	for i := range 230 {
		w.AddUser("Ada Lovelace", "ada@example.com.number"+strings.Repeat("x", i%40)+string(rune('a'+i%26))+strings.Repeat("y", i/26)+".org", "user")
	}
	id := w.AddUser("Somebody", "Ada@Example.com", "user")
	other := w.AddUser("Elsewhere", "countess@example.org", "user")
	p := w.provider()
	h, err := p.Observe(t.Context(), ada())
	require.NoError(t, err)
	assert.Equal(t, onboarding.Identity{ID: id, Source: onboarding.FromProvider}, h.Identity)
	assert.Equal(t, 232, h.Members)

	told := onboarding.Person{Email: "a.lovelace@example.net", Identities: map[string]onboarding.Identity{"pagerduty": {ID: other, Source: onboarding.FromFile}}}
	h, err = p.Observe(t.Context(), told)
	require.NoError(t, err)
	assert.Equal(t, onboarding.Asserted, h.Identity.Trust())
	told.Identities["pagerduty"] = onboarding.Identity{ID: "PNOBODY", Source: onboarding.FromFile}
	h, err = p.Observe(t.Context(), told)
	require.NoError(t, err)
	assert.False(t, h.Identity.Known())
}

// TestAppends says that the order of a rotation stays, with the newcomer at its end, and that everything else of the schedule stays.
func TestAppends(t *testing.T) {
	t.Parallel()
	w := open(t)
	zoe, yan, ida := w.AddUser("Zoe", "zoe@example.com", "user"), w.AddUser("Yan", "yan@example.com", "user"), w.AddUser("Ada", "ada@example.com", "user")
	s, layers := w.AddSchedule("Primary", []string{zoe, ida, yan, ida}, []string{yan, zoe})
	w.EndLayer(s, layers[0], time.Now().Add(-time.Hour))
	p := w.provider()
	assert.NotContains(t, held(t, p, ada()), "schedule "+s+" ", "a layer that has ended calls nobody")
	out, err := p.Give(t.Context(), call(ada(), "schedule", s, ""))
	require.NoError(t, err)
	assert.True(t, out.Changed)
	want := [][]string{{"zoe@example.com", "ada@example.com", "yan@example.com", "ada@example.com"}, {"yan@example.com", "zoe@example.com", "ada@example.com"}}
	assert.Equal(t, want, w.State().Schedules["Primary"])
	_, err = p.Take(t.Context(), call(ada(), "schedule", s, ""))
	require.NoError(t, err)
	want[1] = want[1][:2]
	assert.Equal(t, want, w.State().Schedules["Primary"], "what has ended is history")
}

// TestLayers says that a layer is named where there are several, and nowhere else.
func TestLayers(t *testing.T) {
	t.Parallel()
	w := open(t)
	zoe := w.AddUser("Zoe", "zoe@example.com", "user")
	w.AddUser("Ada", "ada@example.com", "user")
	one, only := w.AddSchedule("One", []string{zoe})
	two, _ := w.AddSchedule("Two", []string{zoe}, []string{zoe})
	p := w.provider()
	tests := []struct {
		object string
		class  onboarding.Class
		says   string
	}{
		{two, onboarding.ClassInvalid, "has several layers"},
		{one + "/" + only[0], onboarding.ClassInvalid, "has one layer"},
		{two + "/PL9999", onboarding.ClassNotFound, "has no layer PL9999"},
		{"PS9999", onboarding.ClassNotFound, "or hidden from the token"},
		{one + "/../" + two, onboarding.ClassInvalid, "written with ids"},
	}
	for _, tt := range tests {
		t.Run(tt.object, func(t *testing.T) {
			_, err := p.Give(t.Context(), call(ada(), "schedule", tt.object, ""))
			assert.Equal(t, tt.class, onboarding.ClassOf(err), "%v", err)
			assert.ErrorContains(t, err, tt.says)
		})
	}
	assert.Zero(t, w.Writes())
}

// TestLeaving goes the whole way: policies, schedules and teams before the account, and what only a human can do is said.
func TestLeaving(t *testing.T) {
	t.Parallel()
	w := open(t)
	zoe, ida := w.AddUser("Zoe", "zoe@example.com", "owner"), w.AddUser("Ada", "ada@example.com", "user")
	w.AddUser("Yan", "yan@example.com", "admin")
	s, _ := w.AddSchedule("Primary", []string{ida, zoe})
	alone, _ := w.AddSchedule("Lonely", []string{ida})
	policy, rules := w.AddPolicy("Platform", []string{s, ida}, []string{ida})
	team := w.AddTeam("Platform")
	p := w.provider()
	_, err := p.Give(t.Context(), call(ada(), "team", team, "manager"))
	require.NoError(t, err)
	assert.Equal(t, map[string]onboarding.State{
		"user  user":                              onboarding.Done,
		"team " + team + " manager":               onboarding.Done,
		"schedule " + s + " ":                     onboarding.Done,
		"schedule " + alone + " ":                 onboarding.Manual,
		"policy " + policy + "/" + rules[0] + " ": onboarding.Done,
		"policy " + policy + "/" + rules[1] + " ": onboarding.Manual,
	}, held(t, p, ada()))
	h, err := p.Observe(t.Context(), ada())
	require.NoError(t, err)
	assert.Contains(t, strings.Join(h.Notes, "\n"), `is on call for the escalation policy "Platform" at level 2, always`)

	o := &onboarding.Onboarder{Providers: []onboarding.Provider{p}}
	review, err := o.Leave(t.Context(), ada())
	require.NoError(t, err)
	result, err := o.Apply(t.Context(), review, nil)
	require.Error(t, err, "PagerDuty keeps who is on call")
	assert.Equal(t, onboarding.ClassConflict, onboarding.ClassOf(err))
	assert.ErrorContains(t, err, "give these to somebody else, then run this again")
	assert.True(t, result.Waiting())
	assert.Equal(t, [][]string{{"zoe@example.com"}}, w.State().Schedules["Primary"])
	assert.Equal(t, []string{s}, w.State().Policies["Platform"][rules[0]])
	assert.Empty(t, w.State().Teams["Platform"])

	// a human puts somebody in the place, and the same run ends it
	_, err = p.Give(t.Context(), call(onboarding.Person{Email: "yan@example.com"}, "schedule", alone, ""))
	require.NoError(t, err)
	_, err = p.Give(t.Context(), call(onboarding.Person{Email: "yan@example.com"}, "policy", policy+"/"+rules[1], ""))
	require.NoError(t, err)
	review, err = o.Leave(t.Context(), ada())
	require.NoError(t, err)
	_, err = o.Apply(t.Context(), review, nil)
	require.NoError(t, err)
	left, _, err := o.Verify(t.Context(), ada())
	require.NoError(t, err)
	assert.Empty(t, left)
	assert.NotContains(t, w.State().Users, "ada@example.com")
	assert.Equal(t, []string{"yan@example.com"}, w.State().Policies["Platform"][rules[1]])
}

func TestOpenIncidents(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.OpenIncidents(w.AddUser("Ada", "ada@example.com", "user"), 2)
	p := w.provider()
	_, err := p.Take(t.Context(), call(ada(), "user", "", ""))
	assert.Equal(t, onboarding.ClassConflict, onboarding.ClassOf(err))
	assert.ErrorContains(t, err, `"User has incidents assigned": the user has open incidents`)
}

// TestOwner says that the owner of the account is nobody's to delete.
func TestOwner(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.AddUser("Ada", "ada@example.com", "owner")
	w.AddUser("Zoe", "zoe@example.com", "admin")
	p := w.provider()
	h, err := p.Observe(t.Context(), ada())
	require.NoError(t, err)
	assert.Equal(t, onboarding.Manual, h.Held[0].State)
	assert.True(t, h.Held[0].Fixed)
	assert.Equal(t, 2, h.Held[0].Admins)
	out, err := p.Take(t.Context(), call(ada(), "user", "", ""))
	require.NoError(t, err)
	assert.Equal(t, onboarding.Manual, out.State)
	out, err = p.Give(t.Context(), call(ada(), "user", "", "user"))
	require.NoError(t, err)
	assert.False(t, out.Changed)
	assert.Zero(t, w.Writes())
}

// TestCover says that the shifts of somebody who is taken out of a rotation are given to who covers, once.
func TestCover(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 25, 12, 0, 0, 0, time.UTC)
	w := open(t)
	w.Now = func() time.Time { return now }
	zoe, ida := w.AddUser("Zoe", "zoe@example.com", "user"), w.AddUser("Ada", "ada@example.com", "user")
	w.AddUser("Yan", "yan@example.com", "user")
	s, _ := w.AddSchedule("Primary", []string{ida, zoe})
	w.AddPolicy("Platform", []string{s})
	w.AddPolicy("Another", []string{s})
	p := w.provider()
	p.Cover, p.CoverFor, p.Now = "yan@example.com", 21*24*time.Hour, w.Now
	out, err := p.Take(t.Context(), call(ada(), "schedule", s, ""))
	require.NoError(t, err)
	assert.Equal(t, "2 shifts are covered by Yan", out.Note)
	assert.Equal(t, []string{
		"2026-11-25T12:00:00Z 2026-11-30T09:00:00Z yan@example.com",
		"2026-12-07T09:00:00Z 2026-12-14T09:00:00Z yan@example.com",
	}, w.State().Overrides["Primary"])
	out, err = p.Take(t.Context(), call(ada(), "schedule", s, ""))
	require.NoError(t, err)
	assert.False(t, out.Changed)

	p.Cover = "nobody@example.com"
	other, _ := w.AddSchedule("Secondary", []string{ida, zoe})
	_, err = p.Take(t.Context(), call(ada(), "schedule", other, ""))
	assert.Equal(t, onboarding.ClassNotFound, onboarding.ClassOf(err))
	assert.Len(t, w.State().Schedules["Secondary"][0], 2, "nobody is taken out who has nobody to cover")
}

// TestNotCovered says that nobody is taken out whose shifts could not be given to who covers: each override is refused by itself.
func TestNotCovered(t *testing.T) {
	t.Parallel()
	account := &standin.Account{Token: token}
	sound := validated(t, account)
	ida := account.AddUser("Ada", "ada@example.com", "user")
	account.AddUser("Yan", "yan@example.com", "user")
	s, _ := account.AddSchedule("Primary", []string{ida, account.AddUser("Zoe", "zoe@example.com", "user")})
	account.AddPolicy("Platform", []string{s})
	client := api.NewClient(token, api.WithAPIEndpoint("https://pagerduty.example.com"))
	client.HTTPClient = inProcess{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write([]byte(`[{"status": 201, "override": {}}, {"status": 400, "errors": ["Override is in the past"], "override": {}}]`))
			return
		}
		sound.ServeHTTP(w, r)
	})}
	p := &pagerduty.Provider{Client: client, From: from, Patience: -1, Settle: -1, Cover: "yan@example.com"}
	_, err := p.Take(t.Context(), call(ada(), "schedule", s, ""))
	assert.Equal(t, onboarding.ClassConflict, onboarding.ClassOf(err))
	assert.ErrorContains(t, err, "Override is in the past")
	assert.Len(t, account.State().Schedules["Primary"][0], 2)
}

// TestErrors says what each refusal means, and what helps; and that the token is in none.
func TestErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		status int
		class  onboarding.Class
		says   string
	}{
		{401, onboarding.ClassAuth, "the token is wrong"},
		{402, onboarding.ClassUnsupported, "no seat left"},
		{403, onboarding.ClassAuth, "may not do this, or what it is about is hidden"},
		{404, onboarding.ClassNotFound, "not there, or hidden"},
		{409, onboarding.ClassConflict, ""},
		{422, onboarding.ClassInvalid, ""},
		{500, onboarding.ClassTransient, ""},
		{501, onboarding.ClassUnsupported, ""},
	}
	for _, tt := range tests {
		t.Run(http.StatusText(tt.status), func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(`{"error": {"message": "no: ` + r.Header.Get("Authorization") + strings.Repeat(" and so on", 100) + `", "code": 2010, "errors": ["really"]}}`))
			}))
			defer server.Close()
			p := &pagerduty.Provider{Client: api.NewClient(token, api.WithAPIEndpoint(server.URL)), Patience: -1, Called: "europe"}
			_, err := p.Observe(t.Context(), ada())
			var fault *onboarding.CallError
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, tt.class, fault.Class)
			assert.Equal(t, "europe", fault.Provider)
			assert.ErrorContains(t, err, tt.says)
			assert.NotContains(t, err.Error(), token)
			assert.Less(t, len(err.Error()), 1000)
			var refusal *pagerduty.Refusal
			require.ErrorAs(t, err, &refusal)
			assert.Equal(t, tt.status, refusal.Status)
		})
	}
}

// TestOAuth says that a bearer token is in no error either, and that an answer which is none is said to be so.
func TestOAuth(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusOK, http.StatusForbidden} {
		client := api.NewOAuthClient(token, api.WithAPIEndpoint("https://pagerduty.example.com"))
		client.HTTPClient = inProcess{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(`{"error": {"message": "` + r.Header.Get("Authorization") + `"`))
			if status != http.StatusOK {
				_, _ = w.Write([]byte("}}"))
			}
		})}
		_, err := (&pagerduty.Provider{Client: client, Patience: -1}).Observe(t.Context(), ada())
		assert.ErrorContains(t, err, map[int]string{200: "read the answer", 403: "Bearer ***"}[status])
		assert.NotContains(t, err.Error(), token)
	}
}

func TestNoClientAndNoServer(t *testing.T) {
	t.Parallel()
	_, err := new(pagerduty.Provider).Observe(t.Context(), ada())
	assert.Equal(t, onboarding.ClassInvalid, onboarding.ClassOf(err))
	w := open(t)
	p := w.provider()
	w.server.Close()
	_, err = p.Observe(t.Context(), ada())
	assert.Equal(t, onboarding.ClassTransient, onboarding.ClassOf(err))
	p = w.provider()
	p.From = ""
	_, err = p.Give(t.Context(), call(ada(), "schedule", "a/b/c", ""))
	assert.Equal(t, onboarding.ClassInvalid, onboarding.ClassOf(err))
}

// TestMailTaken says that an address that is taken meanwhile is a success, once it is looked up.
func TestMailTaken(t *testing.T) {
	t.Parallel()
	account := &standin.Account{Token: token}
	client := api.NewClient(token, api.WithAPIEndpoint("https://pagerduty.example.com"))
	client.HTTPClient = inProcess{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			account.AddUser("Ada", "ada@example.com", "user")
		}
		account.ServeHTTP(w, r)
	})}
	p := &pagerduty.Provider{Client: client, From: from, Patience: -1}
	out, err := p.Give(t.Context(), call(ada(), "user", "", "user"))
	require.NoError(t, err)
	assert.Equal(t, onboarding.Done, out.State)
	assert.False(t, out.Changed, "somebody else did it")
	_, err = p.Give(t.Context(), call(onboarding.Person{Email: strings.Repeat("x", 120) + "@example.com"}, "user", "", "user"))
	assert.Equal(t, onboarding.ClassInvalid, onboarding.ClassOf(err))
	assert.ErrorContains(t, err, "Email is invalid")
}

// TestNotLinked says that whom the system tied to an address before, and does not any more, is nobody.
func TestNotLinked(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.AddUser("Zoe", "zoe@example.com", "user")
	p := w.provider()
	who := ada()
	who.Identities = map[string]onboarding.Identity{"pagerduty": {ID: id, Source: onboarding.FromProvider}}
	out, err := p.Take(t.Context(), onboarding.Call{Person: who, Grant: onboarding.Grant{Provider: "pagerduty", Kind: "user"}})
	require.NoError(t, err)
	assert.False(t, out.Changed)
	assert.Contains(t, w.State().Users, "zoe@example.com")
}

func TestContextEnds(t *testing.T) {
	t.Parallel()
	w := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := w.provider().Observe(ctx, ada())
	require.ErrorIs(t, err, context.Canceled)
	assert.True(t, errors.As(err, new(*onboarding.CallError)))
}

// TestUndo says that a move is taken back: teams with their roles, places in rotations at their end.
func TestUndo(t *testing.T) {
	t.Parallel()
	w := open(t)
	ida, zoe := w.AddUser("Ada", "ada@example.com", "user"), w.AddUser("Zoe", "zoe@example.com", "user")
	old, next := w.AddTeam("Old"), w.AddTeam("Next")
	s, _ := w.AddSchedule("Primary", []string{zoe, ida})
	policy, rules := w.AddPolicy("Platform", []string{s, zoe, ida})
	p := w.provider()
	_, err := p.Give(t.Context(), call(ada(), "team", old, "manager"))
	require.NoError(t, err)
	before := w.State()
	grant := func(kind, object string) onboarding.Grant { return call(ada(), kind, object, "").Grant }
	o := &onboarding.Onboarder{Providers: []onboarding.Provider{p}, Journal: &plan.Memory{}}
	review, err := o.Move(t.Context(), ada(), []onboarding.Grant{grant("team", old), grant("schedule", s), grant("policy", policy+"/"+rules[0])}, []onboarding.Grant{grant("team", next)})
	require.NoError(t, err)
	_, err = o.Apply(t.Context(), review, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string]map[string]string{"Old": {}, "Next": {"ada@example.com": "responder"}}, w.State().Teams)
	assert.Equal(t, [][]string{{"zoe@example.com"}}, w.State().Schedules["Primary"])
	require.NoError(t, plan.Undo(t.Context(), o.Journal, o, nil))
	assert.Equal(t, before, w.State())
}
