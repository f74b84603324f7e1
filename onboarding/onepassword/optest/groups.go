package optest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// item is a group or a vault in a list, or who has access to a vault.
type item struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Permissions []string `json:"permissions,omitempty"`
}

func groupList(c *contents, l *line, out *json.Encoder) error {
	items := []item{}
	id := ""
	if who, ok := l.flags["user"]; ok {
		u, err := c.wanted(who)
		if err != nil {
			return err
		}
		id = u.ID
	}
	for _, g := range c.Groups {
		if _, member := g.Members[id]; member || id == "" {
			items = append(items, item{ID: g.ID, Name: g.Name})
		}
	}
	return out.Encode(items)
}

func (c *contents) wantedGroup(what string) (*Group, error) {
	if g := c.group(what); g != nil {
		return g, nil
	}
	return nil, fmt.Errorf("%q isn't a group in this account. Specify the group with its UUID, or name", what)
}

func groupUsers(c *contents, l *line, out *json.Encoder) error {
	g, err := c.wantedGroup(l.args[0])
	if err != nil {
		return err
	}
	users := []User{}
	for _, id := range slices.Sorted(maps.Keys(g.Members)) {
		u := *c.user(id)
		u.Role = g.Members[id]
		users = append(users, u)
	}
	return out.Encode(users)
}

// membership returns the group and the user of a command's flags.
func (c *contents) membership(l *line) (*Group, *User, error) {
	g, err := c.wantedGroup(l.flags["group"])
	if err != nil {
		return nil, nil, err
	}
	u, err := c.wanted(l.flags["user"])
	return g, u, err
}

func grant(c *contents, l *line, _ *json.Encoder) error {
	g, u, err := c.membership(l)
	if err != nil {
		return err
	}
	role, given := l.flags["role"]
	switch {
	case !given:
		role = "member"
	case role != "member" && role != "manager":
		return fmt.Errorf("invalid role %q: use member or manager", role)
	}
	if u.State != Active {
		return fmt.Errorf("(403) Forbidden: %q isn't an active user", l.flags["user"])
	}
	g.Members[u.ID] = strings.ToUpper(role)
	return nil
}

func revoke(c *contents, l *line, _ *json.Encoder) error {
	g, u, err := c.membership(l)
	if err != nil {
		return err
	}
	if _, member := g.Members[u.ID]; !member {
		return fmt.Errorf("%q isn't a member of the group", l.flags["user"])
	}
	delete(g.Members, u.ID)
	return nil
}

func vaultList(c *contents, l *line, out *json.Encoder) error {
	items := []item{}
	for _, v := range c.Vaults {
		u := c.user(l.flags["user"])
		if _, has := l.flags["user"]; !has || u != nil && v.Users[u.ID] != nil {
			items = append(items, item{ID: v.ID, Name: v.Name})
		}
	}
	return out.Encode(items)
}

func (c *contents) vault(l *line) (*Vault, error) {
	for _, v := range c.Vaults {
		if v.ID == l.args[0] || v.Name == l.args[0] {
			return v, nil
		}
	}
	return nil, fmt.Errorf("%q isn't a vault in this account. Specify the vault with its ID or name", l.args[0])
}

func vaultUsers(c *contents, l *line, out *json.Encoder) error {
	v, err := c.vault(l)
	if err != nil {
		return err
	}
	return out.Encode(accesses(v.Users, func(id string) string { return c.user(id).Name }))
}

func vaultGroups(c *contents, l *line, out *json.Encoder) error {
	v, err := c.vault(l)
	if err != nil {
		return err
	}
	return out.Encode(accesses(v.Groups, func(id string) string { return c.group(id).Name }))
}

func accesses(of map[string][]string, name func(id string) string) []item {
	items := []item{}
	for _, id := range slices.Sorted(maps.Keys(of)) {
		items = append(items, item{ID: id, Name: name(id), Permissions: of[id]})
	}
	return items
}
