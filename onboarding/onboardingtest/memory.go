package onboardingtest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// Accounts says how people come to an account.
type Accounts int

// The ways.
const (
	Invited   Accounts = iota // they are sent an invitation and accept it; until then nobody knows who they are there
	Immediate                 // the account is there at once
	Elsewhere                 // they join by themselves; it is no grant of the provider
	Addressed                 // there are none: everybody is known by their address
)

// The kinds of Memory.
const (
	AccountKind  = "account"
	TeamKind     = "team"
	RotationKind = "rotation"
)

// The roles of accounts and of teams, the usual one first.
const (
	Member     = "member"
	Owner      = "owner"      // of accounts: administers others
	Maintainer = "maintainer" // of teams; owners are it in each
)

// Memory is a system in memory and its provider: with teams, and rotations in which the order counts. Its exported fields are
// not to be changed while it is in use. It must not be copied.
type Memory struct {
	Called   string // name of the provider; empty: memory
	Accounts Accounts
	// Rides says that an invitation names teams, of which its person is a member on accepting.
	Rides bool
	// Silent says that the system does not tell who has accepted an invitation: somebody has to say what their login is.
	Silent bool
	// Self is the login of the account that the provider acts by; empty: nobody's.
	Self string
	// Before is called before each call, and After when its work is done: an error is what the call then ends with. Nil: nothing.
	Before, After func(ctx context.Context, c Event) error

	mu        sync.Mutex
	people    []*account
	teams     map[string]map[string]string // by team and address: the role
	inherited map[string]map[string]bool   // by team and address
	rotations map[string][]string          // addresses
	log       []string
}

// Event is a call of the provider.
type Event struct {
	Method string           // observe, give or take
	Email  string           // of whom it is about
	Grant  onboarding.Grant // zero: observe
}

// account is somebody who is known to the system.
type account struct {
	email string // for the system; the provider finds it only by invitation, or where the login was told
	login string // empty: not accepted yet
	role  string
	state string // active, pending or lapsed
	rides map[string]string
	found bool // whether the system tells whose the address is
}

const (
	active  = "active"
	pending = "pending"
	lapsed  = "lapsed"
)

// NewMemory returns a system with the teams and rotations that the grants name.
func NewMemory(a Accounts, objects ...onboarding.Grant) *Memory {
	m := &Memory{Accounts: a, teams: map[string]map[string]string{}, inherited: map[string]map[string]bool{}, rotations: map[string][]string{}}
	for _, g := range objects {
		switch g.Kind {
		case TeamKind:
			m.teams[g.Object], m.inherited[g.Object] = map[string]string{}, map[string]bool{}
		case RotationKind:
			m.rotations[g.Object] = []string{}
		}
	}
	return m
}

// Account returns a grant of an account; Team and Rotation return those of the others.
func Account(provider, role string) onboarding.Grant {
	return onboarding.Grant{Provider: provider, Kind: AccountKind, Role: role}
}

// Team returns a grant of a team.
func Team(provider, team, role string) onboarding.Grant {
	return onboarding.Grant{Provider: provider, Kind: TeamKind, Object: team, Role: role}
}

// Rotation returns a grant of a place in a rotation.
func Rotation(provider, rotation string) onboarding.Grant {
	return onboarding.Grant{Provider: provider, Kind: RotationKind, Object: rotation}
}

// Accept lets a person accept their invitation, or join, under a login of their own choice, which tells nothing of the address.
func (m *Memory) Accept(email, login string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	a := m.byEmail(email)
	if a == nil && m.Accounts == Elsewhere {
		a = &account{email: strings.ToLower(email), role: Member, state: pending}
		m.people = append(m.people, a)
	}
	if a == nil || a.state != pending {
		return fmt.Errorf("%s has no invitation", email)
	}
	a.login, a.state, a.found = login, active, !m.Silent
	for team, role := range a.rides {
		m.teams[team][a.email] = role
	}
	a.rides = nil
	return nil
}

// Expire lets a person's invitation lapse.
func (m *Memory) Expire(email string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	a := m.byEmail(email)
	if a == nil || a.state != pending {
		return fmt.Errorf("%s has no invitation", email)
	}
	a.state, a.rides = lapsed, nil
	return nil
}

// Add puts somebody there whose address the system does not tell: the provider finds them by their login alone.
func (m *Memory) Add(email, login, role string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.people = append(m.people, &account{email: strings.ToLower(email), login: login, role: role, state: active})
}

// Promote gives an account another role by hand.
func (m *Memory) Promote(email, role string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if a := m.byEmail(email); a != nil {
		a.role = role
	}
}

// Rename gives an account another login.
func (m *Memory) Rename(email, login string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if a := m.byEmail(email); a != nil {
		a.login = login
	}
}

// Inherit makes a person a member of a team by way of another one, which no call of the provider can change.
func (m *Memory) Inherit(email, team string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.inherited[team][strings.ToLower(email)] = true
}

// Join makes a person a member of a team by hand.
func (m *Memory) Join(email, team, role string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.teams[team][strings.ToLower(email)] = role
}

// Drop removes a person from a team by hand.
func (m *Memory) Drop(email, team string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.teams[team], strings.ToLower(email))
}

// Log returns what was changed by calls so far, a line each: invite ada@example.com.
func (m *Memory) Log() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.log)
}

// State is what there is in a Memory, to be compared.
type State struct {
	People    map[string]string            // by address: state, role and login
	Teams     map[string]map[string]string // by team and address: the role
	Rotations map[string][]string          // addresses, in their order
}

// State returns a copy of what there is.
func (m *Memory) State() State {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := State{People: map[string]string{}, Teams: map[string]map[string]string{}, Rotations: map[string][]string{}}
	for _, a := range m.people {
		s.People[a.email] = strings.TrimSpace(a.state + " " + a.role + " " + a.login)
	}
	for team, members := range m.teams {
		s.Teams[team] = maps.Clone(members)
	}
	for name, people := range m.rotations {
		s.Rotations[name] = slices.Clone(people)
	}
	return s
}

func (m *Memory) byEmail(email string) *account {
	for _, a := range m.people {
		if onboarding.SameEmail(a.email, email) {
			return a
		}
	}
	return nil
}
