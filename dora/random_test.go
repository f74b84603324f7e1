package dora_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
)

// randomWorld makes small histories in which everything meets everything:
// few commits, few moments, few names.
type randomWorld struct {
	*rand.Rand
	events
}

func newWorld(seed uint64) *randomWorld {
	w := &randomWorld{Rand: rand.New(rand.NewPCG(seed, 1))}
	w.groups = []dora.Group{{Name: "a", Parent: "b"}, {Name: "group:B", Parent: "c"}, {Name: "c", Parent: "a"}, {Name: "d"}}
	for _, repo := range []string{"one", "two"}[:1+w.IntN(2)] {
		w.commits(repo)
	}
	for i := range 1 + w.IntN(3) {
		w.service(i)
	}
	for i := range w.IntN(7) {
		w.incident(i)
	}
	return w
}

// moment is one of few, from before the window to after it.
func (w *randomWorld) moment() time.Time {
	return time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC).Add(time.Duration(w.IntN(170)) * 6 * time.Hour)
}

func (w *randomWorld) chance(percent int) bool { return w.IntN(100) < percent }

func (w *randomWorld) one(of ...string) string { return of[w.IntN(len(of))] }

func (w *randomWorld) commits(repo string) {
	for i := range 1 + w.IntN(14) {
		c := dora.Change{Repo: repo, SHA: fmt.Sprintf("c%d", i), Authored: w.moment()}
		for range min(i, 1+w.IntN(2)*w.IntN(2)) {
			if p := fmt.Sprintf("c%d", w.IntN(i)); !slices.Contains(c.Parents, p) {
				c.Parents = append(c.Parents, p)
			}
		}
		if w.chance(5) {
			c.Parents = append(c.Parents, "gone")
		}
		if w.chance(15) {
			c.FirstAuthored = w.moment()
		}
		if w.chance(20) {
			c.PickedFrom = fmt.Sprintf("c%d", w.IntN(14))
		}
		if w.chance(20) {
			c.Reverts = fmt.Sprintf("c%d", w.IntN(14))
		}
		if c.PickedFrom == c.SHA || c.Reverts == c.SHA {
			c.PickedFrom, c.Reverts = "", ""
		}
		c.Bot = w.chance(20)
		for range w.IntN(3) {
			c.Paths = append(c.Paths, w.one("a/x", "ab/x", "b/y", "a", "README"))
		}
		w.changes = append(w.changes, c)
	}
}

func (w *randomWorld) service(i int) {
	s := dora.Service{Name: fmt.Sprintf("s%d", i), Repo: w.one("one", "one", "two", ""), Owner: w.one("a", "B", "group:c", "d", "")}
	if w.chance(30) {
		s.Paths = []string{w.one("a", "b", "ab")}
	}
	if w.chance(30) {
		s.Since = w.moment()
	}
	if !w.chance(10) {
		w.services = append(w.services, s)
	}
	n := w.IntN(16)
	for k := range n {
		w.deployment(s.Name, k)
	}
}

func (w *randomWorld) deployment(service string, k int) {
	d := dora.Deployment{
		Service: service, ID: fmt.Sprintf("d%d", k), Environment: w.one("production", "Production", "prod-eu", "production", "staging"),
		SHA: fmt.Sprintf("c%d", w.IntN(10)), Created: w.moment(), Status: dora.Status(w.one("success", "success", "success", "inactive", "failure", "queued")),
		Rework: w.chance(8),
	}
	switch w.IntN(12) {
	case 0:
		d.SHA = ""
	case 1:
		d.SHA = "unknown"
	}
	if w.chance(10) {
		d.Config = w.one("x", "y")
	}
	d.Kind = dora.Kind(w.one("", "", "", "", "", "", "", "rollback", "hotfix"))
	if service == "s2" && w.chance(60) {
		d.Kind = dora.Release
	}
	if w.chance(40) {
		d.Finished = w.moment()
	}
	if w.chance(30) {
		for range 1 + w.IntN(3) {
			d.Statuses = append(d.Statuses, dora.StatusAt{State: dora.Status(w.one("success", "failure", "error", "inactive", "queued")), At: w.moment()})
		}
	}
	w.deployments = append(w.deployments, d)
}

