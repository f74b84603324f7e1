package githubtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Org is an organization and the accounts around it. Its exported fields are not to be changed while it is in use.
type Org struct {
	Name  string
	Token string // that requests must bear; empty: any
	Actor string // login of whose token it is; empty: an app's
	// Now is the clock of invitations. Nil: the 2nd of November 2026, always.
	Now func() time.Time
	// Domain is a domain of mail that the organization has verified: GitHub then tells which members have addresses there.
	Domain string
	// SAML says that an identity provider signs people in: who has accepted is linked to the address.
	SAML bool
	// SCIM says that an identity provider creates and removes the members.
	SCIM bool
	// Managed says that accounts are the enterprise's own: nobody can be invited.
	Managed bool

	mu          sync.Mutex
	accounts    []*account
	members     map[int64]string // by account: the role
	invitations []*invitation
	teams       []*team
	outside     []int64
	enterprise  map[int64][]string // by account: slugs of the enterprise's teams
	next        int64
	writes      []string
	mux         *http.ServeMux
}

type account struct {
	id    int64
	login string
	email string // private; empty: none is verified
}

type invitation struct {
	id      int64
	email   string
	account *account // nil: none is known to have the address
	role    string   // direct_member, admin
	teams   map[*team]string
	created time.Time
	failed  time.Time // zero: it waits
}

type team struct {
	id         int64
	name, slug string
	parent     *team
	members    map[int64]string // by account: the role
	synced     bool
}

// The roles of members and of teams.
const (
	member     = "member"
	admin      = "admin"
	maintainer = "maintainer"
)

// New returns an organization of three owners, owner-1 to owner-3, with these teams. A team in another is written parent/child,
// after its parent.
func New(name string, teams ...string) *Org {
	o := &Org{Name: name, Token: "ghp_S3cretS3cretS3cret", members: map[int64]string{}, enterprise: map[int64][]string{}, next: 1000}
	for i := range 3 {
		o.members[o.account(fmt.Sprintf("owner-%d", i+1)).id] = admin
	}
	for _, path := range teams {
		parent, slug, nested := strings.Cut(path, "/")
		t := &team{id: o.number(), name: slug, slug: slug, members: map[int64]string{}}
		if nested {
			t.parent = o.team(parent)
		} else {
			t.name, t.slug = parent, parent
		}
		o.teams = append(o.teams, t)
	}
	return o
}

func (o *Org) number() int64 {
	o.next++
	return o.next
}

func (o *Org) now() time.Time {
	if o.Now != nil {
		return o.Now().UTC()
	}
	return time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
}

// account returns the account with a login, which is made if there is none.
func (o *Org) account(login string) *account {
	if a := o.find(login); a != nil {
		return a
	}
	a := &account{id: o.number(), login: login}
	o.accounts = append(o.accounts, a)
	return a
}

func (o *Org) find(login string) *account {
	for _, a := range o.accounts {
		if strings.EqualFold(a.login, login) {
			return a
		}
	}
	return nil
}

func (o *Org) team(slug string) *team {
	for _, t := range o.teams {
		if strings.EqualFold(t.slug, slug) {
			return t
		}
	}
	return nil
}

func (o *Org) owners() (n int) {
	for _, role := range o.members {
		if role == admin {
			n++
		}
	}
	return n
}

// invited returns the invitations, failed ones or those that wait, of an address or an account.
func (o *Org) invited(failed bool, email string, a *account) (out []*invitation) {
	for _, i := range o.invitations {
		if i.failed.IsZero() == failed {
			continue
		}
		if email != "" && strings.EqualFold(i.email, email) || a != nil && i.account == a {
			out = append(out, i)
		}
	}
	return out
}

func (o *Org) withdraw(i *invitation) {
	o.invitations = slices.DeleteFunc(o.invitations, func(one *invitation) bool { return one == i })
}

// join makes somebody a member, with the teams of their invitation.
func (o *Org) join(a *account, i *invitation) {
	o.members[a.id] = member
	if i.role == admin {
		o.members[a.id] = admin
	}
	for t, role := range i.teams {
		t.members[a.id] = role
	}
	o.outside = slices.DeleteFunc(o.outside, func(id int64) bool { return id == a.id })
	o.withdraw(i)
}

// leave takes a member out of the organization and all its teams.
func (o *Org) leave(a *account) {
	delete(o.members, a.id)
	for _, t := range o.teams {
		delete(t.members, a.id)
	}
}
