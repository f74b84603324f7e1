package dora

import (
	"cmp"
	"slices"
	"strings"
)

// outage is an incident as it was known at the window's end.
type outage struct {
	incident int // number in the history
	start    int64
	end      int64 // never: open
	opened   int64
	// What services ask of the incident itself, which lies elsewhere.
	excused bool // no change is said to have caused it
	names   bool // a deployment or a commit
}

// outages finds the incidents that are there at all, by the time they began,
// and those of each service. What another incident repeats, what hit another
// environment and what was not known yet is not.
func (c *calculation) outages() {
	for no := range c.history.incidents {
		i := &c.history.incidents[no]
		opened := micros(i.Opened)
		if opened >= c.to || i.MergedInto != "" {
			continue
		}
		if i.Environment != "" && !MatchEnvironment(c.options.Production, i.Environment) {
			continue
		}
		o := outage{
			incident: no, opened: opened, start: opened, end: micros(i.Resolved),
			excused: i.CausedByChange != nil && !*i.CausedByChange, names: len(i.Deployments) > 0 || i.SHA != "",
		}
		if !i.Started.IsZero() {
			o.start = micros(i.Started)
		}
		if o.end >= c.to {
			o.end = never
		}
		c.known = append(c.known, o)
	}
	slices.SortFunc(c.known, func(a, b outage) int {
		if a.start != b.start {
			return cmp.Compare(a.start, b.start)
		}
		return strings.Compare(c.history.incidents[a.incident].ID, c.history.incidents[b.incident].ID)
	})
	c.assign()
}

// assign gives an outage to each service it names, once.
func (c *calculation) assign() {
	ends := make([]int32, len(c.history.services)+1)
	for no := range c.known {
		for _, service := range c.history.strikesOf(c.known[no].incident) {
			ends[service+1]++
		}
	}
	for i := range c.history.services {
		ends[i+1] += ends[i]
	}
	all := make([]int32, ends[len(ends)-1])
	c.byService = make([][]int32, len(c.history.services))
	for i := range c.byService {
		c.byService[i] = all[ends[i]:ends[i]:ends[i+1]]
	}
	for no := range c.known {
		for _, service := range c.history.strikesOf(c.known[no].incident) {
			list := &c.byService[service]
			if n := len(*list); n == 0 || (*list)[n-1] != int32(no) {
				*list = append(*list, int32(no))
			}
		}
	}
}

// link blames the deployments for the incidents of the service.
func (w *walk) link() {
	for _, no := range w.byService[w.no] {
		o := &w.known[no]
		all, why := w.blamed(o)
		for _, d := range all {
			w.mark(mark{deployment: d, signal: ByIncident, at: o.end, row: -1, incident: no, commit: -1, link: why})
		}
	}
}

// link is why an incident is blamed on a deployment.
type link string

const (
	linkNamed  link = "names it"
	linkCommit link = "names a commit that it shipped"
	linkLatest link = "began after it, before any other"
)

// blamed returns the deployments that caused an incident: those it names,
// that of the commit it names, else the latest one before it.
func (w *walk) blamed(o *outage) ([]int, link) {
	if o.excused {
		return nil, ""
	}
	if !o.names {
		return w.alone(w.latest(o.start)), linkLatest
	}
	i := &w.history.incidents[o.incident]
	if named := w.named(i.Deployments); len(named) > 0 {
		return named, linkNamed
	}
	if d := w.shipper(i.SHA); d >= 0 {
		return w.alone(d), linkCommit
	}
	return w.alone(w.latest(o.start)), linkLatest
}

// alone returns a deployment as a list, which is good until the next call; none
// for [noDeployment].
func (w *walk) alone(d int) []int {
	if d < 0 {
		return nil
	}
	w.only[0] = d
	return w.only[:]
}

// named returns the deployments with some IDs; a redeploy or a region stands
// for its deployment.
func (w *walk) named(ids []string) []int {
	if len(ids) == 0 {
		return nil
	}
	w.readStandsAs()
	var out []int
	for _, id := range ids {
		no, ok := w.history.ids.find(id)
		if !ok {
			continue
		}
		at, ok := w.history.rows.find(w.no, no)
		if ok && w.standsAs[at] > 0 {
			out = append(out, int(w.standsAs[at]-1))
		}
	}
	return out
}

// readStandsAs finds out what each attempt stands for, where this was not done
// already: few incidents name a deployment.
func (w *walk) readStandsAs() {
	if len(w.standsAs) > 0 {
		return
	}
	n := len(w.service.rows)
	w.standsAs = slices.Grow(w.standsAs, n)[:n]
	clear(w.standsAs)
	for d := range w.counted {
		w.standsAs[w.counted[d].row] = int32(d) + 1
	}
	for _, l := range w.left {
		w.standsAs[l.row] = l.of + 1
	}
}

// shipper returns the deployment that first shipped a commit. Of the baseline
// only its own commit counts: the rest was there before anyone looked.
func (w *walk) shipper(sha string) int {
	if sha == "" || w.repo == nil {
		return noDeployment
	}
	no, ok := w.history.shas.find(sha)
	if !ok {
		return noDeployment
	}
	commit, ok := w.find(no)
	if !ok {
		return noDeployment
	}
	d := w.shippedBy(commit)
	if d >= 0 && w.counted[d].baseline && w.counted[d].commit != int32(commit) {
		return noDeployment
	}
	return d
}

// latest returns the last deployment at or before a moment, if it lies within
// the lookback. Incidents come by the time they began, so that it looks on from
// where it stopped.
func (w *walk) latest(start int64) int {
	for w.reached < len(w.counted) && w.counted[w.reached].at <= start {
		w.reached++
	}
	d := w.reached - 1
	if d < 0 {
		return noDeployment
	}
	if back := w.calculation.options.Lookback; back > 0 && start-w.counted[d].at > back.Microseconds() {
		return noDeployment
	}
	return d
}
