package githubtest

import (
	"net/http"
	"slices"
	"strconv"
)

func (o *Org) listMembers(c *call) {
	role := c.r.URL.Query().Get("role")
	var all []*account
	for _, a := range o.accounts {
		if has := o.role(a); has != "" && (role == "" || role == "all" || role == has) {
			all = append(all, a)
		}
	}
	page(c, all, user)
}

// role returns that of a member, direct or by way of the enterprise; empty: they are none.
func (o *Org) role(a *account) string {
	if role := o.members[a.id]; role != "" || len(o.enterprise[a.id]) == 0 {
		return role
	}
	return member
}

func (o *Org) getMembership(c *call) {
	a := o.find(c.r.PathValue("user"))
	switch {
	case a == nil:
		c.missing()
	case o.role(a) != "":
		c.say(http.StatusOK, o.membership(a, "active", o.role(a)))
	default:
		waiting := o.invited(false, "", a)
		if len(waiting) == 0 {
			c.missing()
			return
		}
		c.say(http.StatusOK, o.membership(a, "pending", roleOf(waiting[0])))
	}
}

func roleOf(i *invitation) string {
	if i.role == admin {
		return admin
	}
	return member
}

func (o *Org) putMembership(c *call) {
	a := o.find(c.r.PathValue("user"))
	role, _ := c.body["role"].(string)
	if role == "" {
		role = member
	}
	switch {
	case a == nil:
		c.missing()
	case o.members[a.id] == admin && role != admin && o.owners() == 1:
		c.refuse(http.StatusForbidden, "An organization must have an owner")
	case o.members[a.id] != "":
		o.members[a.id] = role
		c.say(http.StatusOK, o.membership(a, "active", role))
	case o.Managed:
		c.invalid("Members of an enterprise with managed users cannot be invited")
	default:
		i := o.reach(a)
		if i.role = "direct_member"; role == admin {
			i.role = admin
		}
		c.say(http.StatusOK, o.membership(a, "pending", role))
	}
}

// reach returns the invitation that waits for an account, which is made if there is none.
func (o *Org) reach(a *account) *invitation {
	if waiting := o.invited(false, "", a); len(waiting) > 0 {
		return waiting[0]
	}
	i := &invitation{id: o.number(), account: a, role: "direct_member", teams: map[*team]string{}, created: o.now()}
	o.invitations = append(o.invitations, i)
	return i
}

// deleteMembership follows "Remove organization membership for a user", which also cancels what waits. A failed invitation is
// not found: terraform-provider-github's issue 2693.
func (o *Org) deleteMembership(c *call) {
	a := o.find(c.r.PathValue("user"))
	if a == nil {
		c.missing()
		return
	}
	waiting := o.invited(false, "", a)
	switch {
	case o.members[a.id] == admin && o.owners() == 1:
		c.refuse(http.StatusForbidden, "An organization must have an owner")
	case o.members[a.id] != "":
		o.leave(a)
		c.say(http.StatusNoContent, nil)
	case len(waiting) > 0:
		o.withdraw(waiting[0])
		c.say(http.StatusNoContent, nil)
	default:
		c.missing()
	}
}

func (o *Org) listOutside(c *call) {
	var all []*account
	for _, a := range o.accounts {
		if slices.Contains(o.outside, a.id) {
			all = append(all, a)
		}
	}
	page(c, all, user)
}

func (o *Org) deleteOutside(c *call) {
	a := o.find(c.r.PathValue("user"))
	switch {
	case a == nil:
		c.missing()
	case o.members[a.id] != "":
		c.refuse(http.StatusUnprocessableEntity, "You cannot specify an organization member to remove as an outside collaborator.")
	default:
		o.outside = slices.DeleteFunc(o.outside, func(id int64) bool { return id == a.id })
		c.say(http.StatusNoContent, nil)
	}
}

func (o *Org) getUser(c *call) { c.profile(o.find(c.r.PathValue("user"))) }

func (o *Org) getActor(c *call) {
	if o.Actor == "" {
		c.refuse(http.StatusForbidden, "Resource not accessible by integration")
		return
	}
	c.profile(o.find(o.Actor))
}

func (o *Org) getByID(c *call) {
	id, _ := strconv.ParseInt(c.r.PathValue("id"), 10, 64)
	c.profile(o.byID(id))
}

func (c *call) profile(a *account) {
	if a == nil {
		c.missing()
		return
	}
	c.say(http.StatusOK, profile(a))
}

func (o *Org) listExternalGroups(c *call) {
	if !o.Managed {
		c.missing()
		return
	}
	c.say(http.StatusOK, object{"groups": []any{}})
}

func (o *Org) listProvisioned(c *call) {
	if !o.SCIM {
		c.missing()
		return
	}
	c.say(http.StatusOK, object{
		"schemas": []string{"urn:ietf:params:scim:api:messages:2.0:ListResponse"}, "totalResults": 0, "itemsPerPage": 0, "startIndex": 1, "Resources": []any{},
	})
}
