package dora

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"
	"time"
)

const benchServices = 1000

// benchHistory has n deployments of some services in three years, in the
// order of time; with commits, each has one of its own, and one in thirty an
// incident.
func benchHistory(b *testing.B, n, services int, commits bool) *History {
	b.Helper()
	h := &History{}
	random := rand.New(rand.NewPCG(1, 1))
	start := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	step := 3 * 365 * 24 * time.Hour / time.Duration(n)
	last := make([]string, services)
	add := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	for i := range services {
		add(h.AddService(Service{Name: "service-" + strconv.Itoa(i), Repo: "acme/" + strconv.Itoa(i), Owner: "team-" + strconv.Itoa(i/8)}))
	}
	for i := range n {
		no := random.IntN(services)
		at := start.Add(time.Duration(i) * step)
		sha := fmt.Sprintf("%040x", i+1)
		if commits {
			c := Change{Repo: "acme/" + strconv.Itoa(no), SHA: sha, Authored: at.Add(-time.Duration(random.IntN(1e6)) * time.Second)}
			if last[no] != "" {
				c.Parents = []string{last[no]}
			}
			last[no] = sha
			add(h.AddChange(c))
		}
		add(h.AddDeployment(Deployment{
			Service: "service-" + strconv.Itoa(no), ID: strconv.Itoa(i), Environment: "production", SHA: sha,
			Created: at, Finished: at, Status: Success,
		}))
		if commits && i%30 == 0 {
			add(h.AddIncident(Incident{
				ID: strconv.Itoa(i), Services: []string{"service-" + strconv.Itoa(no)},
				Opened: at.Add(time.Minute), Resolved: at.Add(time.Minute + time.Duration(random.IntN(1e5))*time.Second),
			}))
		}
	}
	return h
}

// plain reads each slice of a history once, from its beginning to its end, and
// of every event what no calculation can do without: of a deployment its
// environment, outcome, time and commit, of a commit its dates and parents, of
// an incident its times and services. It looks nothing up and keeps nothing.
func (h *History) plain() (count int, sum int64) {
	for i := range h.services {
		s := &h.services[i]
		for k := range s.rows {
			r := &s.rows[k]
			if r.env == 0 && r.status == success {
				count++
				sum += r.finished + int64(r.version)
			}
		}
		for k := range s.versions {
			sum += int64(s.versions[k].sha)
		}
	}
	for i := range h.commits.repos {
		r := &h.commits.repos[i]
		for k := range r.rows {
			count++
			c := &r.rows[k]
			sum += c.start() + int64(c.sha)
			for _, parent := range r.list(c.parents) {
				sum += int64(parent)
			}
		}
	}
	for i := range h.incidents {
		count++
		sum += h.incidents[i].Opened.Unix() + h.incidents[i].Resolved.Unix() + int64(h.struck[i].from)
	}
	return count, sum
}

// times counts the events and adds up one time of each: less than any
// calculation can do with.
func (h *History) times() (count int, sum int64) {
	for i := range h.services {
		for k := range h.services[i].rows {
			count++
			sum += h.services[i].rows[k].finished
		}
	}
	for i := range h.commits.repos {
		for k := range h.commits.repos[i].rows {
			count++
			sum += h.commits.repos[i].rows[k].authored
		}
	}
	for i := range h.incidents {
		count++
		sum += h.incidents[i].Resolved.Unix()
	}
	return count, sum
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkCalculate says what all figures of a thousand services cost beside
// one plain pass over the same events: "x-plain" times as much, and "x-times" as
// much as adding up their times.
func BenchmarkCalculate(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000, 10_000_000} {
		for _, commits := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/commits=%t", short(n), commits), func(b *testing.B) {
				benchCalculate(b, n, benchServices, commits)
			})
		}
	}
}

// BenchmarkGrowth has as many services as a thousandth of the deployments, so
// that only the number of events differs.
func BenchmarkGrowth(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000, 10_000_000} {
		for _, commits := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/commits=%t", short(n), commits), func(b *testing.B) {
				benchCalculate(b, n, n/1000, commits)
			})
		}
	}
}

