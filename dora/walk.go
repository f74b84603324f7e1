package dora

import "slices"

// counted is a deployment that counts, of all history.
type counted struct {
	at       int64
	row      uint32
	commit   int32 // row of the commit; -1 where the history lacks it
	changes  span  // of walk.changes; they follow those of the deployment before
	kind     kindNo
	rework   bool
	baseline bool
}

// unknown says that it names no commit, or one that the history lacks.
func (c *counted) unknown() bool { return c.commit < 0 }

// empty says that its commit is known and brought nothing.
func (c *counted) empty() bool {
	return c.commit >= 0 && !c.baseline && c.changes.to == c.changes.from
}

// shipped is a commit that a deployment brought.
type shipped struct {
	commit  uint32
	seconds int64
}

// mark says that a deployment failed, by what and until when.
type mark struct {
	deployment int
	signal     Signal
	at         int64 // of the rollback, revert or hotfix
	row        int32 // of that deployment; -1: none
	incident   int32 // -1: none
	commit     int32 // the reverting commit; -1: none
	link       link  // of an incident
}

// leftOut is an attempt that does not count as a deployment.
type leftOut struct {
	at     int64
	row    uint32
	reason Role
	of     int32 // the deployment it stands for; -1: none
}

// walk follows the deployments of one service through time.
type walk struct {
	*calculation
	*scratch
	eachEnvironment bool
	service         *service
	no              uint32
	repo            *repo // nil: the history has no commits of it
	prefixes        []string
	baseline        int    // the first deployment with a known commit; -1: none yet
	unnamed         uint32 // the version that nothing tells from another
	reached         int    // how many deployments came before the incident looked at last
	only            [1]int // room for a list of one deployment
}

// scratch is what a walk writes to. The next one takes it over, so that
// following a thousand services makes no thousand pieces of garbage; what a
// walk found is good until then.
type scratch struct {
	ledger
	attempts []attempt // where they came out of order
	counted  []counted
	changes  []shipped
	marks    []mark
	left     []leftOut
	standsAs []int32 // by row: the deployment that an attempt is or repeats, + 1; empty until it is asked for
	skipped  []skipped
	pulls    []pulled
	own      []int64 // ages of the changes of one deployment
	aged     []aged  // ages to be sorted, and room to do it in
	spare    []aged
	next     []uint32 // place of the next age of each step

	carried  spots // the deployment that last brought a version forward
	lives    []live
	liveOf   []int32 // by number of the lower-cased environment, + 1; 0: none
	lastEnv  uint32  // the environment asked for last, and its place in lives
	lastLive int32
	seenIn   []uint64          // by deployment: the environments that it reached later
	regions  map[[2]int32]bool // the same, where these are over 64
	matched  []uint32          // by number of the path: twice the epoch, + 1 for a match
}

// begin wipes what the last walk left.
func (s *scratch) begin() {
	s.epoch++
	s.counted, s.changes = s.counted[:0], s.changes[:0]
	s.marks, s.left, s.skipped, s.pulls = s.marks[:0], s.left[:0], s.skipped[:0], s.pulls[:0]
	for i := range s.lives {
		s.liveOf[s.lives[i].env] = 0
	}
	s.lives, s.carried.list = s.lives[:0], s.carried.list[:0]
	s.lastEnv = none
	s.standsAs, s.seenIn = s.standsAs[:0], s.seenIn[:0]
	clear(s.picks)
	clear(s.regions)
}

// skipped is a commit that is no change.
type skipped struct {
	deployment int
	commit     uint32
	why        Role
}

// take says what an attempt was: a failure, a redeploy, a rollback, a region
// of a deployment that was there before, or a deployment.
func (w *walk) take(a attempt, r *row) {
	switch {
	case !a.success:
		w.leave(a, FailedAttempt, -1)
	case r.kind == release, w.nameless(r) && r.kind != rollback:
		w.count(a, r, w.commitOf(r.version))
	default:
		w.follow(a, r, w.live(r.env))
	}
}

// nameless says that nothing tells this version from another.
func (w *walk) nameless(r *row) bool { return r.version == w.unnamed }

// live returns what is known of an environment; mostly it is the one asked for
// before.
func (w *walk) live(env uint32) *live {
	if env != w.lastEnv {
		w.lastEnv, w.lastLive = env, w.liveOfEnv(env)
	}
	return &w.lives[w.lastLive]
}

