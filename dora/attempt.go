package dora

import (
	"cmp"
	"slices"
)

// attempt is a row that ended before the moment of knowledge.
type attempt struct {
	at      int64
	row     uint32
	success bool
}

// run takes the finished attempts in production by time, then by ID. Most
// sources tell them in this order: then nothing is sorted. Starting over for
// the others costs less than making sure of it first.
func (w *walk) run() {
	w.start()
	if !w.takeInOrder() {
		w.start()
		w.takeSorted()
	}
}

func (w *walk) start() {
	w.begin()
	w.baseline = -1
	w.eachEnvironment = w.calculation.options.EachEnvironment
	if w.repo != nil {
		w.ledger.grow(len(w.repo.rows))
	}
	w.counted = slices.Grow(w.counted, len(w.service.rows))
	w.unnamed = none
	if no, ok := w.history.versions.find(w.no, 0); ok {
		w.unnamed = no
	}
}

// takeInOrder takes the attempts as they come, as far as they are in order.
func (w *walk) takeInOrder() bool {
	last := attempt{at: never}
	for i := 0; i < len(w.service.rows); i++ {
		if n := w.news(i, last.at); n > 0 {
			i += n
			last = attempt{at: w.counted[len(w.counted)-1].at, row: uint32(i - 1), success: true}
		}
		if i == len(w.service.rows) {
			break
		}
		r := &w.service.rows[i]
		if !w.production[r.env] {
			continue
		}
		v, ended := w.history.judge(r, w.to)
		if !ended {
			continue
		}
		a := attempt{v.at, uint32(i), v.success}
		if a.at <= last.at && (a.at < last.at || w.compare(last, a) > 0) {
			return false
		}
		last = a
		w.take(a, r)
	}
	return true
}

func (w *walk) takeSorted() {
	w.attempts = w.attempts[:0]
	for i := range w.service.rows {
		r := &w.service.rows[i]
		if !w.production[r.env] {
			continue
		}
		if v, ended := w.history.judge(r, w.to); ended {
			w.attempts = append(w.attempts, attempt{v.at, uint32(i), v.success})
		}
	}
	slices.SortFunc(w.attempts, w.compare)
	for _, a := range w.attempts {
		w.take(a, &w.service.rows[a.row])
	}
}

func (w *walk) compare(a, b attempt) int {
	if c := cmp.Compare(a.at, b.at); c != 0 {
		return c
	}
	ids := &w.history.ids
	return slices.Compare(ids.view(w.service.rows[a.row].id), ids.view(w.service.rows[b.row].id))
}
