package githubtest

import (
	"net/http"
)

func (o *Org) listTeams(c *call) { page(c, o.teams, o.teamShape) }

func (o *Org) getTeam(c *call) {
	t := o.team(c.r.PathValue("team"))
	if t == nil {
		c.missing()
		return
	}
	out := o.teamShape(t)
	out["created_at"], out["updated_at"] = moment(o.now()), moment(o.now())
	out["members_count"], out["repos_count"], out["organization"] = len(t.members), 0, o.whole()
	c.say(http.StatusOK, out)
}

func (o *Org) listChildren(c *call) {
	t := o.team(c.r.PathValue("team"))
	if t == nil {
		c.missing()
		return
	}
	page(c, o.children(t), o.teamShape)
}

func (o *Org) children(t *team) (out []*team) {
	for _, one := range o.teams {
		if one.parent == t {
			out = append(out, one)
		}
	}
	return out
}

// has returns the role of an account in a team, and whether it is by way of a team below.
func (o *Org) has(t *team, a *account) (role string, inherited bool) {
	if role := t.members[a.id]; role != "" {
		if o.members[a.id] == admin {
			return maintainer, false
		}
		return role, false
	}
	for _, child := range o.children(t) {
		if role, _ := o.has(child, a); role != "" {
			return role, true
		}
	}
	return "", false
}

func (o *Org) listTeamMembers(c *call) {
	t := o.team(c.r.PathValue("team"))
	if t == nil {
		c.missing()
		return
	}
	var all []*account
	for _, a := range o.accounts {
		if role, _ := o.has(t, a); role != "" {
			all = append(all, a)
		}
	}
	page(c, all, func(a *account) object {
		out := user(a)
		_, out["inherited"] = o.has(t, a)
		return out
	})
}

// teamAndUser returns what a path names; false: one of them is not there, which is answered.
func (o *Org) teamAndUser(c *call) (*team, *account, bool) {
	t, a := o.team(c.r.PathValue("team")), o.find(c.r.PathValue("user"))
	if t == nil || a == nil {
		c.missing()
		return nil, nil, false
	}
	return t, a, true
}

func (o *Org) getTeamMembership(c *call) {
	t, a, ok := o.teamAndUser(c)
	if !ok {
		return
	}
	if role, _ := o.has(t, a); role != "" {
		c.say(http.StatusOK, o.teamMembership(t, a, "active", role))
		return
	}
	for _, i := range o.invited(false, "", a) {
		if role := i.teams[t]; role != "" {
			c.say(http.StatusOK, o.teamMembership(t, a, "pending", role))
			return
		}
	}
	c.missing()
}

// putTeamMembership follows "Add or update team membership for a user", which invites whoever is no member.
func (o *Org) putTeamMembership(c *call) {
	t, a, ok := o.teamAndUser(c)
	if !ok {
		return
	}
	role, _ := c.body["role"].(string)
	if role == "" {
		role = member
	}
	switch {
	case t.synced:
		c.refuse(http.StatusForbidden, "Team synchronization is enabled for this team")
	case o.role(a) != "":
		t.members[a.id] = role
		role, _ = o.has(t, a)
		c.say(http.StatusOK, o.teamMembership(t, a, "active", role))
	default:
		o.reach(a).teams[t] = role
		c.say(http.StatusOK, o.teamMembership(t, a, "pending", role))
	}
}

// deleteTeamMembership leaves the invitation to the organization: terraform-provider-github's issue 307.
func (o *Org) deleteTeamMembership(c *call) {
	t, a, ok := o.teamAndUser(c)
	if !ok {
		return
	}
	if t.synced {
		c.refuse(http.StatusForbidden, "Team synchronization is enabled for this team")
		return
	}
	delete(t.members, a.id)
	for _, i := range o.invited(false, "", a) {
		delete(i.teams, t)
	}
	c.say(http.StatusNoContent, nil)
}

func (o *Org) listMappings(c *call) {
	t := o.team(c.r.PathValue("team"))
	if t == nil {
		c.missing()
		return
	}
	groups := []any{}
	if t.synced {
		groups = append(groups, object{"group_id": "1", "group_name": t.name, "group_description": "from the identity provider"})
	}
	c.say(http.StatusOK, object{"groups": groups})
}
