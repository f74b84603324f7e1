package onboardingtest

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// Harness is a provider on a system of its own, and what people do there.
type Harness struct {
	Provider onboarding.Provider
	// Grants are what the suite gives and takes: one of each kind at least, of objects that are there; the account first.
	Grants []onboarding.Grant
	// Missing is a grant of an object that is not there. Zero: not tried.
	Missing onboarding.Grant
	// Accept is what people do who were asked: they accept the invitation, join, are confirmed. It is called when something given
	// waits. Nil: nothing waits for people.
	Accept func(t *testing.T, p onboarding.Person)
	// Expire lets what a person was asked for lapse. Nil: nothing lapses.
	Expire func(t *testing.T, p onboarding.Person)
	// Writes is how many calls so far were to change something, whatever came of them.
	Writes func() int
	// Break makes every call fail from now on, as such faults do there; the empty class mends it. It is called with ClassAuth and
	// ClassTransient. Nil: not tried.
	Break func(t *testing.T, c onboarding.Class)
	// Fix has the role of the first grant of a Membership with roles imposed on the person: an owner of the organization. Nil: not
	// tried.
	Fix func(t *testing.T, p onboarding.Person)
	// Secrets are texts that no error, note or detail may hold: tokens, URLs of webhooks.
	Secrets []string
}

// TestProvider checks that a provider keeps what onboarding.Provider promises. Open returns a harness on a system of its own.
func TestProvider(t *testing.T, open func(t *testing.T) *Harness) {
	t.Helper()
	for _, c := range []struct {
		name string
		run  func(*suite)
	}{
		{"kinds", (*suite).kinds},
		{"a stranger has nothing", (*suite).stranger},
		{"given, given again, taken, taken again", (*suite).thereAndBack},
		{"one at a time", (*suite).single},
		{"asked for, and waiting", (*suite).waiting},
		{"lapsed", (*suite).lapsed},
		{"an unknown identity is not guessed", (*suite).unknown},
		{"roles", (*suite).roles},
		{"imposed roles", (*suite).fixed},
		{"what is not there", (*suite).missing},
		{"people are kept apart", (*suite).apart},
		{"hostile objects", (*suite).hostileObjects},
		{"hostile people", (*suite).hostilePeople},
		{"cancelled", (*suite).cancelled},
		{"faults", (*suite).faults},
		{"many at once", (*suite).atOnce},
		{"joined and left by plans", (*suite).planned},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &suite{T: t, Harness: open(t)}
			require.NotEmpty(t, s.Grants, "the harness has no grants")
			require.NotNil(t, s.Writes, "the harness counts no writing calls")
			c.run(s)
		})
	}
}

// suite is one check on a system of its own.
type suite struct {
	*testing.T
	*Harness
}

// person returns the nth person, who is not in the system.
func person(n int) onboarding.Person {
	names := []string{"Ada Lovelace", "Grace Hopper", "Edsger Dijkstra"}
	return onboarding.Person{Email: fmt.Sprintf("person%d.%s@example.com", n, "x"), Name: names[n%len(names)]}
}

func (s *suite) kind(g onboarding.Grant) onboarding.Kind {
	s.Helper()
	for _, k := range s.Provider.Kinds() {
		if k.Name == g.Kind {
			return k
		}
	}
	require.Failf(s, "no such kind", "%s", g)
	return onboarding.Kind{}
}

// filled returns the grants with the roles that plans fill in.
func (s *suite) filled() []onboarding.Grant {
	var out []onboarding.Grant
	for _, g := range s.Grants {
		if k := s.kind(g); g.Role == "" && len(k.Roles) > 0 {
			g.Role = k.Roles[0]
		}
		out = append(out, g)
	}
	return out
}

func (s *suite) observe(p onboarding.Person) *onboarding.Holding {
	s.Helper()
	h, err := s.Provider.Observe(s.Context(), p)
	require.NoError(s, err)
	if h == nil {
		return &onboarding.Holding{}
	}
	s.sound(h)
	return h
}

