package githubtest

import (
	"strings"
	"time"
)

const api = "https://api.github.com"

// urls returns the members of an answer that are addresses of what belongs to it.
func urls(base string, names ...string) object {
	out := object{"url": base}
	for _, name := range names {
		out[name+"_url"] = base + "/" + name
	}
	return out
}

func user(a *account) object {
	out := urls(api+"/users/"+a.login, "avatar", "events", "followers", "following", "gists", "html", "organizations", "received_events", "repos", "starred", "subscriptions")
	out["login"], out["id"], out["node_id"], out["gravatar_id"] = a.login, a.id, "U_"+a.login, ""
	out["type"], out["site_admin"] = "User", false
	return out
}

// profile returns an account as others see it.
func profile(a *account) object {
	out := user(a)
	for _, name := range []string{"bio", "blog", "company", "email", "hireable", "location", "name"} {
		out[name] = nil
	}
	for _, name := range []string{"followers", "following", "public_gists", "public_repos"} {
		out[name] = 0
	}
	out["created_at"], out["updated_at"], out["user_view_type"] = moment(time.Unix(1e9, 0)), moment(time.Unix(1e9, 0)), "public"
	return out
}

func moment(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func (o *Org) organization() object {
	out := urls(api+"/orgs/"+o.Name, "repos", "events", "hooks", "issues", "members", "public_members", "avatar")
	out["login"], out["id"], out["node_id"], out["description"] = o.Name, 1, "O_1", nil
	return out
}

// whole returns the organization as teams have it.
func (o *Org) whole() object {
	out := o.organization()
	for _, name := range []string{"public_repos", "public_gists", "followers", "following"} {
		out[name] = 0
	}
	out["html_url"], out["type"], out["archived_at"] = "https://github.com/"+o.Name, "Organization", nil
	out["has_organization_projects"], out["has_repository_projects"] = true, true
	out["created_at"], out["updated_at"] = moment(time.Unix(1e9, 0)), moment(time.Unix(1e9, 0))
	return out
}

func (o *Org) teamShape(t *team) object {
	out := urls(api+"/organizations/1/team/"+t.slug, "members", "repositories", "html")
	out["id"], out["node_id"], out["name"], out["slug"] = t.id, "T_"+t.slug, t.name, t.slug
	out["description"], out["permission"], out["parent"], out["type"] = nil, "pull", nil, "organization"
	out["organization_id"] = 1
	if t.parent != nil {
		parent := o.teamShape(t.parent)
		delete(parent, "parent")
		delete(parent, "organization_id")
		out["parent"] = parent
	}
	return out
}

func (o *Org) invitation(i *invitation) object {
	out := object{
		"id": i.id, "node_id": "I_", "login": nil, "email": nil, "role": i.role, "created_at": moment(i.created), "inviter": user(o.accounts[0]),
		"team_count": len(i.teams), "invitation_teams_url": api + "/organizations/1/invitations/teams", "invitation_source": "member",
	}
	if i.email != "" {
		out["email"] = i.email
	}
	if i.account != nil {
		out["login"] = i.account.login
	}
	if !i.failed.IsZero() {
		out["failed_at"], out["failed_reason"] = moment(i.failed), "Invitation expired. User did not accept this invite for 7 days."
	}
	return out
}

func (o *Org) membership(a *account, state, role string) object {
	out := object{
		"url": api + "/orgs/" + o.Name + "/memberships/" + a.login, "state": state, "role": role,
		"organization_url": api + "/orgs/" + o.Name, "organization": o.organization(), "user": user(a),
	}
	if by := o.enterprise[a.id]; len(by) > 0 {
		_, direct := o.members[a.id]
		out["direct_membership"], out["enterprise_teams_providing_indirect_membership"] = direct, by
	}
	return out
}

func (o *Org) teamMembership(t *team, a *account, state, role string) object {
	return object{"url": strings.Join([]string{api, "organizations/1/team", t.slug, "memberships", a.login}, "/"), "state": state, "role": role}
}
