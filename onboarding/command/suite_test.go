package command_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/command"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
)

const token = "token-of-nobody"

// service is a service in front of a system in memory.
type service struct {
	*onboardingtest.Memory
	status atomic.Int32 // that it answers with in place of doing what it is asked; 0: none
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var q command.Request
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	switch err := d.Decode(&q); {
	case err != nil || r.Method != http.MethodPost || q.Version != command.Version:
		http.Error(w, "no request", http.StatusBadRequest)
	case r.Header.Get("Authorization") != "Bearer "+token:
		http.Error(w, "the token is not "+token, http.StatusUnauthorized)
	case s.status.Load() != 0:
		http.Error(w, "broken: "+r.Header.Get("Authorization"), int(s.status.Load()))
	default:
		s.answer(w, r.Context(), q)
	}
}

func (s *service) answer(w http.ResponseWriter, ctx context.Context, q command.Request) {
	person := onboarding.Person{Email: q.Person.Email, Name: q.Person.Name}
	if q.Do == command.Observe {
		h, err := s.Observe(ctx, person)
		a := command.Answer{Members: h.Members, Notes: h.Notes, ID: h.Identity.ID}
		for _, o := range h.Held {
			a.Held = append(a.Held, command.Held{
				Grant: command.Grant{Kind: o.Kind, Object: o.Object, Role: o.Role}, State: o.State, Detail: o.Detail, Lapsed: o.Lapsed,
				Fixed: o.Fixed, Admin: o.Admin, Admins: o.Admins,
			})
		}
		s.reply(w, a, err)
		return
	}
	c := onboarding.Call{Person: person, Grant: s.grant(*q.Grant)}
	for _, g := range q.With {
		c.With = append(c.With, s.grant(g))
	}
	do := s.Give
	if q.Do == command.Take {
		do = s.Take
	}
	out, err := do(ctx, c)
	s.reply(w, command.Answer{State: out.State, Note: out.Note}, err)
}

func (s *service) grant(g command.Grant) onboarding.Grant {
	return onboarding.Grant{Provider: s.Name(), Kind: g.Kind, Object: g.Object, Role: g.Role}
}

func (s *service) reply(w http.ResponseWriter, a command.Answer, err error) {
	status := map[onboarding.Class]int{onboarding.ClassNotFound: 404, onboarding.ClassConflict: 409}[onboarding.ClassOf(err)]
	if err != nil {
		http.Error(w, err.Error(), max(status, 400))
		return
	}
	_ = json.NewEncoder(w).Encode(a) // it is read in the same process
}

func harness(a onboardingtest.Accounts, rides bool) *onboardingtest.Harness {
	grants := []onboarding.Grant{
		onboardingtest.Team("memory", "payments", ""), onboardingtest.Team("memory", "everybody", onboardingtest.Maintainer),
		onboardingtest.Rotation("memory", "primary"),
	}
	s := &service{Memory: onboardingtest.NewMemory(a, grants...)}
	s.Rides = rides
	h := &onboardingtest.Harness{
		Provider: &command.Provider{
			Called: "memory", Grants: s.Kinds(), Addressed: a == onboardingtest.Addressed,
			Caller: &command.HTTP{
				URL: "https://example.com/hooks/secret-path", Header: map[string]string{"Authorization": "Bearer " + token},
				Client: &http.Client{Transport: inprocess.Transport{Handler: s}},
			},
		},
		Grants: grants, Missing: onboardingtest.Team("memory", "nobody", onboardingtest.Member), Secrets: []string{token, "secret-path"},
		Writes: func() int { return len(s.Log()) },
		Break: func(_ *testing.T, c onboarding.Class) {
			s.status.Store(map[onboarding.Class]int32{onboarding.ClassAuth: 403, onboarding.ClassTransient: 500}[c])
		},
	}
	if a == onboardingtest.Invited || a == onboardingtest.Immediate {
		h.Grants = append([]onboarding.Grant{onboardingtest.Account("memory", "")}, grants...)
		h.Fix = func(_ *testing.T, p onboarding.Person) { s.Promote(p.Email, onboardingtest.Owner) }
	}
	if a == onboardingtest.Invited || a == onboardingtest.Elsewhere {
		h.Accept = func(t *testing.T, p onboarding.Person) {
			t.Helper()
			local, _, _ := strings.Cut(p.Email, ".")
			require.NoError(t, s.Accept(p.Email, "login-"+local))
		}
	}
	if a == onboardingtest.Invited {
		h.Expire = func(t *testing.T, p onboarding.Person) {
			t.Helper()
			require.NoError(t, s.Expire(p.Email))
		}
	}
	return h
}

