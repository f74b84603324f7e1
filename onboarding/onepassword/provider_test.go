package onepassword_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword/optest"
)

func account(role string) onboarding.Grant {
	return onboarding.Grant{Provider: "onepassword", Kind: onepassword.AccountKind, Role: role}
}

func group(name, role string) onboarding.Grant {
	return onboarding.Grant{Provider: "onepassword", Kind: onepassword.GroupKind, Object: name, Role: role}
}

func harness(a *optest.Account, p *onepassword.Provider) *onboardingtest.Harness {
	p.Runner, p.Patience = a, -1
	return &onboardingtest.Harness{
		Provider: p,
		Grants:   []onboarding.Grant{account(""), group("Payments", ""), group("On call", onepassword.Manager)},
		Missing:  group("Nobody", onepassword.Member),
		Accept: func(t *testing.T, who onboarding.Person) {
			t.Helper()
			require.NoError(t, a.Accept(who.Email))
		},
		Writes: func() int { return len(a.Writes()) },
		Break: func(_ *testing.T, c onboarding.Class) {
			a.Break(map[onboarding.Class]string{
				onboarding.ClassAuth:      "You are not currently signed in. Please run `op signin --help` for instructions",
				onboarding.ClassTransient: "(503) Service Unavailable",
			}[c])
		},
	}
}

func TestSuite(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]onepassword.Provider{
		"suspends":             {},
		"looks at vaults, too": {Vaults: true, DeauthorizeAfter: 10 * time.Minute},
		"deletes":              {Delete: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onboardingtest.TestProvider(t, func(*testing.T) *onboardingtest.Harness {
				own := p
				return harness(optest.New("Payments", "On call"), &own)
			})
		})
	}
}

var ada = onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"}

func give(t *testing.T, p *onepassword.Provider, g onboarding.Grant) onboarding.Outcome {
	t.Helper()
	out, err := p.Give(t.Context(), onboarding.Call{Person: ada, Grant: g})
	require.NoError(t, err)
	return out
}

func take(t *testing.T, p *onepassword.Provider, g onboarding.Grant) onboarding.Outcome {
	t.Helper()
	out, err := p.Take(t.Context(), onboarding.Call{Person: ada, Grant: g})
	require.NoError(t, err)
	return out
}

// TestCommandLines holds each command that changes something against its syntax in op's reference.
func TestCommandLines(t *testing.T) {
	t.Parallel()
	a := optest.New("Payments")
	p := &onepassword.Provider{Runner: a, DeauthorizeAfter: 10 * time.Minute}
	payments := group("Payments", onepassword.Manager)

	out := give(t, p, account(""))
	assert.Equal(t, onboarding.Pending, out.State)
	assert.Equal(t, "was invited, and has not accepted yet", out.Note)
	out = give(t, p, payments)
	assert.Equal(t, onboarding.Outcome{State: onboarding.Blocked, Note: "waits for the account: the person was invited, and has not accepted yet"}, out)
	require.NoError(t, a.Accept(ada.Email))
	out = give(t, p, payments)
	assert.Equal(t, "waits for the account: the person has accepted, and waits to be confirmed", out.Note)
	assert.Equal(t, onboarding.Done, give(t, p, account("")).State)
	give(t, p, payments)
	assert.Equal(t, payments, give(t, p, group("Payments", onepassword.Member)).Before)
	take(t, p, payments)
	take(t, p, account(""))
	assert.Equal(t, optest.Suspended, a.State(ada.Email))
	give(t, p, account(""))
	assert.Equal(t, optest.Active, a.State(ada.Email))
	p.Delete = true
	take(t, p, account(""))
	assert.Empty(t, a.State(ada.Email))

	const user, payment = "ID000000000000000000000004", "ID000000000000000000000003"
	assert.Equal(t, [][]string{
		{"user", "provision", "--name=Ada Lovelace", "--email=ada@example.com"},
		{"user", "confirm", user},
		{"group", "user", "grant", "--group=" + payment, "--user=" + user, "--role=manager"},
		{"group", "user", "grant", "--group=" + payment, "--user=" + user, "--role=member"},
		{"group", "user", "revoke", "--group=" + payment, "--user=" + user},
		{"user", "suspend", user, "--deauthorize-devices-after=10m0s"},
		{"user", "reactivate", user},
		{"user", "delete", user},
	}, a.Writes())
	assert.Equal(t, []string{ada.Email}, a.Mails())
	assert.Contains(t, a.Calls(), []string{"user", "get", user, "--format=json", "--cache=false"})
	assert.Contains(t, a.Calls(), []string{"group", "user", "list", payment, "--format=json", "--cache=false"})
}

