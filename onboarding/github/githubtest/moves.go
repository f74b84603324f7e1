package githubtest

import (
	"fmt"
	"slices"
)

// Accept lets a person accept what was sent to an address, or to the login, with an account of their own: one that is there, or a
// new one. One that had no address has this one from then on; GitHub asks nobody for it who has another.
func (o *Org) Accept(email, login string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	waiting := o.invited(false, email, o.find(login))
	if len(waiting) == 0 {
		return fmt.Errorf("no invitation waits for %s", email)
	}
	a := o.account(login)
	if a.email == "" {
		a.email = email
	}
	o.join(a, waiting[0])
	return nil
}

// Expire lets what was sent to an address, or to whom it belongs, lapse.
func (o *Org) Expire(email string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	waiting := o.invited(false, email, o.byEmail(email))
	for _, i := range waiting {
		i.failed = o.now()
	}
	if len(waiting) == 0 {
		return fmt.Errorf("no invitation waits for %s", email)
	}
	return nil
}

// Register makes an account that is not in the organization. Its address is private; empty: it has none.
func (o *Org) Register(email, login string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.account(login).email = email
}

// Rename gives an account another login. The old one is free.
func (o *Org) Rename(login, to string) {
	o.change(login, func(a *account) { a.login = to })
}

// Promote makes a member an owner.
func (o *Org) Promote(login string) {
	o.change(login, func(a *account) { o.members[a.id] = admin })
}

// Outside makes an account an outside collaborator.
func (o *Org) Outside(login string) {
	o.change(login, func(a *account) { o.outside = append(o.outside, a.id) })
}

// Enterprise makes an account a member by way of a team of the enterprise.
func (o *Org) Enterprise(login, team string) {
	o.change(login, func(a *account) { o.enterprise[a.id] = append(o.enterprise[a.id], team) })
}

// Place makes a member one of a team, by hand.
func (o *Org) Place(login, slug, role string) {
	o.change(login, func(a *account) { o.team(slug).members[a.id] = role })
}

func (o *Org) change(login string, f func(*account)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	f(o.account(login))
}

// Sync has an identity provider decide who is in a team.
func (o *Org) Sync(slug string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.team(slug).synced = true
}

// LoginOf returns the login of whose an address is; empty: nobody's.
func (o *Org) LoginOf(email string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if a := o.byEmail(email); a != nil {
		return a.login
	}
	return ""
}

// Members returns the logins of a team's direct members with their roles, those of the organization where the team is empty,
// sorted: ada as member.
func (o *Org) Members(slug string) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	of := o.members
	if slug != "" {
		of = o.team(slug).members
	}
	out := []string{}
	for _, a := range o.accounts {
		if role := of[a.id]; role != "" {
			out = append(out, a.login+" as "+role)
		}
	}
	slices.Sort(out)
	return out
}

// Invited returns whom invitations were sent to that are there, sorted: addresses, or logins, of failed ones with the word lapsed.
func (o *Org) Invited() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := []string{}
	for _, i := range o.invitations {
		whom := i.email
		if whom == "" {
			whom = i.account.login
		}
		if !i.failed.IsZero() {
			whom += " lapsed"
		}
		out = append(out, whom)
	}
	slices.Sort(out)
	return out
}

// Writes returns the requests so far that were to change something: POST /orgs/acme/invitations.
func (o *Org) Writes() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.writes)
}

func (o *Org) byEmail(email string) *account {
	for _, a := range o.accounts {
		if email != "" && equal(a.email, email) {
			return a
		}
	}
	return nil
}