// sound checks what must hold of every Holding.
func (s *suite) sound(h *onboarding.Holding) {
	s.Helper()
	seen := map[onboarding.Grant]bool{}
	for _, held := range h.Held {
		assert.Equal(s, s.Provider.Name(), held.Provider, "%s", held.Grant)
		assert.Contains(s, []onboarding.State{onboarding.Done, onboarding.Pending, onboarding.Manual}, held.State, "%s", held.Grant)
		k := s.kind(held.Grant)
		if len(k.Roles) > 0 && !held.Fixed && held.State == onboarding.Done {
			assert.NotEmpty(s, held.Role, "%s has roles", held.Grant)
		}
		assert.Equal(s, k.Object == "", held.Object == "", "%s", held.Grant)
		if held.State == onboarding.Manual {
			continue
		}
		thing := onboarding.Grant{Kind: held.Kind, Object: held.Object}
		assert.False(s, seen[thing], "%s is held twice", held.Grant)
		seen[thing] = true
		s.quiet(held.Detail)
	}
	for _, note := range h.Notes {
		s.quiet(note)
	}
}

// quiet checks that a text holds no secret.
func (s *suite) quiet(text string) {
	s.Helper()
	for _, secret := range s.Secrets {
		assert.NotContains(s, text, secret)
	}
}

func (s *suite) call(p onboarding.Person, g onboarding.Grant) onboarding.Call {
	return onboarding.Call{Person: s.knownAs(p), Grant: g, With: s.filled()}
}

// knownAs returns the person with who the provider says they are.
func (s *suite) knownAs(p onboarding.Person) onboarding.Person {
	h, err := s.Provider.Observe(s.Context(), p)
	require.NoError(s, err)
	if h != nil && h.Identity.Known() {
		p.Identities = map[string]onboarding.Identity{s.Provider.Name(): h.Identity}
	}
	return p
}

func (s *suite) give(p onboarding.Person, g onboarding.Grant) onboarding.Outcome {
	s.Helper()
	out, err := s.Provider.Give(s.Context(), s.call(p, g))
	require.NoError(s, err, "give %s", g)
	s.ended(out)
	return out
}

func (s *suite) take(p onboarding.Person, g onboarding.Grant) onboarding.Outcome {
	s.Helper()
	out, err := s.Provider.Take(s.Context(), s.call(p, g))
	require.NoError(s, err, "take %s", g)
	s.ended(out)
	return out
}

// ended checks what must hold of every Outcome.
func (s *suite) ended(out onboarding.Outcome) {
	s.Helper()
	assert.Contains(s, []onboarding.State{onboarding.Done, onboarding.Pending, onboarding.Blocked, onboarding.Manual}, out.State)
	if out.State != onboarding.Done {
		assert.NotEmpty(s, out.Note, "what is %s says what it waits for", out.State)
	}
	if out.State == onboarding.Blocked {
		assert.False(s, out.Changed, "what is blocked has changed nothing")
	}
	s.quiet(out.Note)
}

// settle gives everything, and the person does what is asked of them, until all of it is there.
func (s *suite) settle(p onboarding.Person) {
	s.Helper()
	waits := false
	for _, g := range s.filled() {
		waits = s.give(p, g).State != onboarding.Done || waits
	}
	if waits && s.Accept != nil {
		s.Accept(s.T, p)
		for _, g := range s.filled() {
			s.give(p, g)
		}
	}
	for _, g := range s.filled() {
		s.holds(p, g)
	}
}

// clear takes everything, in the order of leaving.
func (s *suite) clear(p onboarding.Person) {
	s.Helper()
	all := s.filled()
	for i := len(all) - 1; i >= 0; i-- {
		s.take(p, all[i])
	}
	s.nothing(p)
}

// find returns what is held of a grant, whatever the role.
func find(h *onboarding.Holding, g onboarding.Grant) *onboarding.Held {
	for i, held := range h.Held {
		if held.Kind == g.Kind && held.Object == g.Object && held.State != onboarding.Manual {
			return &h.Held[i]
		}
	}
	return nil
}

// holds checks that a grant is there.
func (s *suite) holds(p onboarding.Person, g onboarding.Grant) {
	s.Helper()
	held := find(s.observe(p), g)
	if assert.NotNil(s, held, "%s is not held", g) {
		assert.Equal(s, onboarding.Done, held.State, "%s", g)
		assert.False(s, held.Lapsed, "%s", g)
		if !held.Fixed {
			assert.Equal(s, g.Role, held.Role, "%s", g)
		}
	}
}

// nothing checks that nothing is left but what no call can take.
func (s *suite) nothing(p onboarding.Person) {
	s.Helper()
	for _, held := range s.observe(p).Held {
		assert.Equal(s, onboarding.Manual, held.State, "%s is left", held.Grant)
	}
}

// silent checks that an action makes no writing call.
func (s *suite) silent(what string, do func()) {
	s.Helper()
	before := s.Writes()
	do()
	assert.Equal(s, before, s.Writes(), "%s wrote", what)
}
