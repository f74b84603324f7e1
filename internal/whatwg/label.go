package whatwg

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// validLabel judges a label that is not all ASCII and not empty: UTS #46, section 4.1, with CheckJoiners and CheckBidi,
// as Node.js 20 has it. Where its reading of a rule is not the rule's, that is said.
func validLabel(label []rune) bool {
	if unicode.Is(unicode.M, label[0]) && !unicode.Is(laterMarks, label[0]) {
		return false
	}
	if i := slices.IndexFunc(label, isJoiner); i >= 0 {
		return validJoiner(label, i) // unlike the rules', which go on to the rest
	}
	return validBidi(label)
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

func isJoiner(r rune) bool { return r == zeroWidthNonJoiner || r == zeroWidthJoiner }

// validJoiner judges the first joiner, at i, by RFC 5892, appendix A: it comes after a virama, or it is a non-joiner
// between letters that would join. Unlike the rule's, the letters need not be its neighbours.
func validJoiner(label []rune, i int) bool {
	if i > 0 && isVirama(label[i-1]) {
		return true
	}
	if label[i] == zeroWidthJoiner {
		return false
	}
	return slices.ContainsFunc(label[:i], joinsAfter) && slices.ContainsFunc(label[i+1:], joinsBefore)
}

func isVirama(r rune) bool {
	const virama = 9 // a Canonical_Combining_Class
	return norm.NFC.PropertiesString(string(r)).CCC() == virama && !unicode.Is(laterMarks, r)
}

func joinsAfter(r rune) bool  { return unicode.Is(dualJoining, r) || unicode.Is(leftJoining, r) }
func joinsBefore(r rune) bool { return unicode.Is(dualJoining, r) || unicode.Is(rightJoining, r) }

// validBidi judges a label by RFC 5893, section 2, if it has characters that are written from right to left. Unlike the
// rule's, a label written from right to left may begin with any character that it may contain, one written from left to
// right may end in any character whatever, and the other labels of the domain have no bearing on it.
func validBidi(label []rune) bool {
	classes := make([]bidi.Class, len(label))
	for i, r := range label {
		classes[i] = bidiClass(r)
	}
	if !slices.ContainsFunc(classes, isRightToLeft) {
		return true
	}
	last := len(classes) - 1
	for last >= 0 && classes[last] == bidi.NSM {
		last--
	}
	classes = classes[:last+1]
	if classes[0] == bidi.L {
		return allOf(classes[:last], bidi.L)
	}
	if slices.Contains(classes, bidi.EN) && slices.Contains(classes, bidi.AN) {
		return false
	}
	endings := []bidi.Class{bidi.R, bidi.AL, bidi.EN, bidi.AN}
	return allOf(classes, bidi.R, bidi.AL, bidi.AN) && slices.Contains(endings, classes[last])
}

func isRightToLeft(c bidi.Class) bool { return c == bidi.R || c == bidi.AL || c == bidi.AN }

// allOf reports whether each of classes is one that goes in both directions or one of those given.
func allOf(classes []bidi.Class, also ...bidi.Class) bool {
	for _, c := range classes {
		switch c {
		case bidi.EN, bidi.ES, bidi.CS, bidi.ET, bidi.ON, bidi.BN, bidi.NSM:
		default:
			if !slices.Contains(also, c) {
				return false
			}
		}
	}
	return true
}

// noClass is the class of characters that are too young.
const noClass bidi.Class = 0xff

// hanunooPamudpod was a non-spacing mark until Unicode 14.
const hanunooPamudpod = '\u1734'

func bidiClass(r rune) bidi.Class {
	switch {
	case r == hanunooPamudpod:
		return bidi.NSM
	case unicode.Is(laterBidi, r):
		return noClass
	}
	p, _ := bidi.LookupRune(r)
	return p.Class()
}
