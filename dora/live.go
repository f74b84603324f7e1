package dora

import "slices"

// live is what is known of an environment.
type live struct {
	env     uint32
	version uint32
	commit  int32 // row of the version's commit; -1 where the history lacks it
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
	for int(version) > len(s.list) {
		s.list = append(s.list, -1)
	}
	if int(version) == len(s.list) {
		// Versions are numbered as they come, so that this is the rule.
		s.list = append(s.list, int32(to))
		return
	}
	s.list[version] = int32(to)
}

// next gives the next n versions the numbers from to on.
func (s *spots) next(n, to int) {
	at := len(s.list)
	s.list = slices.Grow(s.list, n)[:at+n]
	for i := range s.list[at:] {
		s.list[at+i] = int32(to + i)
	}
}

// bring makes the next versions live, one after another, and the deployments
// from d on those that brought them. The commit is that of the last one.
func (l *live) bring(carried *spots, n, d int, commit int32) {
	if n == 0 {
		return
	}
	version := uint32(len(carried.list))
	carried.next(n, d)
	l.place.next(n, len(l.order))
	at := len(l.order)
	l.order = slices.Grow(l.order, n)[:at+n]
	for i := range l.order[at:] {
		l.order[at+i] = version + uint32(i)
	}
	l.version, l.commit = version+uint32(n-1), commit
}

// enter makes a version the live one.
func (l *live) enter(version uint32, commit int32) {
	l.version, l.commit, l.known = version, commit, true
	if l.place.at(version) < 0 {
		l.place.set(version, len(l.order))
		l.order = append(l.order, version)
	}
}

// enterBefore makes a version the live one after going back. One that was
// never live lies before what it took back, so that going there again is
// going forward.
func (l *live) enterBefore(version uint32, commit int32) {
	at := l.place.at(l.version)
	if !l.known || l.place.at(version) >= 0 {
		l.enter(version, commit)
		return
	}
	l.order = slices.Insert(l.order, at, version)
	for i := at; i < len(l.order); i++ {
		l.place.set(l.order[i], i)
	}
	l.version, l.commit = version, commit
}
