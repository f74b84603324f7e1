package dora

// news does at once what [walk.take] does for the most common rows of all:
// those from some row on that each bring, later than the one before, a version
// that came nowhere before to the environment that was looked at last; where
// commits are known, one more commit. It returns how many there are.
func (w *walk) news(from int, last int64) int {
	if w.eachEnvironment || w.lastEnv == none {
		return 0
	}
	l := &w.lives[w.lastLive]
	version := uint32(len(w.carried.list))
	if !l.known || len(l.place.list) != len(w.carried.list) || w.repo != nil && !w.straight(l) {
		return 0
	}
	d, env, to, unnamed := len(w.counted), w.lastEnv, w.to, w.unnamed
	rows := w.service.rows[from:]
	out := w.counted[d:cap(w.counted)]
	n, commit := 0, int32(-1)
	for n < len(rows) && n < len(out) {
		r := &rows[n]
		if r.env != env || r.version != version || version == unnamed ||
			r.status != success || r.kind != plainKind || r.side != 0 {
			break
		}
		// A row that never finished is not later than the one before.
		if r.finished <= last || r.finished >= to {
			break
		}
		changes := uint32(len(w.changes))
		if w.repo != nil {
			next, ok := w.shipOne(version, d+n, r.finished)
			if !ok {
				break
			}
			commit = int32(next)
		}
		last = r.finished
		// Field by field: a literal is put together first and copied then.
		c := &out[n]
		c.at, c.row, c.commit = last, uint32(from+n), commit
		c.changes.from, c.changes.to = changes, uint32(len(w.changes))
		c.kind, c.rework, c.baseline = plainKind, r.rework, false
		version++
		n++
	}
	w.counted = w.counted[:d+n]
	l.bring(&w.carried, n, d, commit)
	return n
}

// straight says that the next version can be one more commit on what is live,
// which takes no search to see.
func (w *walk) straight(l *live) bool {
	return w.baseline >= 0 && l.commit >= 0 && w.shippedBy(uint32(l.commit)) != noDeployment &&
		len(w.service.Paths) == 0 && len(w.picks) == 0
}

// shipOne gives deployment d the commit of its version, where that is the only
// one it can have and a change like most.
func (w *walk) shipOne(version uint32, d int, at int64) (uint32, bool) {
	v := &w.service.versions[version]
	commit := v.hint - 1
	if v.hint == 0 || int(commit) >= len(w.repo.rows) {
		return 0, false
	}
	r := &w.repo.rows[commit]
	if r.sha != v.sha || r.parents.to != r.parents.from+1 || r.picked != 0 || r.reverts != 0 || r.bot {
		return 0, false
	}
	parent, ok := w.parent(commit, w.repo.lists[r.parents.from])
	if !ok || w.ships[parent].epoch != w.epoch || w.ships[commit].epoch == w.epoch || at < r.start() {
		return 0, false
	}
	w.ships[commit] = shipment{w.epoch, int32(d)}
	w.notePull(d, r)
	w.changes = append(w.changes, shipped{commit, (at - r.start()) / 1e6})
	return commit, true
}
