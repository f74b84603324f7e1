package dora_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/doratest"
)

// told returns the warnings of a scenario, one a line.
func told(t *testing.T, text string) []string {
	t.Helper()
	s, err := doratest.ParseScenario("s", text)
	require.NoError(t, err)
	h, err := s.History()
	require.NoError(t, err)
	var got []string
	for _, w := range dora.Calculate(h, s.Window, &s.Options).Warnings {
		got = append(got, fmt.Sprintf("%s %d %s: %s", w.Kind, w.Count, w.Service, strings.Join(w.IDs, " ")))
	}
	return got
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	text := `window 2026-03-02 30 days
option signals revert
service orders owner payments
service lonely
commit a at day 0 09:00
deploy orders v1 at day 0 10:00 commit a
deploy orders v2 at day 1 09:00 commit a config other
commit b at day 2 09:00
commit late at day 9 09:00
deploy orders v3 at day 2 09:00 commit late
deploy orders v3-again at day 2 11:00 commit late
deploy orders v4 at day 3 11:00 commit gone
commit undo at day 4 09:00 reverts b
deploy orders v5 at day 4 11:00 commit undo
deploy orders v6 at day 5 08:00
incident i1 on orders at day 5 09:00 until day 5 09:00:30 unrelated by bob
incident i2 on orders at day 5 09:00 until day 5 09:00:30 unrelated by bob
incident i0 on orders at day 6 09:00 until day 6 08:00
incident i3 on orders at day 6 09:00 until day 6 10:00 unrelated
`
	for i := range 12 {
		text += fmt.Sprintf("deploy orders f%d at day 7 %02d:00 commit x status failure\n", i, i)
	}
	assert.Equal(t, []string{
		"services without owner 1 : lonely",
		"incidents opened and resolved at the same times by one actor 2 : i1 i2",
		"deployments without changes 1 orders: v2",
		"redeploys 1 orders: v3-again",
		"lead times of 0 1 orders: b",
		"changes dated after their deployment 1 orders: late",
		"deployments of unknown commits 2 orders: v4 v6",
		"failed deployments without incident or rollback 1 orders: v3",
		"failed attempts, at least twice those of the window before 12 orders: f0 f1 f2 f3 f4 f5 f6 f7 f8 f9",
		"incidents resolved in under 60 seconds 2 orders: i1 i2",
		"incidents resolved before they began 1 orders: i0",
		"incidents marked as not caused by a change 3 orders: i1 i2 i3",
	}, told(t, text))
}

// Commits of a pull request that several deployments brought are told, in
// whatever way they came apart.
func TestSplitPullRequests(t *testing.T) {
	t.Parallel()
	const before = `window 2026-03-02 30 days
service orders owner payments
commit z at day -3 09:00
deploy orders v0 at day -2 09:00 commit z
`
	const kind = "several deployments of one pull request's commits"
	for _, c := range []struct{ name, text, want string }{
		{"whole in one deployment", `
commit a at day 1 09:00 first day 1 08:00
commit b at day 1 10:00 first day 1 08:00
deploy orders v1 at day 1 12:00 commit b`, ""},
		{"two deployments", `
commit a at day 1 09:00 first day 1 08:00
commit b at day 1 10:00 first day 1 08:00
deploy orders v1 at day 1 09:30 commit a
deploy orders v2 at day 1 12:00 commit b`, "2 orders: v1 v2"},
		{"three deployments and another pull request", `
commit a at day 1 09:00 first day 1 08:00
commit b at day 1 10:00 first day 1 08:00
commit c at day 1 11:00 first day 1 08:30
commit d at day 1 12:00 first day 1 08:00
deploy orders v1 at day 1 09:30 commit a
deploy orders v2 at day 1 10:30 commit b
deploy orders v3 at day 1 11:30 commit c
deploy orders v4 at day 1 12:30 commit d`, "3 orders: v1 v2 v4"},
		{"one part before the window", `
commit a at day -1 09:00 first day -1 08:00
commit b at day 1 10:00 first day -1 08:00
deploy orders v1 at day -1 09:30 commit a
deploy orders v2 at day 1 12:00 commit b`, "1 orders: v2"},
		{"a pick is no part", `
commit a at day 1 09:00 first day 1 08:00
deploy orders v1 at day 1 09:30 commit a
commit b at day 1 10:00 first day 1 08:00 picks a
commit c at day 1 11:00
deploy orders v2 at day 1 12:00 commit c`, ""},
		{"nothing is known of pull requests", `
commit a at day 1 09:00
commit b at day 1 09:00
deploy orders v1 at day 1 09:30 commit a
deploy orders v2 at day 1 12:00 commit b`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := ""
			for _, line := range told(t, before+c.text) {
				if rest, ok := strings.CutPrefix(line, kind+" "); ok {
					got = rest
				}
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// A part that the first deployment had counts, if it is of the service.
func TestSplitPullRequestOfBaseline(t *testing.T) {
	t.Parallel()
	for paths, want := range map[string]bool{"orders": true, "search": false} {
		got := told(t, `window 2026-03-02 30 days
service orders owner payments paths orders
commit a at day 1 09:00 first day 1 08:00 touches `+paths+`/x
commit b at day 1 10:00 first day 1 08:00 touches orders/y
deploy orders v1 at day 1 09:30 commit a
deploy orders v2 at day 1 12:00 commit b
`)
		assert.Equal(t, want, slices.Contains(got, "several deployments of one pull request's commits 2 orders: v1 v2"), got)
	}
}

// What is told is explained where the deployments are.
func TestSplitPullRequestExplained(t *testing.T) {
	t.Parallel()
	s, err := doratest.ParseScenario("s", `window 2026-03-02 30 days
service orders owner payments
commit a at day 1 09:00 first day 1 08:00
commit b at day 1 10:00 first day 1 08:00
commit c at day 1 13:00
deploy orders v1 at day 1 09:30 commit a
deploy orders v2 at day 1 12:00 commit b
deploy orders v3 at day 1 14:00 commit c
`)
	require.NoError(t, err)
	h, err := s.History()
	require.NoError(t, err)
	list, err := dora.Calculate(h, s.Window, nil).Explain("orders", dora.DeploymentFrequency)
	require.NoError(t, err)
	var reasons []string
	for _, e := range list {
		reasons = append(reasons, e.Reason)
	}
	assert.Equal(t, []string{
		"the first one with a known commit: its changes have no age; has a part of a pull request of which v2 has another",
		"has a part of a pull request of which v1 has another",
		"",
	}, reasons)
}

// Services whose commits nobody collected are told, too.
func TestUnknownCommitsWithoutRepository(t *testing.T) {
	t.Parallel()
	got := told(t, `window 2026-03-02 30 days
service orders owner payments repo nowhere
deploy orders v1 at day 1 09:30 commit a
deploy orders v2 at day 1 12:00
`)
	assert.Equal(t, []string{"deployments of unknown commits 2 orders: v1 v2"}, got)
}
