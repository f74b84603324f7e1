package pagerduty_test

import (
	"net/http"
	"testing"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
)

// TestConformance runs the suite of all providers on an account with a team, schedules of one layer and of two, and a policy.
func TestConformance(t *testing.T) {
	t.Parallel()
	onboardingtest.TestProvider(t, func(t *testing.T) *onboardingtest.Harness {
		w := open(t)
		zoe := w.AddUser("Zoe Zander", "zoe@example.com", "owner")
		yan := w.AddUser("Yan Yu", "yan@example.com", "user")
		team := w.AddTeam("Platform")
		one, _ := w.AddSchedule("Primary", []string{zoe, yan})
		two, layers := w.AddSchedule("Follow the sun", []string{zoe}, []string{yan})
		policy, rules := w.AddPolicy("Platform", []string{one}, []string{zoe})
		grant := func(kind, object string) onboarding.Grant {
			return onboarding.Grant{Provider: "pagerduty", Kind: kind, Object: object}
		}
		return &onboardingtest.Harness{
			Provider: w.provider(),
			Grants: []onboarding.Grant{
				grant("user", ""), grant("team", team), grant("policy", policy+"/"+rules[1]), grant("schedule", one), grant("schedule", two+"/"+layers[1]),
			},
			Missing: grant("schedule", "PS9999"),
			Writes:  w.Writes,
			Break: func(_ *testing.T, c onboarding.Class) {
				w.Break(map[onboarding.Class]int{onboarding.ClassAuth: http.StatusUnauthorized, onboarding.ClassTransient: http.StatusServiceUnavailable}[c])
			},
			Secrets: []string{token},
		}
	})
}
