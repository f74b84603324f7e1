package pagerduty_test

import (
	"errors"
	"net/http"
	"testing"

	api "github.com/PagerDuty/go-pagerduty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/pagerduty"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/pagerduty"
	"github.com/goldenpath-go/goldenpath/plan"
)

var errKilled = errors.New("the connection is gone")

// dying sends requests until one that writes, from which on the connection is gone: before that request arrives, or before its answer
// does. It counts the users that were asked for.
type dying struct {
	inProcess
	left     int
	answered bool // the request still arrives
	created  *int
}

func (d *dying) Do(r *http.Request) (*http.Response, error) {
	writes := r.Method != http.MethodGet
	arrives := d.left > 0 || d.left == 0 && (!writes || d.answered)
	if arrives && r.Method == http.MethodPost {
		*d.created++
	}
	dies := d.left < 0 || d.left == 0 && writes
	if writes {
		d.left--
	}
	switch {
	case dies && arrives:
		_, _ = d.inProcess.Do(r)
		return nil, errKilled
	case dies:
		return nil, errKilled
	}
	return d.inProcess.Do(r)
}

// TestKilled lets the connection die at each write in turn, before it and after it, when somebody joins and when they leave. The next
// run ends where an undisturbed one does, and one user is made.
func TestKilled(t *testing.T) {
	t.Parallel()
	const writes = 4
	for at := range 2 * (writes + 1) {
		account, created := &standin.Account{Token: token}, 0
		sound := inProcess{validated(t, account)}
		zoe := account.AddUser("Zoe", "zoe@example.com", "user")
		s, _ := account.AddSchedule("Primary", []string{zoe})
		policy, rules := account.AddPolicy("Platform", []string{s, zoe})
		grants := []onboarding.Grant{
			call(ada(), "user", "", "").Grant, call(ada(), "team", account.AddTeam("Platform"), "").Grant,
			call(ada(), "schedule", s, "").Grant, call(ada(), "policy", policy+"/"+rules[0], "").Grant,
		}
		before := account.State()
		journal := &plan.Memory{}
		run := func(op onboarding.Op, left int) error {
			client := api.NewClient(token, api.WithAPIEndpoint("https://pagerduty.example.com"))
			client.HTTPClient = &dying{sound, left, at%2 == 1, &created}
			o := &onboarding.Onboarder{
				Providers: []onboarding.Provider{&pagerduty.Provider{Client: client, From: from, Patience: -1, Settle: -1}}, Journal: journal,
			}
			change := onboarding.Change{Op: op, Person: ada()}
			if op == onboarding.Joining {
				change.Want = grants
			}
			review, err := o.Plan(t.Context(), change)
			require.NoError(t, err)
			_, err = o.Apply(t.Context(), review, nil)
			return err
		}
		for _, op := range []onboarding.Op{onboarding.Joining, onboarding.Leaving} {
			err := run(op, at/2)
			assert.Equal(t, at/2 < writes, err != nil, "%s %d: %v", op, at, err)
			for range 2 {
				require.NoError(t, run(op, 1000), "%s %d", op, at)
			}
			if op == onboarding.Joining {
				assert.Equal(t, []string{"zoe@example.com", "ada@example.com"}, account.State().Schedules["Primary"][0])
				assert.Equal(t, []string{s, "zoe@example.com", "ada@example.com"}, account.State().Policies["Platform"][rules[0]])
				assert.Equal(t, map[string]string{"ada@example.com": "responder"}, account.State().Teams["Platform"])
			}
		}
		assert.Equal(t, before, account.State(), "%d", at)
		assert.Equal(t, 1, created, "%d", at)
	}
}
