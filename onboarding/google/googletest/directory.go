// Package googletest has the groups of an organization at Google in memory, for demonstrations and tests: members with roles and
// ends, groups in groups, groups that a rule fills, reads that lag behind writes, changes that meet others.
//
// A [Directory] answers as the Cloud Identity API does, and refuses what that would refuse.
package googletest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Directory is the groups of an organization. Its exported fields are not to be changed while it is in use.
type Directory struct {
	Token string // that requests must bear; empty: any
	// Domain is that of the people: nobody else can be a member. Empty: any.
	Domain string
	// Lag is how many reads after each write do not show it.
	Lag int
	// Aborts is how many writes meet one of somebody else's.
	Aborts int
	// Disabled says that the API is not enabled.
	Disabled bool
	// Unhurried says that operations have not ended when they are answered.
	Unhurried bool

	mu     sync.Mutex
	groups []*group
	next   int
	writes []string
	mux    *http.ServeMux
}

type group struct {
	id, address string
	labels      map[string]string
	members     []*membership
}

type membership struct {
	id, address string
	roles       []role
	hidden      int // reads that do not show it yet
	gone        int // reads that show it still, after which it is gone; 0: it is there
}

type role struct{ name, end string }

const prefix = "cloudidentity.googleapis.com/groups."

// New returns a directory with these groups.
func New(addresses ...string) *Directory {
	d := &Directory{Token: "ya29.S3cretS3cret", next: 100}
	for _, a := range addresses {
		d.groups = append(d.groups, &group{id: "g" + strconv.Itoa(len(d.groups)+1), address: a, labels: map[string]string{prefix + "discussion_forum": ""}})
	}
	return d
}

// Label marks a group: dynamic, locked, security.
func (d *Directory) Label(group, label string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.group(group).labels[prefix+label] = ""
}

// Place puts somebody, or a group, into a group by hand.
func (d *Directory) Place(group, address string, roles ...string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m := &membership{id: d.number(), address: address, roles: []role{{name: "MEMBER"}}}
	for _, r := range roles {
		m.roles = append(m.roles, role{name: r})
	}
	d.group(group).members = append(d.group(group).members, m)
}

// Members returns the members of a group with their roles, sorted: ada@example.com MEMBER OWNER.
func (d *Directory) Members(group string) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := []string{}
	for _, m := range d.group(group).members {
		line := m.address
		for _, r := range m.roles {
			line += " " + r.name
			if r.end != "" {
				line += " until " + r.end
			}
		}
		if m.gone == 0 {
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}

// Writes returns the requests so far that were to change something: POST /v1/groups/g1/memberships.
func (d *Directory) Writes() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.writes)
}

func (d *Directory) number() string {
	d.next++
	return "m" + strconv.Itoa(d.next)
}

func (d *Directory) group(address string) *group {
	for _, g := range d.groups {
		if strings.EqualFold(g.address, address) {
			return g
		}
	}
	return nil
}

// member returns that of an address, as writes see it.
func (g *group) member(address string) *membership {
	for _, m := range g.members {
		if strings.EqualFold(m.address, address) && m.gone == 0 {
			return m
		}
	}
	return nil
}

// seen returns the members as a read shows them, which brings what is written a step nearer.
func (g *group) seen() (out []*membership) {
	var kept []*membership
	for _, m := range g.members {
		if m.hidden > 0 {
			m.hidden--
		} else {
			out = append(out, m)
		}
		if m.gone > 0 {
			m.gone--
			if m.gone == 0 {
				continue
			}
		}
		kept = append(kept, m)
	}
	g.members = kept
	return out
}