// TestPatience asks again, for as long as it may, and never does twice what changes something.
func TestPatience(t *testing.T) {
	t.Parallel()
	for text, repeats := range map[string]bool{"Too many requests": true, "(503) Service Unavailable": true, "(403) Forbidden": false} {
		synctest.Test(t, func(t *testing.T) {
			a, start := optest.New("Payments"), time.Now()
			a.Break(text)
			p := &onepassword.Provider{Runner: a, Patience: 40 * time.Second}
			_, err := p.Observe(t.Context(), ada)
			require.Error(t, err)
			want, waited := 1, 0*time.Second
			if repeats {
				want, waited = 4, 35*time.Second // 5 + 10 + 20; another 40 would be too long
			}
			assert.Len(t, a.Calls(), want)
			assert.Equal(t, waited, time.Since(start))

			a.Break("")
			go func() {
				time.Sleep(12 * time.Second)
				a.Break("")
			}()
			a.Break(text)
			_, err = p.Observe(t.Context(), ada)
			assert.Equal(t, repeats, err == nil, "%v", err)

			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			a.Break(text)
			_, err = p.Observe(ctx, ada)
			require.Error(t, err)
			assert.Empty(t, a.Writes())
			synctest.Wait()
			time.Sleep(time.Minute)
		})
	}
	a := optest.New()
	p := &onepassword.Provider{Runner: runnerFunc(func(args []string) ([]byte, error) {
		if args[1] == "provision" {
			_, _ = a.Run(t.Context(), "user", "list") // counts
			return nil, &onepassword.ExitError{Code: 1, Text: "Too many requests"}
		}
		return a.Run(t.Context(), args...)
	})}
	_, err := p.Give(t.Context(), onboarding.Call{Person: ada, Grant: account("")})
	assert.Equal(t, onboarding.ClassRate, onboarding.ClassOf(err))
	assert.Len(t, a.Calls(), 3, "list, provision, list")
}

// TestLostAnswers ends every command that changes something with an error, though it has done its work: what there is afterwards
// counts, and nothing happens twice.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	a := optest.New("Payments")
	a.Lose(func([]string) error { return &onepassword.ExitError{Code: 1, Text: "Too many requests"} })
	p := &onepassword.Provider{Runner: a}
	assert.Equal(t, onboarding.Pending, give(t, p, account("")).State)
	require.NoError(t, a.Accept(ada.Email))
	assert.Equal(t, onboarding.Done, give(t, p, account("")).State)
	assert.True(t, give(t, p, group("Payments", onepassword.Member)).Changed)
	assert.True(t, take(t, p, group("Payments", onepassword.Member)).Changed)
	assert.True(t, take(t, p, account("")).Changed)
	assert.Len(t, a.Mails(), 1)
	p.Delete = true
	assert.True(t, take(t, p, account("")).Changed)
}

func TestDeletesWhatIsSuspended(t *testing.T) {
	t.Parallel()
	a := optest.New()
	p := &onepassword.Provider{Runner: a}
	a.Add(ada.Name, ada.Email)
	take(t, p, account(""))
	h, err := p.Observe(t.Context(), ada)
	require.NoError(t, err)
	assert.Empty(t, h.Held)
	p.Delete = true
	h, err = p.Observe(t.Context(), ada)
	require.NoError(t, err)
	assert.Equal(t, []onboarding.Held{{Grant: account(""), State: onboarding.Done, Due: true, Detail: "suspended"}}, h.Held)
}

func TestKnownByID(t *testing.T) {
	t.Parallel()
	a := optest.New()
	id := a.Add("Ada King", "ada.king@example.com")
	p := &onepassword.Provider{Runner: a}
	who := ada
	who.Identities = map[string]onboarding.Identity{"onepassword": {ID: id, Source: onboarding.FromFile}}
	h, err := p.Observe(t.Context(), who)
	require.NoError(t, err)
	assert.Equal(t, onboarding.Identity{ID: id, Source: onboarding.FromProvider}, h.Identity)
	assert.Equal(t, []string{`has the address "ada.king@example.com" there`}, h.Notes)
	a.Add("Ada Lovelace", "ADA@example.com")
	h, err = p.Observe(t.Context(), who)
	require.NoError(t, err)
	assert.NotEqual(t, id, h.Identity.ID, "the address goes before what was said")
}

