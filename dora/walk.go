package dora

import (
	"cmp"
	"slices"
)

// counted is a deployment that counts, of all history.
type counted struct {
	at       int64
	row      uint32
	version  uint32
	commit   int32 // row of the commit; -1 where the history lacks it
	changes  span  // of walk.changes
	seenIn   uint64
	kind     kindNo
	rework   bool
	baseline bool
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
	service  *service
	no       uint32
	repo     *repo // nil: the history has no commits of it
	prefixes []string
	baseline int // the first deployment with a known commit; -1: none yet
}

// scratch is what a walk writes to. The next one takes it over, so that
// following a thousand services makes no thousand pieces of garbage; what a
// walk found is good until then.
type scratch struct {
	ledger
	attempts []attempt
	counted  []counted
	changes  []shipped
	marks    []mark
	left     []leftOut
	standsAs []int32 // by row: the deployment that an attempt is or repeats; -1: none
	skipped  []skipped
	own      []int64 // ages of the changes of one deployment

	carried spots // the deployment that last brought a version forward
	lives   []live
	liveOf  []int32           // by number of the lower-cased environment, + 1; 0: none
	regions map[[2]int32]bool // deployment and environment, where these are over 64
	matched []uint32          // by number of the path: twice the epoch, + 1 for a match
}

// begin wipes what the last walk left.
func (s *scratch) begin() {
	s.epoch++
	s.attempts, s.counted, s.changes = s.attempts[:0], s.counted[:0], s.changes[:0]
	s.marks, s.left, s.skipped = s.marks[:0], s.left[:0], s.skipped[:0]
	for i := range s.lives {
		s.liveOf[s.lives[i].env] = 0
	}
	s.lives, s.carried.list = s.lives[:0], s.carried.list[:0]
	clear(s.picks)
	clear(s.regions)
}

// live is what is known of an environment.
type live struct {
	env     uint32
	version uint32
	known   bool
	order   []uint32 // versions as they first went live
	place   spots    // of a version in order
	carried spots    // as walk.carried, for Options.EachEnvironment
}

// begin wipes what the service before left.
func (l *live) begin(env uint32) {
	l.env, l.known, l.order = env, false, l.order[:0]
	l.place.list, l.carried.list = l.place.list[:0], l.carried.list[:0]
}

// spots give versions a number; -1: none.
type spots struct{ list []int32 }

func (s *spots) at(version uint32) int {
	if int(version) >= len(s.list) {
		return -1
	}
	return int(s.list[version])
}

func (s *spots) set(version uint32, to int) {
	for int(version) >= len(s.list) {
		s.list = append(s.list, -1)
	}
	s.list[version] = int32(to)
}

// skipped is a commit that is no change.
type skipped struct {
	deployment int
	commit     uint32
	why        Role
}

// attempt is a row that ended before the moment of knowledge.
type attempt struct {
	at      int64
	row     uint32
	success bool
}

func (w *walk) run() {
	w.begin()
	w.baseline = -1
	if w.repo != nil {
		w.ledger.grow(len(w.repo.rows))
	}
	w.standsAs = filled(w.standsAs, len(w.service.rows), -1)
	w.readAttempts()
	for _, a := range w.attempts {
		w.take(a)
	}
}

// filled returns n values, in the room of list where that is enough.
func filled(list []int32, n int, value int32) []int32 {
	list = slices.Grow(list[:0], n)[:n]
	for i := range list {
		list[i] = value
	}
	return list
}

// readAttempts finds the finished attempts in production by time, then by ID.
func (w *walk) readAttempts() {
	sorted, last := true, int64(never)
	for i := range w.service.rows {
		r := &w.service.rows[i]
		if !w.production[r.env] {
			continue
		}
		v, ended := w.history.judge(r, w.to)
		if !ended {
			continue
		}
		sorted = sorted && last < v.at
		last = v.at
		w.attempts = append(w.attempts, attempt{v.at, uint32(i), v.success})
	}
	if !sorted {
		slices.SortFunc(w.attempts, w.compare)
	}
}

func (w *walk) compare(a, b attempt) int {
	if c := cmp.Compare(a.at, b.at); c != 0 {
		return c
	}
	ids := &w.history.ids
	return slices.Compare(ids.view(w.service.rows[a.row].id), ids.view(w.service.rows[b.row].id))
}

