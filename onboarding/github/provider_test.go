package github_test

import (
	"fmt"
	"net/http"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/github"
	"github.com/goldenpath-go/goldenpath/onboarding/github/githubtest"
)

const ada = "ada.lovelace@example.com"

// said returns Ada with the login that somebody said she has.
func said(login, number string) onboarding.Person {
	return onboarding.Person{Email: ada, Name: "Ada Lovelace", Identities: map[string]onboarding.Identity{
		"github": {ID: login, Number: number, Source: onboarding.FromCatalog},
	}}
}

func acme(t *testing.T) (*githubtest.Org, *github.Provider) {
	t.Helper()
	o := githubtest.New("acme", "everybody", "payments", "everybody/on-call")
	p, _ := provider(t, o, github.Options{})
	return o, p
}

func give(t *testing.T, p *github.Provider, who onboarding.Person, g onboarding.Grant, with ...onboarding.Grant) onboarding.Outcome {
	t.Helper()
	out, err := p.Give(t.Context(), onboarding.Call{Person: who, Grant: g, With: append(with, g)})
	require.NoError(t, err)
	return out
}

func take(t *testing.T, p *github.Provider, who onboarding.Person, g onboarding.Grant) onboarding.Outcome {
	t.Helper()
	out, err := p.Take(t.Context(), onboarding.Call{Person: who, Grant: g})
	require.NoError(t, err)
	return out
}

// held returns what a person has, a line each, with the state and the detail.
func held(t *testing.T, p *github.Provider, who onboarding.Person) []string {
	t.Helper()
	h, err := p.Observe(t.Context(), who)
	require.NoError(t, err)
	out := []string{}
	for _, one := range h.Held {
		line := fmt.Sprintf("%s %s", one.Grant, one.State)
		if one.Lapsed {
			line += " lapsed"
		}
		if one.Detail != "" {
			line += ": " + one.Detail
		}
		out = append(out, line)
	}
	return out
}

func classOf(t *testing.T, err error) onboarding.Class {
	t.Helper()
	var call *onboarding.CallError
	require.ErrorAs(t, err, &call)
	assert.Equal(t, "github", call.Provider)
	return call.Class
}

// TestNew says what a provider needs.
func TestNew(t *testing.T) {
	t.Parallel()
	client := gh.NewClient(nil)
	for name, c := range map[string]struct {
		client *gh.Client
		orgs   []string
		want   string
	}{
		"no client":           {nil, []string{"acme"}, "a client is required"},
		"no organization":     {client, nil, "an organization is required"},
		"another path":        {client, []string{"../user"}, `"../user" is no login`},
		"an empty one":        {client, []string{"acme", ""}, `"" is no login`},
		"a query":             {client, []string{"acme?x=y"}, "is no login"},
		"a look-alike letter": {client, []string{"аcme"}, "is no login"},
	} {
		_, err := github.New(c.client, c.orgs, nil)
		require.ErrorContains(t, err, c.want, name)
	}
}

// TestInvitedByMail is the document's script: an invitation by mail with three teams.
func TestInvitedByMail(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	o.Register("somebody@example.org", "ada.lovelace") // a stranger, who has the name that a script would guess
	who := onboarding.Person{Email: ada}
	teams := []onboarding.Grant{team("everybody", ""), team("payments", ""), team("on-call", "")}
	out := give(t, p, who, organization(""), teams...)
	assert.Equal(t, onboarding.Outcome{State: onboarding.Pending, Note: "was invited, and has seven days to accept", Changed: true}, out)
	assert.Equal(t, []string{"POST /orgs/acme/invitations"}, o.Writes())
	assert.Equal(t, []string{
		"github/organization/acme as member pending: invited on 2026-11-02",
		"github/team/acme/everybody as member pending: invited on 2026-11-02",
		"github/team/acme/payments as member pending: invited on 2026-11-02",
		"github/team/acme/on-call as member pending: invited on 2026-11-02",
	}, held(t, p, who))

	require.NoError(t, o.Accept(ada, "countess"))
	assert.Equal(t, []string{"countess as member"}, o.Members("payments"))
	h, err := p.Observe(t.Context(), who)
	require.NoError(t, err)
	assert.Empty(t, h.Held, "GitHub does not tell who accepted")
	assert.False(t, h.Identity.Known())
	assert.Equal(t, "who ada.lovelace@example.com is on GitHub is not known: whether they are a member of acme cannot be told", h.Unsure)

	out = give(t, p, who, organization(""), teams...)
	assert.Equal(t, onboarding.Blocked, out.State, "nobody is invited twice, and nobody else is")
	assert.Contains(t, out.Note, "Say which login is theirs")
	assert.Empty(t, o.Invited())

	assert.Equal(t, []string{
		"github/organization/acme as member done", "github/team/acme/on-call as member done",
		"github/team/acme/everybody as member done", "github/team/acme/payments as member done",
	}, held(t, p, said("countess", "")), "once somebody says who it is, all is there")
}

