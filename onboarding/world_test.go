package onboarding_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
	"github.com/goldenpath-go/goldenpath/plan"
)

// world is a company with a system of each kind.
type world struct {
	hub   *onboardingtest.Memory // people are invited; invitations name teams
	mail  *onboardingtest.Memory // people are known by their address
	pager *onboardingtest.Memory // accounts are there at once
	chat  *onboardingtest.Memory // people join by themselves
	told  *onboardingtest.Recorder

	onboarding.Onboarder
}

func ada() onboarding.Person {
	return onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"}
}

// wants is what an engineer of the payments squad has.
func wants() []onboarding.Grant {
	return []onboarding.Grant{
		onboardingtest.Account("hub", ""),
		onboardingtest.Team("hub", "all-engineers", ""),
		onboardingtest.Team("hub", "payments", ""),
		onboardingtest.Team("mail", "all", ""),
		onboardingtest.Account("pager", ""),
		onboardingtest.Team("pager", "payments", onboardingtest.Maintainer),
		onboardingtest.Rotation("pager", "primary"),
		onboardingtest.Team("chat", "on-call", ""),
	}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	more := append(wants(), onboardingtest.Team("hub", "orders", ""), onboardingtest.Team("mail", "orders", ""))
	w := &world{
		hub: onboardingtest.NewMemory(onboardingtest.Invited, more...), mail: onboardingtest.NewMemory(onboardingtest.Addressed, more...),
		pager: onboardingtest.NewMemory(onboardingtest.Immediate, more...), chat: onboardingtest.NewMemory(onboardingtest.Elsewhere, more...),
		told: &onboardingtest.Recorder{Called: "chat-messages"},
	}
	w.hub.Called, w.mail.Called, w.pager.Called, w.chat.Called = "hub", "mail", "pager", "chat"
	w.hub.Rides = true
	for i := range 8 {
		email := fmt.Sprintf("colleague%d@example.com", i)
		w.hub.Add(email, fmt.Sprintf("colleague-%d", i), []string{onboardingtest.Owner, onboardingtest.Member}[min(i/3, 1)])
	}
	w.reopen(&plan.Memory{})
	return w
}

// reopen is what a new process has.
func (w *world) reopen(j plan.Journal) {
	w.Providers = []onboarding.Provider{w.hub, w.mail, w.pager, w.chat}
	w.Messengers = []onboarding.Messenger{w.told}
	w.Journal = j
}

func (w *world) systems() []*onboardingtest.Memory {
	return []*onboardingtest.Memory{w.hub, w.mail, w.pager, w.chat}
}

// state is all that there is.
func (w *world) state() (out []onboardingtest.State) {
	for _, m := range w.systems() {
		out = append(out, m.State())
	}
	return out
}

// log is all that was changed.
func (w *world) log() (out []string) {
	for _, m := range w.systems() {
		for _, line := range m.Log() {
			out = append(out, m.Called+" "+line)
		}
	}
	return out
}

// hook has every call of every system look at something before and after it.
func (w *world) hook(before, after func(e onboardingtest.Event) error) {
	for _, m := range w.systems() {
		m.Before, m.After = hook(before), hook(after)
	}
}

// accept is what Ada does when she is asked to.
func (w *world) accept(t *testing.T) {
	t.Helper()
	require.NoError(t, w.hub.Accept(ada().Email, "countess"))
	require.NoError(t, w.chat.Accept(ada().Email, "U1815"))
}

func (w *world) join(t *testing.T) *onboarding.Review {
	t.Helper()
	r, err := w.Join(t.Context(), ada(), wants())
	require.NoError(t, err)
	return r
}

func (w *world) leave(t *testing.T) *onboarding.Review {
	t.Helper()
	r, err := w.Leave(t.Context(), ada())
	require.NoError(t, err)
	return r
}

func (w *world) apply(t *testing.T, r *onboarding.Review) *onboarding.Result {
	t.Helper()
	result, err := w.Apply(t.Context(), r, nil)
	require.NoError(t, err)
	return result
}

// settled is a world in which Ada has all that is wanted.
func settled(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.apply(t, w.join(t))
	w.accept(t)
	result := w.apply(t, w.join(t))
	require.False(t, result.Waiting(), "%v", result.Items)
	require.False(t, result.Failed())
	return w
}

func keys(r *onboarding.Review) (out []string) {
	for _, s := range r.Plan.Steps {
		out = append(out, s.Key)
	}
	return out
}

// states returns the states of items, by what they are about.
func states(items []onboarding.Item) map[string]onboarding.State {
	out := map[string]onboarding.State{}
	for _, i := range items {
		out[string(i.Action)+" "+i.Title()] = i.State
	}
	return out
}

// once checks that nothing that may not happen twice did: invitations, accounts, messages.
func (w *world) once(t *testing.T) {
	t.Helper()
	seen := map[string]int{}
	for _, line := range w.log() {
		seen[line]++
	}
	for line, n := range seen {
		assert.Equal(t, 1, n, "%s", line)
	}
	var told []string
	for _, m := range w.told.Sent() {
		about := string(m.Op) + " " + m.Person.Email
		assert.False(t, slices.Contains(told, about), "a second message: %s", about)
		told = append(told, about)
	}
}
