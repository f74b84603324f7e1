package onboarding_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/onboarding"
)

const file = `everybody:
  - github/organization/acme
  - onepassword/account
groups:
  - group: payments
    grants: [github/team/acme/payments as maintainer]
  - {group: payments-on-call, direct: true, grants: [slack/channel/C911]}
  - {group: group:default/night-shift, grants: [pagerduty/schedule/PNIGHT]}
people:
  - email: ada@example.com
    name: Ada King
    groups: [night-shift]
    grants: [slack/channel/C1815, slack/channel/C001]
    identities: {slack: U1815, github: Countess}
  - {email: new@example.com, name: New Hire, ref: newhire, groups: [payments], identities: {github: "-", slack: null}}
tasks:
  - {title: Set up your laptop, url: "https://wiki.example.com/laptop"}
guards:
  {maxRemovals: 1, maxShare: 0.1, minAdmins: 3, protected: [root@example.com, "github:acme-bot"]}
`

func directory(t *testing.T) *onboarding.Directory {
	t.Helper()
	c, err := onboarding.ParseConfig("onboarding.yaml", []byte(file))
	require.NoError(t, err)
	return &onboarding.Directory{Catalog: people(t), Config: c}
}

func TestWanted(t *testing.T) {
	t.Parallel()
	d := directory(t)
	for who, want := range map[string][]string{
		"ada": {
			"github/organization/acme ← everybody",
			"github/team/acme/all-engineers ← group:default/engineering",
			"github/team/acme/payments ← group:default/payments",
			"github/team/acme/payments as maintainer ← group:default/payments",
			"google/group/all@acme.example ← group:default/engineering",
			"onepassword/account ← everybody",
			"onepassword/group/Payments ← group:default/payments",
			"pagerduty/schedule/PNIGHT ← group:default/night-shift",
			"pagerduty/schedule/PSCHED ← group:default/payments-on-call",
			"pagerduty/team/PTEAM1 ← group:default/payments",
			"slack/channel/C001 ← group:default/engineering; ada@example.com",
			"slack/channel/C002 ← group:default/engineering",
			"slack/channel/C1815 ← ada@example.com",
			"slack/channel/C911 ← group:default/payments-on-call",
			"slack/usergroup/S001 ← group:default/payments-on-call",
		},
		"grace@EXAMPLE.com": {
			"github/organization/acme ← everybody",
			"github/team/acme/all-engineers ← group:default/engineering",
			"github/team/acme/payments ← group:default/payments",
			"github/team/acme/payments as maintainer ← group:default/payments",
			"google/group/all@acme.example ← group:default/engineering",
			"onepassword/account ← everybody",
			"onepassword/group/Payments ← group:default/payments",
			"pagerduty/team/PTEAM1 ← group:default/payments",
			"slack/channel/C001 ← group:default/engineering",
			"slack/channel/C002 ← group:default/engineering",
		},
	} {
		p, err := d.Person(who)
		require.NoError(t, err)
		wants, err := d.Wanted(p)
		require.NoError(t, err)
		var got []string
		for _, w := range wants {
			got = append(got, w.String()+" ← "+w.From)
		}
		assert.Equal(t, want, got, who)
		assert.Len(t, onboarding.Grants(wants), len(want))
	}
	p, err := d.Person("new@example.com")
	require.NoError(t, err)
	assert.Equal(t, "New Hire", p.Name)
	assert.Equal(t, "user:default/newhire", p.Ref.String())
	wants, err := d.Wanted(p)
	require.NoError(t, err)
	assert.Len(t, wants, 10, "the file puts people in groups of the catalog")
}

