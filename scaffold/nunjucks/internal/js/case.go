package js

import (
	"strings"
	"unicode"
)

// Upper converts to upper case as toUpperCase does: also characters that become several.
func Upper(s string) string {
	if IsASCII(s) {
		return strings.ToUpper(s)
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := decode(s)
		if special := specialUpper(r); special != "" {
			b.WriteString(special)
		} else {
			b.Write(appendRune(nil, unicode.ToUpper(r)))
		}
		s = s[size:]
	}
	return b.String()
}

// specialUpper returns what a character becomes that has no single upper case (SpecialCasing of Unicode).
func specialUpper(r rune) string {
	switch r {
	case 'ß':
		return "SS"
	case 'ŉ':
		return "ʼN"
	case 'ǰ':
		return "J̌"
	case 'ΐ':
		return "Ϊ́"
	case 'ΰ':
		return "Ϋ́"
	case 'և':
		return "ԵՒ"
	case 'ﬀ':
		return "FF"
	case 'ﬁ':
		return "FI"
	case 'ﬂ':
		return "FL"
	case 'ﬃ':
		return "FFI"
	case 'ﬄ':
		return "FFL"
	case 'ﬅ', 'ﬆ':
		return "ST"
	}
	return ""
}

// Lower converts to lower case as toLowerCase does: İ becomes two characters, and Σ at the end of a word ς.
func Lower(s string) string {
	if IsASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	letterBefore := false
	for len(s) > 0 {
		r, size := decode(s)
		s = s[size:]
		switch r {
		case 'İ':
			b.WriteString("i̇")
		case 'Σ':
			b.WriteString(lowerSigma(letterBefore, s))
		default:
			b.Write(appendRune(nil, unicode.ToLower(r)))
		}
		letterBefore = unicode.IsLetter(r)
	}
	return b.String()
}

func lowerSigma(letterBefore bool, rest string) string {
	next, _ := decode(rest)
	if letterBefore && !unicode.IsLetter(next) {
		return "ς"
	}
	return "σ"
}
