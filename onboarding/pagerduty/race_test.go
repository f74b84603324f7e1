package pagerduty_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	api "github.com/PagerDuty/go-pagerduty"
	"github.com/stretchr/testify/assert"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/pagerduty"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/pagerduty"
)

// delayed lets each request and each answer take a time of its own.
type delayed struct {
	next   http.Handler
	mu     sync.Mutex
	random *rand.Rand
}

func (d *delayed) wait() {
	d.mu.Lock()
	wait := time.Duration(d.random.Int64N(int64(300 * time.Millisecond)))
	d.mu.Unlock()
	time.Sleep(wait)
}

func (d *delayed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.wait()
	d.next.ServeHTTP(w, r)
	d.wait()
}

// TestTwoRunsAtOnce has two processes change one schedule and one policy at the same time, in many interleavings: one adds people
// and the other too, or takes somebody out. Nobody is lost, nobody comes back, and the order of who was there stays.
func TestTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		synctest.Test(t, func(t *testing.T) {
			account := &standin.Account{Token: token}
			zoe, yan := account.AddUser("Zoe", "zoe@example.com", "user"), account.AddUser("Yan", "yan@example.com", "user")
			leaver := account.AddUser("Lee", "lee@example.com", "user")
			for n := range 4 {
				account.AddUser("Joiner", fmt.Sprintf("j%d@example.com", n), "user")
			}
			s, _ := account.AddSchedule("Primary", []string{zoe, leaver, yan})
			policy, rules := account.AddPolicy("Platform", []string{s, leaver})
			handler := &delayed{next: account, random: rand.New(rand.NewPCG(seed, 7))}
			var runs sync.WaitGroup
			for run := range 2 {
				client := api.NewClient(token, api.WithAPIEndpoint("https://pagerduty.example.com"))
				client.HTTPClient = inProcess{handler}
				p := &pagerduty.Provider{Client: client, From: from}
				do := func(email, kind, object string, what func(context.Context, onboarding.Call) (onboarding.Outcome, error)) {
					runs.Go(func() {
						_, err := what(t.Context(), call(onboarding.Person{Email: email}, kind, object, ""))
						assert.NoError(t, err, "seed %d", seed)
					})
				}
				for n := range 2 {
					do(fmt.Sprintf("j%d@example.com", 2*run+n), "schedule", s, p.Give)
				}
				do(fmt.Sprintf("j%d@example.com", run), "policy", policy+"/"+rules[0], p.Give)
				if run == 1 {
					do("lee@example.com", "schedule", s, p.Take)
					do("lee@example.com", "policy", policy+"/"+rules[0], p.Take)
				}
			}
			runs.Wait()
			state := account.State()
			rotation := state.Schedules["Primary"][0]
			assert.ElementsMatch(t, []string{"zoe@example.com", "yan@example.com", "j0@example.com", "j1@example.com", "j2@example.com", "j3@example.com"}, rotation, "seed %d", seed)
			assert.Equal(t, []string{"zoe@example.com", "yan@example.com"}, rotation[:2], "seed %d", seed)
			targets := state.Policies["Platform"][rules[0]]
			assert.Empty(t, account.Faults())
			slices.Sort(targets)
			assert.Equal(t, []string{s, "j0@example.com", "j1@example.com"}, targets, "seed %d", seed)
		})
	}
}
