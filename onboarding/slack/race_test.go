package slack_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/slack"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/slack"
)

// delayed lets each request and each answer take a time of its own.
type delayed struct {
	next   http.Handler
	mu     sync.Mutex
	random *rand.Rand
}

func (d *delayed) wait() {
	d.mu.Lock()
	wait := time.Duration(d.random.Int64N(int64(250 * time.Millisecond)))
	d.mu.Unlock()
	time.Sleep(wait)
}

func (d *delayed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.wait()
	d.next.ServeHTTP(w, r)
	d.wait()
}

// TestTwoRunsAtOnce has two processes change one user group at the same time, in many interleavings, also one whose last member leaves
// while others come: nobody is lost, and nobody comes back.
func TestTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		synctest.Test(t, func(t *testing.T) {
			workspace := &standin.Workspace{Token: token}
			zoe, lee := workspace.Join("Zoe", "zoe@example.com"), workspace.Join("Lee", "lee@example.com")
			full, last := workspace.AddGroup("full", zoe, lee), workspace.AddGroup("last", lee)
			handler := &delayed{next: workspace, random: rand.New(rand.NewPCG(seed, 3))}
			var runs sync.WaitGroup
			for run := range 2 {
				con := connection(handler)
				p := &slack.Provider{Client: slack.Connect(token, &con)}
				for n := range 2 {
					email := fmt.Sprintf("j%d@example.com", 2*run+n)
					workspace.Join("Joiner", email)
					runs.Go(func() {
						_, err := p.Give(t.Context(), call(onboarding.Person{Email: email}, "usergroup", full))
						assert.NoError(t, err, "seed %d", seed)
					})
				}
				runs.Go(func() {
					do := p.Take
					who := onboarding.Person{Email: "lee@example.com"}
					if run == 0 {
						do, who.Email = p.Give, "j0@example.com"
					}
					_, err := do(t.Context(), call(who, "usergroup", last))
					assert.NoError(t, err, "seed %d", seed)
				})
				if run == 1 {
					runs.Go(func() {
						_, err := p.Take(t.Context(), call(onboarding.Person{Email: "lee@example.com"}, "usergroup", full))
						assert.NoError(t, err, "seed %d", seed)
					})
				}
			}
			runs.Wait()
			groups := workspace.State().Groups
			assert.ElementsMatch(t, []string{"zoe@example.com", "j0@example.com", "j1@example.com", "j2@example.com", "j3@example.com"}, groups["full"], "seed %d", seed)
			assert.Equal(t, []string{"j0@example.com"}, groups["last"], "seed %d", seed)
			assert.Empty(t, workspace.Faults())
		})
	}
}
