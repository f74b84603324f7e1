package onboardingtest_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
)

const secret = "token-of-nobody"

// TestMemory passes every kind of system through the suite.
func TestMemory(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		accounts onboardingtest.Accounts
		rides    bool
	}{
		"invited":              {onboardingtest.Invited, false},
		"invited with teams":   {onboardingtest.Invited, true},
		"accounts at once":     {onboardingtest.Immediate, false},
		"accounts elsewhere":   {onboardingtest.Elsewhere, false},
		"known by the address": {onboardingtest.Addressed, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onboardingtest.TestProvider(t, func(*testing.T) *onboardingtest.Harness { return harness(c.accounts, c.rides) })
		})
	}
}

func harness(a onboardingtest.Accounts, rides bool) *onboardingtest.Harness {
	grants := []onboarding.Grant{
		onboardingtest.Team("memory", "payments", ""), onboardingtest.Team("memory", "everybody", onboardingtest.Maintainer),
		onboardingtest.Rotation("memory", "primary"),
	}
	m := onboardingtest.NewMemory(a, grants...)
	m.Rides = rides
	var class atomic.Value
	class.Store(onboarding.Class(""))
	m.Before = func(context.Context, onboardingtest.Event) error {
		if c := class.Load().(onboarding.Class); c != "" {
			return &onboarding.CallError{Provider: "memory", Class: c, Err: errors.New("it is broken")}
		}
		return nil
	}
	h := &onboardingtest.Harness{
		Provider: m, Grants: grants, Missing: onboardingtest.Team("memory", "nobody", onboardingtest.Member), Secrets: []string{secret},
		Writes: func() int { return len(m.Log()) },
		Break:  func(_ *testing.T, c onboarding.Class) { class.Store(c) },
	}
	if a == onboardingtest.Invited || a == onboardingtest.Immediate {
		h.Grants = append([]onboarding.Grant{onboardingtest.Account("memory", "")}, grants...)
		h.Fix = func(_ *testing.T, p onboarding.Person) { m.Promote(p.Email, onboardingtest.Owner) }
	}
	if a == onboardingtest.Invited || a == onboardingtest.Elsewhere {
		h.Accept = func(t *testing.T, p onboarding.Person) {
			t.Helper()
			local, _, _ := strings.Cut(p.Email, ".")
			require.NoError(t, m.Accept(p.Email, "login-"+local))
		}
	}
	if a == onboardingtest.Invited {
		h.Expire = func(t *testing.T, p onboarding.Person) {
			t.Helper()
			require.NoError(t, m.Expire(p.Email))
		}
	}
	return h
}

func TestHumanMoves(t *testing.T) {
	t.Parallel()
	m := onboardingtest.NewMemory(onboardingtest.Invited)
	assert.Error(t, m.Accept("ada@example.com", "ada"), "nobody accepts what was not sent")
	assert.Error(t, m.Expire("ada@example.com"))
}
