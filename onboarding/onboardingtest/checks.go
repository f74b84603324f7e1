package onboardingtest

import (
	"cmp"
	"slices"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

func (s *suite) kinds() {
	assert.NotEmpty(s, s.Provider.Name())
	names := map[string]bool{}
	for _, k := range s.Provider.Kinds() {
		assert.NotEmpty(s, k.Name)
		assert.NotEmpty(s, k.Doc, k.Name)
		assert.False(s, names[k.Name], "two kinds are called %s", k.Name)
		names[k.Name] = true
	}
	for _, g := range s.Grants {
		k := s.kind(g)
		assert.Equal(s, s.Provider.Name(), g.Provider)
		assert.Equal(s, k.Object == "", g.Object == "", "%s", g)
		if g.Role != "" {
			assert.Contains(s, k.Roles, g.Role)
		}
	}
	assert.True(s, slices.IsSortedFunc(s.Grants, func(a, b onboarding.Grant) int {
		return cmp.Compare(s.kind(a).Stage, s.kind(b).Stage)
	}), "the harness gives accounts first, and rotations last")
}

func (s *suite) stranger() {
	s.silent("looking", func() {
		h := s.observe(person(1))
		assert.Empty(s, h.Held)
		if id := h.Identity; id.Known() {
			assert.Equal(s, person(1).Email, id.ID, "a stranger is known by the address or not at all")
		}
	})
	s.silent("taking what is not there", func() {
		for _, g := range s.filled() {
			assert.False(s, s.take(person(1), g).Changed, "%s", g)
		}
	})
}

func (s *suite) thereAndBack() {
	p := person(1)
	s.settle(p)
	s.silent("giving what is there", func() {
		for _, g := range s.filled() {
			out := s.give(p, g)
			assert.Equal(s, onboarding.Done, out.State, "%s", g)
			assert.False(s, out.Changed, "%s", g)
		}
	})
	s.clear(p)
	s.silent("taking what is gone", func() {
		for _, g := range s.filled() {
			assert.False(s, s.take(p, g).Changed, "%s", g)
		}
	})
	s.settle(p)
	s.clear(p)
}

// single takes one grant and leaves the others.
func (s *suite) single() {
	p := person(1)
	s.settle(p)
	for _, g := range s.filled() {
		if s.kind(g).Stage == onboarding.Account {
			continue
		}
		out := s.take(p, g)
		assert.True(s, out.Changed, "%s", g)
		assert.Nil(s, find(s.observe(p), g), "%s", g)
		for _, other := range s.filled() {
			if other != g {
				s.holds(p, other)
			}
		}
		assert.True(s, s.give(p, g).Changed, "%s", g)
		s.holds(p, g)
	}
}

// account returns the first grant of an account.
func (s *suite) account() (onboarding.Grant, bool) {
	for _, g := range s.filled() {
		if s.kind(g).Stage == onboarding.Account {
			return g, true
		}
	}
	return onboarding.Grant{}, false
}

// waiting looks at an invitation that nobody has accepted yet.
func (s *suite) waiting() {
	g, ok := s.account()
	if !ok || s.Accept == nil {
		s.Log("nobody is invited")
		return
	}
	p := person(1)
	out := s.give(p, g)
	assert.Equal(s, onboarding.Pending, out.State)
	assert.True(s, out.Changed)
	held := find(s.observe(p), g)
	require.NotNil(s, held, "an invitation counts as held")
	assert.Equal(s, onboarding.Pending, held.State)
	assert.False(s, held.Lapsed)
	s.silent("asking again", func() {
		again := s.give(p, g)
		assert.Equal(s, onboarding.Pending, again.State)
		assert.False(s, again.Changed)
	})
	assert.True(s, s.take(p, g).Changed)
	s.nothing(p)
	s.settle(p)
	s.clear(p)
}

func (s *suite) lapsed() {
	g, ok := s.account()
	if !ok || s.Expire == nil {
		s.Log("nothing lapses")
		return
	}
	p := person(1)
	s.give(p, g)
	s.Expire(s.T, p)
	held := find(s.observe(p), g)
	require.NotNil(s, held, "what has lapsed is told, so that it can be cleared")
	assert.True(s, held.Lapsed)
	out := s.give(p, g)
	assert.Equal(s, onboarding.Pending, out.State)
	assert.True(s, out.Changed, "it is asked for again")
	require.NotNil(s, find(s.observe(p), g))
	assert.False(s, find(s.observe(p), g).Lapsed)
	s.Expire(s.T, p)
	s.take(p, g)
	s.nothing(p)
	s.silent("taking what is gone", func() { s.take(p, g) })
	s.settle(p)
}

// unknown gives memberships to somebody whom the system does not know.
func (s *suite) unknown() {
	p := person(1)
	if h := s.observe(p); h.Identity.Known() {
		s.Log("everybody is known by the address")
		return
	}
	s.silent("giving to nobody", func() {
		for _, g := range s.filled() {
			if s.kind(g).Stage == onboarding.Account {
				continue
			}
			out := s.give(p, g)
			assert.Equal(s, onboarding.Blocked, out.State, "%s", g)
		}
	})
	assert.Empty(s, s.observe(p).Held)
}

// otherRole returns a role of the grant's kind that it does not have.
func (s *suite) otherRole(g onboarding.Grant) (onboarding.Grant, bool) {
	for _, role := range s.kind(g).Roles {
		if role != g.Role {
			g.Role = role
			return g, true
		}
	}
	return g, false
}

func (s *suite) roles() {
	for i, g := range s.filled() {
		other, ok := s.otherRole(g)
		if !ok {
			continue
		}
		p := person(i + 1)
		s.settle(p)
		s.settle(person(100 + i))
		out := s.give(p, other)
		assert.True(s, out.Changed, "%s", other)
		s.same(g, out.Before)
		s.holds(p, other)
		s.silent("giving the role again", func() { assert.False(s, s.give(p, other).Changed) })
		s.give(p, out.Before)
		s.holds(p, g)
	}
}

// same checks that two grants are of one thing in one role.
func (s *suite) same(want, got onboarding.Grant) {
	s.Helper()
	assert.Equal(s, want, got, "Before says what there was")
}

func (s *suite) fixed() {
	if s.Fix == nil {
		s.Log("no role is imposed")
		return
	}
	for _, g := range s.filled() {
		if s.kind(g).Stage != onboarding.Membership || len(s.kind(g).Roles) < 2 {
			continue
		}
		p := person(1)
		s.settle(p)
		s.Fix(s.T, p)
		held := find(s.observe(p), g)
		require.NotNil(s, held)
		assert.True(s, held.Fixed, "%s", g)
		s.silent("giving an imposed role", func() { assert.False(s, s.give(p, g).Changed) })
		return
	}
	s.Error("no grant of the harness is of a membership with roles")
}

func (s *suite) apart() {
	a, b := person(1), person(2)
	s.settle(a)
	assert.Empty(s, s.observe(b).Held)
	s.settle(b)
	before := s.observe(a)
	s.clear(b)
	assert.ElementsMatch(s, grants(before), grants(s.observe(a)))
	upper := a
	upper.Email = "PERSON1.x@Example.COM"
	assert.ElementsMatch(s, grants(before), grants(s.observe(upper)), "the case of an address does not matter")
}

func grants(h *onboarding.Holding) (out []onboarding.Grant) {
	for _, held := range h.Held {
		out = append(out, held.Grant)
	}
	return out
}
