package onboarding

import (
	"cmp"
	"context"
	"strings"
)

// Provider speaks for one system. Its methods may be called for several people at once. An error is a [CallError]; calls that end
// with one may have done their work. onboardingtest.TestProvider checks all of this.
type Provider interface {
	// Name is what the provider is called in grants, keys and reports: github. It never changes.
	Name() string
	// Kinds are what can be granted.
	Kinds() []Kind
	// Observe reads who the person is in the system and all that they have there, whoever gave it: what waits and what has lapsed,
	// too. Somebody who is not there has a zero Holding, and no error. An account that is suspended is not held.
	Observe(ctx context.Context, p Person) (*Holding, error)
	// Give gives what the call says. It looks first: what is there already is not asked for again. Who the person is may be unknown:
	// then it does not guess, but is Blocked, and says what it waits for.
	Give(ctx context.Context, c Call) (Outcome, error)
	// Take takes what the call says away, also when it waits or has lapsed. What is not there is a success.
	Take(ctx context.Context, c Call) (Outcome, error)
}

// Call says what is to be given or taken, and to whom.
type Call struct {
	Person Person // with the identity that is known by now
	Grant  Grant
	// With are all grants that the person is to have of this provider: an invitation can name them.
	With []Grant
}

// Kind is a kind of thing that a provider grants.
type Kind struct {
	Name string // such as team
	Doc  string // one line: what it is
	// Object says what the Object of a grant is, such as ORG/TEAM-SLUG. Empty: it has none.
	Object string
	Roles  []string // that a grant may have, the usual one first; none: it has no role
	Stage  Stage
	// Once says that giving it twice does harm: an invitation is sent again.
	Once bool
	// Lasting says that taking it cannot be taken back: an account is deleted with what is in it.
	Lasting bool
}

// Stage is when a kind is given: accounts first, rotations after memberships. Taking goes the other way.
type Stage int

// The stages.
const (
	Account    Stage = iota // what all else in the system needs
	Membership              // teams, groups, channels
	Rotation                // what makes a person be called
)

// Grant is something a person has or should have. It is a value to compare. Providers are always told the role, where the kind has
// roles.
type Grant struct {
	Provider string `json:"provider"`
	Kind     string `json:"kind"`
	Object   string `json:"object,omitempty"`
	// Role is empty where it does not matter: then whatever the person has is left, and the kind's first one is given.
	Role string `json:"role,omitempty"`
}

// String returns provider/kind/object, and the role after a space.
func (g Grant) String() string {
	s := g.path()
	if g.Role != "" {
		s += " as " + g.Role
	}
	return s
}

// path names what is granted, whatever the role.
func (g Grant) path() string {
	s := g.Provider + "/" + g.Kind
	if g.Object != "" {
		s += "/" + g.Object
	}
	return s
}

// same reports whether two grants are of the same thing, whatever the role.
func (g Grant) same(other Grant) bool {
	return g.Provider == other.Provider && g.Kind == other.Kind && strings.EqualFold(g.Object, other.Object)
}

// Compare orders grants by provider, kind, object and role.
func (g Grant) Compare(other Grant) int {
	return cmp.Or(cmp.Compare(g.Provider, other.Provider), cmp.Compare(g.Kind, other.Kind), cmp.Compare(g.Object, other.Object), cmp.Compare(g.Role, other.Role))
}

// Holding is who a person is in a system, and what they have there.
type Holding struct {
	// Identity is who the person is, as the provider found out or was told. Zero: unknown, or no membership can be given yet, since
	// an invitation waits.
	Identity Identity
	Held     []Held // in any order, each thing once, and once more where it comes from elsewhere as well and is Manual there
	// Notes are for people: what no call of this provider can change, such as a membership that comes from elsewhere.
	Notes []string
	// Members is how many people have an account; 0: not counted. Guards want it.
	Members int
	// Unsure says why nobody can tell who the person is, where they may then have more than is Held: a sentence for people. Empty:
	// what is Held is all. Who is not found in a system that knows people by their address is not there, and that is sure.
	Unsure string
	// ByHand says of kinds of account that the person has none of, by their names, why no call can give it now: a human has to.
	ByHand map[string]string
	// Self says that it is in this person's name that the provider acts. Whoever takes their account away can do nothing more here.
	Self bool
}

// Held is a grant that a person has.
type Held struct {
	Grant
	State  State  // Done, Pending, or Manual: it comes from elsewhere, and no call of this provider takes it
	Detail string // for people: invited on 2026-11-02; may be empty
	// Lapsed says that it was asked for and came to nothing: an invitation that nobody accepted. It counts as not given, and is
	// cleared away when its person leaves.
	Lapsed bool
	// Due says that a call of ours is missing: who has accepted is to be confirmed, who was suspended to be let in again. It counts as
	// not given.
	Due bool
	// Fixed says that its role comes from elsewhere and cannot be another: an owner of an organization maintains each team. Any
	// wanted role is then taken for it.
	Fixed bool
	// Admin says that the grant makes the person one of those who administer others, and Admins how many there are of them,
	// this person included. 0: not counted.
	Admin  bool
	Admins int
}

// State is how far something has got.
type State string

// The states.
const (
	Done    State = "done"    // it is as it should be
	Planned State = "planned" // it will be done
	Pending State = "pending" // it was asked for, and waits for a human
	Blocked State = "blocked" // it needs something that is not there yet: an identity, another step
	Failed  State = "failed"
	Skipped State = "skipped" // not begun, since the run ended
	Manual  State = "manual"  // a human has to do it: no API does
)

// Outcome is what became of a call.
type Outcome struct {
	State State  // Done, Pending, Blocked or Manual
	Note  string // for people: what it waits for, or what they must do
	// Identity is who the person is, where the call found out; else zero.
	Identity Identity
	// Before is what the person had instead, where that tells how to take the call back: another role. Else zero.
	Before Grant
	// Changed is false when there was nothing to do, so that there is nothing to take back.
	Changed bool
}