func TestPerson(t *testing.T) {
	t.Parallel()
	d := directory(t)
	p, err := d.Person("user:default/ADA")
	require.NoError(t, err)
	assert.Equal(t, "Ada King", p.Name)
	assert.Equal(t, "user:default/ada", p.Ref.String())
	assert.Equal(t, map[string]onboarding.Identity{
		"github":    {ID: "Countess", Source: onboarding.FromFile},
		"slack":     {ID: "U1815", Source: onboarding.FromFile},
		"pagerduty": {ID: "PADA", Source: onboarding.FromCatalog},
	}, p.Identities)
	assert.Equal(t, onboarding.Asserted, p.Identity("slack").Trust())
	assert.Equal(t, onboarding.Unknown, p.Identity("onepassword").Trust())
	hire, err := d.Person("new@example.com")
	require.NoError(t, err)
	assert.Equal(t, map[string]onboarding.Identity{"github": {Source: onboarding.FromFile}}, hire.Identities, "nobody there, and of Slack nothing is said")
	same, err := d.Person("ada@EXAMPLE.com")
	require.NoError(t, err)
	assert.Equal(t, p, same)
	d.Config = nil
	p, err = d.Person("Ada")
	require.NoError(t, err)
	assert.Equal(t, "Ada Lovelace", p.Name)
	assert.Equal(t, onboarding.Identity{ID: "countess", Source: onboarding.FromCatalog}, p.Identity("github"))
}

func TestNobody(t *testing.T) {
	t.Parallel()
	for who, want := range map[string]string{
		"":                       "is empty",
		"nobody":                 "is no User in the catalog",
		"bare":                   "is no User in the catalog that has the address",
		"group:payments":         "is no User in the catalog",
		"x@example.com":          `nobody has the address "x@example.com"`,
		"\u212aada@example.com":  "nobody has the address",
		"ada@example.com\n":      "nobody has the address",
		"ada @example.com":       "nobody has the address",
		"../ada":                 "is no User in the catalog",
		"ada@example.com,b@x.io": "nobody has the address",
	} {
		_, err := directory(t).Person(who)
		assert.ErrorContains(t, err, want, "%q", who)
	}
	_, err := (&onboarding.Directory{}).Person("ada")
	require.ErrorContains(t, err, "there is no catalog")
	for name, c := range map[string]struct{ file, want string }{
		"another login": {"people: [{email: ada@example.com, identities: {github: byron}}]", "ada@example.com is countess at github by the catalog, and byron by the file"},
		"no login":      {"people: [{email: ada@example.com, identities: {github: '-'}}]", "ada@example.com is countess at github by the catalog, and - by the file"},
		"another ref":   {"people: [{email: ada@example.com, ref: grace}]", "is user:default/ada in the catalog, and user:default/grace in the file"},
		"no group":      {"people: [{email: ada@example.com, groups: [gone]}]", "ada@example.com is to be in group:default/gone, which is neither"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := directory(t)
			var err error
			d.Config, err = onboarding.ParseConfig("x.yaml", []byte(c.file))
			require.NoError(t, err)
			p, err := d.Person("ada")
			if err == nil {
				_, err = d.Wanted(p)
			}
			assert.ErrorContains(t, err, c.want)
		})
	}
	d := directory(t)
	d.Config, err = onboarding.ParseConfig("x.yaml", []byte("people: [{email: byron@example.com, ref: ada}]"))
	require.NoError(t, err)
	_, err = d.Person("byron@example.com")
	require.ErrorContains(t, err, "byron@example.com is user:default/ada in the file, whose address in the catalog is", "nobody is given what another is in")
	twin := &catalog.Entity{Kind: catalog.User, Metadata: catalog.Metadata{Name: "twin"}, Spec: &catalog.UserSpec{Profile: &catalog.Profile{Email: "Ada@example.com"}}}
	require.NoError(t, d.Catalog.Add(twin))
	_, err = d.Person("ada@example.com")
	require.ErrorContains(t, err, "is the address of both")
	hostile := &catalog.Entity{Kind: catalog.User, Metadata: catalog.Metadata{Name: "eve", Annotations: map[string]string{"github.com/user-login": "../../orgs"}}, Spec: &catalog.UserSpec{Profile: &catalog.Profile{Email: "eve@example.com"}}}
	require.NoError(t, d.Catalog.Add(hostile))
	_, err = d.Person("eve")
	require.ErrorContains(t, err, "is no name of an account")
	group := &catalog.Entity{Kind: catalog.Group, Metadata: catalog.Metadata{Name: "evil", Annotations: map[string]string{"github.com/team-slug": "acme/../../x"}}, Spec: &catalog.GroupSpec{Members: []string{"grace"}}}
	require.NoError(t, d.Catalog.Add(group))
	p, err := d.Person("grace")
	require.NoError(t, err)
	_, err = d.Wanted(p)
	require.ErrorContains(t, err, "group:default/evil: annotation github.com/team-slug")
}
