package googletest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// body is what requests send.
type body struct {
	PreferredMemberKey struct{ ID string }
	Roles              []roleBody
	AddRoles           []roleBody
	RemoveRoles        []string
}

type roleBody struct {
	Name         string
	ExpiryDetail *struct{ ExpireTime string }
}

func read(w http.ResponseWriter, r *http.Request) (b body, ok bool) {
	if err := json.NewDecoder(r.Body).Decode(&b); err != nil {
		invalid(w, "Invalid JSON payload received.")
		return b, false
	}
	return b, true
}

func invalid(w http.ResponseWriter, message string) {
	refuse(w, http.StatusBadRequest, "INVALID_ARGUMENT", message)
}

func (m *membership) shape() []any {
	out := []any{}
	for _, r := range m.roles {
		one := object{"name": r.name}
		if r.end != "" {
			one["expiryDetail"] = object{"expireTime": r.end}
		}
		out = append(out, one)
	}
	return out
}

func (g *group) shape(m *membership) object {
	return object{"name": g.name(m), "preferredMemberKey": object{"id": m.address}, "roles": m.shape(), "type": "USER"}
}

// end says how an operation ended.
func (d *Directory) end(w http.ResponseWriter, response object) {
	if d.Unhurried {
		say(w, object{"name": "operations/1", "done": false})
		return
	}
	say(w, object{"name": "operations/1", "done": true, "response": response})
}

func (d *Directory) create(w http.ResponseWriter, r *http.Request) {
	g := d.at(w, r)
	if g == nil {
		return
	}
	b, ok := read(w, r)
	if !ok {
		return
	}
	m := &membership{id: d.number(), address: b.PreferredMemberKey.ID, hidden: d.Lag}
	for _, one := range b.Roles {
		given := role{name: one.Name}
		if one.ExpiryDetail != nil {
			given.end = one.ExpiryDetail.ExpireTime
		}
		m.roles = append(m.roles, given)
	}
	_, domain, _ := strings.Cut(m.address, "@")
	switch fault := m.fault(); {
	case g.member(m.address) != nil:
		refuse(w, http.StatusConflict, "ALREADY_EXISTS", "Error(4007): Cannot add membership as it already exists.")
	case d.Domain != "" && !strings.EqualFold(domain, d.Domain):
		missing(w)
	case fault != "":
		invalid(w, fault)
	case !g.open():
		denied(w)
	default:
		g.members = append(g.members, m)
		d.end(w, g.shape(m))
	}
}

// open reports whether the API may change the members.
func (g *group) open() bool {
	_, dynamic := g.labels[prefix+"dynamic"]
	_, locked := g.labels[prefix+"locked"]
	return !dynamic && !locked
}

// fault returns what is wrong with a member's roles; empty: nothing.
func (m *membership) fault() string {
	names := []string{}
	for _, r := range m.roles {
		if !slices.Contains([]string{"MEMBER", "MANAGER", "OWNER"}, r.name) {
			return "unknown role"
		}
		names = append(names, r.name)
	}
	ends := slices.ContainsFunc(m.roles, func(r role) bool { return r.end != "" })
	switch {
	case m.address == "":
		return "a member needs a key"
	case !slices.Contains(names, "MEMBER"):
		return "the role MEMBER is required"
	case ends && len(names) > 1:
		return "only members can expire"
	}
	return ""
}

func (d *Directory) member(w http.ResponseWriter, r *http.Request, id string) (*group, *membership) {
	g := d.at(w, r)
	if g == nil {
		return nil, nil
	}
	for _, m := range g.members {
		if m.id == id && m.gone == 0 {
			return g, m
		}
	}
	missing(w)
	return nil, nil
}

func (d *Directory) get(w http.ResponseWriter, r *http.Request) {
	if g, m := d.member(w, r, r.PathValue("member")); m != nil {
		say(w, g.shape(m))
	}
}

func (d *Directory) remove(w http.ResponseWriter, r *http.Request) {
	g, m := d.member(w, r, r.PathValue("member"))
	switch {
	case m == nil:
	case !g.open():
		denied(w)
	default:
		if m.gone = d.Lag; d.Lag == 0 {
			g.members = slices.DeleteFunc(g.members, func(one *membership) bool { return one == m })
		}
		d.end(w, object{})
	}
}

func (d *Directory) modify(w http.ResponseWriter, r *http.Request) {
	id, method, _ := strings.Cut(r.PathValue("member"), ":")
	if method != "modifyMembershipRoles" {
		missing(w)
		return
	}
	g, m := d.member(w, r, id)
	if m == nil {
		return
	}
	b, ok := read(w, r)
	if !ok {
		return
	}
	changed := *m
	changed.roles = slices.DeleteFunc(slices.Clone(m.roles), func(one role) bool { return slices.Contains(b.RemoveRoles, one.name) })
	for _, one := range b.AddRoles {
		changed.roles = append(changed.roles, role{name: one.Name})
	}
	if fault := changed.fault(); fault != "" {
		invalid(w, fault)
		return
	}
	m.roles = changed.roles
	say(w, object{"membership": g.shape(m)})
}
