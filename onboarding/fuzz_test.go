package onboarding_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/source"
)

func asJSON(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return data
}

// FuzzParseConfig: whatever the file, it is read or refused with places; what is read names nothing that leads elsewhere.
func FuzzParseConfig(f *testing.F) {
	f.Add([]byte(file))
	f.Add([]byte("everybody: [a/b/../c]\npeople: [{email: x}]"))
	f.Add([]byte("people: &p [{email: a@b.c}]\ngroups: *p\n--- x"))
	f.Add([]byte("guards: {maxShare: .nan}\ntasks: [null]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := onboarding.ParseConfig("x.yaml", data)
		if err != nil {
			var errs source.Errors
			require.ErrorAs(t, err, &errs)
			require.NotEmpty(t, errs)
			return
		}
		for _, g := range c.Everybody {
			again, err := onboarding.ParseGrant(g.String())
			require.NoError(t, err)
			require.Equal(t, g, again)
			tame(t, g.Object)
		}
		for _, p := range c.People {
			require.NoError(t, onboarding.Person{Email: p.Email, Name: p.Name}.Validate())
		}
		require.False(t, c.Guards.MaxShare < 0 || c.Guards.MaxShare > 1)
	})
}

// tame checks that a text is one line, and leads nowhere as a path.
func tame(t *testing.T, s string) {
	t.Helper()
	for _, r := range s {
		require.True(t, unicode.IsPrint(r), "%q", s)
	}
	for part := range strings.SplitSeq(s, "/") {
		require.NotEqual(t, "..", part)
		require.False(t, strings.HasPrefix(part, "-"), "%q", s)
	}
}

// FuzzPlan plans for whoever it is: what is refused changes nothing; what is taken is one person, one line a step, and goes again.
func FuzzPlan(f *testing.F) {
	for _, s := range []string{
		"ada", "../x", "a\nb", "'", `"; rm -rf /`, "$(id)", "`id`", "<!channel>", "|", "аda", "a\u202eb", "-x", "a/b", "a as owner", " ", "", "x@y",
	} {
		f.Add(s+"@example.com", s, s, s)
		f.Add("ada@example.com", s, "payments", "countess")
	}
	f.Fuzz(func(t *testing.T, email, name, team, login string) {
		g := onboardingtest.Team("memory", team, "")
		m := onboardingtest.NewMemory(onboardingtest.Elsewhere, g, onboardingtest.Team("memory", "other", ""))
		m.Add("other@example.com", "other", onboardingtest.Member)
		m.Join("other@example.com", "other", onboardingtest.Member)
		m.Add(email, login, onboardingtest.Member)
		before := m.State()
		told := &onboardingtest.Recorder{}
		o := &onboarding.Onboarder{Providers: []onboarding.Provider{m}, Messengers: []onboarding.Messenger{told}}
		p := onboarding.Person{Email: email, Name: name, Identities: map[string]onboarding.Identity{"memory": {ID: login, Source: onboarding.FromFile}}}
		r, err := o.Join(t.Context(), p, []onboarding.Grant{g})
		if err != nil {
			require.Nil(t, r)
			require.Equal(t, before, m.State())
			return
		}
		for _, s := range r.Plan.Steps {
			lines(t, s.Key, s.Summary)
		}
		var out bytes.Buffer
		require.NoError(t, errors.Join(r.WriteText(&out), r.WriteMarkdown(&out), r.WriteJSON(&out)))
		if team == "other" || strings.EqualFold(email, "other@example.com") || login == "other" {
			return
		}
		_, err = o.Apply(t.Context(), r, nil)
		require.NoError(t, err)
		leave, err := o.Leave(t.Context(), p)
		require.NoError(t, err)
		_, err = o.Apply(t.Context(), leave, nil)
		require.NoError(t, err)
		require.Equal(t, before, m.State())
		require.NoError(t, ignore(plan.Undo(t.Context(), &plan.Memory{}, o, nil), plan.ErrIrreversible))
	})
}

func lines(t *testing.T, texts ...string) {
	t.Helper()
	for _, s := range texts {
		for _, r := range s {
			require.True(t, unicode.IsPrint(r), "%q", s)
		}
	}
}

// FuzzUndo reads journals that somebody has written into: they take nothing from anybody but whom they name.
func FuzzUndo(f *testing.F) {
	for _, s := range []string{
		`{"action":"give","email":"ada@example.com","grant":{"provider":"memory","kind":"team","object":"payments","role":"member"}}`,
		`{"action":"take","email":"ada@example.com\n","grant":{"provider":"memory","kind":"account"}}`,
		`{"action":"give","email":"ada@example.com","identity":{"ID":"other","Source":"provider"},"grant":{"provider":"memory","kind":"team","object":"../x"}}`,
		`null`, `{`, `[]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := onboardingtest.NewMemory(onboardingtest.Invited, onboardingtest.Team("memory", "payments", ""))
		o := &onboarding.Onboarder{Providers: []onboarding.Provider{m}}
		_ = o.Undo(t.Context(), plan.Receipt{Key: "x", State: plan.Done, Undo: data})
		for email := range m.State().People {
			assert.NoError(t, onboarding.Person{Email: email}.Validate())
		}
	})
}
