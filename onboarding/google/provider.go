package google

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"google.golang.org/api/cloudidentity/v1"
	"google.golang.org/api/option"
	"google.golang.org/api/transport/http"

	"github.com/goldenpath-go/goldenpath/internal/throttle"
	"github.com/goldenpath-go/goldenpath/onboarding"
)

// Group is the kind that a Provider grants. Its object is the address of the group.
const Group = "group"

// The roles in a group.
const (
	Member  = "member" // the usual one
	Manager = "manager"
	Owner   = "owner"
)

// Options say how a Provider works. Nil stands for the zero value.
type Options struct {
	// Name is that of the provider in grants and reports. Empty: google.
	Name string
	// Inherited has the notes tell the groups that people are in by way of others. It needs an edition of Google's that has it.
	Inherited bool
	// Expires returns when a new membership ends by itself; the zero time: never. Managers and owners cannot have an end. Nil:
	// none has.
	Expires func(c onboarding.Call) time.Time
	// Patience is how long a request may wait for limits and outages, all its waits together. 0: five minutes.
	Patience time.Duration
	// Retries is how often a request is sent again after an error of the server or of the connection, or a change by
	// somebody else at the same moment. 0: four times; negative: never.
	Retries int
	// Log is told of waits and repetitions. Nil: silence.
	Log *slog.Logger
}

// Provider speaks for the groups of an organization. It may be used by many at once.
type Provider struct {
	name    string
	service *cloudidentity.Service
	options Options
}

var _ onboarding.Provider = (*Provider)(nil)

// New returns a provider, with the options of Google's clients: credentials, a client, an endpoint. Without any it has
// Application Default Credentials.
func New(ctx context.Context, o *Options, opts ...option.ClientOption) (*Provider, error) {
	p := &Provider{name: "google"}
	if o != nil {
		p.options = *o
	}
	if p.options.Name != "" {
		p.name = p.options.Name
	}
	client, endpoint, err := http.NewClient(ctx, append([]option.ClientOption{option.WithScopes(cloudidentity.CloudIdentityGroupsScope)}, opts...)...)
	if err != nil {
		return nil, fmt.Errorf("google: %w", err)
	}
	own := *client
	own.Transport = &throttle.Transport{
		Base: client.Transport, Patience: p.options.Patience, Retries: p.options.Retries, Timeout: client.Timeout, Log: p.options.Log,
	}
	own.Timeout = 0 // it would end the waits as well
	p.service, err = cloudidentity.NewService(ctx, option.WithHTTPClient(&own))
	if err != nil {
		return nil, fmt.Errorf("google: %w", err)
	}
	if endpoint != "" {
		p.service.BasePath = endpoint
	}
	home, err := url.Parse(p.service.BasePath)
	if err != nil {
		return nil, fmt.Errorf("google: %w", err)
	}
	own.CheckRedirect = throttle.StayAt(home)
	return p, nil
}

// Name returns what the provider is called.
func (p *Provider) Name() string { return p.name }

// Kinds returns what can be granted.
func (p *Provider) Kinds() []onboarding.Kind {
	return []onboarding.Kind{{
		Name: Group, Doc: "membership of a group", Object: "ADDRESS", Roles: []string{Member, Manager, Owner}, Stage: onboarding.Membership,
	}}
}

// identity returns who a person is: the address is what Google knows people by.
func identity(p onboarding.Person) onboarding.Identity {
	return onboarding.Identity{ID: p.Email, Source: onboarding.FromProvider}
}

// check refuses what is no address: none passes that would mean something else in a query.
func (p *Provider) check(addresses ...string) error {
	for _, a := range addresses {
		local, domain, ok := strings.Cut(a, "@")
		if !ok || local == "" || domain == "" || strings.ContainsFunc(a, strange) || strings.Contains(domain, "@") {
			return p.fail(onboarding.ClassInvalid, "%q is no address", a)
		}
	}
	return nil
}

func strange(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"\`, r) }
