package snapshot

import (
	"encoding/hex"
	"errors"
	"strings"
	"unicode/utf8"
)

// What is escaped in a part of a line beside what always is.
const (
	inRef   = " "
	inLabel = " :"
)

var errEscape = errors.New(`has a backslash that is not followed by x and two hexadecimal digits`)

// appendEscaped appends s to b, with the bytes escaped that are in the way everywhere and those in also.
func appendEscaped(b []byte, s, also string) []byte {
	for {
		plain := plainPrefix(s, also)
		b = append(b, s[:plain]...)
		if s = s[plain:]; s == "" {
			return b
		}
		r, size := utf8.DecodeRuneInString(s)
		if seen := size > 1 && !unseen(r); seen {
			b = append(b, s[:size]...)
		} else {
			b = appendEscapes(b, s[:size])
		}
		s = s[size:]
	}
}

// plainPrefix returns the length of the part of s that is ASCII and has nothing to escape.
func plainPrefix(s, also string) int {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c >= 0x7f, c == '\\':
			return i
		case (c == ' ' || c == ':') && strings.IndexByte(also, c) >= 0:
			return i
		}
	}
	return len(s)
}

func appendEscapes(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	for i := range len(s) {
		b = append(b, '\\', 'x', digits[s[i]>>4], digits[s[i]&15])
	}
	return b
}

// unseen reports whether r ends lines in some programs, acts on a terminal, or makes a line read otherwise than it is.
// The list is fixed, since the bytes of a snapshot must not depend on a version of Unicode.
func unseen(r rune) bool {
	switch {
	case r < 0xa0, r == 0x200e, r == 0x200f, r == 0x2028, r == 0x2029, r == 0xfeff:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// unescape is the inverse of appendEscaped. A text with a bad escape comes back as it is.
func unescape(s string) (string, error) {
	next := strings.IndexByte(s, '\\')
	if next < 0 {
		return s, nil
	}
	b := make([]byte, 0, len(s))
	for rest := s; ; {
		b = append(b, rest[:next]...)
		rest = rest[next:]
		if rest == "" {
			return string(b), nil
		}
		var c [1]byte
		if len(rest) < 4 || rest[1] != 'x' {
			return s, errEscape
		}
		if _, err := hex.Decode(c[:], []byte(rest[2:4])); err != nil {
			return s, errEscape
		}
		b = append(b, c[0])
		rest = rest[4:]
		if next = strings.IndexByte(rest, '\\'); next < 0 {
			next = len(rest)
		}
	}
}
