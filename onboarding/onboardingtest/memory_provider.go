package onboardingtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

var _ onboarding.Provider = (*Memory)(nil)

// Name returns Called, or memory.
func (m *Memory) Name() string {
	if m.Called == "" {
		return "memory"
	}
	return m.Called
}

// Kinds returns the kinds of the system: accounts, where they are given, teams and rotations.
func (m *Memory) Kinds() []onboarding.Kind {
	kinds := []onboarding.Kind{
		{Name: TeamKind, Doc: "a team", Object: "TEAM", Roles: []string{Member, Maintainer}, Stage: onboarding.Membership},
		{Name: RotationKind, Doc: "a place in a rotation", Object: "ROTATION", Stage: onboarding.Rotation},
	}
	if m.Accounts == Elsewhere || m.Accounts == Addressed {
		return kinds
	}
	account := onboarding.Kind{Name: AccountKind, Doc: "an account", Roles: []string{Member, Owner}, Stage: onboarding.Account, Once: true}
	return append([]onboarding.Kind{account}, kinds...)
}

// Observe reads all that the person has.
func (m *Memory) Observe(ctx context.Context, p onboarding.Person) (*onboarding.Holding, error) {
	h := &onboarding.Holding{}
	return h, m.call(ctx, Event{Method: "observe", Email: p.Email}, func() error {
		a := m.find(p)
		m.look(a, h)
		if a == nil && m.Silent && !p.Identity(m.Name()).Known() {
			h.Unsure = "who accepted an invitation is not told"
		}
		return nil
	})
}

// Give gives what the call says, if it is not there.
func (m *Memory) Give(ctx context.Context, c onboarding.Call) (out onboarding.Outcome, err error) {
	err = m.call(ctx, Event{"give", c.Person.Email, c.Grant}, func() (err error) {
		out, err = m.give(c)
		return err
	})
	return out, err
}

// Take takes what the call says, if it is there.
func (m *Memory) Take(ctx context.Context, c onboarding.Call) (out onboarding.Outcome, err error) {
	err = m.call(ctx, Event{"take", c.Person.Email, c.Grant}, func() (err error) {
		out, err = m.take(c)
		return err
	})
	return out, err
}

// call does one call between its hooks.
func (m *Memory) call(ctx context.Context, e Event, do func() error) error {
	if err := ctx.Err(); err != nil {
		return m.fault(onboarding.ClassTransient, err)
	}
	if m.Before != nil {
		if err := m.Before(ctx, e); err != nil {
			return err
		}
	}
	m.mu.Lock()
	err := do()
	m.mu.Unlock()
	if err == nil && m.After != nil {
		err = m.After(ctx, e)
	}
	return err
}

func (m *Memory) fault(c onboarding.Class, err error) error {
	return &onboarding.CallError{Provider: m.Name(), Class: c, Err: err}
}

// find returns whose account it is: by the address where the system tells it, or by what was said.
func (m *Memory) find(p onboarding.Person) *account {
	if m.Accounts == Addressed {
		email := strings.ToLower(p.Email)
		return &account{email: email, login: email, state: active, found: true}
	}
	for _, a := range m.people {
		told := p.Identity(m.Name()).ID
		if onboarding.SameEmail(a.email, p.Email) && (a.found || a.state != active) || told != "" && a.login == told {
			return a
		}
	}
	return nil
}

func (m *Memory) look(a *account, h *onboarding.Holding) {
	for _, one := range m.people {
		if one.state == active {
			h.Members++
		}
	}
	if a == nil {
		return
	}
	if a.state == active {
		h.Identity, h.Self = m.identity(a), m.Self != "" && m.Self == a.login
	}
	if m.Accounts == Invited || m.Accounts == Immediate {
		h.Held = append(h.Held, m.heldAccount(a))
	}
	for team, role := range a.rides {
		h.Held = append(h.Held, onboarding.Held{Grant: Team(m.Name(), team, role), State: onboarding.Pending, Detail: "with the invitation"})
	}
	for team, members := range m.teams {
		switch role, direct := members[a.email]; {
		case direct:
			h.Held = append(h.Held, onboarding.Held{Grant: Team(m.Name(), team, m.teamRole(a, role)), State: onboarding.Done, Fixed: a.role == Owner})
		case m.inherited[team][a.email]:
			h.Held = append(h.Held, onboarding.Held{Grant: Team(m.Name(), team, Member), State: onboarding.Manual, Detail: "by way of another team"})
		}
	}
	for name, people := range m.rotations {
		if slices.Contains(people, a.email) {
			h.Held = append(h.Held, onboarding.Held{Grant: Rotation(m.Name(), name), State: onboarding.Done})
		}
	}
}

func (m *Memory) heldAccount(a *account) onboarding.Held {
	held := onboarding.Held{Grant: Account(m.Name(), a.role), State: onboarding.Done, Admin: a.role == Owner, Admins: m.owners()}
	if a.state != active {
		held.State, held.Lapsed, held.Detail = onboarding.Pending, a.state == lapsed, "invited"
	}
	return held
}

func (m *Memory) owners() (n int) {
	for _, a := range m.people {
		if a.state == active && a.role == Owner {
			n++
		}
	}
	return n
}

func (m *Memory) teamRole(a *account, role string) string {
	if a.role == Owner {
		return Maintainer
	}
	return role
}

func (m *Memory) identity(a *account) onboarding.Identity {
	switch {
	case !a.found:
		return onboarding.Identity{ID: a.login, Source: onboarding.FromCatalog}
	case m.Accounts == Invited:
		return onboarding.Identity{ID: a.login, Source: onboarding.FromInvitation}
	}
	return onboarding.Identity{ID: a.login, Source: onboarding.FromProvider}
}

