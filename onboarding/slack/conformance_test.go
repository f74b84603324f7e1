package slack_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
)

// harness returns a workspace with a channel and user groups, one of which nobody is in.
func harness(t *testing.T) (*world, *onboardingtest.Harness) {
	t.Helper()
	w := open(t)
	zoe := w.Join("Zoe", "zoe@example.com")
	night := w.AddGroup("night")
	w.Disable(night)
	return w, &onboardingtest.Harness{
		Grants: []onboarding.Grant{
			grant("channel", w.AddChannel("platform", zoe)), grant("usergroup", w.AddGroup("platform", zoe)), grant("usergroup", w.AddGroup("oncall", zoe)),
			grant("usergroup", night),
		},
		Missing: grant("usergroup", "S9999"),
		Writes:  w.Writes,
		Break: func(_ *testing.T, c onboarding.Class) {
			switch c {
			case onboarding.ClassAuth:
				w.Break("invalid_auth", http.StatusUnauthorized)
			case onboarding.ClassTransient:
				w.Break("", http.StatusServiceUnavailable)
			default:
				w.Break("", 0)
			}
		},
		Secrets: []string{token, scimToken},
	}
}

// TestConformance runs the suite of all providers on a workspace that people join by themselves.
func TestConformance(t *testing.T) {
	t.Parallel()
	onboardingtest.TestProvider(t, func(t *testing.T) *onboardingtest.Harness {
		w, h := harness(t)
		h.Provider = w.provider()
		h.Accept = func(_ *testing.T, p onboarding.Person) { w.Join(p.Name, p.Email) }
		return h
	})
}

// TestConformanceWithSCIM runs it on one where all people of the suite were before, and are activated again.
func TestConformanceWithSCIM(t *testing.T) {
	t.Parallel()
	onboardingtest.TestProvider(t, func(t *testing.T) *onboardingtest.Harness {
		w, h := harness(t)
		for n := range 140 {
			email := fmt.Sprintf("person%d.x@example.com", n)
			w.Join("Once here", email)
			w.Deactivate(email)
		}
		h.Provider = w.withSCIM()
		h.Grants = append([]onboarding.Grant{grant("account", "")}, h.Grants...)
		return h
	})
}
