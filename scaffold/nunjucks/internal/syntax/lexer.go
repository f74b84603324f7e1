package syntax

import "strings"

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
		return l.outside()
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
	t := token{kind: k, offset: l.pos, end: l.pos + n}
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
	if rest == "" || rest[0] != l.opts.BlockEnd[0] && rest[0] != l.opts.VariableEnd[0] {
		return token{}, false
	}
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
		return l.operator(2), nil
	case l.opts.Strict:
		return l.strictWord()
	}
	return l.word(), nil
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '[', ']', '{', '}', '%', '*', '-', '+', '~', '/', '#', ',', ':', '|', '.', '<', '>', '=', '!':
		return true
	}
	return false
}

// operator takes the next n bytes as an operator.
func (l *lexer) operator(n int) token {
	t := l.take(kOperator, n)
	switch l.src[t.offset:t.end] {
	case "||":
		t.word = wordOr
	case "&&":
		t.word = wordAnd
	}
	return t
}

// quoted reads a string; one without an end goes on to the end of the template.
func (l *lexer) quoted(quote byte) (token, error) {
	start := l.pos
	l.pos++
	for l.pos < len(l.src) && l.src[l.pos] != quote {
		if l.src[l.pos] == '\\' {
			l.pos++
		}
		l.pos++
	}
	if l.pos >= len(l.src) {
		if l.opts.Strict {
			return token{}, fail(start, "unterminated string")
		}
		l.pos = len(l.src) - 1
	}
	l.pos++
	return token{kind: kString, offset: start, end: l.pos}, nil
}

// unquote returns what a string means; the quote at its end may be missing.
func unquote(s string) string {
	quote, s := s[0], s[1:]
	n := strings.IndexByte(s, quote)
	if n < 0 {
		n = len(s)
	}
	if strings.IndexByte(s[:n], '\\') < 0 {
		return s[:n]
	}
	var b strings.Builder
	for i := 0; i < len(s) && s[i] != quote; i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		if i++; i < len(s) {
			b.WriteByte(unescape(s[i]))
		}
	}
	return b.String()
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
	start := l.pos
	body, flags := regexParts(l.src[start:])
	l.pos += 2 + len(body)
	if l.pos == len(l.src) && l.opts.Strict {
		return token{}, fail(start, "unterminated regular expression")
	}
	l.pos = min(l.pos+1+len(flags), len(l.src))
	return token{kind: kRegex, offset: start, end: l.pos}, nil
}

// regexParts takes r/body/flags apart, behind which there may be more, or the end before the second slash.
func regexParts(s string) (body, flags string) {
	s = s[2:]
	n := 0
	for n < len(s) && (s[n] != '/' || n > 0 && s[n-1] == '\\') {
		n++
	}
	body, s = s[:n], s[min(n+1, len(s)):]
	n = 0
	for n < len(s) && strings.IndexByte("gimy", s[n]) >= 0 {
		n++
	}
	return body, s[:n]
}

// delimiter reads an operator or a bracket.
func (l *lexer) delimiter() token {
	k := kOperator
	switch c := l.src[l.pos]; c {
	case '=', '!', '<', '>', '/', '*', '|':
		if n := l.doubled(c); n > 1 {
			return l.operator(n)
		}
		if c == '|' {
			k = kPipe
		}
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
	}
	return l.take(k, 1)
}

// doubled returns the length of the operator of several characters that begins with c, or 1.
func (l *lexer) doubled(c byte) int {
	if l.pos+1 == len(l.src) {
		return 1
	}
	next := l.src[l.pos+1]
	switch {
	case (c == '=' || c == '!') && next == '=':
		if l.pos+2 < len(l.src) && l.src[l.pos+2] == '=' {
			return 3
		}
		return 2
	case (c == '<' || c == '>') && next == '=', (c == '/' || c == '*') && next == c, c == '|' && next == c && l.opts.Logical:
		return 2
	}
	return 1
}
