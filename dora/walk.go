package dora

import (
	"cmp"
	"slices"
)

// counted is a deployment that counts, of all history.
type counted struct {
	at       int64
	row      uint32
	pair     uint32
	commit   int32 // row of the commit; -1 where the history lacks it
	kind     kindNo
	rework   bool
	baseline bool
	changes  span // of walk.changes
	seenIn   []uint32
}

// change is a commit that a deployment brought.
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
	repository
	service  *service
	no       uint32
	counted  []counted
	changes  []shipped
	marks    []mark
	left     []leftOut
	standsAs []int32 // by row: the deployment that an attempt is or repeats; -1: none
	skipped  []skipped
	baseline int // the first deployment with a known commit; -1: none yet

	lives   map[uint32]*live // by number of the lower-cased environment
	carried map[carry]int    // the deployment that last brought a version forward
}

// carry is where a version was brought: with Options.EachEnvironment every
// environment is by itself, else they are one.
type carry struct{ env, pair uint32 }

// live is what is known of an environment.
type live struct {
	pair  uint32
	known bool
	order []uint32       // versions as they first went live
	place map[uint32]int // of a version in order
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
	w.baseline = -1
	w.standsAs = make([]int32, len(w.service.rows))
	for i := range w.standsAs {
		w.standsAs[i] = -1
	}
	for _, a := range w.attempts() {
		w.take(a)
	}
}

// attempts returns the finished attempts in production by time, then by ID.
func (w *walk) attempts() []attempt {
	out := make([]attempt, 0, len(w.service.rows))
	sorted := true
	for i := range w.service.rows {
		r := &w.service.rows[i]
		if !w.production[r.env] {
			continue
		}
		v, ended := w.history.judge(r, w.to)
		if !ended {
			continue
		}
		sorted = sorted && (len(out) == 0 || out[len(out)-1].at < v.at)
		out = append(out, attempt{v.at, uint32(i), v.success})
	}
	if !sorted {
		slices.SortFunc(out, w.compare)
	}
	return out
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
	case r.kind == release, w.nameless(r):
		w.count(a, r)
	default:
		w.follow(a, r, w.live(r.env))
	}
}

// nameless says that nothing tells this version from another.
func (w *walk) nameless(r *row) bool { return w.history.pairs.list[r.pair] == version{} }

func (w *walk) live(env uint32) *live {
	key := w.environment[env]
	l, ok := w.lives[key]
	if !ok {
		l = &live{place: map[uint32]int{}}
		if w.lives == nil {
			w.lives = map[uint32]*live{}
		}
		w.lives[key] = l
	}
	return l
}

func (w *walk) follow(a attempt, r *row, l *live) {
	switch {
	case l.known && l.pair == r.pair:
		w.leave(a, Redeploy, w.carriedBy(r))
		return
	case w.backwards(r, l):
		w.rollback(a, r, l)
		l.enterBefore(r.pair)
		return
	default:
		w.forward(a, r)
	}
	l.enter(r.pair)
}

// enter makes a version the live one.
func (l *live) enter(pair uint32) {
	l.pair, l.known = pair, true
	if _, ok := l.place[pair]; !ok {
		l.place[pair] = len(l.order)
		l.order = append(l.order, pair)
	}
}

// enterBefore makes a version the live one after going back. One that was
// never live lies before what it took back, so that going there again is
// going forward.
func (l *live) enterBefore(pair uint32) {
	at, ok := l.place[l.pair]
	if _, was := l.place[pair]; was || !ok {
		l.enter(pair)
		return
	}
	l.order = slices.Insert(l.order, at, pair)
	for i := at; i < len(l.order); i++ {
		l.place[l.order[i]] = i
	}
	l.pair, l.known = pair, true
}

// backwards says that a version lies before the live one.
func (w *walk) backwards(r *row, l *live) bool {
	if r.kind == rollback {
		return true
	}
	if !l.known {
		return false
	}
	if at, ok := l.place[r.pair]; ok {
		return at < l.place[l.pair]
	}
	return w.behind(r.pair, l.pair)
}

// forward counts a version, unless it came to another environment first.
func (w *walk) forward(a attempt, r *row) {
	key := w.carry(r)
	if d, ok := w.carried[key]; ok && !w.calculation.options.EachEnvironment {
		env := w.environment[r.env]
		if first := &w.counted[d]; !slices.Contains(first.seenIn, env) {
			first.seenIn = append(first.seenIn, env)
			w.leave(a, Region, int32(d))
			return
		}
	}
	d := w.count(a, r)
	if w.carried == nil {
		w.carried = map[carry]int{}
	}
	w.carried[key] = d
}

func (w *walk) carry(r *row) carry {
	if w.calculation.options.EachEnvironment {
		return carry{w.environment[r.env], r.pair}
	}
	return carry{0, r.pair}
}

// carriedBy returns the deployment that brought a version, -1 for none.
func (w *walk) carriedBy(r *row) int32 {
	if d, ok := w.carried[w.carry(r)]; ok {
		return int32(d)
	}
	return -1
}

// rollback marks the deployment that was taken back: the first one after a
// target that went live before the live one, else the live one itself.
func (w *walk) rollback(a attempt, r *row, l *live) {
	w.leave(a, WentBack, -1)
	if !l.known {
		return
	}
	bad := []uint32{l.pair}
	if at, ok := l.place[r.pair]; ok && at < l.place[l.pair] {
		bad = l.order[at+1:]
	}
	for _, pair := range bad {
		if d, ok := w.carried[carry{w.carry(r).env, pair}]; ok {
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
	c := counted{
		at: a.at, row: a.row, pair: r.pair, commit: w.commitOf(r.pair),
		kind: r.kind, rework: r.rework, seenIn: []uint32{w.environment[r.env]},
	}
	w.counted = append(w.counted, c)
	if r.kind == hotfix && d > 0 {
		w.mark(mark{deployment: d - 1, signal: ByHotfix, at: a.at, row: int32(a.row), incident: -1, commit: -1})
	}
	w.ship(d)
	return d
}
