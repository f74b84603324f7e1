package dora

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// calculation is one run of [Calculate].
type calculation struct {
	history *History
	options settings
	window  Window
	from    int64
	to      int64

	calendar    *calendar
	buckets     []bucket
	production  []bool   // by number of the environment
	environment []uint32 // the number of the spelling that stands for it
	known       []outage
	byService   [][]int32 // outages
	ledger      *ledger
	graph       *graph
}

// graph has the parents of commits as rows; those that the history lacks are
// not there.
type graph struct {
	parents []span
	lists   []uint32
}

func newGraph(c *commits) *graph {
	g := &graph{parents: make([]span, len(c.rows)), lists: make([]uint32, 0, len(c.rows))}
	for i := range c.rows {
		r := &c.rows[i]
		from := len(g.lists)
		for _, sha := range c.list(r.parents) {
			if at, ok := c.find(r.repo, sha); ok {
				g.lists = append(g.lists, at)
			}
		}
		g.parents[i] = span{uint32(from), uint32(len(g.lists))}
	}
	return g
}

// Calculate computes the figures of a window. It is pure: the same events, in
// whatever order they were added, give the same report. Nil options are the
// defaults. The history must not be added to while it runs, nor while the
// report is asked to explain itself.
func Calculate(h *History, w Window, o *Options) *Report {
	c := &calculation{history: h, options: o.fill(), window: w, from: micros(w.From), to: micros(w.To)}
	c.calendar = newCalendar(w, c.options.Location)
	c.buckets = c.calendar.buckets(c.options.Bucket)
	c.readEnvironments()
	c.outages()
	c.ledger = newLedger(len(h.commits.rows))
	c.graph = newGraph(&h.commits)
	return c.report()
}

func (c *calculation) readEnvironments() {
	n := c.history.environments.len()
	c.production, c.environment = make([]bool, n), make([]uint32, n)
	lower := map[string]uint32{}
	for i := range uint32(n) {
		name := strings.ToLower(c.history.environments.at(i))
		c.production[i] = MatchEnvironment(c.options.Production, name)
		if _, ok := lower[name]; !ok {
			lower[name] = i
		}
		c.environment[i] = lower[name]
	}
}

func (c *calculation) report() *Report {
	r := &Report{
		Window: c.window, Benchmark: c.options.Benchmark.Name,
		Services: make(map[string]*ServiceMetrics, len(c.history.services)), Teams: map[string]*TeamMetrics{},
		history: c.history, options: c.options,
	}
	org := &pool{days: c.calendar.newDays()}
	teams := map[string]*team{}
	parents := parentsOf(c.history.Groups())
	for no := range c.history.services {
		s := &c.history.services[no]
		p, metrics := c.serviceMetrics(uint32(no))
		for _, name := range above(parents, s.Owner) {
			t, ok := teams[name]
			if !ok {
				t = &team{pool: pool{days: c.calendar.newDays()}}
				teams[name] = t
			}
			t.add(p)
			t.services = append(t.services, s.Name)
		}
		org.add(p)
		metrics.Metrics = c.metrics(p)
		r.Services[s.Name] = metrics
	}
	for _, name := range slices.Sorted(maps.Keys(teams)) {
		t := teams[name]
		slices.Sort(t.services)
		r.Teams[name] = &TeamMetrics{Metrics: c.metrics(&t.pool), Services: t.services}
	}
	all := c.metrics(org)
	r.Org = &all
	return r
}

type team struct {
	pool
	services []string
}

// serviceMetrics follows a service and gathers what its figures are made of.
func (c *calculation) serviceMetrics(no uint32) (*pool, *ServiceMetrics) {
	w := &walk{calculation: c, service: &c.history.services[no], no: no}
	c.ledger.epoch++
	w.readRepo()
	w.run()
	w.link()
	w.sortMarks()
	p := w.gather()
	return p, w.evidence(p)
}

// sortMarks orders marks by deployment, then by time, so that what is read of
// them does not hang on the order in which events were added.
func (w *walk) sortMarks() {
	slices.SortStableFunc(w.marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.deployment, b.deployment), cmp.Compare(a.at, b.at), cmp.Compare(a.incident, b.incident))
	})
}
