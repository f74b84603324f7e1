package main

import (
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// losing is a network that loses the answer to one of the requests that change something, after it was done.
type losing struct{ at, seen int }

func (l *losing) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if r.Method == http.MethodGet || err != nil {
		return answer, err
	}
	if l.seen++; l.seen != l.at {
		return answer, nil
	}
	return nil, fmt.Errorf("%s: %w", r.URL.Path, errLost(answer.Body.Close()))
}

func errLost(err error) error {
	if err != nil {
		return err
	}
	return io.ErrUnexpectedEOF
}

// create creates a service by way of a network.
func (s *site) create(t *testing.T, network http.RoundTripper, more ...string) error {
	t.Helper()
	p := program{getenv: environment(s.url), in: strings.NewReader(""), out: &strings.Builder{}, client: &http.Client{Transport: network}}
	return p.run(t.Context(), payments(append(more, "-state", s.state)...))
}

// TestAnswerLost loses each answer in turn. What was done is taken back at once, or kept and gone on with.
func TestAnswerLost(t *testing.T) {
	t.Parallel()
	whole, network := newSite(t), &losing{}
	require.NoError(t, whole.create(t, network))
	want, _ := whole.all(t)
	assert.Greater(t, network.seen, 8)
	for at := 1; at <= network.seen; at++ {
		t.Run(fmt.Sprint("to request ", at), func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			if err := s.create(t, &losing{at: at}); err != nil { // some are repeated, or gone on without, as in Backstage
				s.Slack.Clear() // of the message it is said that it may be there
				s.nothing(t)
			}
			s = newSite(t)
			_ = s.create(t, &losing{at: at}, "-keep")
			_, err := s.run(t, "y\n", payments()...) // if it is asked: the message was sent
			require.NoError(t, err)
			now, _ := s.all(t)
			repository := now.Repositories["my-org/payments"]
			repository.Topics, repository.Protected = []string{"go", "microservice"}, []string{"main"} // which are no reason to fail
			now.Repositories["my-org/payments"] = repository
			assert.Equal(t, want, now)
		})
	}
}

// TestTeardownKilled kills a teardown after each event, and repeats it.
func TestTeardownKilled(t *testing.T) {
	t.Parallel()
	for after := 1; ; after++ {
		s := newSite(t)
		_, err := s.run(t, "", payments()...)
		require.NoError(t, err)
		err = s.start(t, after, "-teardown", "-yes")
		if err == nil {
			assert.Greater(t, after, 7)
			return
		}
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit)
		require.False(t, exit.Exited(), "killed, not ended: %s", exit)
		_, err = s.run(t, "", "-teardown", "-yes")
		require.NoError(t, err, "after event %d", after)
		s.nothing(t)
	}
}
