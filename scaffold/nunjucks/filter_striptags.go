package nunjucks

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

// striptags removes tags and comments, and squeezes white space, keeping lines if asked to.
func striptags(c *filterCall) (js.Value, error) {
	s, err := c.text()
	if err != nil {
		return nil, err
	}
	s = js.Trim(withoutTags(s))
	if js.Truthy(c.arg(1)) {
		return c.as(squeezeLines(s), nil)
	}
	var b strings.Builder
	space := false
	for _, r := range s {
		if js.IsSpace(r) {
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		}
		space = false
		b.WriteRune(r)
	}
	return c.as(b.String(), nil)
}

func withoutTags(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		n := tagLength(s)
		if n == 0 {
			if !strings.Contains(s, ">") {
				break // so that no tag ends any more
			}
			b.WriteByte('<')
			n = 1
		}
		s = s[n:]
	}
	return b.String() + s
}

// tagLength returns the length of the tag or comment that s starts with, or 0.
func tagLength(s string) int {
	if strings.HasPrefix(s, "<!--") {
		if end := strings.Index(s[4:], "-->"); end >= 0 {
			return 4 + end + 3
		}
		return 0
	}
	i := 1
	if i < len(s) && s[i] == '/' {
		i++
	}
	if i >= len(s) || !isLetter(s[i]) {
		return 0
	}
	for i < len(s) && (isLetter(s[i]) || s[i] >= '0' && s[i] <= '9') {
		i++
	}
	if i < len(s) && s[i] == '_' {
		return 0
	}
	end := strings.IndexByte(s[i:], '>')
	if end < 0 {
		return 0
	}
	return i + end + 1
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// squeezeLines removes spaces at both ends of lines, all but one between words, and all but one of several empty lines.
func squeezeLines(s string) string {
	var b strings.Builder
	pending, start := false, true
	for _, r := range s {
		switch r {
		case ' ':
			pending = true
			continue
		case '\n', '\r', 0x2028, 0x2029:
			pending = false
			b.WriteRune(r)
			start = true
			continue
		}
		if pending && !start {
			b.WriteByte(' ')
		}
		pending, start = false, false
		b.WriteRune(r)
	}
	s = strings.ReplaceAll(b.String(), "\r\n", "\n")
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return s
}
