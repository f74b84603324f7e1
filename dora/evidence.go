package dora

import (
	"slices"
)

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
	splits  []split
	repo    *repo
}

// evidence returns what is behind the figures of the walk's service.
func (w *walk) evidence() *evidence {
	from, _ := w.inWindow()
	e := &evidence{service: w.no, offset: from, counted: w.counted[from:], changes: w.changes, left: w.left, splits: w.splits(from), repo: w.repo}
	for _, no := range w.byService[w.no] {
		e.outages = append(e.outages, w.known[no])
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
		if s.deployment >= from {
			e.skipped = append(e.skipped, s)
		}
	}
	return e
}

// CountedIDs returns the deployments that count, sorted.
func (m *ServiceMetrics) CountedIDs() []string { return m.walk().countedIDs() }

func (w *walk) countedIDs() []string {
	from, to := w.inWindow()
	out := make([]string, 0, to-from)
	for i := range w.counted[from:] {
		out = append(out, w.idOf(&w.counted[from+i]))
	}
	sortTexts(out)
	return out
}

// ChangeIDs returns the SHAs of the changes, sorted, by the deployment that
// brought them, of deployments that brought any.
func (m *ServiceMetrics) ChangeIDs() map[string][]string { return m.walk().changeIDs() }

func (w *walk) changeIDs() map[string][]string {
	from, _ := w.inWindow()
	out := map[string][]string{}
	for i := range w.counted[from:] {
		c := &w.counted[from+i]
		if list := w.shas(c); len(list) > 0 {
			out[w.idOf(c)] = list
		}
	}
	return out
}

// walk follows the service once more: what a million deployments are made of
// is not kept for nobody to ask.
func (m *ServiceMetrics) walk() *walk { return m.calculation.walk(m.no, &scratch{}) }

func (w *walk) idOf(c *counted) string { return w.history.ids.at(w.service.rows[c.row].id) }

// quality counts what is not in the figures, of all history.
func (w *walk) quality(p *pool) Quality {
	q := Quality{UnknownSHA: p.unknown}
	for _, s := range w.skipped {
		q.add(s.why)
	}
	return q
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
		out = append(out, w.history.shas.at(w.repo.rows[ch.commit].sha))
	}
	slices.Sort(out)
	return out
}

func failedSet(e *evidence) []bool {
	out := make([]bool, len(e.counted))
	for _, m := range e.marks {
		out[m.deployment-e.offset] = true
	}
	return out
}
