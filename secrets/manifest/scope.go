package manifest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/source"
)

// scope is a service in an environment: what has a role, and the secrets that its policy grants.
type scope struct {
	environment, service string
	name                 string // of its objects
	role, auth           string
	account              string // that logs in where an operator does so for the service
	consumer             secrets.Consumer
	secrets              []secret
	refresh              string
	header               string
	pos                  source.Position
}

// secret is one that a scope reads: a field of one in kv, or an account of a database.
type secret struct {
	name    string
	field   string           // in kv
	at      secrets.Location // in kv
	account *secrets.DatabaseLocation
	refresh string // of an account
	pos     source.Position
}

// readPath returns the path of the API, which the service's policy grants.
func (x secret) readPath() string {
	if x.account != nil {
		return x.account.CredentialsPath()
	}
	return x.at.ReadPath()
}

// inKV returns the secrets that are in kv, and accounts those of databases.
func (s *scope) inKV() []secret { return s.those(false) }

func (s *scope) accounts() []secret { return s.those(true) }

func (s *scope) those(accounts bool) (out []secret) {
	for _, x := range s.secrets {
		if (x.account != nil) == accounts {
			out = append(out, x)
		}
	}
	return out
}

// planner knows what all scopes share.
type planner struct {
	config  *secrets.Config
	vault   Vault
	options Options
}

func newPlanner(c *secrets.Config, v Vault, o *Options) (*planner, error) {
	if o == nil {
		o = &Options{}
	}
	p := &planner{c, v, *o}
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return p, p.check()
}

const defaultRefresh = time.Hour

// scopes returns what is asked for by service and environment, sorted.
func (p *planner) scopes() []*scope {
	var out []*scope
	requests := slices.Clone(p.config.Requests)
	slices.SortFunc(requests, func(a, b secrets.Request) int { return a.Compare(b.ID) })
	refresh := cmp.Or(time.Duration(p.options.Refresh), defaultRefresh)
	shortest := refresh
	for _, r := range requests {
		if n := len(out); n == 0 || out[n-1].environment != r.Environment || out[n-1].service != r.Service {
			out, shortest = append(out, p.scope(&r)), refresh
		}
		s := out[len(out)-1]
		x := p.secret(&r, refresh)
		if s.secrets = append(s.secrets, x); x.account == nil {
			shortest = min(shortest, refreshWithin(r.Rotation.Overlap(), shortest))
		}
		s.refresh = interval(shortest)
	}
	return out
}

// secret returns what a request asks for. An account is read again well before it ends, or its password is replaced.
func (p *planner) secret(r *secrets.Request, refresh time.Duration) secret {
	at, ok := p.config.Account(r)
	if !ok {
		path := p.config.Layout.SecretPath(r.ID)
		return secret{name: r.Name, field: cmp.Or(r.Shape.Field, secrets.DefaultField), at: p.vault.Mount.Location(path), pos: r.Pos}
	}
	life := time.Duration(cmp.Or(r.TTL, r.Rotation.Period))
	return secret{name: r.Name, account: &at, refresh: interval(min(refresh, refreshWithin(life, refresh))), pos: r.Pos}
}

// scope returns that of a request, without secrets.
func (p *planner) scope(r *secrets.Request) *scope {
	l, consumer := p.config.Layout, p.config.Consumer(r.Environment, r.Service)
	consumer.Namespaces = slices.Compact(slices.Sorted(slices.Values(consumer.Namespaces)))
	s := &scope{
		environment: r.Environment, service: r.Service, name: p.objectName(r.Environment, r.Service),
		role: l.RoleName(r.Environment, r.Service), auth: l.AuthPath(), account: consumer.ServiceAccounts[0], consumer: consumer, pos: r.Pos,
	}
	s.header = header(p.config, s)
	return s
}

func (p *planner) objectName(environment, service string) string {
	return strings.NewReplacer("{environment}", environment, "{service}", service).Replace(cmp.Or(p.options.Name, "{service}"))
}

// refreshWithin returns how often to read what stays good for overlap; otherwise when that is 0, for what is never replaced.
func refreshWithin(overlap, otherwise time.Duration) time.Duration {
	const readings = 4
	if overlap == 0 {
		return otherwise
	}
	return max((overlap / readings).Truncate(time.Second), time.Second)
}

// interval returns a duration as both operators and the agent read one: in one unit, at most hours.
func interval(d time.Duration) string {
	switch {
	case d%time.Hour == 0:
		return decimal(d/time.Hour) + "h"
	case d%time.Minute == 0:
		return decimal(d/time.Minute) + "m"
	}
	return decimal(d/time.Second) + "s"
}
