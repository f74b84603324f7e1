package slack

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

func show(u *user) object {
	return object{
		"id": u.id, "name": u.name, "real_name": u.name, "deleted": u.deleted, "is_admin": u.admin, "is_owner": u.primary, "is_primary_owner": u.primary,
		"profile": object{"email": u.email, "real_name": u.name},
	}
}

func (w *Workspace) lookupByEmail(args url.Values) object {
	u := w.byEmail(args.Get("email"))
	if u == nil || u.deleted {
		return refuse("users_not_found")
	}
	return object{"user": show(u)}
}

func (w *Workspace) info(args url.Values) object {
	u := w.user(args.Get("user"))
	if u == nil {
		return refuse("user_not_found")
	}
	return object{"user": show(u)}
}

// conversations returns the channels that somebody and the app see: here, all of them.
func (w *Workspace) conversations(args url.Values) object {
	who := args.Get("user")
	if who == "" {
		who = app
	}
	all := []object{}
	for _, c := range w.channels {
		if slices.Contains(c.users, who) {
			all = append(all, object{"id": c.id, "name": c.name, "is_channel": true, "is_general": c.general})
		}
	}
	page, next := part(all, args)
	return object{"channels": page, "response_metadata": next}
}

func (w *Workspace) invite(args url.Values) object {
	c, u := w.channel(args.Get("channel")), w.user(args.Get("users"))
	switch {
	case c == nil:
		return refuse("channel_not_found")
	case !slices.Contains(c.users, app):
		return refuse("not_in_channel")
	case u == nil || u.deleted:
		return refuse("user_not_found")
	case slices.Contains(c.users, u.id):
		return refuse("already_in_channel")
	}
	c.users = append(c.users, u.id)
	return object{"channel": object{"id": c.id}}
}

func (w *Workspace) kick(args url.Values) object {
	c, u := w.channel(args.Get("channel")), w.user(args.Get("user"))
	switch {
	case c == nil:
		return refuse("channel_not_found")
	case c.general:
		return refuse("cant_kick_from_general")
	case u == nil:
		return refuse("user_not_found")
	case !slices.Contains(c.users, app) || !slices.Contains(c.users, u.id):
		return refuse("not_in_channel")
	}
	c.users = without(c.users, u.id)
	return object{"errors": object{}}
}

func showGroup(g *group) object {
	deleted := 0
	if g.disabled {
		deleted = 1767225600
	}
	return object{"id": g.id, "handle": g.handle, "name": g.handle, "is_usergroup": true, "date_delete": deleted}
}

func (w *Workspace) listGroups(args url.Values) object {
	all := []object{}
	for _, g := range w.groups {
		if g.disabled && args.Get("include_disabled") != "true" {
			continue
		}
		one := showGroup(g)
		if args.Get("include_users") == "true" {
			one["users"] = append([]string{}, g.users...)
		}
		all = append(all, one)
	}
	return object{"usergroups": all}
}

func (w *Workspace) groupUsers(args url.Values) object {
	g := w.group(args.Get("usergroup"))
	if g == nil || g.disabled && args.Get("include_disabled") != "true" {
		return refuse("no_such_subteam")
	}
	return object{"users": append([]string{}, g.users...)}
}

func (w *Workspace) updateGroup(args url.Values) object {
	g := w.group(args.Get("usergroup"))
	switch {
	case g == nil:
		return refuse("no_such_subteam")
	case args.Get("users") == "":
		return w.harm("no_users_provided", "usergroups.users.update: nobody would be left")
	}
	var users []string
	for id := range strings.SplitSeq(args.Get("users"), ",") {
		if u := w.user(id); u == nil || u.deleted || slices.Contains(users, id) {
			return w.harm("invalid_users", "usergroups.users.update: %q is nobody, or there twice", id)
		}
		users = append(users, id)
	}
	g.users = users
	return object{"usergroup": w.shown(g)}
}

func (w *Workspace) shown(g *group) object {
	one := showGroup(g)
	one["users"] = append([]string{}, g.users...)
	return one
}

func (w *Workspace) enableGroup(args url.Values) object  { return w.able(args, false) }
func (w *Workspace) disableGroup(args url.Values) object { return w.able(args, true) }

func (w *Workspace) able(args url.Values, disabled bool) object {
	g := w.group(args.Get("usergroup"))
	switch {
	case g == nil:
		return refuse("no_such_subteam")
	case g.disabled == disabled && disabled:
		return refuse("already_disabled")
	case g.disabled == disabled:
		return refuse("already_enabled")
	}
	g.disabled = disabled
	return object{"usergroup": w.shown(g)}
}

// scim answers RFC 7644, as far as it is asked for.
func (w *Workspace) scim(r *http.Request, body []byte) (int, object) {
	if w.SCIMToken == "" || r.Header.Get("Authorization") != "Bearer "+w.SCIMToken {
		return http.StatusUnauthorized, object{"Errors": object{"description": "invalid_authentication", "code": 401}}
	}
	if r.Method != http.MethodGet {
		w.writes++
	}
	id, one := strings.CutPrefix(r.URL.Path, "/scim/v2/Users/")
	switch {
	case r.Method == http.MethodGet && r.URL.Path == "/scim/v2/Users":
		return http.StatusOK, w.filtered(r.URL.Query().Get("filter"))
	case r.Method == http.MethodPatch && one:
		return w.patch(id, body)
	}
	w.harm("", "SCIM: %s %s: there is no such operation", r.Method, r.URL.EscapedPath())
	return http.StatusNotFound, nil
}

func (w *Workspace) filtered(filter string) object {
	quoted, ok := strings.CutPrefix(filter, "email eq ")
	var email string
	if !ok || json.Unmarshal([]byte(quoted), &email) != nil {
		w.harm("", "SCIM: the filter %q cannot be read", filter)
	}
	found := []object{}
	for _, u := range w.users {
		if strings.EqualFold(u.email, email) {
			found = append(found, object{"id": u.id, "userName": u.name, "active": !u.deleted, "emails": []object{{"value": u.email, "primary": true}}})
		}
	}
	return object{"totalResults": len(found), "Resources": found}
}

func (w *Workspace) patch(id string, body []byte) (int, object) {
	var in struct {
		Schemas    []string
		Operations []struct {
			Op, Path string
			Value    *bool
		}
	}
	u := w.user(id)
	switch err := json.Unmarshal(body, &in); {
	case u == nil:
		return http.StatusNotFound, nil
	case err != nil || !slices.Contains(in.Schemas, "urn:ietf:params:scim:api:messages:2.0:PatchOp") || len(in.Operations) != 1 ||
		in.Operations[0].Op != "replace" || in.Operations[0].Path != "active" || in.Operations[0].Value == nil:
		w.harm("", "SCIM: the change cannot be read")
		return http.StatusBadRequest, nil
	case u.primary:
		return http.StatusForbidden, nil
	}
	if *in.Operations[0].Value {
		u.deleted = false
	} else {
		w.deactivate(u)
	}
	return http.StatusOK, object{"id": u.id, "active": !u.deleted}
}
