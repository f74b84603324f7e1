package doratest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora/doratest"
)

func TestScenarioErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"service x":                                         "s:1:1: service before window: the first line is such as: window 2026-03-02 30 days",
		"window 2026-03-02 30 days\nship x":                 "s:2:1: ship: it is window, option, service, group, commit, deploy, incident or expect",
		"window 2026-03-02 30 days\ncommit a at noon":       "s:2:1: at noon: a moment is such as: day 2 10:00",
		"window 2026-03-02 30 days\nservice a color red":    "s:2:1: color: it is one of repo, owner, paths, since",
		"window 2026-03-02 30 days\nexpect all deployments": "s:2:1: expect: want a figure and its value, such as: expect orders deployments.count 2",
		"window 2026-03-02 30 days\noption speed 3":         "s:2:1: option speed is none",
		"window 2026-03-02 no days":                         "s:1:1: window: want a number of days, such as: window 2026-03-02 30 days",
		"window 2026-03-02 30 days\ndeploy x":               "s:2:1: 1 words are missing",
	} {
		_, err := doratest.ParseScenario("s", text)
		assert.EqualError(t, err, want, text)
	}
}

// A figure that is not as expected is told.
func TestScenarioTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	s, err := doratest.ParseScenario("s", `window 2026-03-02 30 days
service orders
deploy orders v1 at day 1 10:00
expect orders deployments.count 2
expect orders lead_time.p50 1h
expect orders counted_ids v1 v2
expect orders speed 1
expect team unowned deployments.count 1
`)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"line 4: deployments.count: want 2, got 1",
		"line 5: lead_time.p50: want 1h, got none",
		"line 6: counted_ids: want v1 v2, got v1",
		"line 7: the report has no speed of services orders",
	}, s.Check())
}
