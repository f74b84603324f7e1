package onepassword_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword/optest"
	"github.com/goldenpath-go/goldenpath/plan"
)

// dying runs op until its process dies: before a command, or when that has done its work.
type dying struct {
	*optest.Account
	at    int // of the commands to come
	after bool
	die   context.CancelFunc
}

func (d *dying) Run(ctx context.Context, args ...string) ([]byte, error) {
	d.at--
	if d.at == -1 && !d.after {
		d.die()
	}
	out, err := d.Account.Run(ctx, args...)
	if d.at == -1 && d.after {
		d.die()
		return nil, errors.Join(err, ctx.Err())
	}
	return out, err
}

// TestKilledAtEachCommand kills runs that join, confirm and leave at each command in turn, and resumes them: all ends as without that,
// and nobody is sent a second mail.
func TestKilledAtEachCommand(t *testing.T) {
	t.Parallel()
	wanted := []onboarding.Grant{account(""), group("Payments", ""), group("On call", onepassword.Manager)}
	apply := func(ctx context.Context, runner onepassword.Runner, j plan.Journal, leaves bool) error {
		o := &onboarding.Onboarder{Providers: []onboarding.Provider{&onepassword.Provider{Runner: runner}}, Journal: j}
		review, err := o.Join(ctx, ada, wanted)
		if leaves {
			review, err = o.Leave(ctx, ada)
		}
		if err != nil {
			return err
		}
		_, err = o.Apply(ctx, review, nil)
		return err
	}
	const most = 200
	for _, after := range []bool{false, true} {
		died := true
		for at := 0; died; at++ {
			require.Less(t, at, most)
			a, j := optest.New("Payments", "On call"), &plan.Memory{}
			ctx, cancel := context.WithCancel(t.Context())
			d := &dying{Account: a, at: at, after: after, die: cancel}
			died = false
			run := func(leaves bool) {
				if err := apply(ctx, d, j, leaves); err == nil {
					return
				}
				require.Error(t, ctx.Err(), "it died")
				died = true
				require.NoError(t, apply(t.Context(), a, j, leaves))
			}
			run(false)
			require.NoError(t, a.Accept(ada.Email))
			run(false)
			assert.Equal(t, optest.Active, a.State(ada.Email))
			run(true)
			assert.Equal(t, optest.Suspended, a.State(ada.Email))
			assert.Len(t, a.Mails(), 1, "killed at command %d, after it: %t", at, after)
			cancel()
		}
	}
}

func TestStatesOfOnesOwn(t *testing.T) {
	t.Parallel()
	a := optest.New()
	p := &onepassword.Provider{Runner: a, Unconfirmed: []string{}}
	give(t, p, account(""))
	require.NoError(t, a.Accept(ada.Email))
	assert.Equal(t, `is in the state "TRANSFER_ACCEPTED"`, give(t, p, account("")).Note, "it is not confirmed without being asked to")
	p.Unconfirmed = []string{optest.Accepted}
	assert.Equal(t, onboarding.Done, give(t, p, account("")).State)
}
