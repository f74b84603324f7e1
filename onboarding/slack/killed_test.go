package slack_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/slack"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/slack"
	"github.com/goldenpath-go/goldenpath/plan"
)

var errKilled = errors.New("the connection is gone")

// dying sends requests until one that writes, from which on the connection is gone: before that request arrives, or before its answer
// does.
type dying struct {
	next     http.RoundTripper
	left     int
	answered bool // the request still arrives
}

func (d *dying) RoundTrip(r *http.Request) (*http.Response, error) {
	writes := false
	for _, method := range []string{"invite", "kick", "update", "enable", "disable", "postMessage"} {
		writes = writes || strings.HasSuffix(r.URL.Path, "."+method)
	}
	switch {
	case d.left < 0:
		return nil, errKilled
	case writes && d.left == 0:
		d.left--
		if d.answered {
			_, _ = d.next.RoundTrip(r)
		}
		return nil, errKilled
	case writes:
		d.left--
	}
	return d.next.RoundTrip(r)
}

// TestKilled lets the connection die at each write in turn, before it and after it. The next run ends where an undisturbed one does,
// and the person reads one message.
func TestKilled(t *testing.T) {
	t.Parallel()
	const writes = 5
	for at := range 2 * (writes + 1) {
		workspace := &standin.Workspace{Token: token}
		workspace.Join("Ada", "ada@example.com")
		zoe := workspace.Join("Zoe", "zoe@example.com")
		grants := []onboarding.Grant{
			grant("channel", workspace.AddChannel("platform", zoe)), grant("channel", workspace.AddChannel("incidents", zoe)),
			grant("usergroup", workspace.AddGroup("platform", zoe)), grant("usergroup", workspace.AddGroup("oncall", zoe)),
		}
		journal := &plan.Memory{}
		run := func(transport http.RoundTripper) error {
			con := connection(workspace)
			con.HTTP = &http.Client{Transport: transport}
			p := &slack.Provider{Client: slack.Connect(token, &con), Settle: -1}
			o := &onboarding.Onboarder{Providers: []onboarding.Provider{p}, Messengers: []onboarding.Messenger{&slack.Bot{Provider: p}}, Journal: journal}
			review, err := o.Join(t.Context(), ada(), grants)
			require.NoError(t, err)
			_, err = o.Apply(t.Context(), review, nil)
			return err
		}
		err := run(&dying{next: inProcess{workspace}, left: at / 2, answered: at%2 == 1})
		assert.Equal(t, at/2 < writes, err != nil, "%d: %v", at, err)
		for range 2 {
			require.NoError(t, run(inProcess{workspace}), "%d", at)
		}
		want := []string{"zoe@example.com", "ada@example.com"}
		assert.Equal(t, map[string][]string{"platform": want, "incidents": want}, workspace.State().Channels, "%d", at)
		assert.Equal(t, map[string][]string{"platform": want, "oncall": want}, workspace.State().Groups, "%d", at)
		assert.Len(t, workspace.Messages(), 1, "%d", at)
		assert.Empty(t, workspace.Faults())
	}
}