func (w *randomWorld) incident(i int) {
	in := dora.Incident{ID: fmt.Sprintf("i%d", i), Opened: w.moment(), Services: []string{w.one("s0", "s0", "s1", "s3")}}
	if w.chance(30) {
		in.Services = append(in.Services, w.one("s0", "s1"))
	}
	if w.chance(70) {
		in.Resolved = in.Opened.Add(time.Duration(w.IntN(200000)-5000) * time.Second)
	}
	if w.chance(30) {
		in.Started = in.Opened.Add(-time.Duration(w.IntN(100000)) * time.Second)
	}
	if w.chance(30) {
		in.Deployments = append(in.Deployments, fmt.Sprintf("d%d", w.IntN(12)), fmt.Sprintf("d%d", w.IntN(12)))
	}
	if w.chance(20) {
		in.SHA = fmt.Sprintf("c%d", w.IntN(14))
	}
	if w.chance(20) {
		caused := w.chance(40)
		in.CausedByChange = &caused
	}
	if w.chance(10) {
		in.MergedInto = "i0"
	}
	in.Environment = w.one("", "", "", "production", "staging")
	w.incidents = append(w.incidents, in)
}

func (w *randomWorld) options() dora.Options {
	o := dora.Options{
		EachEnvironment: w.chance(25), CountRedeploys: w.chance(20), CountRollbacks: w.chance(20),
		CountFailedAttempts: w.chance(20), ExcludeBots: w.chance(30),
	}
	switch w.IntN(4) {
	case 0:
		o.Signals = []dora.Signal{dora.ByIncident, dora.ByRollback, dora.ByRevert, dora.ByHotfix}
	case 1:
		o.Signals = []dora.Signal{dora.ByRevert}
	}
	switch w.IntN(4) {
	case 0:
		o.Lookback = -1
	case 1:
		o.Lookback = 12 * time.Hour
	}
	return o
}

func marchWindow() dora.Window {
	return dora.Window{From: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)}
}

// history adds the events in a random order.
func (w *randomWorld) history(t *testing.T) *dora.History {
	t.Helper()
	h := &dora.History{}
	var adds []func() error
	for _, e := range w.services {
		adds = append(adds, func() error { return h.AddService(e) })
	}
	for _, e := range w.groups {
		adds = append(adds, func() error { return h.AddGroup(e) })
	}
	for _, e := range w.changes {
		adds = append(adds, func() error { return h.AddChange(e) })
	}
	for _, e := range w.deployments {
		adds = append(adds, func() error { return h.AddDeployment(e) })
	}
	for _, e := range w.incidents {
		adds = append(adds, func() error { return h.AddIncident(e) })
	}
	w.Shuffle(len(adds), func(i, j int) { adds[i], adds[j] = adds[j], adds[i] })
	for _, add := range adds {
		require.NoError(t, add())
	}
	return h
}

// generic returns a value as JSON has it.
func generic(t *testing.T, v any) map[string]any {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	var out map[string]any
	require.NoError(t, json.Unmarshal(data, &out))
	return out
}

// differences tells where got lacks what is wanted.
func differences(path string, want, got any) []string {
	switch want := want.(type) {
	case map[string]any:
		have, ok := got.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s: want %v, got %v", path, want, got)}
		}
		var out []string
		for _, key := range slices.Sorted(maps.Keys(want)) {
			out = append(out, differences(path+"/"+key, want[key], have[key])...)
		}
		return out
	case []any:
		have, ok := got.([]any)
		if !ok || len(have) != len(want) {
			return []string{fmt.Sprintf("%s: want %v, got %v", path, want, got)}
		}
		var out []string
		for i := range want {
			out = append(out, differences(fmt.Sprintf("%s/%d", path, i), want[i], have[i])...)
		}
		return out
	case float64:
		have, ok := got.(float64)
		if ok && math.Abs(want-have) <= 1e-9*max(math.Abs(want), math.Abs(have)) {
			return nil
		}
	}
	if want == got {
		return nil
	}
	return []string{fmt.Sprintf("%s: want %v, got %v", path, want, got)}
}

// The report of hundreds of small histories is what the rules say, worked
// out with sets.
func TestAgainstReference(t *testing.T) {
	t.Parallel()
	for seed := range uint64(500) {
		w := newWorld(seed)
		o := w.options()
		want := (&reference{w.events, marchWindow(), o}).report()
		got := dora.Calculate(w.history(t), marchWindow(), &o)
		if found := differences("", generic(t, want), generic(t, got)); len(found) > 0 {
			t.Fatalf("history %d with %+v:\n%v\n%s", seed, o, found, lines(t, w))
		}
	}
}

func lines(t *testing.T, w *randomWorld) string {
	t.Helper()
	var out bytes.Buffer
	_, err := w.history(t).WriteTo(&out)
	require.NoError(t, err)
	return out.String()
}

// What is written and read again gives the same report to the byte, as does
// every order of the events.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		w := newWorld(seed)
		o := w.options()
		want, err := json.Marshal(dora.Calculate(w.history(t), marchWindow(), &o))
		require.NoError(t, err)
		h, err := dora.Read("events.jsonl", bytes.NewReader([]byte(lines(t, w))))
		require.NoError(t, err)
		got, err := json.Marshal(dora.Calculate(h, marchWindow(), &o))
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), "history %d", seed)
	}
}
