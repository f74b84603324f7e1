package yamlsrc

import (
	"fmt"
	"strings"
)

// isSpace tells whether JavaScript takes c as white space.
func isSpace(c rune) bool {
	switch {
	case '\t' <= c && c <= '\r', c == ' ', c == 0xa0, c == 0x1680, 0x2000 <= c && c <= 0x200a:
		return true
	case c == 0x2028, c == 0x2029, c == 0x202f, c == 0x205f, c == 0x3000, c == 0xfeff:
		return true
	}
	return false
}

// quoteJSON returns s as JavaScript prints a string in JSON.
func quoteJSON(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch c {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case '\b':
			b.WriteString(`\b`)
		case '\f':
			b.WriteString(`\f`)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			if c < ' ' {
				fmt.Fprintf(&b, `\u%04x`, c)
				continue
			}
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
