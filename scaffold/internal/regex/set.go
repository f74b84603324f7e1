package regex

import (
	"slices"
	"unicode"
)

// span is a range of characters, both ends included: of UTF-16 units, or of code points in an expression of the flag u.
type span struct{ lo, hi rune }

// set is a set of characters.
type set struct {
	spans   []span // in order, and apart from each other
	negated bool
	fold    bool // letter case does not matter
	unicode bool // the flag u is set
}

func (s *set) has(u rune) bool {
	if s.contains(u) {
		return !s.negated
	}
	if s.fold && s.containsFolded(u) {
		return !s.negated
	}
	return s.negated
}

func (s *set) contains(u rune) bool {
	_, found := slices.BinarySearchFunc(s.spans, u, func(r span, u rune) int {
		switch {
		case r.hi < u:
			return -1
		case r.lo > u:
			return 1
		}
		return 0
	})
	return found
}

// ordered returns the same characters in order and without overlaps.
func ordered(spans []span) []span {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b span) int { return int(a.lo - b.lo) })
	var out []span
	for _, r := range spans {
		if n := len(out); n > 0 && r.lo <= out[n-1].hi+1 {
			out[n-1].hi = max(out[n-1].hi, r.hi)
			continue
		}
		out = append(out, r)
	}
	return out
}

func (s *set) containsFolded(u rune) bool {
	same := canonical(u, s.unicode)
	for r := unicode.SimpleFold(u); r != u; r = unicode.SimpleFold(r) {
		if canonical(r, s.unicode) == same && s.contains(r) {
			return true
		}
	}
	return false
}

// canonical is the character that stands for u and its other cases. With the flag u all that fold into each other are the
// same; else it is the upper case, unless that leads out of UTF-16's single units, or from outside ASCII into it.
func canonical(u rune, all bool) rune {
	if all {
		least := u
		for r := unicode.SimpleFold(u); r != u; r = unicode.SimpleFold(r) {
			least = min(least, r)
		}
		return least
	}
	upper := unicode.ToUpper(u)
	if upper >= 0x10000 || u >= 128 && upper < 128 {
		return u
	}
	return upper
}

func digits() []span { return []span{{'0', '9'}} }

// words are the characters of \w; with the flags i and u together, what folds into one of them is one, too.
func words(folded bool) []span {
	spans := []span{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
	if folded {
		spans = append(spans, span{longS, longS}, span{kelvin, kelvin})
	}
	return spans
}

const longS, kelvin = 0x17F, 0x212A

func spaces() []span {
	return []span{{'\t', '\r'}, {' ', ' '}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029},
		{0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}}
}

func lineEnds() []span { return []span{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}} }

// class returns what \d, \w, \s and their opposites stand for.
func class(c uint16, folded bool) ([]span, bool) {
	var spans []span
	switch c | 0x20 {
	case 'd':
		spans = digits()
	case 'w':
		spans = words(folded)
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

// complement returns the characters outside spans.
func complement(spans []span) []span {
	var out []span
	next := rune(0)
	for _, r := range ordered(spans) {
		if r.lo > next {
			out = append(out, span{next, r.lo - 1})
		}
		next = r.hi + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, span{next, unicode.MaxRune})
	}
	return out
}

func isWord(u uint16, folded bool) bool {
	return u == '_' || u >= '0' && u <= '9' || u|0x20 >= 'a' && u|0x20 <= 'z' || folded && (u == longS || u == kelvin)
}

func isLineEnd(u uint16) bool { return u == '\n' || u == '\r' || u == 0x2028 || u == 0x2029 }
