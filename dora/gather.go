package dora

import (
	"slices"
	"sort"
	"strings"
)

// readRepo finds the service's part of a repository.
func (w *walk) readRepo() {
	w.repo = w.history.commits.repo(w.service.Repo)
	for _, p := range w.service.Paths {
		w.prefixes = append(w.prefixes, strings.Trim(strings.TrimPrefix(p, "./"), "/"))
	}
	if len(w.prefixes) > 0 && w.matched == nil {
		w.matched = make([]uint32, w.history.commits.paths.len())
	}
}

// pathMatches says that a path lies under one of the service's, at a
// directory boundary.
func (w *walk) pathMatches(path uint32) bool {
	if w.matched[path]>>1 == w.epoch {
		return w.matched[path]&1 == 1
	}
	name := string(w.history.commits.paths.view(path))
	yes := slices.ContainsFunc(w.prefixes, func(prefix string) bool {
		rest, ok := strings.CutPrefix(name, prefix)
		return prefix == "" || ok && (rest == "" || rest[0] == '/')
	})
	w.matched[path] = w.epoch << 1
	if yes {
		w.matched[path]++
	}
	return yes
}

// inWindow returns the deployments of the window.
func (w *walk) inWindow() (from, to int) {
	from = sort.Search(len(w.counted), func(i int) bool { return w.counted[i].at >= w.from })
	return from, len(w.counted)
}

// gather turns what the walk saw into a pool.
func (w *walk) gather() *pool {
	p := &w.pools.take(1)[0]
	p.service, p.days, p.outages = w.service, w.newDays(), w.byService[w.no]
	from, to := w.inWindow()
	p.total, p.frequency = to-from, to-from
	p.steps = w.trendSteps()
	w.gatherAges(p, w.inWindowChanges(from))
	w.gatherDeployments(p, w.counted[from:])
	w.gatherLeft(p)
	w.gatherFailures(p, from)
	for _, s := range w.skipped {
		if s.deployment >= from && s.why == NegativeAge {
			p.negative++
		}
	}
	if lived := w.lived(); len(w.counted) > 0 && lived > 0 {
		p.rates = []rate{{p.frequency, lived}}
	}
	return p
}

// gatherAges adds the ages of the changes of the window, sorted and sorted by
// steps of the trend.
func (w *walk) gatherAges(p *pool, changes []shipped) {
	n := len(changes)
	if n == 0 {
		return
	}
	w.aged = slices.Grow(w.aged[:0], n)[:n]
	w.next = w.next[:0]
	for no := range p.steps {
		in := p.steps[no].ages
		w.next = append(w.next, in.from)
		for i := in.from; i < in.to; i++ {
			w.aged[i] = aged{changes[i].seconds, int32(no)}
			if changes[i].seconds == 0 {
				p.zero++
			}
		}
	}
	w.sortAged()
	all := make([]int64, 2*n)
	p.stepAges = all[n:]
	for i, a := range w.aged {
		all[i] = a.seconds
		to := &w.next[a.step]
		p.stepAges[*to] = a.seconds
		*to++
	}
	p.ages = *sampleOfSorted(all[:n:n])
}

func (w *walk) inWindowChanges(from int) []shipped {
	if from == len(w.counted) {
		return nil
	}
	return w.changes[w.counted[from].changes.from:]
}

// lived returns the part of the window in which the service was there.
func (w *walk) lived() int64 {
	since := micros(w.service.Since)
	if since > w.from && since < w.to {
		return w.to - since
	}
	return w.to - w.from
}

// gatherDeployments adds the deployments of the window and the median ages of
// their changes.
func (w *walk) gatherDeployments(p *pool, all []counted) {
	w.aged = w.aged[:0]
	touched := marker{calendar: w.calendar, days: p.days}
	for d := range all {
		c := &all[d]
		touched.add(c.at)
		if c.kind == hotfix || c.rework {
			p.repairs++
		}
		if c.unknown() {
			p.unknown++
			continue
		}
		changes := w.changes[c.changes.from:c.changes.to]
		switch {
		case len(changes) > 0:
			w.aged = append(w.aged, aged{seconds: w.medianAge(changes)})
		case !c.baseline:
			p.empty++
		}
	}
	touched.done()
	w.gatherMedians(p)
}

// gatherMedians adds the median ages, which are sorted already where every
// deployment brought one change.
func (w *walk) gatherMedians(p *pool) {
	switch n := len(w.aged); {
	case n == 0:
	case n == p.ages.n:
		medians := make([]int64, n)
		for i, age := range p.ages.parts[0] {
			medians[i] = 2 * age
		}
		p.medians = *sampleOfSorted(medians)
	default:
		p.medians = *sampleOfSorted(w.sorted())
	}
}

// medianAge returns the median age of the changes of a deployment, twice.
func (w *walk) medianAge(changes []shipped) int64 {
	if len(changes) == 1 {
		return 2 * changes[0].seconds
	}
	own := w.own[:0]
	for i := range changes {
		own = append(own, changes[i].seconds)
	}
	w.own = own
	return medianOf(own)
}

// gatherLeft counts what is no deployment, and lets the options make it count.
func (w *walk) gatherLeft(p *pool) {
	o := &w.calculation.options
	touched := marker{calendar: w.calendar, days: p.days}
	defer touched.done()
	no := 0
	for _, l := range w.left {
		if l.at < w.from {
			continue
		}
		for w.buckets[no].to <= l.at {
			no++
		}
		at, more := &p.steps[no], false
		switch l.reason {
		case Redeploy:
			p.redeploys++
			more = o.CountRedeploys
		case WentBack:
			p.rollbacks++
			more = o.CountRollbacks
		case FailedAttempt:
			p.attempts++
			if o.CountFailedAttempts {
				at.failed++
				at.total++
			}
		}
		if more {
			p.frequency++
			at.count++
			touched.add(l.at)
		}
	}
}

// gatherFailures counts each failed deployment of the window once, and what
// it took to recover from it.
func (w *walk) gatherFailures(p *pool, from int) {
	var recoveries []int64
	for i := 0; i < len(w.marks); {
		d, start := w.marks[i].deployment, i
		for i < len(w.marks) && w.marks[i].deployment == d {
			i++
		}
		if d < from {
			continue
		}
		p.failed++
		p.failedIDs = append(p.failedIDs, w.history.ids.at(w.service.rows[w.counted[d].row].id))
		end, over := recovered(w.marks[start:i])
		switch {
		case !over:
			p.unrepaired++
		case end >= w.counted[d].at:
			recoveries = append(recoveries, (end-w.counted[d].at)/1e6)
		}
	}
	p.recoveries = *sampleOf(recoveries)
	sortTexts(p.failedIDs)
}

// recovered returns when a failed deployment was repaired: with the last of
// its incidents, else with the first thing that took it back.
func recovered(marks []mark) (int64, bool) {
	last, first, incidents := int64(never), int64(never), false
	for _, m := range marks {
		switch {
		case m.incident < 0:
			if first == never || m.at < first {
				first = m.at
			}
		case m.at == never:
			return never, false
		default:
			incidents = true
			last = max(last, m.at)
		}
	}
	if incidents {
		return last, true
	}
	return first, true
}
