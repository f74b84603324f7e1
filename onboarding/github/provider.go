package github

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/internal/throttle"
	"github.com/goldenpath-go/goldenpath/onboarding"
)

// The kinds that a Provider grants.
const (
	Organization = "organization" // object: ORG
	Team         = "team"         // object: ORG/TEAM-SLUG
	Collaborator = "collaborator" // object: ORG
)

// The roles of organizations and teams.
const (
	Member     = "member"     // of both, and the usual one
	Admin      = "admin"      // of organizations: an owner
	Maintainer = "maintainer" // of teams
)

// Options say how a Provider works. Nil stands for the zero value.
type Options struct {
	// Name is that of the provider in grants and reports. Empty: github.
	Name string
	// SAML looks people up among the identities of single sign-on. It needs the right to administer the organization.
	SAML bool
	// VerifiedDomains looks people up among the addresses that members have at domains which the organization has verified. It
	// reads all members.
	VerifiedDomains bool
	// Patience is how long a request may wait for limits and outages, all its waits together. 0: five minutes.
	Patience time.Duration
	// Spacing is the least time between two requests that write, of which there is one at a time. 0: a second, as GitHub asks;
	// negative: none.
	Spacing time.Duration
	// Retries is how often a request is sent again after an error of the server or of the connection, where that cannot do
	// harm. 0: four times; negative: never.
	Retries int
	// Log is told of waits and repetitions. Nil: silence.
	Log *slog.Logger
}

// Provider speaks for organizations of one GitHub. It may be used by many at once.
type Provider struct {
	name    string
	client  *gh.Client
	orgs    []string
	saml    bool
	domains bool
}

var _ onboarding.Provider = (*Provider)(nil)

// New returns a provider for organizations, with a client that has the address and what authenticates. The client is used, never
// changed. Requests go to its server alone, whatever redirects say.
func New(client *gh.Client, orgs []string, o *Options) (*Provider, error) {
	if o == nil {
		o = &Options{}
	}
	if client == nil {
		return nil, errors.New("github: a client is required")
	}
	if len(orgs) == 0 {
		return nil, errors.New("github: an organization is required")
	}
	for _, org := range orgs {
		if !isLogin(org) {
			return nil, fmt.Errorf("github: %q is no login of an organization", org)
		}
	}
	p := &Provider{name: o.Name, orgs: append([]string(nil), orgs...), saml: o.SAML, domains: o.VerifiedDomains}
	if p.name == "" {
		p.name = "github"
	}
	p.client = patient(client, o)
	return p, nil
}

// patient returns a client that waits and repeats as GitHub asks.
func patient(client *gh.Client, o *Options) *gh.Client {
	own := client.Client() // a copy
	spacing := o.Spacing
	if spacing == 0 {
		spacing = time.Second
	}
	t := &throttle.Transport{
		Base: own.Transport, Patience: o.Patience, Spacing: spacing, Retries: o.Retries, Timeout: own.Timeout, Log: o.Log,
	}
	own.Transport, own.Timeout = t, 0 // a client's own timeout would end the waits as well
	own.CheckRedirect = throttle.StayAt(client.BaseURL)
	out := gh.NewClient(own)
	out.BaseURL, out.UserAgent = client.BaseURL, client.UserAgent
	return out
}

// Name returns what the provider is called.
func (p *Provider) Name() string { return p.name }

// Kinds returns what can be granted.
func (p *Provider) Kinds() []onboarding.Kind {
	return []onboarding.Kind{
		{
			Name: Organization, Doc: "membership of an organization", Object: "ORG", Roles: []string{Member, Admin},
			Stage: onboarding.Account, Once: true,
		},
		{
			Name: Collaborator, Doc: "access to repositories without membership, which is found and taken, never given", Object: "ORG",
			Stage: onboarding.Account, Lasting: true,
		},
		{Name: Team, Doc: "membership of a team", Object: "ORG/TEAM-SLUG", Roles: []string{Member, Maintainer}, Stage: onboarding.Membership},
	}
}

// grant returns one of this provider.
func (p *Provider) grant(kind, object, role string) onboarding.Grant {
	return onboarding.Grant{Provider: p.name, Kind: kind, Object: object, Role: role}
}

// target returns the organization and the team that a grant is about. No name passes that would change a path.
func (p *Provider) target(g onboarding.Grant) (org, slug string, err error) {
	org, slug, nested := strings.Cut(g.Object, "/")
	if nested != (g.Kind == Team) || nested && !isSlug(slug) {
		return "", "", p.fail(onboarding.ClassInvalid, "%q is no object of the kind %s", g.Object, g.Kind)
	}
	for _, one := range p.orgs {
		if strings.EqualFold(one, org) {
			return one, slug, nil
		}
	}
	return "", "", p.fail(onboarding.ClassInvalid, "%q is none of the provider's organizations", org)
}

// isLogin reports whether s can be a login, those of managed users included: acme_octo.
func isLogin(s string) bool {
	return isName(s, "-_") && s[0] != '-' && s[0] != '_'
}

// isSlug reports whether s can be what a team is called in addresses.
func isSlug(s string) bool {
	return isName(s, "-_.") && strings.Trim(s, ".") != "" && s[0] != '-'
}

func isName(s, besides string) bool {
	for _, c := range []byte(s) {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !letter && !strings.ContainsRune(besides, rune(c)) {
			return false
		}
	}
	return s != "" && len(s) <= 255
}