// take says what an attempt was: a failure, a redeploy, a rollback, a region
// of a deployment that was there before, or a deployment.
func (w *walk) take(a attempt) {
	r := &w.service.rows[a.row]
	switch {
	case !a.success:
		w.leave(a, FailedAttempt, -1)
	case r.kind == release, w.nameless(r) && r.kind != rollback:
		w.count(a, r)
	default:
		w.follow(a, r, w.live(r.env))
	}
}

// nameless says that nothing tells this version from another.
func (w *walk) nameless(r *row) bool { return w.service.versions[r.version].version == version{} }

func (w *walk) live(env uint32) *live {
	key := w.environment[env]
	if w.liveOf[key] == 0 {
		w.lives = slices.Grow(w.lives, 1)[:len(w.lives)+1]
		w.lives[len(w.lives)-1].begin(key)
		w.liveOf[key] = int32(len(w.lives))
	}
	return &w.lives[w.liveOf[key]-1]
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
	case w.backwards(r, l):
		w.rollback(a, r, l)
		l.enterBefore(r.version)
		return
	}
	w.forward(a, r, l)
	l.enter(r.version)
}

// enter makes a version the live one.
func (l *live) enter(version uint32) {
	l.version, l.known = version, true
	if l.place.at(version) < 0 {
		l.place.set(version, len(l.order))
		l.order = append(l.order, version)
	}
}

// enterBefore makes a version the live one after going back. One that was
// never live lies before what it took back, so that going there again is
// going forward.
func (l *live) enterBefore(version uint32) {
	at := l.place.at(l.version)
	if !l.known || l.place.at(version) >= 0 {
		l.enter(version)
		return
	}
	l.order = slices.Insert(l.order, at, version)
	for i := at; i < len(l.order); i++ {
		l.place.set(l.order[i], i)
	}
	l.version = version
}

// backwards says that a version lies before the live one.
func (w *walk) backwards(r *row, l *live) bool {
	if r.kind == rollback {
		return true
	}
	if !l.known {
		return false
	}
	if at := l.place.at(r.version); at >= 0 {
		return at < l.place.at(l.version)
	}
	return w.behind(r.version, l.version)
}

// forward counts a version, unless it came to another environment first.
func (w *walk) forward(a attempt, r *row, l *live) {
	carriers := w.carriers(l)
	if d := carriers.at(r.version); d >= 0 && !w.calculation.options.EachEnvironment && w.firstIn(d, r.env) {
		w.leave(a, Region, int32(d))
		return
	}
	carriers.set(r.version, w.count(a, r))
}

// firstIn says that a deployment reaches an environment for the first time,
// and keeps it.
func (w *walk) firstIn(d int, env uint32) bool {
	no := w.liveOf[w.environment[env]]
	if no > 64 {
		key := [2]int32{int32(d), no}
		seen := w.regions[key]
		if w.regions == nil {
			w.regions = map[[2]int32]bool{}
		}
		w.regions[key] = true
		return !seen
	}
	bit := uint64(1) << (no - 1)
	seen := w.counted[d].seenIn&bit != 0
	w.counted[d].seenIn |= bit
	return !seen
}

// carriers are the deployments that last brought versions forward: with
// Options.EachEnvironment those of every environment by itself.
func (w *walk) carriers(l *live) *spots {
	if w.calculation.options.EachEnvironment {
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
	w.standsAs[a.row] = of
	w.left = append(w.left, leftOut{a.at, a.row, why, of})
}

func (w *walk) mark(m mark) {
	if w.calculation.options.signals[m.signal] {
		w.marks = append(w.marks, m)
	}
}

// count adds a deployment with its changes and returns its number.
func (w *walk) count(a attempt, r *row) int {
	d := len(w.counted)
	w.standsAs[a.row] = int32(d)
	w.counted = append(w.counted, counted{
		at: a.at, row: a.row, version: r.version, commit: w.commitOf(r.version), kind: r.kind, rework: r.rework,
	})
	if r.kind != release && !w.nameless(r) {
		w.firstIn(d, r.env)
	}
	if r.kind == hotfix && d > 0 {
		w.mark(mark{deployment: d - 1, signal: ByHotfix, at: a.at, row: int32(a.row), incident: -1, commit: -1})
	}
	w.ship(d)
	return d
}
