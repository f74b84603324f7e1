package regex

import (
	"fmt"
	"regexp"
	"strings"
)

// linear returns the expression for Go's regexp package, or nil if that would match ASCII text otherwise than JavaScript.
func linear(n node, fold, multiline bool) *regexp.Regexp {
	var b strings.Builder
	if fold {
		b.WriteString("(?i)")
	}
	if !translate(&b, n, multiline) {
		return nil
	}
	re, err := regexp.Compile(b.String())
	if err != nil { // too large for it
		return nil
	}
	return re
}

func translate(b *strings.Builder, n node, multiline bool) bool {
	switch n := n.(type) {
	case sequence:
		for _, part := range n {
			if !translate(b, part, multiline) {
				return false
			}
		}
		return true
	case choice:
		b.WriteString("(?:")
		for i, part := range n {
			if i > 0 {
				b.WriteByte('|')
			}
			if !translate(b, part, multiline) {
				return false
			}
		}
		b.WriteByte(')')
		return true
	case char:
		return translateSet(b, n.set)
	case group:
		return translateGroup(b, n, multiline)
	case repeat:
		return translateRepeat(b, n, multiline)
	case anchor:
		return translateAnchor(b, n, multiline)
	}
	return false
}

func translateGroup(b *strings.Builder, n group, multiline bool) bool {
	if n.index == 0 {
		b.WriteString("(?:")
	} else {
		b.WriteByte('(')
	}
	ok := translate(b, n.body, multiline)
	b.WriteByte(')')
	return ok
}

// translateRepeat refuses captures within repetitions, which JavaScript empties in each round, and bodies that may be
// empty, for which the two count rounds differently.
func translateRepeat(b *strings.Builder, n repeat, multiline bool) bool {
	if n.last > n.first || nullable(n.body) || n.min > 100 || n.max > 100 {
		return false
	}
	b.WriteString("(?:")
	if !translate(b, n.body, multiline) {
		return false
	}
	if n.max < 0 {
		fmt.Fprintf(b, "){%d,}", n.min)
	} else {
		fmt.Fprintf(b, "){%d,%d}", n.min, n.max)
	}
	if n.lazy {
		b.WriteByte('?')
	}
	return true
}

func translateAnchor(b *strings.Builder, n anchor, multiline bool) bool {
	if multiline && (n.kind == '^' || n.kind == '$') {
		return false // for JavaScript a line also ends at \r
	}
	switch n.kind {
	case '^':
		b.WriteString(`\A`)
	case '$':
		b.WriteString(`\z`)
	default:
		b.WriteByte('\\')
		b.WriteByte(n.kind)
	}
	return true
}

// translateSet writes the ASCII part of a set.
func translateSet(b *strings.Builder, s *set) bool {
	b.WriteByte('[')
	if s.negated {
		b.WriteByte('^')
	}
	empty := true
	for _, r := range s.spans {
		if r.hi > 127 && r.lo < 128 {
			r.hi = 127
		}
		if r.lo < 128 {
			empty = false
			fmt.Fprintf(b, `\x%02x-\x%02x`, r.lo, r.hi)
		}
	}
	b.WriteByte(']')
	return !empty
}
