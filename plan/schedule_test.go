package plan_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
)

// crew is a world whose steps take a second each, or half of one to fail, and which notes how many are under way at once.
type crew struct {
	mu            sync.Mutex
	running, most int
	ended         map[string]bool
	order         []string
	fail          map[string]error
}

func (c *crew) step(key string, needs ...string) plan.Step {
	return plan.Step{Key: key, Verb: plan.Create, Needs: needs, Reversible: true, Do: func(ctx context.Context) (plan.Receipt, error) {
		return c.do(ctx, key, needs)
	}}
}

func (c *crew) do(ctx context.Context, key string, needs []string) (plan.Receipt, error) {
	c.mu.Lock()
	for _, need := range needs {
		if !c.ended[need] {
			c.mu.Unlock()
			return plan.Receipt{}, fmt.Errorf("%s is begun before %s", key, need)
		}
	}
	c.running++
	c.most = max(c.most, c.running)
	c.order = append(c.order, key)
	err := c.fail[key]
	c.mu.Unlock()
	if err != nil {
		time.Sleep(time.Second / 2)
	} else {
		time.Sleep(time.Second)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running--
	if err != nil {
		return plan.Receipt{}, err
	}
	c.ended[key] = true
	return plan.Receipt{Undo: json.RawMessage(strconv.Quote(key))}, ctx.Err()
}

func (c *crew) Undo(_ context.Context, r plan.Receipt) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.order = append(c.order, "undo "+r.Key)
	return nil
}

func newCrew() *crew { return &crew{ended: map[string]bool{}, fail: map[string]error{}} }

func TestIndependentStepsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCrew()
		var p plan.Plan
		for i := range 12 {
			p.Steps = append(p.Steps, c.step("make "+strconv.Itoa(i)))
		}
		p.Steps = append(p.Steps, c.step("last", "make 0", "make 11"))
		begin := time.Now()
		require.NoError(t, plan.Apply(t.Context(), &p, &plan.Memory{}, &plan.Options{Workers: 4}))
		assert.Equal(t, 4*time.Second, time.Since(begin), "12 steps by 4, then the one that needs two of them")
		assert.Equal(t, 4, c.most)
		assert.Len(t, c.order, 13)
	})
}

// TestWorkersKeepNeeds applies random plans: nothing begins before what it needs, and the journal takes it back in an order in
// which nothing is taken back before what needs it.
func TestWorkersKeepNeeds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for seed := range uint64(100) {
			rnd := rand.New(rand.NewPCG(seed, 1))
			c := newCrew()
			var p plan.Plan
			for i := range 1 + rnd.IntN(30) {
				var needs []string
				for range rnd.IntN(3) {
					if i > 0 {
						needs = append(needs, strconv.Itoa(rnd.IntN(i)))
					}
				}
				p.Steps = append(p.Steps, c.step(strconv.Itoa(i), needs...))
			}
			rnd.Shuffle(len(p.Steps), func(i, j int) { p.Steps[i], p.Steps[j] = p.Steps[j], p.Steps[i] })
			workers := 2 + rnd.IntN(5)
			var j plan.Memory
			require.NoError(t, plan.Apply(t.Context(), &p, &j, &plan.Options{Workers: workers}))
			assert.LessOrEqual(t, c.most, workers)
			require.Len(t, c.order, len(p.Steps))

			require.NoError(t, plan.Undo(t.Context(), &j, c, &plan.Options{Workers: workers}))
			undone := map[string]bool{}
			for _, line := range c.order[len(p.Steps):] {
				undone[line[len("undo "):]] = true
				for i := range p.Steps {
					for _, need := range p.Steps[i].Needs {
						assert.False(t, undone[need] && !undone[p.Steps[i].Key], "%s is taken back before %s", need, p.Steps[i].Key)
					}
				}
			}
		}
	})
}

func TestFailureAmongWorkers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name                  string
		options               plan.Options
		done, failed, skipped []string
	}{
		{"ends the run", plan.Options{Workers: 2}, []string{"a"}, []string{"b"}, []string{"c", "d", "e", "f"}},
		{"keeps going", plan.Options{Workers: 2, KeepGoing: true}, []string{"a", "d", "e", "f"}, []string{"b"}, []string{"c"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newCrew()
				c.fail["b"] = errStep
				p := planOf(c.step("a"), c.step("b"), c.step("c", "b"), c.step("d"), c.step("e", "a"), c.step("f"))
				var j plan.Memory
				err := plan.Apply(t.Context(), p, &j, &test.options)
				var failure *plan.Error
				require.ErrorAs(t, err, &failure)
				require.ErrorIs(t, err, errStep)
				assert.Equal(t, test.done, failure.Done)
				assert.Equal(t, test.skipped, failure.Skipped)
				require.Len(t, failure.Failed, len(test.failed))
				assert.Equal(t, test.failed[0], failure.Failed[0].Key)

				clear(c.fail)
				before := len(c.order)
				require.NoError(t, plan.Apply(t.Context(), p, &j, &test.options), "resumed")
				assert.Len(t, c.order[before:], len(test.failed)+len(test.skipped), "what was done is not done again")
			})
		})
	}
}

func TestCancelledAmongWorkers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCrew()
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		p := planOf(c.step("a"), c.step("b"), c.step("c"), c.step("d"), c.step("e"))
		var j plan.Memory
		err := plan.Apply(ctx, p, &j, &plan.Options{Workers: 2})
		var failure *plan.Error
		require.ErrorAs(t, err, &failure)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, []string{"a", "b"}, failure.Done)
		assert.Equal(t, []string{"e"}, failure.Skipped)
		assert.Len(t, failure.Failed, 2, "those that were under way")
		require.NoError(t, plan.Undo(t.Context(), &j, c, nil), "what they have done is taken back")
		assert.ElementsMatch(t, []string{"undo a", "undo b", "undo c", "undo d"}, c.order[4:])
	})
}

// brokenJournal takes so many receipts, and no more.
type brokenJournal struct {
	plan.Memory
	left int
}

func (b *brokenJournal) Append(ctx context.Context, r plan.Receipt) error {
	if b.left--; b.left < 0 {
		return errors.New("no space left")
	}
	return b.Memory.Append(ctx, r)
}

func TestJournalFailsAmongWorkers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCrew()
		p := planOf(c.step("a"), c.step("b"), c.step("c"), c.step("d"), c.step("e"))
		err := plan.Apply(t.Context(), p, &brokenJournal{left: 1}, &plan.Options{Workers: 2, KeepGoing: true})
		var failure *plan.Error
		require.ErrorAs(t, err, &failure)
		require.NotEmpty(t, failure.Failed)
		for _, f := range failure.Failed {
			require.NotNil(t, f.Receipt, "%s was done, and only the error says so", f.Key)
		}
		assert.LessOrEqual(t, len(c.order), 4, "nothing is begun once the journal failed")
	})
}
