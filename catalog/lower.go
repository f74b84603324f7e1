package catalog

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	capitalSigma   = 'Σ'
	finalSigma     = 'ς'
	capitalIDotted = 'İ'
)

// toLower is JavaScript's toLowerCase: Unicode's full, locale-free mapping. It differs from [strings.ToLower] in İ,
// which becomes two code points, and in Σ, which becomes ς at the end of a word.
func toLower(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return string(appendLower(nil, s))
		}
	}
	return s
}

// appendLower appends toLower(s) to b.
func appendLower(b []byte, s string) []byte {
	start := len(b)
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return append(b[:start], lowerUnicode(s)...)
		}
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		b = append(b, c)
	}
	return b
}

func lowerUnicode(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		switch {
		case r == capitalIDotted:
			b.WriteString("i\u0307")
		case r == capitalSigma && endsWord(s[:i], s[i+len("Σ"):]):
			b.WriteRune(finalSigma)
		default:
			b.WriteRune(lowerRune(r))
		}
	}
	return b.String()
}

// endsWord is the condition Final_Sigma of the Unicode Standard, section 3.13: a cased letter comes before, none comes
// after, looking past what has no bearing on case.
func endsWord(before, after string) bool {
	for before != "" {
		r, size := utf8.DecodeLastRuneInString(before)
		before = before[:len(before)-size]
		if !caseIgnorable(r) {
			return cased(r) && !startsCased(after)
		}
	}
	return false
}

func startsCased(s string) bool {
	for _, r := range s {
		if !caseIgnorable(r) {
			return cased(r)
		}
	}
	return false
}

func cased(r rune) bool {
	if unicode.Is(uncasedLately, r) {
		return false
	}
	return unicode.In(r, unicode.Lu, unicode.Ll, unicode.Lt, unicode.Other_Lowercase, unicode.Other_Uppercase, casedLately)
}

func caseIgnorable(r rune) bool {
	switch r {
	// What may stand within a word: Unicode's Word_Break values MidLetter, MidNumLet and Single_Quote.
	case '\'', '.', ':', '·', '\u0387', '\u055f', '\u05f4', '‘', '’', '\u2024', '\u2027',
		'\ufe13', '\ufe52', '\ufe55', '\uff07', '\uff0e', '\uff1a':
		return true
	}
	if unicode.Is(unignorableLately, r) {
		return false
	}
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk, ignorableLately)
}
