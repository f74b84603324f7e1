package dora

// noDeployment is the deployment of a commit that none has shipped.
const noDeployment = -1

// ledger says of each commit of the service's repository which deployment of
// the service shipped it first. It is wiped for a service by counting on.
type ledger struct {
	epoch uint32
	ships []shipment
	picks map[uint32]int32 // by original: the deployment that first shipped a cherry-pick of it
	stack []uint32
	fresh []uint32
}

type shipment struct {
	epoch uint32
	by    int32
}

// grow makes room for the commits of a repository.
func (l *ledger) grow(n int) {
	if n > len(l.ships) {
		l.ships = make([]shipment, n)
	}
}

// shippedBy returns the deployment that shipped a commit.
func (l *ledger) shippedBy(commit uint32) int {
	if l.ships[commit].epoch != l.epoch {
		return noDeployment
	}
	return int(l.ships[commit].by)
}

// pickShippedBy returns the deployment that shipped a cherry-pick of a commit.
func (l *ledger) pickShippedBy(commit uint32) int {
	if by, ok := l.picks[commit]; ok {
		return int(by)
	}
	return noDeployment
}

// commitOf returns the row of a version's commit, -1 where it is not known.
func (w *walk) commitOf(version uint32) int32 {
	if w.repo == nil {
		return -1
	}
	return w.lookUp(w.service.versions[version])
}

func (w *walk) lookUp(v serviceVersion) int32 {
	if h := int(v.hint); h > 0 && h <= len(w.repo.rows) && w.repo.rows[h-1].sha == v.sha {
		return int32(h - 1)
	}
	if at, ok := w.find(v.sha); ok {
		return int32(at)
	}
	return -1
}

// find returns the row of a commit of the service's repository.
func (w *walk) find(sha uint32) (uint32, bool) {
	return w.history.commits.places.find(w.repo.no, sha)
}

// parent returns the row of a parent of a commit. It mostly lies beside the
// commit, in the order of time or against it; SHAs lie all over the memory.
func (w *walk) parent(commit, sha uint32) (uint32, bool) {
	if commit > 0 && w.repo.rows[commit-1].sha == sha {
		return commit - 1, true
	}
	if next := commit + 1; int(next) < len(w.repo.rows) && w.repo.rows[next].sha == sha {
		return next, true
	}
	return w.find(sha)
}

// ship gives the deployment d, of a known commit, every commit that it has and no earlier one
// had.
func (w *walk) ship(d int) {
	c := &w.counted[d]
	if w.baseline < 0 {
		w.baseline, c.baseline = d, true
	}
	fresh := w.reach(uint32(c.commit), d)
	from := len(w.changes)
	if c.baseline {
		w.noteBaseline(d, fresh)
	} else {
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
	l := &w.ledger
	l.fresh = l.fresh[:0]
	if l.ships[commit].epoch == l.epoch {
		return nil
	}
	l.ships[commit] = shipment{l.epoch, int32(d)}
	l.fresh = append(l.fresh, commit)
	for next := 0; next < len(l.fresh); next++ {
		commit := l.fresh[next]
		for _, sha := range w.repo.list(w.repo.rows[commit].parents) {
			parent, ok := w.parent(commit, sha)
			if !ok || l.ships[parent].epoch == l.epoch {
				continue
			}
			l.ships[parent] = shipment{l.epoch, int32(d)}
			l.fresh = append(l.fresh, parent)
		}
	}
	return l.fresh
}

// weigh decides whether a commit is a change of deployment d.
func (w *walk) weigh(d int, commit uint32, at int64) {
	r := &w.repo.rows[commit]
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
	w.notePull(d, r)
	w.changes = append(w.changes, shipped{commit, (at - r.start()) / 1e6})
}

// duplicate says that a commit reached production before under another name:
// as the original of a cherry-pick, or as the pick of an original.
func (w *walk) duplicate(d int, commit uint32, r *commitRow) bool {
	if original, ok := w.original(r); ok && w.shippedBy(original) != noDeployment {
		return true
	}
	by := w.pickShippedBy(commit)
	return by != noDeployment && by < d
}

func (w *walk) original(r *commitRow) (uint32, bool) {
	if r.picked == 0 {
		return 0, false
	}
	return w.find(r.picked)
}

// notePicks keeps which originals are in production as cherry-picks, and
// which deployments were reverted.
func (w *walk) notePicks(fresh []uint32, d int) {
	for _, commit := range fresh {
		r := &w.repo.rows[commit]
		if original, ok := w.original(r); ok && w.pickShippedBy(original) == noDeployment {
			if w.picks == nil {
				w.picks = map[uint32]int32{}
			}
			w.picks[original] = int32(d)
		}
		if r.reverts == 0 {
			continue
		}
		if bad, ok := w.find(r.reverts); ok {
			w.noteRevert(commit, bad, d)
		}
	}
}

// noteRevert marks the deployment that shipped a reverted commit. Both in one
// deployment never met a user.
func (w *walk) noteRevert(commit, bad uint32, d int) {
	if by := w.shippedBy(bad); by != noDeployment && by < d {
		c := &w.counted[d]
		w.mark(mark{deployment: by, signal: ByRevert, at: c.at, row: int32(c.row), incident: -1, commit: int32(commit)})
	}
}

// onPath says that a commit touches the service.
func (w *walk) onPath(r *commitRow) bool {
	if len(w.service.Paths) == 0 {
		return true
	}
	for _, p := range w.repo.list(r.paths) {
		if w.pathMatches(p) {
			return true
		}
	}
	return false
}

// behind says that the commit of a version that never went live is a strict
// ancestor of that of another. What a deployment has was shipped by it or
// before, so that all of this is decided by the ledger but for commits of
// earlier deployments, and then only among commits shipped since.
func (w *walk) behind(old, head uint32) bool {
	if w.shippedBy(head) == noDeployment {
		return w.reaches(head, old, noDeployment)
	}
	by := w.shippedBy(old)
	if by == noDeployment || by > w.shippedBy(head) {
		return false
	}
	return w.reaches(head, old, by)
}

// reaches says that target can be reached from a commit, by way of commits
// that no deployment before since shipped.
func (w *walk) reaches(from, target uint32, since int) bool {
	seen := map[uint32]bool{from: true}
	stack := append(w.stack[:0], from)
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, sha := range w.repo.list(w.repo.rows[top].parents) {
			parent, ok := w.parent(top, sha)
			if !ok {
				continue
			}
			if parent == target {
				return true
			}
			if by := w.shippedBy(parent); !seen[parent] && (by == noDeployment || by >= since) {
				seen[parent] = true
				stack = append(stack, parent)
			}
		}
	}
	w.stack = stack
	return false
}