// TestAccount is about people whose login is known: they are made members without an invitation by mail.
func TestAccount(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	o.Register("", "countess")
	who := said("countess", "")
	assert.Equal(t, onboarding.Blocked, give(t, p, who, team("payments", "")).State, "being given a team invites nobody")
	assert.Empty(t, o.Writes())
	out := give(t, p, who, organization(""), team("payments", ""))
	assert.Equal(t, onboarding.Pending, out.State)
	assert.Equal(t, onboarding.Identity{ID: "countess", Number: "1007", Source: onboarding.FromCatalog}, out.Identity)
	assert.Equal(t, onboarding.Pending, give(t, p, who, team("payments", github.Maintainer)).State)
	assert.Equal(t, []string{"PUT /orgs/acme/memberships/countess", "PUT /orgs/acme/teams/payments/memberships/countess"}, o.Writes())
	assert.False(t, give(t, p, who, team("payments", github.Maintainer)).Changed)
	assert.Equal(t, []string{
		"github/organization/acme as member pending: invited on 2026-11-02", "github/team/acme/payments as member pending: invited on 2026-11-02",
	}, held(t, p, who))
	require.NoError(t, o.Accept(ada, "countess"))
	assert.Equal(t, []string{"countess as maintainer"}, o.Members("payments"))
}

// TestPendingIsCancelled says that leaving cancels an invitation to an account, with one call.
func TestPendingIsCancelled(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	o.Register("", "countess")
	give(t, p, said("countess", ""), organization(""))
	give(t, p, said("countess", ""), team("payments", ""))
	assert.True(t, take(t, p, said("countess", ""), team("payments", "")).Changed)
	assert.True(t, take(t, p, said("countess", ""), organization("")).Changed)
	assert.Equal(t, "DELETE /orgs/acme/memberships/countess", o.Writes()[3])
	assert.Len(t, o.Writes(), 4)
	assert.Empty(t, o.Invited())
}

// TestTeamOfInvitation says what becomes of a team that an invitation by mail names.
func TestTeamOfInvitation(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	who := onboarding.Person{Email: ada}
	give(t, p, who, organization(""), team("payments", ""))
	assert.Equal(t, onboarding.Pending, give(t, p, who, team("Payments", "")).State)
	assert.Equal(t, onboarding.Blocked, give(t, p, who, team("everybody", "")).State, "an invitation cannot be changed")
	out := take(t, p, who, team("payments", ""))
	assert.Equal(t, onboarding.Pending, out.State)
	assert.False(t, out.Changed)
	assert.Len(t, o.Writes(), 1)
}

