package js

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/internal/regex"
)

// expand fills in a replacement: $$, $&, $`, $', $1 and, if re has named captures, $<name>. A nil re has no captures.
func expand(replacement string, t regex.Text, found []int, re *Regexp) string {
	if !strings.Contains(replacement, "$") {
		return replacement
	}
	var b strings.Builder
	for i := 0; i < len(replacement); i++ {
		if replacement[i] != '$' || i+1 == len(replacement) {
			b.WriteByte(replacement[i])
			continue
		}
		i++
		switch c := replacement[i]; {
		case c == '$':
			b.WriteByte('$')
		case c == '&':
			b.WriteString(FromUnits(t.Units[found[0]:found[1]]))
		case c == '`':
			b.WriteString(FromUnits(t.Units[:found[0]]))
		case c == '\'':
			b.WriteString(FromUnits(t.Units[found[1]:]))
		case c >= '0' && c <= '9':
			i += expandNumber(&b, replacement[i:], t, found) - 1
		case c == '<' && re != nil && re.Named():
			i += expandName(&b, replacement[i:], t, found, re) - 1
		default:
			b.WriteByte('$')
			i--
		}
	}
	return b.String()
}

// expandNumber writes the capture whose number s starts with, and returns the length of the number.
func expandNumber(b *strings.Builder, s string, t regex.Text, found []int) int {
	groups := len(found)/2 - 1
	n, length := int(s[0]-'0'), 1
	if len(s) > 1 && s[1] >= '0' && s[1] <= '9' {
		if two := n*10 + int(s[1]-'0'); two >= 1 && two <= groups {
			n, length = two, 2
		}
	}
	if n < 1 || n > groups {
		b.WriteString("$" + s[:length])
		return length
	}
	writeCapture(b, t, found, n)
	return length
}

func expandName(b *strings.Builder, s string, t regex.Text, found []int, re *Regexp) int {
	end := strings.IndexByte(s, '>')
	if end < 0 {
		b.WriteString("$<")
		return 1
	}
	for i := 1; i <= re.Groups(); i++ {
		if re.GroupName(i) == s[1:end] {
			writeCapture(b, t, found, i)
		}
	}
	return end + 1
}

func writeCapture(b *strings.Builder, t regex.Text, found []int, i int) {
	if s, ok := capture(t, found, i).(string); ok {
		b.WriteString(s)
	}
}
