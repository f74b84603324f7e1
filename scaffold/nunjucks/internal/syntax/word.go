package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// word reads a number, a constant or a name: whatever stands up to white space or a delimiter.
func (l *lexer) word() token {
	n := 0
	for n < len(l.src)-l.pos {
		c := l.src[l.pos+n]
		if c == ' ' || c == '\n' || c == '\t' || c == '\r' || isDelimiter(c) ||
			c == 0xC2 && strings.HasPrefix(l.src[l.pos+n:], "\u00A0") || l.opts.Logical && c == '&' {
			break
		}
		n++
	}
	return l.classify(max(n, 1))
}

// classify returns the word of the next n bytes.
func (l *lexer) classify(n int) token {
	text := l.src[l.pos : l.pos+n]
	if digits(text) == len(text) {
		if l.pos+n < len(l.src) && l.src[l.pos+n] == '.' {
			n++
			return l.take(kFloat, n+digits(l.src[l.pos+n:]))
		}
		return l.take(kInt, n)
	}
	t := l.take(kSymbol, n)
	switch text {
	case "true", "false":
		t.kind = kBoolean
	case "none", "null":
		t.kind = kNone
	default:
		t.word = keywordOf(text)
	}
	return t
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// strictWord reads a word of ASCII letters, digits and underscores.
func (l *lexer) strictWord() (token, error) {
	rest := l.src[l.pos:]
	n := 0
	for n < len(rest) && isNameByte(rest[n]) {
		n++
	}
	if n == 0 {
		r, _ := utf8.DecodeRuneInString(rest)
		return token{}, fail(l.pos, fmt.Sprintf("unexpected character %q", r))
	}
	member := l.pos > 0 && l.src[l.pos-1] == '.'
	if d := digits(rest); d > 0 && d < n && !member {
		return token{}, fail(l.pos, "invalid numeric literal")
	}
	t := l.classify(n)
	if t.kind == kSymbol && Reserved(l.text(t)) {
		return token{}, fail(t.offset, fmt.Sprintf("name %q is reserved", l.text(t)))
	}
	if t.kind == kFloat && l.pos < len(l.src) && isNameByte(l.src[l.pos]) {
		return token{}, fail(t.offset, "invalid numeric literal")
	}
	return t, nil
}

func isNameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// Reserved reports whether a name leads to JavaScript's machinery and is refused.
func Reserved(name string) bool {
	return name == "constructor" || name == "prototype" || name == "__proto__"
}
