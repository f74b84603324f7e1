package pagerduty_test

import (
	"net/http"
	"strings"
	"testing"

	api "github.com/PagerDuty/go-pagerduty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/pagerduty"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/pagerduty"
)

// TestMeanwhile says that what somebody else took between looking and taking is a success, and not ours.
func TestMeanwhile(t *testing.T) {
	t.Parallel()
	account := &standin.Account{Token: token}
	sound := validated(t, account)
	account.AddUser("Ada", "ada@example.com", "user")
	team := account.AddTeam("Platform")
	client := func(h http.HandlerFunc) *pagerduty.Provider {
		c := api.NewClient(token, api.WithAPIEndpoint("https://pagerduty.example.com"))
		c.HTTPClient = inProcess{h}
		return &pagerduty.Provider{Client: c, From: from, Patience: -1, Settle: -1}
	}
	other := client(sound.ServeHTTP)
	p := client(func(w http.ResponseWriter, r *http.Request) {
		kind := "team"
		if strings.HasPrefix(r.URL.Path, "/users/") {
			kind, team = "user", ""
		}
		if r.Method == http.MethodDelete {
			_, err := other.Take(t.Context(), call(ada(), kind, team, ""))
			assert.NoError(t, err)
		}
		sound.ServeHTTP(w, r)
	})
	_, err := p.Give(t.Context(), call(ada(), "team", team, "manager"))
	require.NoError(t, err)
	for _, kind := range []string{"team", "user"} {
		out, err := p.Take(t.Context(), call(ada(), kind, map[string]string{"team": team}[kind], ""))
		require.NoError(t, err)
		assert.False(t, out.Changed, kind)
	}
	assert.Empty(t, account.State().Users)
}

// TestContended says that a rotation which others keep writing is a conflict, after some tries.
func TestContended(t *testing.T) {
	t.Parallel()
	account := &standin.Account{Token: token}
	sound := validated(t, account)
	s, _ := account.AddSchedule("Primary", []string{account.AddUser("Zoe", "zoe@example.com", "user")})
	account.AddUser("Ada", "ada@example.com", "user")
	client := api.NewClient(token, api.WithAPIEndpoint("https://pagerduty.example.com"))
	client.HTTPClient = inProcess{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			_, _ = w.Write([]byte(`{}`)) // somebody undoes it at once
			return
		}
		sound.ServeHTTP(w, r)
	})}
	p := &pagerduty.Provider{Client: client, From: from, Patience: -1, Settle: -1}
	_, err := p.Give(t.Context(), call(ada(), "schedule", s, ""))
	assert.Equal(t, onboarding.ClassConflict, onboarding.ClassOf(err))
	assert.ErrorContains(t, err, "others keep changing it")
}

// TestPolicies says what about an escalation policy cannot be done, and that the strategy of its rules stays.
func TestPolicies(t *testing.T) {
	t.Parallel()
	w := open(t)
	ida, zoe := w.AddUser("Ada", "ada@example.com", "user"), w.AddUser("Zoe", "zoe@example.com", "user")
	policy, rules := w.AddPolicy("Platform", []string{ida}, []string{zoe, ida})
	p := w.provider()
	_, err := p.Take(t.Context(), call(ada(), "policy", policy+"/"+rules[0], ""))
	assert.Equal(t, onboarding.ClassConflict, onboarding.ClassOf(err))
	assert.ErrorContains(t, err, `nobody else is called at level 1 of the escalation policy "Platform"`)
	out, err := p.Take(t.Context(), call(ada(), "policy", policy+"/"+rules[1], ""))
	require.NoError(t, err)
	assert.True(t, out.Changed)
	for _, gone := range []string{policy + "/PR9999", "PE9999/PR9999"} {
		out, err = p.Take(t.Context(), call(ada(), "policy", gone, ""))
		require.NoError(t, err)
		assert.False(t, out.Changed)
		_, err = p.Give(t.Context(), call(ada(), "policy", gone, ""))
		assert.Equal(t, onboarding.ClassNotFound, onboarding.ClassOf(err))
	}
	_, err = p.Give(t.Context(), call(ada(), "policy", policy, ""))
	assert.Equal(t, onboarding.ClassInvalid, onboarding.ClassOf(err))
	assert.Equal(t, []string{"zoe@example.com"}, w.State().Policies["Platform"][rules[1]])
}

// TestKinds says that a deleted account does not come back, and that making one is not repeated.
func TestKinds(t *testing.T) {
	t.Parallel()
	for _, k := range new(pagerduty.Provider).Kinds() {
		assert.Equal(t, k.Name == pagerduty.UserKind, k.Lasting, k.Name)
		assert.Equal(t, k.Name == pagerduty.UserKind, k.Once, k.Name)
	}
}
