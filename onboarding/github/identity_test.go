package github_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/github"
	"github.com/goldenpath-go/goldenpath/onboarding/github/githubtest"
	"github.com/goldenpath-go/goldenpath/plan"
)

// TestIdentity says whose account counts.
func TestIdentity(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		world  func(*githubtest.Org)
		person onboarding.Person
		want   onboarding.Identity
		note   string
	}{
		{"somebody said it", func(o *githubtest.Org) {}, said("owner-1", ""), onboarding.Identity{ID: "owner-1", Number: "1001", Source: onboarding.FromCatalog}, ""},
		{"renamed, with the number", func(o *githubtest.Org) { o.Rename("owner-1", "boss") }, said("owner-1", "1001"),
			onboarding.Identity{ID: "boss", Number: "1001", Source: onboarding.FromCatalog}, "the account owner-1 is called boss now"},
		{"renamed, and a stranger took the login", func(o *githubtest.Org) {
			o.Rename("owner-1", "boss")
			o.Register("", "owner-1")
		}, said("owner-1", "1001"), onboarding.Identity{ID: "boss", Number: "1001", Source: onboarding.FromCatalog}, "the account owner-1 is called boss now"},
		{"renamed, without the number", func(o *githubtest.Org) { o.Rename("owner-1", "boss") }, said("owner-1", ""),
			onboarding.Identity{}, "there is no account owner-1 any more: it was removed, or has another login"},
		{"a number that is none", func(o *githubtest.Org) {}, said("owner-1", "1e3"), onboarding.Identity{}, `"owner-1" is no account`},
		{"a path", func(o *githubtest.Org) {}, said("../orgs", ""), onboarding.Identity{}, `"../orgs" is no account`},
		{"single sign-on says another", func(o *githubtest.Org) {
			o.SAML = true
			o.Register(ada, "owner-2")
		}, said("owner-1", ""), onboarding.Identity{ID: "owner-2", Number: "1002", Source: onboarding.FromProvider},
			`the account of ada.lovelace@example.com is owner-2, not "owner-1" as the catalog says`},
		{"a verified domain, in another case", func(o *githubtest.Org) {
			o.Domain = "example.com"
			o.Register("Ada.Lovelace@Example.com", "owner-3")
		}, onboarding.Person{Email: ada}, onboarding.Identity{ID: "owner-3", Number: "1003", Source: onboarding.FromProvider}, ""},
		{"another domain", func(o *githubtest.Org) {
			o.Domain = "example.org"
			o.Register(ada, "owner-3")
		}, onboarding.Person{Email: ada}, onboarding.Identity{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := githubtest.New("acme")
			tt.world(o)
			p, _ := provider(t, o, github.Options{SAML: true, VerifiedDomains: true})
			h, err := p.Observe(t.Context(), tt.person)
			require.NoError(t, err)
			assert.Equal(t, tt.want, h.Identity)
			assert.Equal(t, tt.want.Known(), h.Unsure == "", h.Unsure)
			if tt.note == "" {
				assert.Empty(t, h.Notes)
				return
			}
			assert.Contains(t, h.Notes, tt.note)
		})
	}
}

// TestInvitationShowsAccount says that GitHub's word for whose address it is counts before acceptance.
func TestInvitationShowsAccount(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	o.Register(ada, "countess")
	who := onboarding.Person{Email: ada}
	give(t, p, who, organization(""), team("payments", ""))
	h, err := p.Observe(t.Context(), who)
	require.NoError(t, err)
	assert.Equal(t, onboarding.Identity{ID: "countess", Number: "1007", Source: onboarding.FromInvitation}, h.Identity)
	assert.True(t, take(t, p, who, organization("")).Changed)
	assert.Empty(t, o.Invited())
}

// TestRecalledInvitation: whose account an invitation to the address was for is remembered when it was accepted.
func TestRecalledInvitation(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	o.Register(ada, "countess")
	run := &onboarding.Onboarder{Providers: []onboarding.Provider{p}, Journal: &plan.Memory{}}
	who := onboarding.Person{Email: ada}
	review, err := run.Join(t.Context(), who, []onboarding.Grant{organization(""), team("payments", "")})
	require.NoError(t, err)
	_, err = run.Apply(t.Context(), review, nil)
	require.NoError(t, err)
	require.NoError(t, o.Accept(ada, "countess"))
	left, _, err := run.Verify(t.Context(), who)
	require.NoError(t, err)
	assert.Len(t, left, 2, "GitHub itself said that the address is hers")
}

// TestAcceptedByAnother: who accepts with an account of another address is not sent a second invitation.
func TestAcceptedByAnother(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	o.Register("ada@home.example", "countess")
	run := &onboarding.Onboarder{Providers: []onboarding.Provider{p}, Journal: &plan.Memory{}}
	who, want := onboarding.Person{Email: ada}, []onboarding.Grant{organization(""), team("payments", "")}
	for range 2 {
		review, err := run.Join(t.Context(), who, want)
		require.NoError(t, err)
		_, err = run.Apply(t.Context(), review, nil)
		require.NoError(t, err)
		_ = o.Accept(ada, "countess") // the second time there is nothing to accept
	}
	assert.Equal(t, []string{"POST /orgs/acme/invitations"}, o.Writes())
	assert.Empty(t, o.Invited())
}

// TestOneself: the account whose token it is does not leave by it; an app's is nobody's.
func TestOneself(t *testing.T) {
	t.Parallel()
	for actor, refused := range map[string]bool{"owner-1": true, "owner-2": false, "": false} {
		o := githubtest.New("acme")
		o.Actor = actor
		p, _ := provider(t, o, github.Options{})
		_, err := (&onboarding.Onboarder{Providers: []onboarding.Provider{p}}).Leave(t.Context(), said("owner-1", ""))
		assert.Equal(t, refused, errors.Is(err, onboarding.ErrGuard), "%q: %v", actor, err)
	}
}
