package syntax

import (
	"strings"
	"unicode/utf8"
)

// lexer cuts a template into tokens.
type lexer struct {
	src  string
	pos  int
	opts *Options
	in   kind // the kind of tag that the position is in, or end outside of tags
}

// next returns the next token; white space between those of a tag is skipped.
func (l *lexer) next() (token, error) {
	if l.in == end {
		return l.text()
	}
	l.skipSpace()
	if l.pos >= len(l.src) {
		return token{offset: NoPlace}, nil
	}
	if t, ok := l.tagEnd(); ok {
		return t, nil
	}
	return l.code()
}

func (l *lexer) skipSpace() {
	for l.pos < len(l.src) {
		switch c := l.src[l.pos]; {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			l.pos++
		case c == 0xC2 && strings.HasPrefix(l.src[l.pos:], "\u00A0"):
			l.pos += 2
		default:
			return
		}
	}
}

func (l *lexer) at(text string) bool { return strings.HasPrefix(l.src[l.pos:], text) }

// take returns the next n bytes as a token.
func (l *lexer) take(k kind, n int) token {
	t := token{kind: k, text: l.src[l.pos : l.pos+n], offset: l.pos}
	l.pos += n
	return t
}

// tagEnd returns the delimiter at which a tag ends. Any of the two ends any tag, unless reading is strict.
func (l *lexer) tagEnd() (token, bool) {
	dash := 0
	if l.src[l.pos] == '-' {
		dash = 1
	}
	rest := l.src[l.pos+dash:]
	if strings.HasPrefix(rest, l.opts.BlockEnd) && (!l.opts.Strict || l.in == kBlockStart) {
		t := l.take(kBlockEnd, dash+len(l.opts.BlockEnd))
		l.in = end
		l.trim()
		return t, true
	}
	if strings.HasPrefix(rest, l.opts.VariableEnd) && (!l.opts.Strict || l.in == kVarStart) {
		t := l.take(kVarEnd, dash+len(l.opts.VariableEnd))
		l.in = end
		return t, true
	}
	return token{}, false
}

// trim drops a line end after a block tag.
func (l *lexer) trim() {
	if !l.opts.TrimBlocks {
		return
	}
	switch {
	case l.at("\n"):
		l.pos++
	case l.at("\r\n"):
		l.pos += 2
	}
}

// code returns a token within a tag.
func (l *lexer) code() (token, error) {
	switch c := l.src[l.pos]; {
	case c == '"' || c == '\'':
		return l.quoted(c)
	case c == 'r' && l.at("r/"):
		return l.regex()
	case isDelimiter(c):
		return l.delimiter(), nil
	case l.opts.Logical && l.at("&&"):
		return l.take(kOperator, 2), nil
	case l.opts.Strict:
		return l.strictWord()
	}
	return l.word(), nil
}

func isDelimiter(c byte) bool {
	return c < utf8.RuneSelf && strings.IndexByte("()[]{}%*-+~/#,:|.<>=!", c) >= 0
}

// quoted reads a string; one without an end goes on to the end of the template.
func (l *lexer) quoted(quote byte) (token, error) {
	start := l.pos
	l.pos++
	var b strings.Builder
	for l.pos < len(l.src) && l.src[l.pos] != quote {
		if l.src[l.pos] == '\\' {
			l.pos++
			if l.pos == len(l.src) {
				break
			}
			b.WriteByte(unescape(l.src[l.pos]))
		} else {
			b.WriteByte(l.src[l.pos])
		}
		l.pos++
	}
	if l.pos == len(l.src) && l.opts.Strict {
		return token{}, fail(start, "unterminated string")
	}
	l.pos = min(l.pos+1, len(l.src))
	return token{kind: kString, text: b.String(), offset: start}, nil
}

func unescape(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'r':
		return '\r'
	}
	return c
}

// regex reads r/body/flags. A slash after a backslash does not end the body.
func (l *lexer) regex() (token, error) {
	t := token{kind: kRegex, offset: l.pos}
	l.pos += 2
	start := l.pos
	for l.pos < len(l.src) && (l.src[l.pos] != '/' || l.src[l.pos-1] == '\\') {
		l.pos++
	}
	t.text = l.src[start:l.pos]
	if l.pos == len(l.src) && l.opts.Strict {
		return token{}, fail(t.offset, "unterminated regular expression")
	}
	l.pos = min(l.pos+1, len(l.src))
	start = l.pos
	for l.pos < len(l.src) && strings.IndexByte("gimy", l.src[l.pos]) >= 0 {
		l.pos++
	}
	t.flags = l.src[start:l.pos]
	return t, nil
}

// delimiter reads an operator or a bracket.
func (l *lexer) delimiter() token {
	if l.opts.Logical && l.at("||") {
		return l.take(kOperator, 2)
	}
	for _, op := range [...]string{"===", "!==", "==", "!=", "<=", ">=", "//", "**"} {
		if l.at(op) {
			return l.take(kOperator, len(op))
		}
	}
	k := kOperator
	switch l.src[l.pos] {
	case '(':
		k = kLeftParen
	case ')':
		k = kRightParen
	case '[':
		k = kLeftBracket
	case ']':
		k = kRightBracket
	case '{':
		k = kLeftCurly
	case '}':
		k = kRightCurly
	case ',':
		k = kComma
	case ':':
		k = kColon
	case '~':
		k = kTilde
	case '|':
		k = kPipe
	}
	return l.take(k, 1)
}
