package dora

// noDeployment is the deployment of a commit that none has shipped.
const noDeployment = -1

// ledger says of each commit which deployment of the service at hand shipped
// it first. It is wiped for a service by counting on.
type ledger struct {
	epoch  uint32
	stamp  []uint32
	by     []int32
	picked []uint32 // epoch in which a cherry-pick of the commit was shipped
	pickBy []int32  // by which deployment
	stack  []uint32
	fresh  []uint32
}

func newLedger(n int) *ledger {
	return &ledger{stamp: make([]uint32, n), by: make([]int32, n), picked: make([]uint32, n), pickBy: make([]int32, n)}
}

// shippedBy returns the deployment that shipped a commit.
func (l *ledger) shippedBy(commit uint32) int {
	if l.stamp[commit] != l.epoch {
		return noDeployment
	}
	return int(l.by[commit])
}

// pickShippedBy returns the deployment that shipped a cherry-pick of a commit.
func (l *ledger) pickShippedBy(commit uint32) int {
	if l.picked[commit] != l.epoch {
		return noDeployment
	}
	return int(l.pickBy[commit])
}

// commitOf returns the row of a version's commit, -1 where it is not known.
func (w *walk) commitOf(pair uint32) int32 {
	if !w.hasRepo {
		return -1
	}
	if at, ok := w.history.commits.find(w.repo, w.history.pairs.list[pair].sha); ok {
		return int32(at)
	}
	return -1
}

// ship gives the deployment d every commit that it has and no earlier one
// had.
func (w *walk) ship(d int) {
	c := &w.counted[d]
	if c.commit < 0 {
		return
	}
	if w.baseline < 0 {
		w.baseline, c.baseline = d, true
	}
	fresh := w.reach(uint32(c.commit), d)
	from := len(w.changes)
	if !c.baseline {
		for _, commit := range fresh {
			w.weigh(d, commit, c.at)
		}
	}
	c.changes = span{uint32(from), uint32(len(w.changes))}
	w.notePicks(fresh, d)
}

// reach stamps what can be reached from a commit and was not shipped, and
// returns it.
func (w *walk) reach(commit uint32, d int) []uint32 {
	l := w.ledger
	l.fresh = l.fresh[:0]
	push := func(commit uint32) {
		if l.stamp[commit] == l.epoch {
			return
		}
		l.stamp[commit], l.by[commit] = l.epoch, int32(d)
		l.fresh = append(l.fresh, commit)
		l.stack = append(l.stack, commit)
	}
	push(commit)
	for len(l.stack) > 0 {
		top := l.stack[len(l.stack)-1]
		l.stack = l.stack[:len(l.stack)-1]
		for _, parent := range w.parents(top) {
			push(parent)
		}
	}
	return l.fresh
}

// parents yields the rows of a commit's parents that are in the history.
func (w *walk) parents(commit uint32) []uint32 {
	p := w.graph.parents[commit]
	return w.graph.lists[p.from:p.to]
}

// weigh decides whether a commit is a change of deployment d.
func (w *walk) weigh(d int, commit uint32, at int64) {
	r := &w.history.commits.rows[commit]
	why := Role("")
	switch {
	case r.parents.to-r.parents.from > 1:
		why = MergeCommit
	case !w.onPath(r):
		why = OffPath
	case w.duplicate(d, commit, r):
		why = Duplicate
	case r.bot && w.calculation.options.ExcludeBots:
		why = BotCommit
	case at < r.start():
		why = NegativeAge
	}
	if why != "" {
		w.skipped = append(w.skipped, skipped{d, commit, why})
		return
	}
	w.changes = append(w.changes, shipped{commit, (at - r.start()) / 1e6})
}

// duplicate says that a commit reached production before under another name:
// as the original of a cherry-pick, or as the pick of an original.
func (w *walk) duplicate(d int, commit uint32, r *commitRow) bool {
	if original, ok := w.original(r); ok && w.ledger.shippedBy(original) != noDeployment {
		return true
	}
	by := w.ledger.pickShippedBy(commit)
	return by != noDeployment && by < d
}

func (w *walk) original(r *commitRow) (uint32, bool) {
	if r.picked == 0 {
		return 0, false
	}
	return w.history.commits.find(r.repo, r.picked)
}

// notePicks keeps which originals are in production as cherry-picks, and
// which deployments were reverted.
func (w *walk) notePicks(fresh []uint32, d int) {
	l := w.ledger
	for _, commit := range fresh {
		r := &w.history.commits.rows[commit]
		if original, ok := w.original(r); ok && l.pickShippedBy(original) == noDeployment {
			l.picked[original], l.pickBy[original] = l.epoch, int32(d)
		}
		if r.reverts == 0 {
			continue
		}
		if bad, ok := w.history.commits.find(r.repo, r.reverts); ok {
			w.noteRevert(commit, bad, d)
		}
	}
}

// noteRevert marks the deployment that shipped a reverted commit. Both in one
// deployment never met a user.
func (w *walk) noteRevert(commit, bad uint32, d int) {
	if by := w.ledger.shippedBy(bad); by != noDeployment && by < d {
		c := &w.counted[d]
		w.mark(mark{deployment: by, signal: ByRevert, at: c.at, row: int32(c.row), incident: -1, commit: int32(commit)})
	}
}

// onPath says that a commit touches the service.
func (w *walk) onPath(r *commitRow) bool {
	if len(w.service.Paths) == 0 {
		return true
	}
	for _, p := range w.history.commits.list(r.paths) {
		if w.pathMatches(p) {
			return true
		}
	}
	return false
}

// behind says that the commit of one version is a strict ancestor of that of
// another, and never went live. What a deployment has was shipped by it or
// before, so that all of this is decided by the ledger but for commits of
// earlier deployments, and then only among commits shipped since.
func (w *walk) behind(pair, than uint32) bool {
	old, head := w.commitOf(pair), w.commitOf(than)
	if old < 0 || head < 0 || old == head {
		return false
	}
	l := w.ledger
	if l.shippedBy(uint32(head)) == noDeployment {
		return w.reaches(uint32(head), uint32(old), noDeployment)
	}
	by := l.shippedBy(uint32(old))
	if by == noDeployment || by > l.shippedBy(uint32(head)) {
		return false
	}
	return w.reaches(uint32(head), uint32(old), by)
}

// reaches says that target can be reached from a commit, by way of commits
// that no deployment before since shipped.
func (w *walk) reaches(from, target uint32, since int) bool {
	seen := map[uint32]bool{from: true}
	stack := []uint32{from}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, parent := range w.parents(top) {
			if parent == target {
				return true
			}
			if by := w.ledger.shippedBy(parent); !seen[parent] && (by == noDeployment || by >= since) {
				seen[parent] = true
				stack = append(stack, parent)
			}
		}
	}
	return false
}
