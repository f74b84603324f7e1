package github_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/github"
	"github.com/goldenpath-go/goldenpath/onboarding/github/githubtest"
)

// FuzzNames gives names of all kinds to a provider: each request is one that it makes for plain names too, in the organization, and
// nobody but who was meant has anything more or less.
func FuzzNames(f *testing.F) {
	for _, s := range []string{
		"ada", "../../orgs/other", "..", "acme/../other", "%2e%2e", "a\nb", "a\r\nX: 1", "-x", "a?b=c", "a#b", "a b", "$(id)", "'", `"`, "｡｡/x", "аdmin",
		"owner-1", "OWNER-1", "everybody", "a\u202eb", "\x00", "", `x"}}, {"`, "owner-1/", "1001",
	} {
		f.Add(s+"@example.com", s, s, s)
		f.Add("ada@example.com", s, "", "payments")
		f.Add("ada@example.com", "countess", s, s)
	}
	const login, slug = `[A-Za-z0-9_-]+`, `[A-Za-z0-9_.-]*[A-Za-z0-9_-][A-Za-z0-9_.-]*`
	sound := regexp.MustCompile(`^(GET|PUT|POST|DELETE) (/orgs/acme/(invitations(/\d+(/teams)?)?|failed_invitations|external-groups|members|memberships/` + login +
		`|outside_collaborators(/` + login + `)?|teams(/` + slug + `(/teams|/members|/memberships/` + login + `|/team-sync/group-mappings|/external-groups)?)?)` +
		`|/scim/v2/organizations/acme/Users|/user(/\d+)?|/users/` + login + `|/graphql)$`)
	f.Fuzz(func(t *testing.T, email, login, number, slug string) {
		o := githubtest.New("acme", "everybody", "payments", "everybody/on-call")
		o.Register("", "countess")
		base := inprocess.Transport{Handler: o}
		watched := transport(func(r *http.Request) (*http.Response, error) {
			if asked := r.Method + " " + r.URL.EscapedPath(); !sound.MatchString(asked) || r.URL.Host != "api.github.com" {
				t.Errorf("asked %s of %s", asked, r.URL.Host)
			}
			return base.RoundTrip(r)
		})
		p, err := github.New(gh.NewClient(&http.Client{Transport: watched}).WithAuthToken(o.Token), []string{"acme"}, &github.Options{SAML: true, Spacing: -1, Retries: -1})
		require.NoError(t, err)
		who := onboarding.Person{Email: email, Name: login, Identities: map[string]onboarding.Identity{"github": {ID: login, Number: number, Source: onboarding.FromFile}}}
		want := []onboarding.Grant{organization(""), team(slug, "")}
		for _, g := range want {
			_, _ = p.Give(t.Context(), onboarding.Call{Person: who, Grant: g, With: want}) // refused or not, what counts is what was asked
		}
		_, _ = p.Observe(t.Context(), who)
		n, _ := strconv.ParseUint(number, 10, 63)
		meant := strings.HasPrefix(strings.ToLower(login), "owner-") && number == "" || 1001 <= n && n <= 1003
		for _, g := range want {
			_, _ = p.Take(t.Context(), onboarding.Call{Person: who, Grant: g})
		}
		if !meant {
			assert.Equal(t, []string{"owner-1 as admin", "owner-2 as admin", "owner-3 as admin"}, o.Members(""))
		}
	})
}