func (w *walk) liveOfEnv(env uint32) int32 {
	key := w.environment[env]
	if w.liveOf[key] == 0 {
		w.lives = slices.Grow(w.lives, 1)[:len(w.lives)+1]
		w.lives[len(w.lives)-1].begin(key)
		w.liveOf[key] = int32(len(w.lives))
	}
	return w.liveOf[key] - 1
}

func (w *walk) follow(a attempt, r *row, l *live) {
	switch {
	case w.nameless(r):
		// Gone back to nobody says what: any version is news after it.
		w.rollback(a, r, l)
		l.known = false
		return
	case l.known && l.version == r.version:
		w.leave(a, Redeploy, int32(w.carriers(l).at(r.version)))
		return
	}
	commit := w.commitOf(r.version)
	if w.backwards(r, commit, l) {
		w.rollback(a, r, l)
		l.enterBefore(r.version, commit)
		return
	}
	w.forward(a, r, commit, l)
	l.enter(r.version, commit)
}

// backwards says that a version lies before the live one.
func (w *walk) backwards(r *row, commit int32, l *live) bool {
	if r.kind == rollback {
		return true
	}
	if !l.known {
		return false
	}
	if at := l.place.at(r.version); at >= 0 {
		return at < l.place.at(l.version)
	}
	return commit >= 0 && l.commit >= 0 && commit != l.commit && w.behind(uint32(commit), uint32(l.commit))
}

// forward counts a version, unless it came to another environment first.
func (w *walk) forward(a attempt, r *row, commit int32, l *live) {
	carriers := w.carriers(l)
	if d := carriers.at(r.version); d >= 0 && !w.eachEnvironment && w.firstIn(d, r.env) {
		w.leave(a, Region, int32(d))
		return
	}
	carriers.set(r.version, w.count(a, r, commit))
}

// firstIn says that a deployment reaches an environment for the first time,
// and keeps it.
func (w *walk) firstIn(d int, env uint32) bool {
	key := w.environment[env]
	if key == w.environment[w.service.rows[w.counted[d].row].env] {
		return false
	}
	no := w.liveOf[key]
	if no > 64 {
		pair := [2]int32{int32(d), no}
		seen := w.regions[pair]
		if w.regions == nil {
			w.regions = map[[2]int32]bool{}
		}
		w.regions[pair] = true
		return !seen
	}
	bit := uint64(1) << (no - 1)
	for d >= len(w.seenIn) {
		w.seenIn = append(w.seenIn, 0)
	}
	seen := w.seenIn[d]&bit != 0
	w.seenIn[d] |= bit
	return !seen
}

// carriers are the deployments that last brought versions forward: with
// Options.EachEnvironment those of every environment by itself.
func (w *walk) carriers(l *live) *spots {
	if w.eachEnvironment {
		return &l.carried
	}
	return &w.carried
}

// rollback marks the deployment that was taken back: the first one after a
// target that went live before the live one, else the live one itself.
func (w *walk) rollback(a attempt, r *row, l *live) {
	w.leave(a, WentBack, -1)
	if !l.known {
		return
	}
	bad := []uint32{l.version}
	if at := l.place.at(r.version); at >= 0 && at < l.place.at(l.version) {
		bad = l.order[at+1:]
	}
	carriers := w.carriers(l)
	for _, version := range bad {
		if d := carriers.at(version); d >= 0 {
			w.mark(mark{deployment: d, signal: ByRollback, at: a.at, row: int32(a.row), incident: -1, commit: -1})
			return
		}
	}
}

func (w *walk) leave(a attempt, why Role, of int32) {
	w.left = append(w.left, leftOut{a.at, a.row, why, of})
}

func (w *walk) mark(m mark) {
	if w.calculation.options.signals[m.signal] {
		w.marks = append(w.marks, m)
	}
}

// count adds a deployment with its changes and returns its number.
func (w *walk) count(a attempt, r *row, commit int32) int {
	d, next := len(w.counted), uint32(len(w.changes))
	// Written where it lies: as an operand of append it is written twice.
	w.counted = slices.Grow(w.counted, 1)[:d+1]
	c := &w.counted[d]
	c.at, c.row, c.commit, c.kind, c.rework, c.baseline = a.at, a.row, commit, r.kind, r.rework, false
	c.changes.from, c.changes.to = next, next
	if r.kind == hotfix && d > 0 {
		w.mark(mark{deployment: d - 1, signal: ByHotfix, at: a.at, row: int32(a.row), incident: -1, commit: -1})
	}
	if commit >= 0 {
		w.ship(d)
	}
	return d
}