func TestSuiteOfServices(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		accounts onboardingtest.Accounts
		rides    bool
	}{
		"invited":              {onboardingtest.Invited, false},
		"invited with teams":   {onboardingtest.Invited, true},
		"accounts at once":     {onboardingtest.Immediate, false},
		"accounts elsewhere":   {onboardingtest.Elsewhere, false},
		"known by the address": {onboardingtest.Addressed, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onboardingtest.TestProvider(t, func(*testing.T) *onboardingtest.Harness { return harness(c.accounts, c.rides) })
		})
	}
}

// counting counts the questions that are to change something, and can fail.
type counting struct {
	command.Caller
	writes *atomic.Int32
	broken *atomic.Pointer[onboarding.CallError]
}

func (c counting) Call(ctx context.Context, r command.Request) (command.Answer, error) {
	if broken := c.broken.Load(); broken != nil {
		return command.Answer{}, broken
	}
	a, err := c.Caller.Call(ctx, r)
	if r.Do != command.Observe && err == nil {
		c.writes.Add(1)
	}
	return a, err
}

// script returns a provider that runs the script of the documentation on a file of groups.
func script(t *testing.T) (p *command.Provider, file string) {
	t.Helper()
	folder, err := filepath.Abs("testdata")
	require.NoError(t, err)
	file = filepath.Join(t.TempDir(), "group")
	require.NoError(t, os.WriteFile(file, []byte("root:x:0:\nstaff:x:50:grace@example.com\non-call:x:51:\n"), 0o600))
	getenv := func(name string) string {
		return map[string]string{"PATH": os.Getenv("PATH"), "GROUP_FILE": file}[name]
	}
	providers, err := command.Parse("providers.yaml", []byte(`
providers:
  - name: unix
    run: [sh, unix-groups.sh]
    pass: [PATH, GROUP_FILE]
    timeout: 1m
    addressed: true
    kinds:
      - {name: group, doc: a Unix group, object: GROUP, stage: membership}
`), &command.Options{Getenv: getenv, Dir: folder})
	require.NoError(t, err)
	require.Len(t, providers, 1)
	return providers[0], file
}

func group(name string) onboarding.Grant {
	return onboarding.Grant{Provider: "unix", Kind: "group", Object: name}
}

func TestSuiteOfTheScript(t *testing.T) {
	t.Parallel()
	onboardingtest.TestProvider(t, func(t *testing.T) *onboardingtest.Harness {
		t.Helper()
		p, _ := script(t)
		c := counting{p.Caller, &atomic.Int32{}, &atomic.Pointer[onboarding.CallError]{}}
		p.Caller = c
		return &onboardingtest.Harness{
			Provider: p, Grants: []onboarding.Grant{group("staff"), group("on-call")}, Missing: group("nobody"),
			Writes: func() int { return int(c.writes.Load()) },
			Break: func(_ *testing.T, class onboarding.Class) {
				c.broken.Store(nil)
				if class != "" {
					c.broken.Store(&onboarding.CallError{Class: class, Err: errors.New("it is broken")})
				}
			},
		}
	})
}

// TestScript runs the script on a file and looks at the file.
func TestScript(t *testing.T) {
	t.Parallel()
	p, file := script(t)
	ada := onboarding.Person{Email: "Ada@example.com", Name: `Ada "$(id)"; O'Lovelace`}
	for range 2 {
		out, err := p.Give(t.Context(), onboarding.Call{Person: ada, Grant: group("staff")})
		require.NoError(t, err)
		assert.Equal(t, onboarding.Done, out.State)
	}
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "root:x:0:\nstaff:x:50:grace@example.com,ada@example.com\non-call:x:51:\n", string(data))

	_, err = p.Give(t.Context(), onboarding.Call{Person: ada, Grant: group("nobody")})
	assert.Equal(t, onboarding.ClassNotFound, onboarding.ClassOf(err))
	require.ErrorContains(t, err, "unix: not-found: it ended with status 66: there is no group nobody")

	p.Addressed = false
	out, err := p.Give(t.Context(), onboarding.Call{Person: ada, Grant: group("staff")})
	require.NoError(t, err)
	assert.Equal(t, onboarding.Blocked, out.State, "nobody is guessed")
	p.Objects["group"] = regexp.MustCompile(`^o.*$`)
	_, err = p.Take(t.Context(), onboarding.Call{Person: ada, Grant: group("staff")})
	assert.Equal(t, onboarding.ClassInvalid, onboarding.ClassOf(err))
}
