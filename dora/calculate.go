package dora

import (
	"bytes"
	"cmp"
	"maps"
	"math/bits"
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
	*desk                 // nil once the report is there
}

// Calculate computes the figures of a window. It is pure: the same events, in
// whatever order they were added, give the same report. Nil options are the
// defaults. The history must not be added to while it runs, nor while the
// report is asked to explain itself.
func Calculate(h *History, w Window, o *Options) *Report {
	c := &calculation{
		history: h, options: o.fill(), window: w, from: w.From.UnixMicro(), to: w.To.UnixMicro(),
	}
	c.calendar = newCalendar(c.from, c.to, c.options.Location)
	c.buckets = c.calendar.buckets(c.options.Bucket)
	c.readEnvironments()
	c.outages()
	c.desk = &desk{intervals: map[int]Interval{}, lengths: make([][]int64, len(c.buckets))}
	report := c.report()
	c.desk = nil
	return report
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
		calculation: c,
	}
	all := make([]*pool, 0, len(c.history.services))
	teams := map[string][]*pool{}
	parents := parentsOf(c.history.Groups())
	room := &scratch{}
	for no := range c.history.services {
		p, metrics := c.serviceMetrics(uint32(no), room)
		r.Services[p.service.Name] = metrics
		all = append(all, p)
		for _, name := range above(parents, p.service.Owner) {
			teams[name] = append(teams[name], p)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(teams)) {
		r.Teams[name] = c.teamMetrics(teams[name], r)
	}
	org, trend := c.together(all)
	r.Org, r.Trend = &org, trend
	r.Warnings = c.warnings(all)
	return r
}

// teamMetrics returns the figures of a team: those of its only service, where
// it has no more.
func (c *calculation) teamMetrics(members []*pool, r *Report) *TeamMetrics {
	t := &TeamMetrics{Services: make([]string, 0, len(members))}
	for _, p := range members {
		t.Services = append(t.Services, p.service.Name)
	}
	slices.Sort(t.Services)
	if len(members) == 1 {
		only := r.Services[t.Services[0]]
		t.Metrics, t.Trend = only.Metrics, only.Trend
		return t
	}
	t.Metrics, t.Trend = c.together(members)
	return t
}

// together returns the figures of several services.
func (c *calculation) together(members []*pool) (Metrics, []TrendPoint) {
	sum := &pool{days: c.newDays()}
	hit := make([]uint64, len(c.known)/64+1)
	for _, p := range members {
		sum.add(p)
		for _, no := range p.outages {
			hit[no/64] |= 1 << (no % 64)
		}
	}
	for word, set := range hit {
		for ; set != 0; set &= set - 1 {
			sum.outages = append(sum.outages, int32(word*64+bits.TrailingZeros64(set)))
		}
	}
	slices.Sort(sum.failedIDs)
	return c.metrics(sum), c.trend(members, sum.outages)
}

// serviceMetrics follows a service and gathers what its figures are made of.
func (c *calculation) serviceMetrics(no uint32, room *scratch) (*pool, *ServiceMetrics) {
	w := c.walk(no, room)
	p := w.gather()
	m := &c.desk.metrics.take(1)[0]
	m.Quality, m.Trend, m.calculation, m.no = w.quality(), c.trend([]*pool{p}, p.outages), c, no
	m.Metrics = c.metrics(p)
	p.warnings = w.warnings(p, m)
	return p, m
}

// walk follows a service through its history.
func (c *calculation) walk(no uint32, room *scratch) *walk {
	w := &walk{calculation: c, scratch: room, service: &c.history.services[no], no: no}
	if room.liveOf == nil {
		room.liveOf = make([]int32, c.history.environments.len())
	}
	w.readRepo()
	w.run()
	w.link()
	w.sortMarks()
	return w
}

// sortMarks orders marks by deployment, then by time, so that what is read of
// them does not hang on the order in which events were added.
func (w *walk) sortMarks() {
	slices.SortFunc(w.marks, func(a, b mark) int {
		if c := cmp.Or(cmp.Compare(a.deployment, b.deployment), cmp.Compare(a.at, b.at), cmp.Compare(a.incident, b.incident)); c != 0 {
			return c
		}
		return cmp.Or(strings.Compare(string(a.signal), string(b.signal)), w.compareRows(a.row, b.row), w.compareCommits(a.commit, b.commit))
	})
}

func (w *walk) compareRows(a, b int32) int {
	if a < 0 || b < 0 || a == b {
		return cmp.Compare(a, b)
	}
	return w.compare(attempt{row: uint32(a)}, attempt{row: uint32(b)})
}

func (w *walk) compareCommits(a, b int32) int {
	if a < 0 || b < 0 || a == b {
		return cmp.Compare(a, b)
	}
	shas := &w.history.shas
	return bytes.Compare(shas.view(w.repo.rows[a].sha), shas.view(w.repo.rows[b].sha))
}
