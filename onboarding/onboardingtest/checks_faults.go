package onboardingtest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/plan"
)

func (s *suite) missing() {
	if s.Missing == (onboarding.Grant{}) {
		s.Log("no object can be missing")
		return
	}
	p := person(1)
	s.settle(p)
	s.silent("giving what is not there", func() {
		out, err := s.Provider.Give(s.Context(), s.call(p, s.Missing))
		if assert.Error(s, err, "%+v", out) {
			s.classed(err)
		}
	})
	out, err := s.Provider.Take(s.Context(), s.call(p, s.Missing))
	if err != nil {
		s.classed(err)
		return
	}
	assert.False(s, out.Changed)
}

// classed checks that an error says whose it is and what helps, and holds no secret.
func (s *suite) classed(err error) {
	s.Helper()
	var call *onboarding.CallError
	if assert.ErrorAs(s, err, &call) {
		assert.Equal(s, s.Provider.Name(), call.Provider)
		assert.NotEmpty(s, call.Class)
		assert.NotEmpty(s, call.Err.Error())
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		s.quiet(e.Error())
	}
}

// hostile are names of objects that mean something else in a path, a query, a command line or a message.
func hostile() []string {
	return []string{
		"../../orgs/other", "..", ".", "a/../b", "a/%2e%2e/b", "/", "//", "a\nb", "a\r\nX-Injected: 1", "a\x00b", "-x", "--help", "a?admin=true",
		"a#b", "a b", "a;rm -rf .", "$(id)", "`id`", "'", `"`, "a'||'b", "a&role=owner", "<!channel>", "｡｡/x", "аdmin", "a\u202eb", strings.Repeat("a", 5000),
	}
}

// hostileObjects gives and takes them: what others have is as before.
func (s *suite) hostileObjects() {
	p, other := person(1), person(2)
	s.settle(p)
	s.settle(other)
	before := grants(s.observe(other))
	mine := grants(s.observe(p))
	for _, g := range s.filled() {
		if g.Object == "" {
			continue
		}
		folder, _, _ := strings.Cut(g.Object, "/")
		for _, name := range hostile() {
			for _, object := range slices.Compact([]string{name, folder + "/" + name, g.Object + name}) {
				bad := g
				bad.Object = object
				s.harmless(p, bad)
			}
		}
	}
	assert.ElementsMatch(s, before, grants(s.observe(other)))
	assert.ElementsMatch(s, mine, grants(s.observe(p)))
}

// harmless gives and takes something that is not there: nothing is given.
func (s *suite) harmless(p onboarding.Person, g onboarding.Grant) {
	s.Helper()
	c := onboarding.Call{Person: p, Grant: g, With: []onboarding.Grant{g}}
	out, err := s.Provider.Give(s.Context(), c)
	if err != nil {
		s.classed(err)
	} else {
		assert.False(s, out.Changed && out.State == onboarding.Done, "%q was given", g.Object)
	}
	if _, err := s.Provider.Take(s.Context(), c); err != nil {
		s.classed(err)
	}
}

// hostilePeople asks for people whose names and addresses mean something else elsewhere. Plans refuse most of them before.
func (s *suite) hostilePeople() {
	other := person(2)
	s.settle(other)
	before := grants(s.observe(other))
	for i, name := range hostile() {
		p := onboarding.Person{Email: person(10 + i).Email, Name: name}
		if len(name) > 200 {
			p.Name = name[:200]
		}
		for _, g := range s.filled() {
			if out, err := s.Provider.Give(s.Context(), s.call(p, g)); err != nil {
				s.classed(err)
			} else {
				s.ended(out)
			}
		}
		s.clear(p)
	}
	for _, email := range []string{"o'brien+x@example.com", "a&b@example.com", "%2e%2e@example.com", "a?b=c@example.com", "'||email@example.com", "*@example.com"} {
		s.stray(onboarding.Person{Email: email})
	}
	for _, name := range hostile() {
		s.stray(onboarding.Person{Email: name + "@example.com", Identities: map[string]onboarding.Identity{
			s.Provider.Name(): {ID: name, Source: onboarding.FromFile},
		}})
	}
	assert.ElementsMatch(s, before, grants(s.observe(other)))
}

// stray looks for somebody and takes everything from them: nobody else is found or loses anything.
func (s *suite) stray(p onboarding.Person) {
	s.Helper()
	h, err := s.Provider.Observe(s.Context(), p)
	if err != nil {
		s.classed(err)
		return
	}
	if h != nil {
		assert.Empty(s, h.Held, "%q has what another was given", p.Email)
	}
	for _, g := range s.filled() {
		out, err := s.Provider.Take(s.Context(), onboarding.Call{Person: p, Grant: g})
		if err != nil {
			s.classed(err)
			continue
		}
		assert.False(s, out.Changed, "%q: %s", p.Email, g)
	}
}