// TestLapsed says that invitations which lapsed are cleared before another is sent, and on leaving.
func TestLapsed(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	who := onboarding.Person{Email: ada}
	give(t, p, who, organization(github.Admin))
	require.NoError(t, o.Expire(ada))
	assert.Equal(t, []string{"github/organization/acme as admin pending lapsed: invited on 2026-11-02"}, held(t, p, who))
	give(t, p, who, organization(""))
	assert.Equal(t, []string{ada}, o.Invited())
	require.NoError(t, o.Expire(ada))
	assert.True(t, take(t, p, who, organization("")).Changed)
	assert.Empty(t, o.Invited())

	o.Register("", "countess")
	give(t, p, said("countess", ""), organization(""))
	give(t, p, said("countess", ""), team("payments", ""))
	require.NoError(t, o.Accept(ada, "countess"))
	give(t, p, onboarding.Person{Email: "ada@example.org"}, organization(""))
	require.NoError(t, o.Expire("ada@example.org"))
	both := said("countess", "")
	both.Email = "ada@example.org"
	assert.True(t, take(t, p, both, organization("")).Changed)
	assert.Empty(t, o.Invited(), "a membership and a failed invitation go together")
	assert.Equal(t, []string{"owner-1 as admin", "owner-2 as admin", "owner-3 as admin"}, o.Members(""))
}

// TestChildTeams tells members of a team from those of the teams below it.
func TestChildTeams(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	o.Place("owner-1", "on-call", github.Member)
	who := said("owner-1", "")
	assert.Equal(t, []string{"github/organization/acme as admin done", "github/team/acme/on-call as maintainer done"}, held(t, p, who))
	out := take(t, p, who, team("everybody", ""))
	assert.Equal(t, onboarding.Outcome{State: onboarding.Done, Note: "is a member by way of a team below still"}, out)
	assert.True(t, give(t, p, who, team("everybody", "")).Changed)
	assert.False(t, give(t, p, who, team("everybody", "")).Changed)
	assert.Len(t, held(t, p, who), 3)
	h, err := p.Observe(t.Context(), who)
	require.NoError(t, err)
	assert.True(t, h.Held[0].Admin)
	assert.Equal(t, 3, h.Held[0].Admins)
	assert.Equal(t, 3, h.Members)
	assert.True(t, h.Held[1].Fixed)
}

// TestEnterprise is about members whom the organization cannot remove.
func TestEnterprise(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	o.Register("", "countess")
	o.Enterprise("countess", "ent:everyone")
	who := said("countess", "")
	line := "github/organization/acme as member manual: is a member by way of the enterprise: ent:everyone"
	assert.Equal(t, []string{line}, held(t, p, who))
	assert.False(t, take(t, p, who, organization("")).Changed)
	assert.Equal(t, onboarding.Manual, give(t, p, who, organization(github.Admin)).State)

	o.Promote("countess") // now a direct member, too
	assert.Equal(t, []string{
		"github/organization/acme as admin done", "github/organization/acme as admin manual: is a member by way of the enterprise: ent:everyone",
	}, held(t, p, who))
	out := take(t, p, who, organization(""))
	assert.Equal(t, onboarding.Outcome{State: onboarding.Manual, Note: "countess is a member by way of the enterprise: ent:everyone", Changed: true}, out)
	assert.Equal(t, []string{line}, held(t, p, who))
}

// TestSynchronized is about teams that an identity provider fills.
func TestSynchronized(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	o.Place("owner-1", "payments", github.Member)
	o.Sync("payments")
	assert.Equal(t, onboarding.Manual, give(t, p, said("owner-2", ""), team("payments", "")).State)
	out := take(t, p, said("owner-1", ""), team("payments", ""))
	assert.Equal(t, onboarding.Outcome{State: onboarding.Manual, Note: "an identity provider decides who is in the team: ask there"}, out)
}

// TestManaged is about organizations that nobody can be invited to.
func TestManaged(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	o.Managed = true
	o.Register("", "countess")
	for _, who := range []onboarding.Person{{Email: ada}, said("countess", "")} {
		_, err := p.Give(t.Context(), onboarding.Call{Person: who, Grant: organization("")})
		assert.Equal(t, onboarding.ClassUnsupported, classOf(t, err))
		require.ErrorContains(t, err, "acme: its accounts are an enterprise's managed users")
		require.ErrorContains(t, err, "give "+ada+" access there")
	}
}

