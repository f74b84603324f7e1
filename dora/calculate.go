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
	*desk                 // of a worker; nil for the others
}

// Calculate computes the figures of a window. It is pure: the same events, in
// whatever order they were added and on however many processors it runs
// ([runtime.GOMAXPROCS] says how many it may use), give the same report. Nil
// options are the defaults. The history must not be added to while it runs, nor while the
// report is asked to explain itself.
func Calculate(h *History, w Window, o *Options) *Report {
	c := &calculation{
		history: h, options: o.fill(), window: w, from: w.From.UnixMicro(), to: w.To.UnixMicro(),
	}
	c.calendar = newCalendar(c.from, c.to, c.options.Location)
	c.buckets = c.calendar.buckets(c.options.Bucket)
	c.readEnvironments()
	c.outages()
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
	n := len(c.history.services)
	r := &Report{
		Window: c.window, Benchmark: c.options.Benchmark.Name, Bootstrap: c.options.Bootstrap,
		Services: make(map[string]*ServiceMetrics, n), Teams: map[string]*TeamMetrics{},
		calculation: c,
	}
	all, figures := make([]*pool, n), make([]*ServiceMetrics, n)
	c.share(n, func(w *worker, no int) { all[no], figures[no] = w.serviceMetrics(uint32(no), &w.room) })
	for no, m := range figures {
		m.calculation = c
		r.Services[all[no].service.Name] = m
	}
	c.teams(r, all)
	r.Warnings = c.warnings(all)
	return r
}

// teams adds the figures of the teams and of all.
func (c *calculation) teams(r *Report, all []*pool) {
	members := map[string][]*pool{}
	parents := parentsOf(c.history.Groups())
	for _, p := range all {
		for _, name := range above(parents, p.service.Owner) {
			members[name] = append(members[name], p)
		}
	}
	names := slices.Sorted(maps.Keys(members))
	figures := make([]*TeamMetrics, len(names))
	// All services are the most work: who begins with them ends no later.
	c.share(len(names)+1, func(w *worker, no int) {
		if no == 0 {
			org, trend := w.together(all)
			r.Org, r.Trend = &org, trend
			return
		}
		figures[no-1] = w.teamMetrics(members[names[no-1]], r)
	})
	for i, name := range names {
		r.Teams[name] = figures[i]
	}
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
	sortTexts(sum.failedIDs)
	return c.metrics(sum), c.trend(members, sum.outages)
}

// serviceMetrics follows a service and gathers what its figures are made of.
func (c *calculation) serviceMetrics(no uint32, room *scratch) (*pool, *ServiceMetrics) {
	w := c.walk(no, room)
	p := w.gather()
	m := &c.desk.metrics.take(1)[0]
	m.Quality, m.Trend, m.no = w.quality(p), c.trend([]*pool{p}, p.outages), no
	m.Metrics = c.metrics(p)
	p.warnings = w.warnings(p)
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
