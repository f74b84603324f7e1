// Package slack has a workspace of Slack with people, channels and user groups, for demonstrations and tests on one machine.
//
// A [Workspace] answers the methods of the Web API that onboarding asks for, SCIM and incoming webhooks. It knows the arguments of
// each method, refuses what Slack would refuse, by the same words, and notes as a fault what nobody should send.
package slack

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

type object = map[string]any

// Workspace is a workspace. Token is required.
type Workspace struct {
	Token     string // of the app
	SCIMToken string // of an administrator; empty: the plan has no SCIM
	Webhook   string // path of the incoming webhook, /services/T0/B0/x; empty: none

	mu       sync.Mutex
	made     int
	users    []*user
	channels []*channel
	groups   []*group
	messages []Message
	faults   []string
	writes   int
	word     string
	status   int
}

type user struct {
	id, name, email string
	deleted         bool
	admin, primary  bool
}

type channel struct {
	id, name string
	general  bool
	users    []string
}

type group struct {
	id, handle string
	disabled   bool
	users      []string
}

// Message is a message that people can read.
type Message struct {
	Channel  string   `json:"channel"` // id
	TS       string   `json:"ts"`
	Text     string   `json:"text"`
	Blocks   []object `json:"blocks,omitempty"`
	Metadata object   `json:"metadata,omitempty"`
	Edited   int      `json:"-"` // how often
}

// app is who the token stands for.
const app = "U0APP"

func (w *Workspace) id(prefix string) string {
	w.made++
	return fmt.Sprintf("%s%04d", prefix, w.made)
}

// Join lets somebody join, and returns their id. Whoever was deactivated comes back.
func (w *Workspace) Join(name, email string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.byEmail(email)
	if u == nil {
		u = &user{id: w.id("U"), name: name, email: email}
		w.users = append(w.users, u)
	}
	u.deleted = false
	return u.id
}

// Deactivate deactivates somebody by hand.
func (w *Workspace) Deactivate(email string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.deactivate(w.byEmail(email))
}

// Promote makes somebody the primary owner.
func (w *Workspace) Promote(email string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.byEmail(email)
	u.admin, u.primary = true, true
}

// AddChannel adds a channel with the app and people in it, and returns its id.
func (w *Workspace) AddChannel(name string, users ...string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := &channel{id: w.id("C"), name: name, general: name == "general", users: append([]string{app}, users...)}
	w.channels = append(w.channels, c)
	return c.id
}

// Remove takes somebody out of a channel by hand; the empty id is the app.
func (w *Workspace) Remove(channel, user string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if user == "" {
		user = app
	}
	c := w.channel(channel)
	c.users = without(c.users, user)
}

// AddGroup adds a user group, and returns its id.
func (w *Workspace) AddGroup(handle string, users ...string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	g := &group{id: w.id("S"), handle: handle, users: slices.Clone(users)}
	w.groups = append(w.groups, g)
	return g.id
}

// Disable disables a user group by hand.
func (w *Workspace) Disable(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.group(id).disabled = true
}

// Break has every call fail: by a word of Slack's, or by a status of HTTP where there is one. Empty and 0 mend it.
func (w *Workspace) Break(word string, status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.word, w.status = word, status
}

// Messages returns all messages, in order.
func (w *Workspace) Messages() []Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.messages)
}

// Faults returns what calls there were that nobody should make.
func (w *Workspace) Faults() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.faults)
}

// Writes returns how many calls were to change something.
func (w *Workspace) Writes() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.writes
}

// State is what there is in a workspace, with people by their addresses.
type State struct {
	People   map[string]bool     // whether they are active
	Channels map[string][]string // by name, without the app
	Groups   map[string][]string // by handle; of a disabled one nobody
}

// State returns what there is.
func (w *Workspace) State() State {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := State{map[string]bool{}, map[string][]string{}, map[string][]string{}}
	for _, u := range w.users {
		s.People[u.email] = !u.deleted
	}
	for _, c := range w.channels {
		s.Channels[c.name] = w.addresses(c.users)
	}
	for _, g := range w.groups {
		s.Groups[g.handle] = []string{}
		if !g.disabled {
			s.Groups[g.handle] = w.addresses(g.users)
		}
	}
	return s
}

func (w *Workspace) addresses(ids []string) []string {
	out := []string{}
	for _, id := range ids {
		if u := w.user(id); u != nil {
			out = append(out, u.email)
		}
	}
	return out
}

func (w *Workspace) byEmail(email string) *user {
	return pick(w.users, func(u *user) bool { return strings.EqualFold(u.email, email) })
}

func (w *Workspace) user(id string) *user {
	return pick(w.users, func(u *user) bool { return u.id == id })
}

func (w *Workspace) channel(id string) *channel {
	return pick(w.channels, func(c *channel) bool { return c.id == id })
}

func (w *Workspace) group(id string) *group {
	return pick(w.groups, func(g *group) bool { return g.id == id })
}

// deactivate takes somebody out of everything, as Slack does.
func (w *Workspace) deactivate(u *user) {
	u.deleted = true
	for _, c := range w.channels {
		c.users = without(c.users, u.id)
	}
	for _, g := range w.groups {
		g.users = without(g.users, u.id)
	}
}

// pick returns the first that fits; nil: none does.
func pick[T any](all []*T, fits func(*T) bool) *T {
	if i := slices.IndexFunc(all, fits); i >= 0 {
		return all[i]
	}
	return nil
}

func without(ids []string, id string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(other string) bool { return other == id })
}