// TestProvisioned says that who is removed from an organization with SCIM comes back, unless taken out at its source.
func TestProvisioned(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	o.SCIM = true
	out := take(t, p, said("owner-3", ""), organization(""))
	assert.True(t, out.Changed)
	assert.Contains(t, out.Note, "take the person out there, or they come back")
}

// TestAccepted says that what GitHub takes on is no failure, and not done either.
func TestAccepted(t *testing.T) {
	t.Parallel()
	o := githubtest.New("acme")
	base := inprocess.Transport{Handler: o}
	slow := transport(func(r *http.Request) (*http.Response, error) {
		if r.Method != http.MethodDelete {
			return base.RoundTrip(r)
		}
		return &http.Response{StatusCode: http.StatusAccepted, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
	})
	p, err := github.New(gh.NewClient(&http.Client{Transport: slow}).WithAuthToken(o.Token), []string{"acme"}, &github.Options{Spacing: -1})
	require.NoError(t, err)
	out := take(t, p, said("owner-3", ""), organization(""))
	assert.Equal(t, onboarding.Outcome{State: onboarding.Pending, Note: "GitHub has taken it on, and is not done", Changed: true}, out)
}

func TestLastOwner(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	take(t, p, said("owner-1", ""), organization(""))
	take(t, p, said("owner-2", ""), organization(""))
	_, err := p.Take(t.Context(), onboarding.Call{Person: said("owner-3", ""), Grant: organization("")})
	assert.Equal(t, onboarding.ClassConflict, classOf(t, err))
	require.ErrorContains(t, err, "owner-3 is the last owner of acme")
	assert.Equal(t, []string{"owner-3 as admin"}, o.Members(""))
}

func TestOutsideCollaborator(t *testing.T) {
	t.Parallel()
	o, p := acme(t)
	o.Register("", "countess")
	o.Outside("countess")
	who := said("countess", "")
	outside := onboarding.Grant{Provider: "github", Kind: github.Collaborator, Object: "acme"}
	assert.Equal(t, []string{"github/collaborator/acme done: has access to single repositories"}, held(t, p, who))
	_, err := p.Give(t.Context(), onboarding.Call{Person: who, Grant: outside})
	assert.Equal(t, onboarding.ClassUnsupported, classOf(t, err))
	assert.True(t, take(t, p, who, outside).Changed)
	assert.Empty(t, held(t, p, who))
}

// TestObjects says which objects are refused before anything is asked.
func TestObjects(t *testing.T) {
	t.Parallel()
	_, p := acme(t)
	for _, g := range []onboarding.Grant{
		{Provider: "github", Kind: github.Organization, Object: "other"}, {Provider: "github", Kind: github.Organization, Object: "acme/payments"},
		{Provider: "github", Kind: github.Team, Object: "acme"}, team("../x", ""), team("..", ""), team("a/b", ""), team("-x", ""), team("", ""),
	} {
		_, err := p.Give(t.Context(), onboarding.Call{Person: onboarding.Person{Email: ada}, Grant: g})
		assert.Equal(t, onboarding.ClassInvalid, classOf(t, err), "%s", g)
		_, err = p.Take(t.Context(), onboarding.Call{Person: onboarding.Person{Email: ada}, Grant: g})
		assert.Equal(t, onboarding.ClassInvalid, classOf(t, err), "%s", g)
	}
}

// TestPages says that nobody is missed who is not on the first page.
func TestPages(t *testing.T) {
	t.Parallel()
	teams := []string{}
	for i := range 120 {
		teams = append(teams, fmt.Sprintf("team-%d", i))
	}
	o := githubtest.New("acme", teams...)
	p, _ := provider(t, o, github.Options{})
	plain, err := github.New(gh.NewClient(&http.Client{Transport: inprocess.Transport{Handler: o}}).WithAuthToken(o.Token), []string{"acme"}, &github.Options{Spacing: -1})
	require.NoError(t, err)
	for i := range 130 {
		give(t, plain, onboarding.Person{Email: fmt.Sprintf("p%d@example.com", i)}, organization(""))
	}
	give(t, plain, onboarding.Person{Email: ada}, organization(""))
	assert.Len(t, held(t, p, onboarding.Person{Email: ada}), 1)
	o.Place("owner-1", "team-119", github.Member)
	assert.Contains(t, held(t, p, said("owner-1", "")), "github/team/acme/team-119 as maintainer done")
	require.NoError(t, o.Accept(ada, "countess"))
	for i := range 130 {
		require.NoError(t, o.Accept(fmt.Sprintf("p%d@example.com", i), fmt.Sprintf("p%d", i)))
	}
	h, err := p.Observe(t.Context(), said("p7", ""))
	require.NoError(t, err)
	assert.Equal(t, 134, h.Members)
}

// TestOrganizations has one provider for two of them.
func TestOrganizations(t *testing.T) {
	t.Parallel()
	one, two := githubtest.New("acme", "payments"), githubtest.New("acme-labs", "research")
	mux := http.NewServeMux()
	mux.Handle("/orgs/acme/", one)
	mux.Handle("/orgs/acme-labs/", two)
	mux.Handle("/user/", one)
	mux.Handle("/users/", one)
	client := gh.NewClient(&http.Client{Transport: inprocess.Transport{Handler: mux}}).WithAuthToken(one.Token)
	p, err := github.New(client, []string{"acme", "acme-labs"}, &github.Options{Name: "hub", Spacing: -1})
	require.NoError(t, err)
	assert.Equal(t, "hub", p.Name())
	want := []onboarding.Grant{
		{Provider: "hub", Kind: github.Organization, Object: "acme"}, {Provider: "hub", Kind: github.Organization, Object: "acme-labs"},
		{Provider: "hub", Kind: github.Team, Object: "acme/payments"}, {Provider: "hub", Kind: github.Team, Object: "ACME-labs/research"},
	}
	for _, g := range want[:2] {
		give(t, p, onboarding.Person{Email: ada}, g, want...)
	}
	assert.Equal(t, []string{
		"hub/organization/acme as member pending: invited on 2026-11-02", "hub/team/acme/payments as member pending: invited on 2026-11-02",
		"hub/organization/acme-labs as member pending: invited on 2026-11-02", "hub/team/acme-labs/research as member pending: invited on 2026-11-02",
	}, held(t, p, onboarding.Person{Email: ada}))

	one.Rename("owner-1", "boss")
	two.Rename("owner-1", "boss")
	boss := onboarding.Person{Email: ada, Identities: map[string]onboarding.Identity{"hub": {ID: "owner-1", Number: "1001", Source: onboarding.FromFile}}}
	h, err := p.Observe(t.Context(), boss)
	require.NoError(t, err)
	assert.Equal(t, []string{"the account owner-1 is called boss now"}, h.Notes)
	assert.Equal(t, "boss", h.Identity.ID)

	one.Register("", "grace")
	two.Register("grace@example.com", "grace")
	one.Promote("grace")
	give(t, p, onboarding.Person{Email: "grace@example.com"}, want[1])
	assert.Contains(t, held(t, p, onboarding.Person{Email: "grace@example.com"}), "hub/organization/acme as admin done", "one shows who she is to both")
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestRedirect says that the token goes to no other server.
func TestRedirect(t *testing.T) {
	t.Parallel()
	hosts := []string{}
	elsewhere := transport(func(r *http.Request) (*http.Response, error) {
		hosts = append(hosts, r.URL.Host)
		return &http.Response{StatusCode: 302, Header: http.Header{"Location": {"https://evil.example/" + r.URL.Path}}, Body: http.NoBody, Request: r}, nil
	})
	p, err := github.New(gh.NewClient(&http.Client{Transport: elsewhere}).WithAuthToken("t0ken"), []string{"acme"}, nil)
	require.NoError(t, err)
	_, err = p.Observe(t.Context(), onboarding.Person{Email: ada})
	require.ErrorContains(t, err, "redirect to another server, evil.example, is not followed")
	assert.NotContains(t, err.Error(), "t0ken")
	for _, host := range hosts {
		assert.Equal(t, "api.github.com", host)
	}
}
