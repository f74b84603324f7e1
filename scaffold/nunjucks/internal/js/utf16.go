package js

import (
	"strings"
	"unicode/utf8"
)

// IsASCII reports whether s has only ASCII characters, so that bytes are UTF-16 units.
func IsASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Length returns the number of UTF-16 units of s.
func Length(s string) int {
	n := 0
	for i := range len(s) {
		switch b := s[i]; {
		case b&0xC0 == 0x80: // not the first byte of a character
		case b >= 0xF0:
			n += 2
		default:
			n++
		}
	}
	return n
}

// Units returns the UTF-16 units of s.
func Units(s string) []uint16 {
	units := make([]uint16, 0, len(s))
	for len(s) > 0 {
		r, size := decode(s)
		s = s[size:]
		if r >= 0x10000 {
			r -= 0x10000
			units = append(units, uint16(0xD800+r>>10), uint16(0xDC00+r&0x3FF))
			continue
		}
		units = append(units, uint16(r))
	}
	return units
}

// decode returns the first character of s, which may be half of a surrogate pair.
func decode(s string) (rune, int) {
	if len(s) >= 3 && s[0] == 0xED && s[1] >= 0xA0 && s[1] < 0xC0 && s[2]&0xC0 == 0x80 {
		return rune(s[0]&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(s)
}

// FromUnits returns the string of UTF-16 units.
func FromUnits(units []uint16) string {
	b := make([]byte, 0, len(units))
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if r >= 0xD800 && r < 0xDC00 && i+1 < len(units) && units[i+1] >= 0xDC00 && units[i+1] < 0xE000 {
			r = 0x10000 + (r-0xD800)<<10 + rune(units[i+1]) - 0xDC00
			i++
		}
		b = appendRune(b, r)
	}
	return string(b)
}

// appendRune appends a character that may be half of a surrogate pair.
func appendRune(b []byte, r rune) []byte {
	if r >= 0xD800 && r < 0xE000 {
		return append(b, 0xED, byte(0x80|r>>6&0x3F), byte(0x80|r&0x3F))
	}
	return utf8.AppendRune(b, r)
}

// FromUnit returns the string of one UTF-16 unit.
func FromUnit(u uint16) string { return string(appendRune(nil, rune(u))) }

// UnitAt returns the UTF-16 unit i of s as a string, and whether there is one.
func UnitAt(s string, i int) (string, bool) {
	if i < 0 || i >= len(s) {
		return "", false
	}
	if IsASCII(s) {
		return s[i : i+1], true
	}
	units := Units(s)
	if i >= len(units) {
		return "", false
	}
	return FromUnit(units[i]), true
}

// Slice returns the UTF-16 units of s from one index to another, which must be within it.
func Slice(s string, from, to int) string {
	if IsASCII(s) {
		return s[from:to]
	}
	return FromUnits(Units(s)[from:to])
}

// Concat returns a and b as one string; halves of a surrogate pair that meet become a character.
func Concat(a, b string) string {
	if halfAtEnd(a) && halfAtStart(b) {
		return Join(a + b)
	}
	return a + b
}

func halfAtEnd(s string) bool {
	n := len(s)
	return n >= 3 && s[n-3] == 0xED && s[n-2] >= 0xA0 && s[n-2] < 0xB0
}

func halfAtStart(s string) bool { return len(s) >= 3 && s[0] == 0xED && s[1] >= 0xB0 }

// Join makes characters of halves of surrogate pairs that stand side by side in s.
func Join(s string) string {
	if !strings.Contains(s, "\xED") || !hasHalf(s) {
		return s
	}
	return FromUnits(Units(s))
}

func hasHalf(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == 0xED && s[i+1] >= 0xA0 {
			return true
		}
	}
	return false
}

// WellFormed replaces halves of surrogate pairs, as writing them to a file does.
func WellFormed(s string) string {
	if !strings.Contains(s, "\xED") {
		return s
	}
	return strings.ToValidUTF8(replaceHalves(Join(s)), "\uFFFD")
}

func replaceHalves(s string) string {
	if !hasHalf(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := decode(s)
		if r >= 0xD800 && r < 0xE000 {
			r = utf8.RuneError
		}
		b.WriteRune(r)
		s = s[size:]
	}
	return b.String()
}

// CompareStrings compares by UTF-16 units, as the operators < and > do.
func CompareStrings(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return compareAt(a[i], b[i])
		}
	}
	return len(a) - len(b)
}

// compareAt compares the first bytes in which two strings differ. Only characters above U+FFFF, which UTF-16 writes with
// units below U+E000, stand elsewhere in UTF-8.
func compareAt(a, b byte) int {
	if a >= 0xF0 && b >= 0xEE && b < 0xF0 {
		return -1
	}
	if b >= 0xF0 && a >= 0xEE && a < 0xF0 {
		return 1
	}
	return int(a) - int(b)
}