func TestAdministrators(t *testing.T) {
	t.Parallel()
	a := optest.New()
	a.Add(ada.Name, ada.Email)
	a.Add("Grace", "grace@example.com")
	p := &onepassword.Provider{Runner: a}
	for _, email := range []string{ada.Email, "grace@example.com"} {
		_, err := p.Give(t.Context(), onboarding.Call{Person: onboarding.Person{Email: email}, Grant: group("owners", onepassword.Member)})
		require.NoError(t, err)
	}
	h, err := p.Observe(t.Context(), ada)
	require.NoError(t, err)
	require.Len(t, h.Held, 2, "nobody is told that all are in Team Members")
	assert.True(t, h.Held[1].Admin)
	assert.Equal(t, 2, h.Held[1].Admins)
	assert.Equal(t, 2, h.Members)
}

func TestGroupsOfOneName(t *testing.T) {
	t.Parallel()
	a := optest.New("Payments", "payments")
	a.Add(ada.Name, ada.Email)
	p := &onepassword.Provider{Runner: a}
	_, err := p.Give(t.Context(), onboarding.Call{Person: ada, Grant: group("Payments", onepassword.Member)})
	require.Error(t, err)
	assert.Equal(t, onboarding.ClassConflict, onboarding.ClassOf(err))
	p.IDs = true
	assert.True(t, give(t, p, group("ID000000000000000000000003", onepassword.Member)).Changed)
	assert.True(t, give(t, p, group("ID000000000000000000000004", onepassword.Member)).Changed)
	h, err := p.Observe(t.Context(), ada)
	require.NoError(t, err)
	assert.Len(t, h.Held, 3)
	p.IDs = false
	h, err = p.Observe(t.Context(), ada)
	require.NoError(t, err)
	assert.Len(t, h.Held, 2)
	assert.Equal(t, []string{`is in two groups that are called "payments": name groups by their ids`}, h.Notes)
}

func TestVaultsOfNobodyElse(t *testing.T) {
	t.Parallel()
	a := optest.New("Managers")
	a.Add(ada.Name, ada.Email)
	a.Add("Grace", "grace@example.com")
	manage, read := []string{"view_items", "manage_vault"}, []string{"view_items"}
	a.AddVault("only hers", map[string][]string{ada.Email: manage, "grace@example.com": read}, nil)
	a.AddVault("Grace's, too", map[string][]string{ada.Email: manage, "grace@example.com": {"allow_managing"}}, nil)
	a.AddVault("the managers'", map[string][]string{ada.Email: manage}, map[string][]string{"Managers": manage})
	a.AddVault("to read", map[string][]string{ada.Email: read}, nil)
	p := &onepassword.Provider{Runner: a, Vaults: true}
	h, err := p.Observe(t.Context(), ada)
	require.NoError(t, err)
	assert.Equal(t, []string{`is the only one who manages the vault "only hers": give it to somebody else before the account goes`}, h.Notes)
}

func TestClasses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]onboarding.Class{
		"(429) Too Many Requests: You've reached the maximum": onboarding.ClassRate,
		"Too many requests":                                 onboarding.ClassRate,
		"You are not currently signed in":                   onboarding.ClassAuth,
		"session expired, sign in to create a new session":  onboarding.ClassAuth,
		"(403) Forbidden: You don't have permission":        onboarding.ClassAuth,
		"dial tcp: lookup acme.1password.com: no such host": onboarding.ClassTransient,
		"(500) Internal Server Error":                       onboarding.ClassTransient,
		`unknown flag: --cache`:                             onboarding.ClassUnsupported,
		`"x" isn't a user in this account`:                  onboarding.ClassNotFound,
		"something that nobody has seen before":             onboarding.ClassUnknown,
		"(409) Conflict":                                    onboarding.ClassConflict,
		"(400) Bad Request":                                 onboarding.ClassInvalid,
	} {
		a := optest.New()
		a.Break(text)
		_, err := (&onepassword.Provider{Runner: a, Patience: -1}).Observe(t.Context(), ada)
		assert.Equal(t, want, onboarding.ClassOf(err), text)
		var exit *onepassword.ExitError
		require.ErrorAs(t, err, &exit)
		assert.Contains(t, exit.Text, text)
	}
}

