package dora

import (
	"slices"
	"sort"
	"strings"
)

// repo is what the walk needs of the service's repository.
type repository struct {
	hasRepo  bool
	repo     uint32
	prefixes []string
	matched  map[uint32]bool // by number of the path
}

func (w *walk) readRepo() {
	w.repo, w.hasRepo = w.history.commits.repos.find(w.service.Repo)
	w.hasRepo = w.hasRepo && w.service.Repo != ""
	for _, p := range w.service.Paths {
		w.prefixes = append(w.prefixes, strings.Trim(strings.TrimPrefix(p, "./"), "/"))
	}
	if len(w.prefixes) > 0 {
		w.matched = map[uint32]bool{}
	}
}

// pathMatches says that a path lies under one of the service's, at a
// directory boundary.
func (r *walk) pathMatches(path uint32) bool {
	yes, ok := r.matched[path]
	if ok {
		return yes
	}
	name := string(r.history.commits.paths.view(path))
	yes = slices.ContainsFunc(r.prefixes, func(prefix string) bool {
		rest, ok := strings.CutPrefix(name, prefix)
		return prefix == "" || ok && (rest == "" || rest[0] == '/')
	})
	r.matched[path] = yes
	return yes
}

// inWindow returns the deployments of the window.
func (w *walk) inWindow() (from, to int) {
	from = sort.Search(len(w.counted), func(i int) bool { return w.counted[i].at >= w.from })
	return from, len(w.counted)
}

// gather turns what the walk saw into a pool.
func (w *walk) gather() *pool {
	p := &pool{days: w.calendar.newDays(), outages: slices.Clone(w.byService[w.no])}
	from, to := w.inWindow()
	for d := from; d < to; d++ {
		w.gatherDeployment(p, d)
	}
	w.gatherLeft(p)
	w.gatherFailures(p, from)
	for _, s := range w.skipped {
		if s.deployment >= from && s.why == NegativeAge {
			p.negative++
		}
	}
	if len(w.counted) > 0 {
		p.rates = []rate{{p.frequency, w.lived()}}
	}
	return p
}

// lived returns the part of the window in which the service was there.
func (w *walk) lived() int64 {
	since := micros(w.service.Since)
	if since > w.from && since < w.to {
		return w.to - since
	}
	return w.to - w.from
}

func (w *walk) gatherDeployment(p *pool, d int) {
	c := &w.counted[d]
	p.total++
	p.frequency++
	p.days.add(w.calendar.day(c.at))
	if c.kind == hotfix || c.rework {
		p.repairs++
	}
	changes := w.changes[c.changes.from:c.changes.to]
	if len(changes) == 0 {
		if c.commit >= 0 && !c.baseline {
			p.empty++
		}
		return
	}
	from := len(p.ages)
	for _, ch := range changes {
		p.ages = append(p.ages, ch.seconds)
		if ch.seconds == 0 {
			p.zero++
		}
	}
	own := p.ages[from:]
	slices.Sort(own)
	p.medians = append(p.medians, median(own).Value)
}

func (w *walk) gatherLeft(p *pool) {
	for _, l := range w.left {
		if l.at < w.from {
			continue
		}
		more := false
		switch l.reason {
		case Redeploy:
			p.redeploys++
			more = w.calculation.options.CountRedeploys
		case WentBack:
			p.rollbacks++
			more = w.calculation.options.CountRollbacks
		case FailedAttempt:
			p.attempts++
		}
		if more {
			p.frequency++
			p.days.add(w.calendar.day(l.at))
		}
	}
}

// gatherFailures counts each failed deployment of the window once, and what
// it took to recover from it.
func (w *walk) gatherFailures(p *pool, from int) {
	for i := 0; i < len(w.marks); {
		d, start := w.marks[i].deployment, i
		for i < len(w.marks) && w.marks[i].deployment == d {
			i++
		}
		if d < from {
			continue
		}
		p.failed++
		p.failedIDs = append(p.failedIDs, w.service.rows[w.counted[d].row].id)
		end, over := recovered(w.marks[start:i])
		switch {
		case !over:
			p.unrepaired++
		case end >= w.counted[d].at:
			p.recoveries = append(p.recoveries, (end-w.counted[d].at)/1e6)
		}
	}
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
