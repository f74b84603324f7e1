package main

import (
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/standin"
	"github.com/goldenpath-go/goldenpath/plan"
)

// TestKilled kills the process, without any chance to tidy up, after each line of its journal and after each request that changed
// something, and then goes on with the run in one world and takes it back in another.
func TestKilled(t *testing.T) {
	t.Parallel()
	whole, k := newSite(t), &killer{after: -1}
	p := program{
		getenv: environment(whole.url), out: &strings.Builder{}, client: &http.Client{Transport: k},
		wrap: func(j plan.Journal) plan.Journal { return lines{j, k} },
	}
	require.NoError(t, p.run(t.Context(), payments("-state", whole.state)))
	want, files := whole.all(t)
	assert.Greater(t, k.seen, 30)
	for after := 1; after <= k.seen; after++ {
		t.Run(fmt.Sprint("after event ", after), func(t *testing.T) {
			t.Parallel()
			resumed(t, after, want, files)
			undone(t, after)
		})
	}
}

// resumed goes on with a run that was killed, to the same end as if it had not been.
func resumed(t *testing.T, after int, want standin.State, files []string) {
	t.Helper()
	s := killed(t, after)
	answer := "n\n"
	if len(s.Slack.Messages()) > 0 { // whoever is asked looks
		answer = "y\n"
	}
	_, err := s.run(t, answer, payments()...)
	require.NoError(t, err)
	now, there := s.all(t)
	assert.Equal(t, want, now)
	assert.Equal(t, files, there)
	tornDown(t, s)
}

// undone takes back a run that was killed.
func undone(t *testing.T, after int) {
	t.Helper()
	tornDown(t, killed(t, after))
}

// tornDown takes back all there is. Of a process that died while it sent the message nobody can know whether that arrived, nor
// under which number: this is said, and everything else is gone.
func tornDown(t *testing.T, s *site) {
	t.Helper()
	_, err := s.run(t, "", "-teardown", "-yes")
	if errors.Is(err, plan.ErrUnclear) || errors.Is(err, plan.ErrIrreversible) {
		t.Log(err)
		var report *plan.Error
		require.ErrorAs(t, err, &report)
		require.Len(t, report.Failed, 1)
		assert.Equal(t, "06/notify-slack", report.Failed[0].Key)
		s.Slack.Clear() // somebody has looked
	} else {
		require.NoError(t, err)
	}
	s.nothing(t)
}

// killed returns a world in which a run was killed.
func killed(t *testing.T, after int) *site {
	t.Helper()
	s := newSite(t)
	var exit *exec.ExitError
	require.ErrorAs(t, s.start(t, after, payments()...), &exit)
	require.False(t, exit.Exited(), "killed, not ended: %s", exit)
	return s
}
