package github_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/internal/openapitest"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/github"
	"github.com/goldenpath-go/goldenpath/onboarding/github/githubtest"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
)

var readDescription = sync.OnceValues(func() (*openapitest.Description, error) {
	return openapitest.Read(githubtest.Description())
})

// described returns a handler that holds all of REST against GitHub's description, and reports what is not as described.
func described(t *testing.T, o *githubtest.Org, report func(string)) http.Handler {
	t.Helper()
	d, err := readDescription()
	require.NoError(t, err)
	rest := d.Handler(o, report)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/graphql" {
			o.ServeHTTP(w, r)
			return
		}
		rest.ServeHTTP(w, r)
	})
}

// faults answers in place of the service as long as it has a status.
type faults struct {
	next   http.RoundTripper
	mu     sync.Mutex
	status int
}

func (f *faults) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.status == 0 {
		return f.next.RoundTrip(r)
	}
	return &http.Response{StatusCode: f.status, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

func (f *faults) set(status int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.status = status
}

// provider returns one for an organization, every request to which and every answer of which is as GitHub describes it.
func provider(t *testing.T, o *githubtest.Org, options github.Options) (*github.Provider, *faults) {
	t.Helper()
	f := &faults{next: inprocess.Transport{Handler: described(t, o, func(fault string) { assert.Fail(t, "not as GitHub describes it", fault) })}}
	if options.Spacing == 0 {
		options.Spacing = -1
	}
	if options.Retries == 0 {
		options.Retries = -1
	}
	client := gh.NewClient(&http.Client{Transport: f}).WithAuthToken(o.Token)
	p, err := github.New(client, []string{o.Name}, &options)
	require.NoError(t, err)
	return p, f
}

func organization(role string) onboarding.Grant {
	return onboarding.Grant{Provider: "github", Kind: github.Organization, Object: "acme", Role: role}
}

func team(slug, role string) onboarding.Grant {
	return onboarding.Grant{Provider: "github", Kind: github.Team, Object: "acme/" + slug, Role: role}
}

// login returns what the person with an address is called here, which nobody could make of the address.
func login(email string) string { return "x-" + strings.NewReplacer("@", "-", ".", "-").Replace(email) }

func TestSuite(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		saml    bool
		domain  string
		options github.Options
	}{
		"single sign-on":  {saml: true, options: github.Options{SAML: true}},
		"verified domain": {domain: "example.com", options: github.Options{VerifiedDomains: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onboardingtest.TestProvider(t, func(t *testing.T) *onboardingtest.Harness {
				t.Helper()
				o := githubtest.New("acme", "everybody", "payments", "everybody/on-call")
				o.SAML, o.Domain = c.saml, c.domain
				p, f := provider(t, o, c.options)
				return &onboardingtest.Harness{
					Provider: p,
					Grants:   []onboarding.Grant{organization(""), team("payments", ""), team("everybody", github.Maintainer), team("on-call", "")},
					Missing:  team("nobody", github.Member),
					Accept: func(t *testing.T, p onboarding.Person) {
						t.Helper()
						require.NoError(t, o.Accept(p.Email, login(p.Email)))
					},
					Expire: func(t *testing.T, p onboarding.Person) {
						t.Helper()
						require.NoError(t, o.Expire(p.Email))
					},
					Writes: func() int { return len(o.Writes()) },
					Break: func(_ *testing.T, c onboarding.Class) {
						f.set(map[onboarding.Class]int{onboarding.ClassAuth: 401, onboarding.ClassTransient: 503}[c])
					},
					Fix:     func(_ *testing.T, p onboarding.Person) { o.Promote(login(p.Email)) },
					Secrets: []string{o.Token},
				}
			})
		})
	}
}
