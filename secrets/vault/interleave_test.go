package vault_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

// turns lets several runs make one request at a time, in an order that the seed alone decides: nobody goes on until every
// run that has not ended waits for its turn.
type turns struct {
	mu      sync.Mutex
	random  *rand.Rand
	running int
	waiting map[int]chan struct{}
	last    int
	order   []byte
}

func newTurns(seed uint64, running int) *turns {
	return &turns{random: rand.New(rand.NewPCG(seed, 3)), running: running, waiting: map[int]chan struct{}{}}
}

// arrive waits for the turn of a run.
func (s *turns) arrive(run int) {
	turn := make(chan struct{})
	s.mu.Lock()
	s.waiting[run] = turn
	s.next()
	s.mu.Unlock()
	<-turn
}

// end says that a run makes no more requests.
func (s *turns) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running--
	s.next()
}

// next gives a turn: more often than not to who had the last one, so that stretches of all lengths come about.
func (s *turns) next() {
	if s.running == 0 || len(s.waiting) < s.running {
		return
	}
	if _, waits := s.waiting[s.last]; !waits || s.random.IntN(3) == 0 {
		runs := slices.Sorted(maps.Keys(s.waiting))
		s.last = runs[s.random.IntN(len(runs))]
	}
	s.order = append(s.order, byte('0'+s.last))
	close(s.waiting[s.last])
	delete(s.waiting, s.last)
}

// ordered is two ways to one server, on which requests take turns while there are some.
type ordered struct {
	turns  atomic.Pointer[turns]
	stores [2]secrets.Store
}

func newOrdered(t *testing.T, w *world) *ordered {
	t.Helper()
	o := &ordered{}
	for i := range o.stores {
		options := quick()
		options.HTTP = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if s := o.turns.Load(); s != nil {
				s.arrive(i)
			}
			return w.transport.RoundTrip(r)
		})}
		s, err := vault.Open(w.address, &vault.Token{Value: plan.NewSecret(w.token)}, options)
		require.NoError(t, err)
		_, err = s.Policies(t.Context()) // logs in
		require.NoError(t, err)
		o.stores[i] = s
	}
	return o
}

// run applies two files at once, and returns in what order the requests came.
func (o *ordered) run(t *testing.T, seed uint64, files [2]*secrets.Config) (errs [2]error, order string) {
	t.Helper()
	s := newTurns(seed, len(files))
	o.turns.Store(s)
	var wg sync.WaitGroup
	for i, c := range files {
		wg.Go(func() {
			defer s.end()
			errs[i] = apply(t, o.provisioner(i), c)
		})
	}
	wg.Wait()
	o.turns.Store(nil)
	return errs, string(s.order)
}

// provisioner makes one request at a time: turns are for runs.
func (o *ordered) provisioner(i int) *secrets.Provisioner {
	return &secrets.Provisioner{Store: o.stores[i], Workers: 1}
}

// pair returns two files, of an environment of their own: of different services, or of the same where the second asks for more or
// less than the first.
func pair(t *testing.T, seed uint64) (files [2]*secrets.Config) {
	t.Helper()
	asks := [][2]string{{"a/x a/y", "b/x b/y"}, {"a/x a/y", "a/x a/y a/z b/x"}, {"a/x a/y b/x", "a/y"}}[seed%3]
	for i := range files {
		text := "secrets:\n"
		for _, name := range strings.Fields(asks[i]) {
			service, name, _ := strings.Cut(name, "/")
			text += fmt.Sprintf("  - {name: %s, service: %s, environment: round-%d, type: generated}\n", name, service, seed)
		}
		files[i] = parse(t, text)
	}
	return files
}