func short(n int) string {
	if n >= 1_000_000 {
		return strconv.Itoa(n/1_000_000) + "M"
	}
	return strconv.Itoa(n/1000) + "k"
}

// cost is the least that some work took: of CPU time, of the whole process, the
// garbage collector included, and of time on the clock, both for themselves.
type cost struct{ cpu, clock time.Duration }

func (c *cost) of(work func()) {
	cpu, clock := cpuTime(), time.Now()
	work()
	spent := cost{cpuTime() - cpu, time.Since(clock)}
	if *c == (cost{}) {
		*c = spent
	}
	c.cpu, c.clock = min(c.cpu, spent.cpu), min(c.clock, spent.clock)
}

// benchCalculate takes turns between Calculate and passes over the same events.
// "x-plain" and "x-times" are by CPU time, "x-plain-elapsed" by the clock, where
// Calculate may use several processors and a pass has one; alloc-B/event is all
// that Calculate allocates, history-B/event what the history keeps.
func benchCalculate(b *testing.B, n, services int, commits bool) {
	window := Window{time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	before := heap()
	h := benchHistory(b, n, services, commits)
	kept := heap() - before
	turns := max(1, 2_000_000/n) // a turn is long enough for the clock
	var all, plain, times cost
	events, _ := h.plain()
	sums := int64(0) // so that no pass is left out
	pass := func(over func() (int, int64)) func() {
		return func() {
			for range turns {
				_, sum := over()
				sums += sum
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	allocated, runs := m.TotalAlloc, 0
	for b.Loop() {
		plain.of(pass(h.plain))
		times.of(pass(h.times))
		all.of(func() {
			for range turns {
				if got := Calculate(h, window, nil).Org.Deployments.Count; got != n {
					b.Fatalf("%d deployments counted", got)
				}
			}
		})
		runs += turns
	}
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(all.cpu)/float64(plain.cpu), "x-plain")
	b.ReportMetric(float64(all.clock)/float64(plain.clock), "x-plain-elapsed")
	b.ReportMetric(float64(all.cpu)/float64(times.cpu), "x-times")
	b.ReportMetric(float64(all.cpu.Nanoseconds())/float64(events*turns), "ns/event")
	b.ReportMetric(float64(m.TotalAlloc-allocated)/float64(events*runs), "alloc-B/event")
	b.ReportMetric(float64(kept)/float64(events), "history-B/event")
	runtime.KeepAlive(h)
	runtime.KeepAlive(sums)
}

// BenchmarkIncrement adds a thousand deployments to a million and computes all
// figures again.
func BenchmarkIncrement(b *testing.B) {
	h := benchHistory(b, 1_000_000, benchServices, true)
	window := Window{time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	at, n := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 0
	for b.Loop() {
		for range 1000 {
			n++
			err := h.AddDeployment(Deployment{
				Service: "service-" + strconv.Itoa(n%benchServices), ID: "new-" + strconv.Itoa(n), SHA: strconv.Itoa(n),
				Environment: "production", Created: at.Add(time.Duration(n) * time.Millisecond), Status: Success,
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		Calculate(h, window, nil)
	}
}

// BenchmarkRead reads a history as JSON lines; encoding/json only decodes the
// same lines.
func BenchmarkRead(b *testing.B) {
	var text bytes.Buffer
	if _, err := benchHistory(b, 20_000, benchServices, true).WriteTo(&text); err != nil {
		b.Fatal(err)
	}
	lines := bytes.Count(text.Bytes(), []byte("\n"))
	perLine := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(lines)/float64(b.N), "ns/line")
	}
	b.Run("dora", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		for b.Loop() {
			if _, err := Read("bench", bytes.NewReader(text.Bytes())); err != nil {
				b.Fatal(err)
			}
		}
		perLine(b)
	})
	b.Run("json", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		for b.Loop() {
			for decoder := json.NewDecoder(bytes.NewReader(text.Bytes())); decoder.More(); {
				var d Deployment
				if err := decoder.Decode(&d); err != nil {
					b.Fatal(err)
				}
			}
		}
		perLine(b)
	})
}
