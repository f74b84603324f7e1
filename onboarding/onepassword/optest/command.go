package optest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// command is one of op's.
type command struct {
	flags  []string // beside those that all have
	args   int
	writes bool
	run    func(c *contents, l *line, out *json.Encoder) error
}

// commands returns op's commands, by their words.
func commands() map[string]command {
	return map[string]command{
		"user list":         {flags: []string{"group", "vault"}, run: userList},
		"user get":          {flags: []string{"fingerprint", "public-key", "me"}, args: 1, run: userGet},
		"user provision":    {flags: []string{"name", "email", "language"}, writes: true, run: provision},
		"user confirm":      {flags: []string{"all"}, args: 1, writes: true, run: moves(Active, "isn't waiting to be confirmed", Accepted)},
		"user suspend":      {flags: []string{"deauthorize-devices-after"}, args: 1, writes: true, run: suspend},
		"user reactivate":   {args: 1, writes: true, run: reactivate},
		"user delete":       {args: 1, writes: true, run: userDelete},
		"group list":        {flags: []string{"user", "vault"}, run: groupList},
		"group user list":   {args: 1, run: groupUsers},
		"group user grant":  {flags: []string{"group", "user", "role"}, writes: true, run: grant},
		"group user revoke": {flags: []string{"group", "user"}, writes: true, run: revoke},
		"vault list":        {flags: []string{"group", "permission", "user"}, run: vaultList},
		"vault user list":   {args: 1, run: vaultUsers},
		"vault group list":  {args: 1, run: vaultGroups},
	}
}

// line is a command line that was read.
type line struct {
	command command
	flags   map[string]string
	args    []string
}

// parse reads a command line as op does: words, then flags as --name=value or --name value.
func parse(args []string) (*line, error) {
	l := &line{flags: map[string]string{}}
	words := ""
	for len(args) > 0 && l.command.run == nil && !strings.HasPrefix(args[0], "-") {
		words = strings.TrimSpace(words + " " + args[0])
		l.command, args = commands()[words], args[1:]
	}
	if l.command.run == nil {
		return nil, fmt.Errorf("unknown command %q for \"op\"", words)
	}
	for len(args) > 0 {
		rest, err := l.next(args)
		if err != nil {
			return nil, err
		}
		args = rest
	}
	if len(l.args) != l.command.args {
		return nil, fmt.Errorf("accepts %d arg(s), received %d", l.command.args, len(l.args))
	}
	return l, nil
}

func (l *line) next(args []string) (rest []string, err error) {
	text, isFlag := strings.CutPrefix(args[0], "--")
	if !isFlag {
		if strings.HasPrefix(args[0], "-") {
			return nil, fmt.Errorf("unknown shorthand flag: %q", args[0])
		}
		l.args = append(l.args, args[0])
		return args[1:], nil
	}
	name, value, together := strings.Cut(text, "=")
	if !slices.Contains(append([]string{"format", "cache"}, l.command.flags...), name) {
		return nil, fmt.Errorf("unknown flag: --%s", name)
	}
	if together {
		l.flags[name] = value
		return args[1:], nil
	}
	if len(args) < 2 {
		return nil, fmt.Errorf("flag needs an argument: --%s", name)
	}
	l.flags[name] = args[1]
	return args[2:], nil
}

func (c *contents) wanted(who string) (*User, error) {
	if u := c.user(who); u != nil {
		return u, nil
	}
	return nil, fmt.Errorf("%q isn't a user in this account. Specify the user with its UUID, name, or email", who)
}

func userList(c *contents, _ *line, out *json.Encoder) error { return out.Encode(c.Users) }

func userGet(c *contents, l *line, out *json.Encoder) error {
	u, err := c.wanted(l.args[0])
	if err != nil {
		return err
	}
	return out.Encode(u)
}

func provision(c *contents, l *line, out *json.Encoder) error {
	name, email := l.flags["name"], l.flags["email"]
	switch {
	case name == "" || !strings.Contains(email, "@"):
		return errors.New("(400) Bad Request: Invalid name or email")
	case c.user(email) != nil:
		return errors.New("(409) Conflict: User already exists")
	}
	u := &User{ID: c.id(), Name: name, Email: email, Type: "MEMBER", State: Invited}
	c.Users, c.Mails = append(c.Users, u), append(c.Mails, email)
	return out.Encode(u)
}

// moves returns what brings a user from one of some states to another.
func moves(to, refusal string, from ...string) func(*contents, *line, *json.Encoder) error {
	return func(c *contents, l *line, _ *json.Encoder) error {
		u, err := c.wanted(l.args[0])
		if err != nil {
			return err
		}
		if !slices.Contains(from, u.State) {
			return fmt.Errorf("%q %s", l.args[0], refusal)
		}
		u.State = to
		if to == Active {
			c.group(teamMembers).Members[u.ID] = "MEMBER"
		}
		return nil
	}
}

func suspend(c *contents, l *line, out *json.Encoder) error {
	if after, ok := l.flags["deauthorize-devices-after"]; ok {
		if d, err := time.ParseDuration(after); err != nil || d > 24*time.Hour {
			return fmt.Errorf("invalid duration %q: the maximum is 24 hours", after)
		}
	}
	if u := c.user(l.args[0]); u != nil && u.State == Invited {
		u.State = withdrawn
		return nil
	}
	return moves(Suspended, "is suspended already", Active, Accepted)(c, l, out)
}

func reactivate(c *contents, l *line, out *json.Encoder) error {
	if u := c.user(l.args[0]); u != nil && u.State == withdrawn {
		u.State = Invited
		return nil
	}
	return moves(Active, "isn't suspended", Suspended)(c, l, out)
}

func userDelete(c *contents, l *line, _ *json.Encoder) error {
	u, err := c.wanted(l.args[0])
	if err != nil {
		return err
	}
	c.Users = slices.DeleteFunc(c.Users, func(one *User) bool { return one == u })
	for _, g := range c.Groups {
		delete(g.Members, u.ID)
	}
	return nil
}