// TestInterleavings applies two different files at once, a request of one or the other at a time. Whatever the order, a run did
// what its file asks for, or found the other at work, said so, and succeeds when it is repeated; no value is lost or made twice,
// and no policy is a mixture.
func TestInterleavings(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		rounds := uint64(200)
		if w.real != nil {
			rounds = 60
		}
		o := newOrdered(t, w)
		root := o.stores[0]
		orders, outcomes := map[string]bool{}, map[string]int{}
		for seed := range rounds {
			files := pair(t, seed)
			errs, order := o.run(t, seed, files)
			orders[order] = true
			outcomes[fmt.Sprint(errs[0] == nil, " ", errs[1] == nil)]++
			require.False(t, errs[0] != nil && errs[1] != nil && seed%3 == 0, "%d: both fail: %v", seed, errs)
			before := values(t, root, files)
			wholePolicies(t, root, files)
			for i, err := range errs {
				if err != nil {
					require.True(t, errors.Is(err, secrets.ErrBusy) || errors.Is(err, secrets.ErrConflict), "%d: %v", seed, err)
					require.NoError(t, apply(t, o.provisioner(i), files[i]), "%d", seed)
				}
			}
			if seed%3 != 0 { // one file alone can be in force
				require.NoError(t, apply(t, o.provisioner(1), files[1]))
			}
			for i := range files {
				if i == 0 && seed%3 != 0 {
					continue
				}
				r, err := o.provisioner(i).Plan(t.Context(), files[i])
				require.NoError(t, err)
				require.Empty(t, r.Plan.Steps, "%d: not all is there that file %d asks for", seed, i)
			}
			after := values(t, root, files)
			for path, value := range before {
				require.Equal(t, value, after[path], "%d: %s", seed, path)
			}
			_, err := root.Metadata(t.Context(), kv2("goldenpath/lease"))
			require.ErrorIs(t, err, secrets.ErrNotFound, "%d", seed)
			down(t, provisioner(root), files[0].Requests[0].Environment)
		}
		t.Logf("%d different orders of %d; which of the two runs succeeded: %v", len(orders), rounds, outcomes)
		assert.Greater(t, len(orders), int(rounds)*3/4)
		assert.Len(t, outcomes, 3, "both, and either")
	})
}

// down takes an environment away, for good.
func down(t *testing.T, p *secrets.Provisioner, environment string) {
	t.Helper()
	r, err := p.Teardown(t.Context(), secrets.Layout{}, secrets.ID{Environment: environment}, &secrets.TeardownOptions{Destroy: true})
	require.NoError(t, err)
	require.NoError(t, p.Apply(t.Context(), r, &plan.Memory{}, nil))
}

// values returns the values that there are, each of which must be the secret's only one.
func values(t *testing.T, s secrets.Store, files [2]*secrets.Config) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, c := range files {
		for _, r := range c.Requests {
			m, err := s.Metadata(t.Context(), kv2(r.String()))
			if errors.Is(err, secrets.ErrNotFound) || err == nil && m.Current == 0 {
				continue
			}
			require.NoError(t, err)
			require.Equal(t, 1, m.Current, r)
			v, err := s.Read(t.Context(), kv2(r.String()), 1)
			require.NoError(t, err)
			found[r.String()] = v[secrets.DefaultField].Reveal()
		}
	}
	return found
}

// wholePolicies checks that each policy there is grants what one of the files asks for.
func wholePolicies(t *testing.T, s secrets.Store, files [2]*secrets.Config) {
	t.Helper()
	for _, service := range []string{"a", "b"} {
		environment := files[0].Requests[0].Environment
		text, err := s.Policy(t.Context(), secrets.Layout{}.PolicyName(environment, service))
		if errors.Is(err, secrets.ErrNotFound) {
			continue
		}
		require.NoError(t, err)
		var allowed [][]string
		for _, c := range files {
			paths := []string{}
			for _, r := range c.Requests {
				if r.Service == service {
					paths = append(paths, granted(c.Layout, r.ID))
				}
			}
			allowed = append(allowed, paths)
		}
		require.Contains(t, allowed, pathsOf(t, text))
	}
}
