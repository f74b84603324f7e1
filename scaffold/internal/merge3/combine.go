package merge3

import "bytes"

// origin says which side a region of the result is taken from.
type origin byte

const (
	conflict origin = iota
	fromOurs
	fromTheirs
	agreed // both sides say the same after all
)

// span is the lines from start up to end.
type span struct{ start, end int }

// over returns the span of another text that a change of it makes of s: the change says what it makes of a part of s.
func (s span) over(c change) span { return span{c.b - (c.a - s.start), c.bEnd + (s.end - c.aEnd)} }

// moved returns the span n lines farther on.
func (s span) moved(n int) span { return span{s.start + n, s.end + n} }

func (s span) isEmpty() bool { return s.start == s.end }

// region is a stretch that at least one side has changed, in all three texts. What lies between regions is the same in all.
type region struct {
	origin             origin
	base, ours, theirs span
}

// merger merges three texts.
type merger struct {
	base, ours, theirs [][]byte
	regions            []region
}

// combine makes regions of the changes of both sides. Changes that overlap or touch are a conflict, unless they are the
// same.
func (m *merger) combine(ours, theirs []change) {
	for len(ours) > 0 || len(theirs) > 0 {
		switch {
		case len(theirs) == 0 || len(ours) > 0 && ours[0].aEnd < theirs[0].a:
			c := ours[0]
			base := span{c.a, c.aEnd}
			m.add(region{fromOurs, base, base.over(c), base.moved(shift(theirs, m.base, m.theirs))})
			ours = ours[1:]
		case len(ours) == 0 || theirs[0].aEnd < ours[0].a:
			c := theirs[0]
			base := span{c.a, c.aEnd}
			m.add(region{fromTheirs, base, base.moved(shift(ours, m.base, m.ours)), base.over(c)})
			theirs = theirs[1:]
		default:
			x, y := ours[0], theirs[0]
			if !m.same(x, y) {
				base := span{min(x.a, y.a), max(x.aEnd, y.aEnd)}
				m.add(region{conflict, base, base.over(x), base.over(y)})
			}
			if x.aEnd >= y.aEnd {
				theirs = theirs[1:]
			}
			if y.aEnd >= x.aEnd {
				ours = ours[1:]
			}
		}
	}
}

// shift returns how many lines a text is ahead of the base before the first of the changes that are left.
func shift(left []change, base, text [][]byte) int {
	if len(left) > 0 {
		return left[0].b - left[0].a
	}
	return len(text) - len(base)
}

// same tells whether both sides have made the same change.
func (m *merger) same(x, y change) bool {
	return x.a == y.a && x.aEnd == y.aEnd && equal(m.ours[x.b:x.bEnd], m.theirs[y.b:y.bEnd])
}

func equal(a, b [][]byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !bytes.Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

// add adds a region, to the last one if they touch in either side.
func (m *merger) add(r region) {
	if n := len(m.regions); n > 0 {
		last := &m.regions[n-1]
		if r.ours.start <= last.ours.end || r.theirs.start <= last.theirs.end {
			if r.origin != last.origin {
				last.origin = conflict
			}
			last.base.end, last.ours.end, last.theirs.end = r.base.end, r.ours.end, r.theirs.end
			return
		}
	}
	m.regions = append(m.regions, r)
}
