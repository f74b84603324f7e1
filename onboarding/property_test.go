package onboarding_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/plan/plantest"
)

// drill is a change on a world, for the checks that all planners pass.
type drill struct {
	*world
	change onboarding.Change
}

// Plan plans the change.
func (d drill) Plan(ctx context.Context) (*plan.Plan, error) {
	r, err := d.Onboarder.Plan(ctx, d.change)
	if err != nil {
		return nil, err
	}
	return r.Plan, nil
}

// State is all that there is.
func (d drill) State(*testing.T) any { return d.state() }

// TestPlanner passes what can be taken back whole through the checks of all planners.
func TestPlanner(t *testing.T) {
	t.Parallel()
	instant := func() (out []onboarding.Grant) {
		for _, g := range wants() {
			if g.Provider == "pager" || g.Provider == "mail" {
				out = append(out, g)
			}
		}
		return out
	}()
	open := func(t *testing.T) *world {
		w := newWorld(t)
		w.Messengers = nil
		return w
	}
	t.Run("join", func(t *testing.T) {
		t.Parallel()
		plantest.Run(t, plantest.Suite{Open: func(t *testing.T) plantest.World {
			return drill{open(t), onboarding.Change{Op: onboarding.Joining, Person: ada(), Want: instant}}
		}})
	})
	t.Run("leave", func(t *testing.T) {
		t.Parallel()
		plantest.Run(t, plantest.Suite{Open: func(t *testing.T) plantest.World {
			w := open(t)
			r, err := w.Join(t.Context(), ada(), instant)
			require.NoError(t, err)
			w.apply(t, r)
			w.Journal = &plan.Memory{}
			return drill{w, onboarding.Change{Op: onboarding.Leaving, Person: ada()}}
		}})
	})
}

// story is a random sequence of what people, systems and runs do.
type story struct {
	*world
	*rand.Rand
	told []string
}

// TestStories: whatever happened before, joining ends with all that can be had and nothing left to plan, leaving with nothing; no
// invitation is sent while one waits; and nobody else is touched.
func TestStories(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		s := &story{world: newWorld(t), Rand: rand.New(rand.NewPCG(seed, 8))}
		others := newWorld(t).hub.State().People
		for range 12 {
			s.event(t)
		}
		s.run(t, (*world).join)
		assert.Empty(t, s.join(t).Plan.Steps, "seed %d: %s", seed, s.told)
		s.hands(t, 0)
		s.run(t, (*world).join)
		assert.Empty(t, s.join(t).Plan.Steps, "seed %d: %s", seed, s.told)
		s.run(t, (*world).leave)
		left, _, err := s.Verify(t.Context(), ada())
		require.NoError(t, err)
		assert.Empty(t, left, "seed %d: %s", seed, s.told)
		assert.Equal(t, others, s.hub.State().People, "seed %d", seed)
		s.invitedOnce(t, seed)
		if t.Failed() {
			return
		}
	}
}

// event does one thing.
func (s *story) event(t *testing.T) {
	switch s.IntN(6) {
	case 0:
		s.run(t, (*world).join)
	case 1:
		s.run(t, (*world).leave)
	case 2, 3:
		s.kill(t)
	default:
		s.hands(t, s.IntN(4))
	}
}

// run plans and applies.
func (s *story) run(t *testing.T, review func(*world, *testing.T) *onboarding.Review) {
	t.Helper()
	s.apply(t, review(s.world, t))
	s.told = append(s.told, "run")
}

// kill has a run die somewhere.
func (s *story) kill(t *testing.T) {
	review := (*world).join
	if s.IntN(2) == 0 {
		review = (*world).leave
	}
	journal, at := s.Journal, s.IntN(16)
	died := s.dieAt(t, review(s.world, t), at)
	s.reopen(journal)
	s.hook(nil, nil)
	s.world.told.Before, s.world.told.After = nil, nil
	s.world.told.Called = "chat-messages"
	s.told = append(s.told, fmt.Sprintf("killed at %d: %t", at, died))
}

// hands is what people do, where there is something to do.
func (s *story) hands(_ *testing.T, what int) {
	email := ada().Email
	switch what {
	case 0:
		_ = s.hub.Accept(email, "countess") // there may be no invitation
		if len(s.chat.State().People) == 0 {
			_ = s.chat.Accept(email, "U1815")
		}
	case 1:
		_ = s.hub.Expire(email)
	case 2:
		s.mail.Join(email, "orders", onboardingtest.Member)
	default:
		s.hub.Drop(email, "payments")
	}
	s.told = append(s.told, fmt.Sprintf("hand %d", what))
}

// invitedOnce checks that between two invitations the first was accepted, lapsed or taken back.
func (s *story) invitedOnce(t *testing.T, seed uint64) {
	t.Helper()
	invitations, ends := 0, 0
	for _, line := range s.hub.Log() {
		switch {
		case strings.HasPrefix(line, "invite "):
			invitations++
		case strings.HasPrefix(line, "remove ada@example.com hub/account"):
			ends++
		}
	}
	for _, told := range s.told {
		if told == "hand 1" {
			ends++
		}
	}
	assert.LessOrEqual(t, invitations, ends+1, "seed %d: %s: %s", seed, s.told, s.hub.Log())
}

func TestVerifyWithoutOne(t *testing.T) {
	t.Parallel()
	w := settled(t)
	down(w.hub, "observe")
	left, _, err := w.Verify(t.Context(), ada())
	require.ErrorIs(t, err, errDown)
	assert.Len(t, left, 5, "the others are told")
	_, _, err = w.Verify(t.Context(), onboarding.Person{})
	require.Error(t, err)
}

// noting is a provider that cannot tell whose an account is.
type noting struct{ onboarding.Provider }

func (n noting) Observe(ctx context.Context, p onboarding.Person) (*onboarding.Holding, error) {
	h, err := n.Provider.Observe(ctx, p)
	if err == nil {
		h.Notes = append(h.Notes, "the vault is nobody else's")
	}
	return h, err
}

// TestVerifyNotes: what providers say beside what is held.
func TestVerifyNotes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Providers[0] = noting{w.Providers[0]}
	left, notes, err := w.Verify(t.Context(), ada())
	require.NoError(t, err)
	assert.Empty(t, left)
	assert.Equal(t, []string{w.Providers[0].Name() + ": the vault is nobody else's"}, notes)
}
