package dora_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/doratest"
)

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
incident i1 on orders at day 5 09:00 until day 5 09:00:30 unrelated by bob
incident i2 on orders at day 5 09:00 until day 5 09:00:30 unrelated by bob
incident i3 on orders at day 6 09:00 until day 6 10:00 unrelated
`
	for i := range 12 {
		text += fmt.Sprintf("deploy orders f%d at day 7 %02d:00 commit x status failure\n", i, i)
	}
	s, err := doratest.ParseScenario("s", text)
	require.NoError(t, err)
	h, err := s.History()
	require.NoError(t, err)
	var got []string
	for _, w := range dora.Calculate(h, s.Window, &s.Options).Warnings {
		got = append(got, fmt.Sprintf("%s %d %s: %s", w.Kind, w.Count, w.Service, strings.Join(w.IDs, " ")))
	}
	assert.Equal(t, []string{
		"services without owner 1 : lonely",
		"incidents opened and resolved at the same times by one actor 2 : i1 i2",
		"deployments without changes 1 orders: v2",
		"redeploys 1 orders: v3-again",
		"lead times of 0 1 orders: b",
		"changes dated after their deployment 1 orders: late",
		"deployments of unknown commits 1 orders: v4",
		"failed deployments without incident or rollback 1 orders: v3",
		"failed attempts, at least twice those of the window before 12 orders: f0 f1 f10 f11 f2 f3 f4 f5 f6 f7",
		"incidents resolved in under 60 seconds 2 orders: i1 i2",
		"incidents marked as not caused by a change 3 orders: i1 i2 i3",
	}, got)
}
