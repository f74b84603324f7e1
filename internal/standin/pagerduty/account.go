// Package pagerduty has an account of PagerDuty with people on call, for demonstrations and tests on one machine: users, teams,
// schedules with layers, overrides, escalation policies, incidents.
//
// An [Account] keeps what it is told, refuses what PagerDuty would refuse, and notes as a fault what PagerDuty would take and do
// harm by: a layer without its id, which it would add once more.
package pagerduty

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

type object = map[string]any

// Account is an account. Token is required.
type Account struct {
	Token string           // that requests must bear
	Now   func() time.Time // nil: time.Now

	mu        sync.Mutex
	made      int
	users     []*user
	teams     []*team
	schedules []*schedule
	policies  []*policy
	faults    []string
	writes    int
	broken    int
}

type user struct {
	id, name, email, role string
	invited               bool
	incidents             int
}

type team struct {
	id, name string
	members  []member // in the order of joining
}

type member struct{ user, role string }

type schedule struct {
	id, name  string
	layers    []*layer
	overrides []override
}

type layer struct {
	id, name   string
	start, end time.Time // end zero: none
	turn       time.Duration
	users      []string
}

type override struct {
	id, user   string
	start, end time.Time
}

type policy struct {
	id, name string
	rules    []*rule
}

type rule struct {
	id, strategy string
	targets      []target
}

type target struct{ id, kind string }

// epoch is when the layers of schedules begin.
func epoch() time.Time { return time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC) }

func (a *Account) now() time.Time {
	if a.Now == nil {
		return time.Now()
	}
	return a.Now()
}

func (a *Account) id(prefix string) string {
	a.made++
	return fmt.Sprintf("%s%04d", prefix, a.made)
}

// AddUser adds a user who has accepted the invitation, and returns the id.
func (a *Account) AddUser(name, email, role string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	u := &user{id: a.id("PU"), name: name, email: email, role: role}
	a.users = append(a.users, u)
	return u.id
}

// Accept lets a user accept the invitation that was sent to an address, and reports whether one was.
func (a *Account) Accept(email string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	u := pick(a.users, func(u *user) bool { return strings.EqualFold(u.email, email) && u.invited })
	if u != nil {
		u.invited = false
	}
	return u != nil
}

// AddTeam adds a team, and returns its id.
func (a *Account) AddTeam(name string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	t := &team{id: a.id("PT"), name: name}
	a.teams = append(a.teams, t)
	return t.id
}

// AddSchedule adds a schedule with a layer of weekly turns for each list of users, and returns its id and those of the layers.
func (a *Account) AddSchedule(name string, rotations ...[]string) (id string, layers []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := &schedule{id: a.id("PS"), name: name}
	for i, users := range rotations {
		l := &layer{id: a.id("PL"), name: fmt.Sprintf("Layer %d", i+1), start: epoch(), turn: 7 * 24 * time.Hour, users: slices.Clone(users)}
		s.layers = append(s.layers, l)
		layers = append(layers, l.id)
	}
	a.schedules = append(a.schedules, s)
	return s.id, layers
}

// EndLayer lets a layer of a schedule end.
func (a *Account) EndLayer(schedule, layer string, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, l := range a.schedule(schedule).layers {
		if l.id == layer {
			l.end = at
		}
	}
}

// AddPolicy adds an escalation policy with a rule for each list of ids of users and schedules, and returns its id and those of the
// rules.
func (a *Account) AddPolicy(name string, levels ...[]string) (id string, rules []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := &policy{id: a.id("PE"), name: name}
	for _, targets := range levels {
		r := &rule{id: a.id("PR"), strategy: "round_robin"}
		for _, id := range targets {
			kind := "user_reference"
			if a.schedule(id) != nil {
				kind = "schedule_reference"
			}
			r.targets = append(r.targets, target{id, kind})
		}
		p.rules = append(p.rules, r)
		rules = append(rules, r.id)
	}
	a.policies = append(a.policies, p)
	return p.id, rules
}

// OpenIncidents gives a user so many open incidents.
func (a *Account) OpenIncidents(user string, n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.user(user).incidents = n
}

// Break has every request be refused with a status; 0 mends it.
func (a *Account) Break(status int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.broken = status
}

// Faults returns what requests there were that nobody should send.
func (a *Account) Faults() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.faults)
}

// Writes returns how many requests were to change something.
func (a *Account) Writes() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.writes
}

// State is what there is in an account, with people by their addresses.
type State struct {
	Users     map[string]string              // role
	Teams     map[string]map[string]string   // role by name of the team and address
	Schedules map[string][][]string          // rotations by name
	Overrides map[string][]string            // "START END ADDRESS" by name of the schedule
	Policies  map[string]map[string][]string // targets by name and id of the rule
}

// State returns what there is.
func (a *Account) State() State {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := State{map[string]string{}, map[string]map[string]string{}, map[string][][]string{}, map[string][]string{}, map[string]map[string][]string{}}
	for _, u := range a.users {
		s.Users[u.email] = u.role
	}
	for _, t := range a.teams {
		s.Teams[t.name] = map[string]string{}
		for _, m := range t.members {
			s.Teams[t.name][a.address(m.user)] = m.role
		}
	}
	for _, sc := range a.schedules {
		for _, l := range sc.layers {
			s.Schedules[sc.name] = append(s.Schedules[sc.name], a.addresses(l.users))
		}
		for _, o := range sc.overrides {
			s.Overrides[sc.name] = append(s.Overrides[sc.name], stamp(o.start)+" "+stamp(o.end)+" "+a.address(o.user))
		}
	}
	for _, p := range a.policies {
		s.Policies[p.name] = map[string][]string{}
		for _, r := range p.rules {
			s.Policies[p.name][r.id] = []string{}
			for _, t := range r.targets {
				s.Policies[p.name][r.id] = append(s.Policies[p.name][r.id], a.address(t.id))
			}
		}
	}
	return s
}

// address returns whose an id is; the id itself where it is nobody's.
func (a *Account) address(id string) string {
	if u := a.user(id); u != nil {
		return u.email
	}
	return id
}

func (a *Account) addresses(ids []string) []string {
	out := []string{}
	for _, id := range ids {
		out = append(out, a.address(id))
	}
	return out
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func (a *Account) user(id string) *user {
	return pick(a.users, func(u *user) bool { return u.id == id })
}

func (a *Account) team(id string) *team {
	return pick(a.teams, func(t *team) bool { return t.id == id })
}

func (a *Account) schedule(id string) *schedule {
	return pick(a.schedules, func(s *schedule) bool { return s.id == id })
}

func (a *Account) policy(id string) *policy {
	return pick(a.policies, func(p *policy) bool { return p.id == id })
}

// pick returns the first that fits; nil: none does.
func pick[T any](all []*T, fits func(*T) bool) *T {
	if i := slices.IndexFunc(all, fits); i >= 0 {
		return all[i]
	}
	return nil
}