func (m *Memory) give(c onboarding.Call) (onboarding.Outcome, error) {
	if err := m.known(c.Grant); err != nil {
		return onboarding.Outcome{}, err
	}
	a := m.find(c.Person)
	switch {
	case c.Grant.Kind == AccountKind:
		return m.giveAccount(a, c), nil
	case a == nil || a.state != active:
		if a != nil && a.rides[c.Grant.Object] != "" && c.Grant.Kind == TeamKind {
			return onboarding.Outcome{State: onboarding.Pending, Note: "with the invitation"}, nil
		}
		return onboarding.Outcome{State: onboarding.Blocked, Note: "waits for the person to join"}, nil
	case c.Grant.Kind == TeamKind:
		return m.giveTeam(a, c.Grant), nil
	}
	out := onboarding.Outcome{State: onboarding.Done, Identity: m.identity(a)}
	if !slices.Contains(m.rotations[c.Grant.Object], a.email) {
		out.Changed = true
		m.rotations[c.Grant.Object] = append(m.rotations[c.Grant.Object], a.email)
		m.note("append", a.email, c.Grant)
	}
	return out, nil
}

// known refuses objects that are not there.
func (m *Memory) known(g onboarding.Grant) error {
	_, team := m.teams[g.Object]
	_, rotation := m.rotations[g.Object]
	if g.Kind == TeamKind && team || g.Kind == RotationKind && rotation || g.Kind == AccountKind && g.Object == "" {
		return nil
	}
	return m.fault(onboarding.ClassNotFound, fmt.Errorf("there is no %s %q, or it is hidden", g.Kind, g.Object))
}

func (m *Memory) giveAccount(a *account, c onboarding.Call) onboarding.Outcome {
	switch {
	case a == nil:
		a = &account{email: strings.ToLower(c.Person.Email)}
		m.people = append(m.people, a)
	case a.state == active && a.role == c.Grant.Role:
		return onboarding.Outcome{State: onboarding.Done, Identity: m.identity(a)}
	case a.state == active:
		before := Account(m.Name(), a.role)
		a.role = c.Grant.Role
		m.note("promote", a.email, c.Grant)
		return onboarding.Outcome{State: onboarding.Done, Identity: m.identity(a), Before: before, Changed: true}
	case a.state == pending:
		return onboarding.Outcome{State: onboarding.Pending, Note: "was invited"}
	}
	a.role, a.state, a.rides = c.Grant.Role, pending, map[string]string{}
	if m.Accounts == Immediate {
		a.login, a.state, a.found = "id-"+a.email, active, true
		m.note("create", a.email, c.Grant)
		return onboarding.Outcome{State: onboarding.Done, Identity: m.identity(a), Changed: true}
	}
	for _, g := range c.With {
		if m.Rides && g.Kind == TeamKind && m.known(g) == nil {
			a.rides[g.Object] = g.Role
		}
	}
	m.note("invite", a.email, c.Grant)
	return onboarding.Outcome{State: onboarding.Pending, Note: "was invited", Changed: true}
}

func (m *Memory) giveTeam(a *account, g onboarding.Grant) onboarding.Outcome {
	out := onboarding.Outcome{State: onboarding.Done, Identity: m.identity(a)}
	role, there := m.teams[g.Object][a.email]
	if there && (role == g.Role || a.role == Owner) {
		return out
	}
	if there {
		out.Before = Team(m.Name(), g.Object, role)
	}
	m.teams[g.Object][a.email], out.Changed = g.Role, true
	m.note("add", a.email, g)
	return out
}

func (m *Memory) take(c onboarding.Call) (onboarding.Outcome, error) {
	out := onboarding.Outcome{State: onboarding.Done}
	a := m.find(c.Person)
	if a == nil || m.known(c.Grant) != nil {
		return out, nil
	}
	switch c.Grant.Kind {
	case AccountKind:
		if err := m.close(a); err != nil {
			return out, err
		}
		out.Changed = true
	case TeamKind:
		_, there := m.teams[c.Grant.Object][a.email]
		_, rides := a.rides[c.Grant.Object]
		delete(m.teams[c.Grant.Object], a.email)
		delete(a.rides, c.Grant.Object)
		out.Changed = there || rides
	default:
		left := slices.DeleteFunc(slices.Clone(m.rotations[c.Grant.Object]), func(email string) bool { return email == a.email })
		out.Changed = len(left) < len(m.rotations[c.Grant.Object])
		m.rotations[c.Grant.Object] = left
	}
	if out.Changed {
		m.note("remove", a.email, c.Grant)
	}
	return out, nil
}

// close removes an account with its teams, unless a rotation counts on it or nobody would own the system.
func (m *Memory) close(a *account) error {
	for _, name := range slices.Sorted(maps.Keys(m.rotations)) {
		if slices.Contains(m.rotations[name], a.email) {
			return m.fault(onboarding.ClassConflict, fmt.Errorf("the account is in the rotation %q", name))
		}
	}
	if a.state == active && a.role == Owner && m.owners() == 1 {
		return m.fault(onboarding.ClassConflict, errors.New("it is the last owner"))
	}
	for _, members := range m.teams {
		delete(members, a.email)
	}
	m.people = slices.DeleteFunc(m.people, func(one *account) bool { return one == a })
	return nil
}

func (m *Memory) note(verb, email string, g onboarding.Grant) {
	m.log = append(m.log, verb+" "+email+" "+g.String())
}
