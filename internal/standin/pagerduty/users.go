package pagerduty

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

func roles() []string {
	return []string{"admin", "limited_user", "observer", "owner", "read_only_user", "restricted_access", "read_only_limited_user", "user"}
}

func (a *Account) show(u *user, include []string) object {
	o := reference(u.id, "user", u.name)
	o["type"] = "user"
	o["name"], o["email"], o["role"], o["invitation_sent"], o["description"] = u.name, u.email, u.role, u.invited, nil
	teams := []object{}
	for _, t := range a.teams {
		if slices.ContainsFunc(t.members, func(m member) bool { return m.user == u.id }) {
			one := reference(t.id, "team", t.name)
			if slices.Contains(include, "teams") {
				one["name"] = t.name
			}
			teams = append(teams, one)
		}
	}
	o["teams"] = teams
	return o
}

func (a *Account) listUsers(c *call) answer {
	found := []object{}
	for _, u := range a.users {
		if q := c.query.Get("query"); contains(u.name, q) || contains(u.email, q) {
			found = append(found, a.show(u, c.query["include[]"]))
		}
	}
	return page(c, "users", found)
}

func (a *Account) getUser(c *call) answer {
	u := a.user(c.PathValue("id"))
	if u == nil {
		return notFound()
	}
	return answer{http.StatusOK, object{"user": a.show(u, c.query["include[]"])}}
}

// profile returns what is wrong with what a request says of a user.
func (a *Account) profile(in object, id string) string {
	name, email := text(in, "name"), text(in, "email")
	switch {
	case in == nil || text(in, "type") != "user":
		return "the body has no user"
	case name == "" || utf8.RuneCountInString(name) > 100:
		return "Name is empty or too long"
	case !isAddress(email) || len(email) < 6 || len(email) > 100:
		return "Email is invalid"
	case !slices.Contains(roles(), text(in, "role")):
		return "Role is invalid"
	case slices.ContainsFunc(a.users, func(u *user) bool { return strings.EqualFold(u.email, email) && u.id != id }):
		return "Email has already been taken"
	}
	return ""
}

func (a *Account) createUser(c *call) answer {
	if !isAddress(c.Header.Get("From")) {
		return a.harm(http.StatusBadRequest, "POST /users: the header From is missing")
	}
	in := inner(c.body, "user")
	wrong := a.profile(in, "")
	switch {
	case wrong == "Role is invalid" || in == nil:
		return a.harm(http.StatusBadRequest, "POST /users: %s", wrong)
	case wrong != "":
		return refuse(http.StatusBadRequest, wrong)
	}
	u := &user{id: a.id("PU"), name: text(in, "name"), email: text(in, "email"), role: text(in, "role"), invited: true}
	a.users = append(a.users, u)
	return answer{http.StatusCreated, object{"user": a.show(u, nil)}}
}

func (a *Account) updateUser(c *call) answer {
	u := a.user(c.PathValue("id"))
	if u == nil {
		return notFound()
	}
	in := inner(c.body, "user")
	if wrong := a.profile(in, u.id); wrong != "" {
		return a.harm(http.StatusBadRequest, "PUT /users/{id}: %s", wrong)
	}
	u.name, u.email, u.role = text(in, "name"), text(in, "email"), text(in, "role")
	return answer{http.StatusOK, object{"user": a.show(u, nil)}}
}

func (a *Account) deleteUser(c *call) answer {
	u := a.user(c.PathValue("id"))
	switch {
	case u == nil:
		return notFound()
	case u.role == "owner":
		return refuse(http.StatusForbidden, "the owner cannot be deleted")
	case u.incidents > 0:
		return refuse(http.StatusBadRequest, "User has incidents assigned")
	case a.onDuty(u.id):
		return refuse(http.StatusBadRequest, "User is on a schedule or an escalation policy")
	}
	for _, t := range a.teams {
		t.members = slices.DeleteFunc(t.members, func(m member) bool { return m.user == u.id })
	}
	a.users = slices.DeleteFunc(a.users, func(one *user) bool { return one == u })
	return answer{status: http.StatusNoContent}
}

// onDuty reports whether a user is in a rotation or a policy.
func (a *Account) onDuty(id string) bool {
	for _, s := range a.schedules {
		for _, l := range s.layers {
			if slices.Contains(l.users, id) && !l.over(a.now()) {
				return true
			}
		}
	}
	for _, p := range a.policies {
		if p.names(id) {
			return true
		}
	}
	return false
}

func (a *Account) listMembers(c *call) answer {
	t := a.team(c.PathValue("id"))
	if t == nil {
		return notFound()
	}
	out := []object{}
	for _, m := range t.members {
		out = append(out, object{"user": reference(m.user, "user", a.user(m.user).name), "role": m.role})
	}
	return page(c, "members", out)
}

func (a *Account) putMember(c *call) answer {
	t, u := a.team(c.PathValue("id")), a.user(c.PathValue("user"))
	role := text(c.body, "role")
	switch {
	case !slices.Contains([]string{"observer", "responder", "manager"}, role):
		return a.harm(http.StatusBadRequest, "PUT /teams/{id}/users/{user}: the role %q is none of a team", role)
	case t == nil || u == nil:
		return notFound()
	}
	t.members = slices.DeleteFunc(t.members, func(m member) bool { return m.user == u.id })
	t.members = append(t.members, member{u.id, role})
	return answer{status: http.StatusNoContent}
}

func (a *Account) deleteMember(c *call) answer {
	t, id := a.team(c.PathValue("id")), c.PathValue("user")
	if t == nil || !slices.ContainsFunc(t.members, func(m member) bool { return m.user == id }) {
		return notFound()
	}
	t.members = slices.DeleteFunc(t.members, func(m member) bool { return m.user == id })
	return answer{status: http.StatusNoContent}
}
