package js

import (
	"strings"
	"unicode"
)

// IsSpace reports whether r is white space or a line end to JavaScript (\s).
func IsSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\v', '\f', '\r', 0xA0, 0xFEFF, 0x2028, 0x2029:
		return true
	}
	return r >= 0x1680 && unicode.Is(unicode.Zs, r)
}

// Trim removes white space at both ends.
func Trim(s string) string { return strings.TrimFunc(s, IsSpace) }

// TrimLeft removes white space at the start.
func TrimLeft(s string) string { return strings.TrimLeftFunc(s, IsSpace) }

// TrimRight removes white space at the end.
func TrimRight(s string) string { return strings.TrimRightFunc(s, IsSpace) }
