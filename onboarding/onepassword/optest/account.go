package optest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/onboarding/onepassword"
)

// User is somebody in an account.
type User struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Type  string `json:"type"`
	State string `json:"state"`
	Role  string `json:"role,omitempty"` // in the group that was asked for
}

// The states of users.
const (
	Active    = "ACTIVE"
	Invited   = "TRANSFER_STARTED"
	Accepted  = "TRANSFER_ACCEPTED"
	Suspended = "SUSPENDED"
	withdrawn = "TRANSFER_SUSPENDED" // suspended before it was accepted
)

// Group is a group of an account.
type Group struct {
	ID      string            `json:"id"`
	Name    string            `json:"name"`
	Members map[string]string `json:"members"` // roles by the user's id
}

// Vault is a vault of an account.
type Vault struct {
	ID     string              `json:"id"`
	Name   string              `json:"name"`
	Users  map[string][]string `json:"users"` // permissions by the user's id
	Groups map[string][]string `json:"groups"`
}

// contents is all that an account holds.
type contents struct {
	Users  []*User  `json:"users"`
	Groups []*Group `json:"groups"`
	Vaults []*Vault `json:"vaults"`
	Mails  []string `json:"mails"` // addresses that invitations were sent to
	Last   int      `json:"last"`  // number of the last id
}

// Account is an account of 1Password, and the command op that is signed in to it. It may be used by many at once.
type Account struct {
	mu     sync.Mutex
	it     contents
	calls  [][]string
	writes [][]string
	fault  string
	lost   func(args []string) error
}

var _ onepassword.Runner = (*Account)(nil)

// New returns an account with groups of these names, beside Team Members and Owners.
func New(groups ...string) *Account {
	a := &Account{}
	for _, name := range append([]string{teamMembers, "Owners"}, groups...) {
		a.it.Groups = append(a.it.Groups, &Group{ID: a.it.id(), Name: name, Members: map[string]string{}})
	}
	return a
}

const teamMembers = "Team Members"

// id returns a new id.
func (c *contents) id() string {
	c.Last++
	return fmt.Sprintf("ID%024d", c.Last)
}

// Run runs a command.
func (a *Account) Run(ctx context.Context, args ...string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls = append(a.calls, slices.Clone(args))
	c, err := parse(args)
	if err == nil && c.command.writes {
		a.writes = append(a.writes, slices.Clone(args))
	}
	if a.fault != "" {
		err = errors.New(a.fault)
	}
	if err != nil {
		return nil, refusal(err)
	}
	var out bytes.Buffer
	if err := c.command.run(&a.it, c, json.NewEncoder(&out)); err != nil {
		return nil, refusal(err)
	}
	if a.lost != nil && c.command.writes {
		if err := a.lost(args); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

func refusal(err error) error {
	return &onepassword.ExitError{Code: 1, Text: "[ERROR] 2026/11/23 08:00:00 " + err.Error()}
}

// Accept has the owner of an address accept the invitation.
func (a *Account) Accept(email string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	u := a.it.user(email)
	if u == nil || u.State != Invited {
		return fmt.Errorf("%s has no invitation to accept", email)
	}
	u.State = Accepted
	return nil
}

// Add adds somebody who has an account, and returns the id.
func (a *Account) Add(name, email string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	u := &User{ID: a.it.id(), Name: name, Email: email, Type: "MEMBER", State: Active}
	a.it.Users = append(a.it.Users, u)
	a.it.group(teamMembers).Members[u.ID] = "MEMBER"
	return u.ID
}

// AddVault adds a vault with what users, by address, and groups, by name, may do in it.
func (a *Account) AddVault(name string, users, groups map[string][]string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	v := &Vault{ID: a.it.id(), Name: name, Users: map[string][]string{}, Groups: map[string][]string{}}
	for email, may := range users {
		v.Users[a.it.user(email).ID] = may
	}
	for group, may := range groups {
		v.Groups[a.it.group(group).ID] = may
	}
	a.it.Vaults = append(a.it.Vaults, v)
}

// State returns the state of a user; empty: there is none.
func (a *Account) State(email string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if u := a.it.user(email); u != nil {
		return u.State
	}
	return ""
}

// Mails returns the addresses that invitations were sent to, in order.
func (a *Account) Mails() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.it.Mails)
}

// Calls returns the arguments of all commands so far.
func (a *Account) Calls() [][]string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.calls)
}

// Writes returns the arguments of the commands so far that were to change something.
func (a *Account) Writes() [][]string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.writes)
}

// Break has every command fail and say this from now on; an empty text mends it.
func (a *Account) Break(text string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.fault = text
}

// Lose is asked after each command that changed something: an error is what it then ends with, as when its answer is lost. Nil:
// nothing is lost.
func (a *Account) Lose(lost func(args []string) error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.lost = lost
}

// user returns the user of an id, an address or a name; nil: there is none.
func (c *contents) user(who string) *User {
	for _, u := range c.Users {
		if u.ID == who || strings.EqualFold(u.Email, who) || u.Name == who {
			return u
		}
	}
	return nil
}

// group returns the group of an id or a name; nil: there is none.
func (c *contents) group(what string) *Group {
	for _, g := range c.Groups {
		if g.ID == what || g.Name == what {
			return g
		}
	}
	return nil
}
