package syntax

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

// outside returns the start of a tag, a comment, or the text up to one of these.
func (l *lexer) outside() (token, error) {
	if l.pos >= len(l.src) {
		return token{offset: NoPlace}, nil
	}
	for _, start := range [...]struct {
		kind      kind
		delimiter string
	}{{kBlockStart, l.opts.BlockStart}, {kVarStart, l.opts.VariableStart}} {
		if l.at(start.delimiter) {
			n := len(start.delimiter)
			if l.pos+n < len(l.src) && l.src[l.pos+n] == '-' {
				n++
			}
			l.in = start.kind
			return l.take(start.kind, n), nil
		}
	}
	if l.at(l.opts.CommentStart) {
		return l.comment()
	}
	return l.data()
}

func (l *lexer) comment() (token, error) {
	open := len(l.opts.CommentStart)
	n := strings.Index(l.src[l.pos+open:], l.opts.CommentEnd)
	if n < 0 {
		return token{}, failed("Error", "expected end of comment, got end of file")
	}
	return l.take(kComment, open+n+len(l.opts.CommentEnd)), nil
}

// data reads text up to a tag or comment.
func (l *lexer) data() (token, error) {
	n := 0
	rest := l.src[l.pos:]
	for n < len(rest) {
		n += l.plain(rest[n:])
		if n == len(rest) {
			break
		}
		at := rest[n:]
		if strings.HasPrefix(at, l.opts.BlockStart) {
			return l.beforeBlock(n)
		}
		if strings.HasPrefix(at, l.opts.VariableStart) || strings.HasPrefix(at, l.opts.CommentStart) {
			break
		}
		if strings.HasPrefix(at, l.opts.CommentEnd) {
			return token{}, failed("Error", "unexpected end of comment")
		}
		n++
	}
	return l.take(kData, n), nil
}

// plain returns the number of bytes that cannot be the start of a delimiter.
func (l *lexer) plain(s string) int {
	a, b, c, d := l.opts.BlockStart[0], l.opts.VariableStart[0], l.opts.CommentStart[0], l.opts.CommentEnd[0]
	for i := range len(s) {
		if x := s[i]; x == a || x == b || x == c || x == d {
			return i
		}
	}
	return len(s)
}

// beforeBlock returns n bytes of text, without the white space between the start of the line and a block tag after them
// if that is to be dropped.
func (l *lexer) beforeBlock(n int) (token, error) {
	t := l.take(kData, n)
	if !l.opts.LstripBlocks {
		return t, nil
	}
	text := l.text(t)
	line := strings.LastIndexByte(text, '\n') + 1
	if line == 0 && t.offset > 0 && l.src[t.offset-1] != '\n' {
		return t, nil
	}
	if strings.TrimFunc(text[line:], js.IsSpace) != "" || line == len(text) {
		return t, nil
	}
	if line == 0 {
		return l.outside()
	}
	t.end = t.offset + line
	return t, nil
}

// raw returns the text up to the end tag of a raw block, and moves past that. Blocks of the same name nest.
func (l *lexer) raw(name string) (string, error) {
	start, stop, level := l.pos, l.pos, 1
	opened := l.pos
	for {
		from, to, ending, ok := l.rawTag(stop, name)
		if !ok {
			return l.unterminated(start, stop, opened)
		}
		stop = to
		if ending {
			level--
		} else {
			level++
		}
		if level == 0 {
			l.pos = stop
			if strings.Contains(l.src[from:to], "\n") {
				return "", failed("TypeError", "the end tag of a raw block must be on one line")
			}
			return l.src[start:from], nil
		}
	}
}

// unterminated is for raw blocks without an end, which are text as far as tags were found; the rest is template.
func (l *lexer) unterminated(start, stop, opened int) (string, error) {
	if l.opts.Strict {
		return "", fail(opened, "missing end tag of a raw block")
	}
	l.pos = stop
	return l.src[start:stop], nil
}

// rawTag finds the next start or end tag of that name.
func (l *lexer) rawTag(from int, name string) (start, stop int, ending, ok bool) {
	for {
		i := strings.Index(l.src[from:], "{%")
		if i < 0 {
			return 0, 0, false, false
		}
		start = from + i
		rest := strings.TrimLeftFunc(l.src[start+2:], js.IsSpace)
		tail, ending := strings.CutPrefix(rest, "end"+name)
		matched := ending
		if !matched {
			tail, matched = strings.CutPrefix(rest, name)
		}
		if tail = strings.TrimLeftFunc(tail, js.IsSpace); matched && strings.HasPrefix(tail, "%}") {
			return start, len(l.src) - len(tail) + 2, ending, true
		}
		from = start + 2
	}
}