func TestNeitherKind(t *testing.T) {
	t.Parallel()
	p := &onepassword.Provider{Runner: optest.New(), IDs: true, Called: "1p"}
	assert.Equal(t, "1p", p.Name())
	assert.Equal(t, "GROUP-ID", p.Kinds()[1].Object)
	for _, g := range []onboarding.Grant{{Kind: "vault"}, {Kind: onepassword.AccountKind, Object: "x"}, group("x", "owner")} {
		_, err := p.Give(t.Context(), onboarding.Call{Person: ada, Grant: g})
		assert.Equal(t, onboarding.ClassInvalid, onboarding.ClassOf(err), "%+v", g)
		if g.Kind != onepassword.GroupKind {
			_, err = p.Take(t.Context(), onboarding.Call{Person: ada, Grant: g})
			assert.Equal(t, onboarding.ClassInvalid, onboarding.ClassOf(err), "%+v", g)
		}
	}
}

// FuzzCommandLines gives and takes whatever people may write: no command has another shape than those known, and what people wrote
// is nowhere but in the name and the address of who is provisioned.
func FuzzCommandLines(f *testing.F) {
	f.Add("Ada", "ada@example.com", "Payments", "member", "x")
	f.Add("--role=manager", "-x@example.com", "--user=ada", "manager", "../..")
	f.Add("$(id)\n", "a;b@example.com", "`id`", "", "ID000000000000000000000001")
	f.Fuzz(func(t *testing.T, name, email, object, role, id string) {
		a := optest.New("Payments", object)
		a.Add("Grace", "grace@example.com")
		p := &onepassword.Provider{Runner: a, Vaults: true}
		who := onboarding.Person{Email: email, Name: name, Identities: map[string]onboarding.Identity{"onepassword": {ID: id}}}
		for range 2 {
			for _, g := range []onboarding.Grant{account(""), group(object, role)} {
				c := onboarding.Call{Person: who, Grant: g}
				_, _ = p.Give(t.Context(), c) // most are refused
				_, _ = p.Observe(t.Context(), who)
				_, _ = p.Take(t.Context(), c)
			}
			_ = a.Accept(email) // there may be nothing to accept
		}
		for _, call := range a.Calls() {
			assert.True(t, known(call, who), "%q", call)
		}
	})
}

// known reports whether a command is one of those that a provider may run.
func known(call []string, who onboarding.Person) bool {
	for i, arg := range call {
		name, value, _ := strings.Cut(arg, "=")
		switch name {
		case "user", "group", "vault", "list", "get", "provision", "confirm", "suspend", "reactivate", "grant", "revoke":
		case "--name":
			if value != who.Name && value != who.Email || call[1] != "provision" {
				return false
			}
		case "--email":
			if value != who.Email || call[1] != "provision" || who.Validate() != nil {
				return false
			}
		case "--format", "--cache", "--role":
			if value != "json" && value != "false" && value != "member" && value != "manager" {
				return false
			}
		case "--user", "--group":
			if !ownID(value) {
				return false
			}
		default:
			if i < 2 || !ownID(arg) {
				return false
			}
		}
	}
	return true
}

func ownID(s string) bool { return len(s) == 26 && strings.HasPrefix(s, "ID0000") }

type runnerFunc func(args []string) ([]byte, error)

func (f runnerFunc) Run(_ context.Context, args ...string) ([]byte, error) { return f(args) }

func TestStrangeAnswers(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{`{"not": "a list"}`, `not JSON`, `[{"id":"--help","email":"ada@example.com"}]`} {
		p := &onepassword.Provider{Runner: runnerFunc(func([]string) ([]byte, error) { return []byte(answer), nil })}
		_, err := p.Observe(t.Context(), ada)
		require.Error(t, err, answer)
		assert.Equal(t, onboarding.ClassUnknown, onboarding.ClassOf(err))
	}
	p := &onepassword.Provider{Runner: runnerFunc(func([]string) ([]byte, error) { return nil, errors.New("no") })}
	_, err := p.Observe(t.Context(), ada)
	require.Error(t, err)
}