func (s *suite) cancelled() {
	p := person(1)
	ctx, cancel := context.WithCancel(s.Context())
	cancel()
	s.silent("a call that was cancelled", func() {
		_, err := s.Provider.Observe(ctx, p)
		require.ErrorIs(s, err, context.Canceled)
		for _, g := range s.filled() {
			_, err := s.Provider.Give(ctx, onboarding.Call{Person: p, Grant: g, With: s.filled()})
			require.ErrorIs(s, err, context.Canceled, "%s", g)
			_, err = s.Provider.Take(ctx, onboarding.Call{Person: p, Grant: g})
			require.ErrorIs(s, err, context.Canceled, "%s", g)
		}
	})
}

func (s *suite) faults() {
	if s.Break == nil {
		s.Log("no fault can be made")
		return
	}
	p := person(1)
	s.settle(p)
	known := s.knownAs(p)
	for _, class := range []onboarding.Class{onboarding.ClassAuth, onboarding.ClassTransient} {
		s.Break(s.T, class)
		_, err := s.Provider.Observe(s.Context(), known)
		s.fault(class, err)
		for _, g := range s.filled() {
			_, err := s.Provider.Give(s.Context(), onboarding.Call{Person: known, Grant: g, With: s.filled()})
			s.fault(class, err)
			_, err = s.Provider.Take(s.Context(), onboarding.Call{Person: known, Grant: g})
			s.fault(class, err)
		}
		s.Break(s.T, "")
		for _, g := range s.filled() {
			s.holds(p, g)
		}
	}
}

func (s *suite) fault(class onboarding.Class, err error) {
	s.Helper()
	if assert.Error(s, err) {
		s.classed(err)
		assert.Equal(s, class, onboarding.ClassOf(err), "%v", err)
	}
}

// atOnce gives many people the same things at once, and takes them from every other one of them.
func (s *suite) atOnce() {
	const people = 6
	var wg sync.WaitGroup
	for n := range people {
		wg.Go(func() { s.attempt(person(n), s.Provider.Give) })
	}
	wg.Wait()
	for n := range people {
		s.settle(person(n))
	}
	for n := range people {
		do := s.Provider.Give
		if n%2 == 0 {
			do = s.Provider.Take
		}
		wg.Go(func() { s.attempt(person(n), do) })
	}
	wg.Wait()
	for n := range people {
		if n%2 == 0 {
			s.clear(person(n)) // what met a conflict is taken by a second run
			continue
		}
		for _, g := range s.filled() {
			s.holds(person(n), g)
		}
	}
}

// attempt does one thing for all grants. A conflict is no fault: the next run does it.
func (s *suite) attempt(p onboarding.Person, do func(context.Context, onboarding.Call) (onboarding.Outcome, error)) {
	for _, g := range s.filled() {
		_, err := do(s.Context(), onboarding.Call{Person: p, Grant: g, With: s.filled()})
		if err != nil {
			assert.Equal(s, onboarding.ClassConflict, onboarding.ClassOf(err), "%v", err)
		}
	}
}

// planned has an Onboarder do it: what is done or waits is not planned again, and who left has nothing.
func (s *suite) planned() {
	p := person(1)
	s.settle(person(2))
	o := &onboarding.Onboarder{Providers: []onboarding.Provider{s.Provider}, Journal: &plan.Memory{}}
	join := func() *onboarding.Review {
		r, err := o.Join(s.Context(), p, s.Grants)
		require.NoError(s, err)
		return r
	}
	apply := func(r *onboarding.Review) {
		s.Helper()
		_, err := o.Apply(s.Context(), r, nil)
		require.NoError(s, err)
	}
	apply(join())
	assert.Empty(s, join().Plan.Steps, "what is done, or waits for people, is planned again")
	if s.Accept != nil {
		s.Accept(s.T, p)
		apply(join())
		assert.Empty(s, join().Plan.Steps)
	}
	for _, g := range s.filled() {
		s.holds(p, g)
	}
	r, err := o.Leave(s.Context(), p)
	require.NoError(s, err)
	apply(r)
	left, _, err := o.Verify(s.Context(), p)
	require.NoError(s, err)
	for _, held := range left {
		assert.Equal(s, onboarding.Manual, held.State, "%s is left", held.Grant)
	}
	again, err := o.Leave(s.Context(), p)
	require.NoError(s, err)
	assert.Empty(s, again.Plan.Steps)
}
