package yamlsrc

import (
	"strings"
	"unicode/utf8"
)

// toValid replaces what is no UTF-8 in s by U+FFFD as the Encoding Standard has it and JavaScript does: one for each
// longest beginning of a character that is cut off, one for each other byte.
func toValid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		if c == utf8.RuneError && n <= 1 {
			n = cutOff(s[i:])
		}
		b.WriteRune(c)
		i += n
	}
	return b.String()
}

// cutOff returns how many bytes of s are the beginning of a character; at least 1.
func cutOff(s string) int {
	low, high, want := byte(0x80), byte(0xbf), 0
	switch c := s[0]; {
	case 0xc2 <= c && c <= 0xdf:
		want = 1
	case 0xe0 <= c && c <= 0xef:
		want = 2
	case 0xf0 <= c && c <= 0xf4:
		want = 3
	}
	switch s[0] {
	case 0xe0:
		low = 0xa0
	case 0xed:
		high = 0x9f
	case 0xf0:
		low = 0x90
	case 0xf4:
		high = 0x8f
	}
	n := 1
	for ; n <= want && n < len(s) && low <= s[n] && s[n] <= high; n++ {
		low, high = 0x80, 0xbf
	}
	return n
}

// unitWidth returns how many bytes the first UTF-16 code unit of s takes; at least 1.
func unitWidth(s string) int {
	if s == "" || s[0] < utf8.RuneSelf {
		return 1
	}
	c, n := utf8.DecodeRuneInString(s)
	switch {
	case c == utf8.RuneError && n <= 1:
		return cutOff(s)
	case c > 0xffff:
		return 1
	}
	return n
}

// firstUnits returns the first n UTF-16 code units of s.
func firstUnits(s string, n int) string {
	for i, c := range s {
		if n <= 0 {
			return s[:i]
		}
		n--
		if c > 0xffff {
			n--
		}
	}
	return s
}

// units returns how many UTF-16 code units s has.
func units(s string) int {
	n := 0
	for _, c := range s {
		n++
		if c > 0xffff {
			n++
		}
	}
	return n
}
