package onboarding_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/schema"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/source"
)

func TestParseConfig(t *testing.T) {
	t.Parallel()
	c, err := onboarding.ParseConfig("onboarding.yaml", []byte(file))
	require.NoError(t, err)
	assert.Equal(t, []onboarding.Task{{Title: "Set up your laptop", URL: "https://wiki.example.com/laptop"}}, c.Tasks)
	assert.Equal(t, onboarding.Guards{MaxRemovals: 1, MaxShare: 0.1, MinAdmins: 3, Protected: []string{"root@example.com", "github:acme-bot"}}, c.Guards)
	assert.Equal(t, []onboarding.Grant{{Provider: "github", Kind: "organization", Object: "acme"}, {Provider: "onepassword", Kind: "account"}}, c.Everybody)
	assert.Equal(t, "group:default/night-shift", c.Groups[2].Ref.String())
	assert.True(t, c.Groups[1].Direct)
	empty, err := onboarding.ParseConfig("x.yaml", nil)
	require.NoError(t, err)
	assert.Equal(t, &onboarding.Config{}, empty)
}

// TestConfigFaults looks at places and words. All faults of a file are reported at once.
func TestConfigFaults(t *testing.T) {
	t.Parallel()
	const text = `everyone: []
everybody: [github, github/team/, github/team/../x, "github/team/a as ", githáb/team/x, 3]
groups:
  - {grants: []}
  - {group: "user:ada"}
  - {group: payments}
  - {group: Group:default/Payments}
people:
  - {name: Ada}
  - {email: "ada@example.com\nx"}
  - {email: a@example.com, identities: {github: "a b"}, name: "\u202e", groups: ["..:x"], ref: "group:x"}
  - {email: A@example.com}
  - x
tasks:
  - {url: "javascript:alert(1)"}
  - {title: " "}
guards: {maxShare: 25, protected: [""]}
`
	_, err := onboarding.ParseConfig("x.yaml", []byte(text))
	var errs source.Errors
	require.ErrorAs(t, err, &errs)
	var got []string
	for _, e := range errs {
		got = append(got, e.Error())
	}
	want := []string{
		`x.yaml:1:1: unknown key "everyone"`,
		`x.yaml:2:13: "github" is no grant: write PROVIDER/KIND/OBJECT, and as ROLE where that matters`,
		`x.yaml:2:21: "github/team/" is no grant`,
		`x.yaml:2:35: github/team: "../x" is no name of an object`,
		`x.yaml:2:53: "github/team/a as " is no grant: it ends before the role`,
		`x.yaml:2:74: "githáb/team/x" is no grant`,
		`x.yaml:2:89: a text is wanted here, not the number 3`,
		`x.yaml:4:5: group is missing`,
		`x.yaml:5:13: user:default/ada is no Group`,
		`x.yaml:7:13: group:default/payments is there twice`,
		`x.yaml:9:5: email is missing`,
		`x.yaml:10:13: "ada@example.com\nx" is no address of a mail`,
		`x.yaml:11:49: "a b" is no name of an account`,
		`x.yaml:11:63: text: "\u202e" has a character that cannot be shown`,
		`x.yaml:11:82: ..:default/x is no Group`,
		`x.yaml:11:96: group:default/x is no User`,
		`x.yaml:12:13: a@example.com is there twice`,
		`x.yaml:13:5: a mapping is wanted here, not "x"`,
		`x.yaml:15:5: title is missing`,
		`x.yaml:15:11: "javascript:alert(1)" is no address of a page`,
		`x.yaml:16:13: it is empty`,
		`x.yaml:17:20: a share is between 0 and 1`,
		`x.yaml:17:36: it is empty`,
	}
	require.Len(t, got, len(want), strings.Join(got, "\n"))
	for i := range want {
		assert.Truef(t, strings.HasPrefix(got[i], want[i]), "got %s, want %s", got[i], want[i])
	}
}

func TestGrantText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]onboarding.Grant{
		"onepassword/account":                         {Provider: "onepassword", Kind: "account"},
		"github/team/acme/payments":                   {Provider: "github", Kind: "team", Object: "acme/payments"},
		"github/team/acme/payments as maintainer":     {Provider: "github", Kind: "team", Object: "acme/payments", Role: "maintainer"},
		"pagerduty/user as limited_user":              {Provider: "pagerduty", Kind: "user", Role: "limited_user"},
		"onepassword/group/Known as Trouble as owner": {Provider: "onepassword", Kind: "group", Object: "Known as Trouble", Role: "owner"},
	} {
		g, err := onboarding.ParseGrant(text)
		require.NoError(t, err)
		assert.Equal(t, want, g)
		assert.Equal(t, text, g.String())
	}
}

// TestConfigSchema: what the schema takes and refuses, the reader does.
func TestConfigSchema(t *testing.T) {
	t.Parallel()
	s := schema.New("config.schema.json", onboarding.ConfigSchema())
	require.NoError(t, s.Compile())
	person := func(members map[string]any) map[string]any {
		members["email"] = "ada@example.com"
		return map[string]any{"people": []any{members}}
	}
	for _, c := range []struct {
		good  bool
		value map[string]any
	}{
		{true, map[string]any{}},
		{true, map[string]any{"everybody": []any{"github/organization/acme as admin", "a/b"}, "guards": map[string]any{"maxShare": 0.5}}},
		{true, map[string]any{"groups": []any{map[string]any{"group": "payments", "direct": true, "grants": nil}}}},
		{true, person(map[string]any{"identities": map[string]any{"github": "ada"}, "groups": []any{"x"}})},
		{true, person(map[string]any{"identities": map[string]any{"github": "-"}})},
		{true, map[string]any{"tasks": []any{map[string]any{"title": "x", "url": "https://example.com"}}}},
		{false, map[string]any{"everybody": []any{"github"}}},
		{false, map[string]any{"everybody": "a/b"}},
		{false, map[string]any{"groups": []any{map[string]any{"grants": []any{}}}}},
		{false, person(map[string]any{"login": "ada"})},
		{false, map[string]any{"people": []any{map[string]any{"name": "Ada"}}}},
		{false, map[string]any{"guards": map[string]any{"maxShare": 25}}},
		{false, map[string]any{"tasks": []any{map[string]any{"title": "x", "url": "ftp://example.com"}}}},
	} {
		faults, err := s.Check(c.value)
		require.NoError(t, err)
		assert.Equal(t, c.good, len(faults) == 0, "%v: %v", c.value, faults)
		_, err = onboarding.ParseConfig("x.yaml", asJSON(t, c.value))
		assert.Equal(t, c.good, err == nil, "%v: %v", c.value, err)
	}
}
