package onboarding

import (
	"errors"
	"fmt"
	"strings"
)

// Guards keep a plan from doing too much. The zero value guards with the defaults.
type Guards struct {
	// MaxRemovals is how many people may leave in one plan. 0: three; negative: any number.
	MaxRemovals int
	// MaxShare is what part of the members of a system may leave in one plan, where it is more than one person. 0: a quarter.
	MaxShare float64
	// MinAdmins is how many of those who administer others must stay, wherever they are counted. 0: two; negative: one.
	MinAdmins int
	// Protected are people who never leave by a plan: addresses, refs of User entities, or accounts written provider:id. People of
	// whom it cannot be told whether they are protected do not leave either. What is none of these is an error.
	Protected []string
	// Self is the address of who runs this, who cannot leave by it unless AllowSelf says so; nor can those in whose name a provider
	// acts, as far as it knows.
	Self      string
	AllowSelf bool
}

const (
	defaultRemovals = 3
	defaultShare    = 0.25
	defaultAdmins   = 2
)

func (g *Guards) maxRemovals() int {
	if g.MaxRemovals == 0 {
		return defaultRemovals
	}
	return g.MaxRemovals
}

func (g *Guards) minAdmins() int {
	if g.MinAdmins == 0 {
		return defaultAdmins
	}
	return max(g.MinAdmins, 1)
}

// check returns every guard that refuses, as *GuardError.
func (g *Guards) check(b *builder) error {
	var errs []error
	leavers := 0
	for i, c := range b.changes {
		if c.Op != Leaving {
			continue
		}
		leavers++
		errs = append(errs, b.onboarder.mayLeave(c.Person, b.seen[i], b.onboarder.Providers))
	}
	if limit := g.maxRemovals(); limit >= 0 && leavers > limit {
		errs = append(errs, &GuardError{Guard: "MaxRemovals", Reason: fmt.Sprintf("%d people would leave, %d may", leavers, limit)})
	}
	return errors.Join(append(errs, g.shares(b), g.admins(b.taken))...)
}

// shares refuses that too great a part of a system's members leaves.
func (g *Guards) shares(b *builder) error {
	share := g.MaxShare
	if share == 0 {
		share = defaultShare
	}
	var errs []error
	for k, provider := range b.onboarder.Providers {
		leavers, members := 0, 0
		for i, c := range b.changes {
			if h := b.seen[i][k].holding; c.Op == Leaving && h != nil && len(h.Held) > 0 {
				leavers++
				members = max(members, h.Members)
			}
		}
		if leavers > 1 && members > 0 && float64(leavers) > share*float64(members) {
			errs = append(errs, &GuardError{Guard: "MaxShare", Reason: fmt.Sprintf("%d of the %d members of %s would leave", leavers, members, provider.Name())})
		}
	}
	return errors.Join(errs...)
}

// admins refuses that too few of those who administer others stay.
func (g *Guards) admins(taken []taking) error {
	people, of := map[string][]string{}, map[string]int{}
	var paths []string
	for _, t := range taken {
		if !t.held.administers() {
			continue
		}
		path := t.held.path()
		if people[path] == nil {
			paths, of[path] = append(paths, path), t.held.Admins
		}
		people[path], of[path] = append(people[path], t.person), min(of[path], t.held.Admins)
	}
	var errs []error
	for _, path := range paths {
		if left := of[path] - len(people[path]); left < g.minAdmins() {
			errs = append(errs, &GuardError{"MinAdmins", strings.Join(people[path], ", "), fmt.Sprintf("%s would be administered by %d people, %d must stay", path, max(left, 0), g.minAdmins())})
		}
	}
	return errors.Join(errs...)
}

// administers reports whether what is held counts among the Admins.
func (h *Held) administers() bool {
	return h.Admin && h.Admins > 0 && h.State == Done && !h.Lapsed && !h.Due
}
