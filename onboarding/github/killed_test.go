package github_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/github"
	"github.com/goldenpath-go/goldenpath/onboarding/github/githubtest"
	"github.com/goldenpath-go/goldenpath/plan"
)

// mortal is the wire of a process that dies when its nth request that writes has arrived. Later ones are of the next process.
func mortal(o *githubtest.Org, nth int, die context.CancelFunc) http.RoundTripper {
	base := inprocess.Transport{Handler: o}
	return transport(func(r *http.Request) (*http.Response, error) {
		answer, err := base.RoundTrip(r)
		if r.Method != http.MethodGet {
			if nth--; nth == 0 {
				die()
				return nil, errors.New("the process died")
			}
		}
		return answer, err
	})
}

// TestKilled has the process die after each request that writes, with nothing more written to the journal, and another go on: what
// there is in the end is the same, and one invitation was sent.
func TestKilled(t *testing.T) {
	t.Parallel()
	want := []onboarding.Grant{organization(""), team("everybody", ""), team("payments", github.Maintainer)}
	for _, login := range []string{"", "countess"} {
		var clean []string
		for nth := range 5 {
			o := githubtest.New("acme", "everybody", "payments")
			o.Register("", "countess")
			who := onboarding.Person{Email: ada}
			if login != "" {
				who = said(login, "")
			}
			journal := &plan.Memory{}
			for process := range 2 {
				ctx, die := context.WithCancel(t.Context())
				at := 0 // the second process lives
				if process == 0 {
					at = nth
				}
				p, err := github.New(gh.NewClient(&http.Client{Transport: mortal(o, at, die)}).WithAuthToken(o.Token), []string{"acme"}, &github.Options{Spacing: -1, Retries: -1})
				require.NoError(t, err)
				run := &onboarding.Onboarder{Providers: []onboarding.Provider{p}, Journal: journal}
				review, err := run.Join(ctx, who, want)
				require.NoError(t, err)
				_, err = run.Apply(ctx, review, nil)
				if ctx.Err() == nil {
					require.NoError(t, err)
				}
				die()
			}
			invitations := slices.DeleteFunc(o.Writes(), func(w string) bool { return strings.Contains(w, "/teams/") })
			assert.Len(t, invitations, 1, "%s, killed at %d: %v", login, nth, o.Writes())
			require.NoError(t, o.Accept(ada, "countess"))
			state := slices.Concat(o.Members(""), o.Members("everybody"), o.Members("payments"), o.Invited())
			if nth == 0 {
				clean = state
			}
			assert.Equal(t, clean, state, "%s, killed at %d", login, nth)
		}
	}
}

// TestLostAnswer says that an invitation whose answer did not arrive is found, not sent again.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	o := githubtest.New("acme")
	base := inprocess.Transport{Handler: o}
	lossy := transport(func(r *http.Request) (*http.Response, error) {
		answer, err := base.RoundTrip(r)
		if r.Method == http.MethodPost {
			return nil, errors.New("connection reset by peer")
		}
		return answer, err
	})
	p, err := github.New(gh.NewClient(&http.Client{Transport: lossy}).WithAuthToken(o.Token), []string{"acme"}, &github.Options{Spacing: -1})
	require.NoError(t, err)
	out := give(t, p, onboarding.Person{Email: ada}, organization(""))
	assert.Equal(t, onboarding.Pending, out.State)
	assert.True(t, out.Changed, "it was not there before, and can be taken back")
	assert.Len(t, o.Writes(), 1)
}
