package dora

import "slices"

// evidence is what is kept of a walk, so that a report can be explained.
type evidence struct {
	service uint32
	counted []counted // of the window
	offset  int       // number of the first of them in the walk
	changes []shipped
	marks   []mark
	left    []leftOut
	skipped []skipped
	outages []outage
}

// evidence returns the service's own part of the report.
func (w *walk) evidence(p *pool) *ServiceMetrics {
	from, _ := w.inWindow()
	e := &evidence{service: w.no, offset: from, counted: w.counted[from:], changes: w.changes, left: w.left}
	for _, no := range w.byService[w.no] {
		e.outages = append(e.outages, w.known[no])
	}
	m := &ServiceMetrics{ChangeIDs: map[string][]string{}, CountedIDs: make([]string, 0, len(e.counted)), evidence: e}
	for i := range e.counted {
		c := &e.counted[i]
		id := w.history.ids.at(w.service.rows[c.row].id)
		m.CountedIDs = append(m.CountedIDs, id)
		if list := w.shas(c); len(list) > 0 {
			m.ChangeIDs[id] = list
		}
		if c.commit < 0 && w.hasRepo && !w.nameless(&w.service.rows[c.row]) {
			m.Quality.UnknownSHA++
		}
	}
	for _, mk := range w.marks {
		if mk.deployment >= from {
			if mk.incident >= 0 {
				mk.incident = int32(w.known[mk.incident].incident)
			}
			e.marks = append(e.marks, mk)
		}
	}
	for _, s := range w.skipped {
		m.Quality.add(s.why)
		if s.deployment >= from {
			e.skipped = append(e.skipped, s)
		}
	}
	slices.Sort(m.CountedIDs)
	m.Trend = w.trend(p, e)
	return m
}

func (q *Quality) add(why Role) {
	switch why {
	case MergeCommit:
		q.Merges++
	case OffPath:
		q.OffPath++
	case Duplicate:
		q.Duplicates++
	case BotCommit:
		q.Bots++
	}
}

// shas returns the changes of a deployment, sorted.
func (w *walk) shas(c *counted) []string {
	var out []string
	for _, ch := range w.changes[c.changes.from:c.changes.to] {
		out = append(out, w.history.shas.at(w.history.commits.rows[ch.commit].sha))
	}
	slices.Sort(out)
	return out
}

// trend computes the figures of each step by the rules of the whole.
func (w *walk) trend(p *pool, e *evidence) []TrendPoint {
	points := make([]TrendPoint, 0, len(w.buckets))
	d, failed := 0, failedSet(e)
	for _, b := range w.buckets {
		point := TrendPoint{Bucket: b.label}
		var ages, lengths []int64
		bad := 0
		for ; d < len(e.counted) && e.counted[d].at < b.to; d++ {
			point.Count++
			if failed[d] {
				bad++
			}
			c := &e.counted[d]
			for _, ch := range e.changes[c.changes.from:c.changes.to] {
				ages = append(ages, ch.seconds)
			}
		}
		for _, no := range p.outages {
			if o := &w.known[no]; o.end >= max(b.from, o.start) && o.end < b.to {
				lengths = append(lengths, w.length(o))
			}
		}
		slices.Sort(ages)
		slices.Sort(lengths)
		point.LeadTime, point.FailureRate, point.Restore = median(ages), ratio(bad, point.Count), median(lengths)
		points = append(points, point)
	}
	return points
}

func failedSet(e *evidence) []bool {
	out := make([]bool, len(e.counted))
	for _, m := range e.marks {
		out[m.deployment-e.offset] = true
	}
	return out
}
