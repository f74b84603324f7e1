package regex

import (
	"slices"
	"unicode"
)

// span is a range of UTF-16 units, both ends included.
type span struct{ lo, hi uint16 }

// set is a set of UTF-16 units.
type set struct {
	spans   []span
	negated bool
	fold    bool // letter case does not matter
}

func single(u uint16) *set { return &set{spans: []span{{u, u}}} }

func (s *set) has(u uint16) bool {
	if s.contains(u) {
		return !s.negated
	}
	if s.fold && s.containsFolded(u) {
		return !s.negated
	}
	return s.negated
}

func (s *set) contains(u uint16) bool {
	for _, r := range s.spans {
		if u >= r.lo && u <= r.hi {
			return true
		}
	}
	return false
}

func (s *set) containsFolded(u uint16) bool {
	upper := canonical(u)
	for r := unicode.SimpleFold(rune(u)); r != rune(u); r = unicode.SimpleFold(r) {
		if r < 0x10000 && canonical(uint16(r)) == upper && s.contains(uint16(r)) {
			return true
		}
	}
	return false
}

// canonical is the unit that stands for u and its other cases: upper case, unless that leads from outside ASCII into it.
func canonical(u uint16) uint16 {
	upper := unicode.ToUpper(rune(u))
	if upper >= 0x10000 || u >= 128 && upper < 128 {
		return u
	}
	return uint16(upper)
}

func digits() []span { return []span{{'0', '9'}} }

func words() []span { return []span{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}} }

func spaces() []span {
	return []span{{'\t', '\r'}, {' ', ' '}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029},
		{0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}}
}

func lineEnds() []span { return []span{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}} }

// class returns what \d, \w, \s and their opposites stand for.
func class(c uint16) ([]span, bool) {
	var spans []span
	switch c | 0x20 {
	case 'd':
		spans = digits()
	case 'w':
		spans = words()
	case 's':
		spans = spaces()
	default:
		return nil, false
	}
	if c&0x20 == 0 {
		return complement(spans), true
	}
	return spans, true
}

// complement returns the units outside spans.
func complement(spans []span) []span {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b span) int { return int(a.lo) - int(b.lo) })
	var out []span
	next := 0
	for _, r := range spans {
		if int(r.lo) > next {
			out = append(out, span{uint16(next), r.lo - 1})
		}
		next = max(next, int(r.hi)+1)
	}
	if next <= 0xFFFF {
		out = append(out, span{uint16(next), 0xFFFF})
	}
	return out
}

func isWord(u uint16) bool { return u < 128 && (&set{spans: words()}).contains(u) }

func isLineEnd(u uint16) bool { return u == '\n' || u == '\r' || u == 0x2028 || u == 0x2029 }
