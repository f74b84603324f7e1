package githubtest

import (
	"net/http"
	"strconv"
)

func (o *Org) listInvitations(c *call) { o.list(c, false) }

func (o *Org) listFailed(c *call) { o.list(c, true) }

func (o *Org) list(c *call, failed bool) {
	var all []*invitation
	for _, i := range o.invitations {
		if !i.failed.IsZero() == failed {
			all = append(all, i)
		}
	}
	page(c, all, o.invitation)
}

// invite follows "Create an organization invitation". That a failed invitation is in the way of another is from the threads about
// it, prow's issue 712 among them.
func (o *Org) invite(c *call) {
	email, _ := c.body["email"].(string)
	id, byID := c.body["invitee_id"].(float64)
	var whom *account
	if byID {
		whom = o.byID(int64(id))
	}
	known := whom
	if known == nil {
		known = o.byEmail(email)
	}
	switch {
	case o.Managed:
		c.invalid("Members of an enterprise with managed users cannot be invited")
		return
	case (email == "") == !byID || byID && whom == nil:
		c.invalid("exactly one of email and invitee_id")
		return
	case known != nil && o.members[known.id] != "":
		c.invalid("Invitee is already a part of this organization")
		return
	case len(o.invited(false, email, whom)) > 0:
		c.invalid("Invitee has already been invited")
		return
	case len(o.invited(true, email, whom)) > 0:
		c.invalid("Over invitation rate limit")
		return
	}
	i := &invitation{id: o.number(), email: email, account: known, role: "direct_member", teams: map[*team]string{}, created: o.now()}
	if role, ok := c.body["role"].(string); ok {
		i.role = role
	}
	ids, _ := c.body["team_ids"].([]any)
	for _, id := range ids {
		n, _ := id.(float64)
		t := o.teamByID(int64(n))
		if t == nil {
			c.invalid("team_ids")
			return
		}
		i.teams[t] = member
	}
	o.invitations = append(o.invitations, i)
	c.say(http.StatusCreated, o.invitation(i))
}

func (o *Org) teamByID(id int64) *team {
	for _, t := range o.teams {
		if t.id == id {
			return t
		}
	}
	return nil
}

func (o *Org) byID(id int64) *account {
	for _, a := range o.accounts {
		if a.id == id {
			return a
		}
	}
	return nil
}

func (o *Org) invitationAt(c *call) *invitation {
	id, _ := strconv.ParseInt(c.r.PathValue("id"), 10, 64)
	for _, i := range o.invitations {
		if i.id == id {
			return i
		}
	}
	return nil
}

func (o *Org) cancel(c *call) {
	i := o.invitationAt(c)
	if i == nil {
		c.missing()
		return
	}
	o.withdraw(i)
	c.say(http.StatusNoContent, nil)
}

func (o *Org) listInvitationTeams(c *call) {
	i := o.invitationAt(c)
	if i == nil || !i.failed.IsZero() {
		c.missing()
		return
	}
	var all []*team
	for _, t := range o.teams {
		if i.teams[t] != "" {
			all = append(all, t)
		}
	}
	page(c, all, o.teamShape)
}
