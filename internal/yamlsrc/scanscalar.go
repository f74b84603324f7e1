package yamlsrc

import "strings"

// continues tells whether a scalar goes on in the line that begins at offset, and if so, from where to look for its end.
func (s *scanner) continues(offset int) (from int, ok bool) {
	if s.minIndent == 0 {
		return offset, !s.markerAt(offset)
	}
	i := offset
	for i < len(s.src) && s.src[i] == ' ' {
		i++
	}
	if s.byteAt(i) == '\r' && s.byteAt(i+1) == '\n' {
		return i + 1, true
	}
	return i, s.byteAt(i) == '\n' || i-offset >= s.minIndent
}

// afterScalar is the state behind a scalar.
func (s *scanner) afterScalar() {
	s.state = inDocument
	if s.brackets > 0 {
		s.state = inFlow
	}
}

// scanQuoted reads a scalar in quotes. One whose closing quote is missing goes on to the end of the file; one that is
// interrupted by a line that is indented too little ends before that.
func (s *scanner) scanQuoted(quote byte) {
	end := s.closingQuote(quote)
	search := max(end, 0)
	nl := s.pos
	for {
		n := indexByteIn(s.src, '\n', nl, search)
		if n < 0 {
			break
		}
		from, ok := s.continues(n + 1)
		if !ok {
			end = n - 1
			if s.src[n-1] == '\r' {
				end = n - 2
			}
			break
		}
		nl = from
	}
	if end == -1 {
		end = len(s.src) - 1
	}
	k := tSingle
	if quote == '"' {
		k = tDouble
	}
	s.emit(k, end+1)
	s.afterScalar()
}

// indexByteIn is strings.IndexByte from start up to end, in offsets of src.
func indexByteIn(src string, c byte, start, end int) int {
	if start >= end {
		return -1
	}
	n := strings.IndexByte(src[start:end], c)
	if n < 0 {
		return -1
	}
	return start + n
}

// closingQuote returns where the quote is that closes the one here; -1 if there is none.
func (s *scanner) closingQuote(quote byte) int {
	i := s.pos + 1
	for {
		n := indexByteIn(s.src, quote, i, len(s.src))
		switch {
		case n < 0:
			return -1
		case quote == '\'' && s.byteAt(n+1) == '\'':
			i = n + 2
		case quote == '"' && s.escaped(n):
			i = n + 1
		default:
			return n
		}
	}
}

// escaped tells whether an odd number of backslashes stands before i.
func (s *scanner) escaped(i int) bool {
	n := 0
	for i-1-n >= 0 && s.src[i-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

// scanPlain reads a scalar without quotes: up to ": ", " #", a flow indicator inside of brackets, or a line that is
// indented too little. White space at its end is no part of it.
func (s *scanner) scanPlain() {
	flow := s.brackets > 0
	end := s.pos
	for i := s.pos; i < len(s.src); i++ {
		c := s.src[i]
		switch {
		case c == ':':
			if s.gapAt(i+1) || flow && s.flowIndicatorAt(i+1) {
				i = len(s.src)
				continue
			}
			end = i + 1
		case isGap(c):
			next, ok := s.plainGap(i, flow, &end)
			if !ok {
				i = len(s.src)
				continue
			}
			i = next
		case flow && isFlowIndicator(c):
			i = len(s.src)
		default:
			end = i + 1
		}
	}
	s.emit(tPlain, end)
	s.afterScalar()
}

// plainGap passes the white space at i. It returns the last byte passed; false if the scalar ends here.
func (s *scanner) plainGap(i int, flow bool, end *int) (int, bool) {
	c := s.src[i]
	if c == '\r' {
		if s.byteAt(i+1) == '\n' {
			i++
			c = '\n'
		} else {
			*end = i + 1
		}
	}
	if next := s.byteAt(i + 1); next == '#' || flow && isFlowIndicator(next) {
		return i, false
	}
	if c != '\n' {
		return i, true
	}
	from, ok := s.continues(i + 1)
	return max(i, from-2), ok // one back, so that " #" is still seen
}

// scanBlock reads the header and the lines of a block scalar.
func (s *scanner) scanBlock() {
	s.scanHeader()
	s.spaces(true)
	if end := s.line(); end > s.pos {
		s.emit(restKind(s.src[s.pos:end]), end)
	}
	s.newline()
	end := s.blockEnd()
	s.emit(tBlock, min(end, len(s.src)))
	s.state = atLineStart
}

// restKind returns the type of what stands behind the header of a block scalar. Only a comment should.
func restKind(rest string) kind {
	switch rest[0] {
	case '#':
		return tComment
	case '%':
		return tDirective
	case '*':
		return tAlias
	case '&':
		return tAnchor
	case '!':
		return tTag
	case '\'':
		return tSingle
	case '"':
		return tDouble
	case '|', '>':
		return tHeader
	}
	return loneKind(rest)
}

// loneKind returns the type of text that consists of one indicator or marker.
func loneKind(text string) kind {
	switch text {
	case "-", "?", ":":
		return indicatorKind(text[0])
	case "[", "]", "{", "}":
		return bracketKind(text[0])
	case ",":
		return tComma
	case "---":
		return tDocStart
	case "...":
		return tDocEnd
	case bom:
		return tBOM
	case "\x02":
		return tDocMode
	case "\x18":
		return tFlowEnd
	}
	return tJunk
}

func (s *scanner) scanHeader() {
	s.blockWidth, s.blockKeep = -1, false
	i := s.pos + 1
loop:
	for ; i < len(s.src); i++ {
		switch c := s.src[i]; {
		case c == '+':
			s.blockKeep = true
		case '1' <= c && c <= '9':
			s.blockWidth = int(c-'0') - 1
		case c != '-':
			break loop
		}
	}
	for i < len(s.src) && !isGap(s.src[i]) && s.src[i] != '#' {
		i++
	}
	s.emit(tHeader, i)
}

// blockEnd returns where the block scalar whose first line begins here ends.
func (s *scanner) blockEnd() int {
	nl, indent := s.blockIndent()
	if indent >= s.minIndent {
		nl = s.blockLines(nl, indent)
	}
	i := nl + 1
	for s.byteAt(i) == ' ' {
		i++
	}
	if s.byteAt(i) == '\t' { // a tab where indentation ends is taken in, to be found as a fault
		for i < len(s.src) && isGap(s.src[i]) {
			i++
		}
		return i
	}
	if !s.blockKeep {
		nl = s.dropBlankLines(nl, indent)
	}
	return nl + 1
}

// blockIndent passes blank lines. It returns the line break before the first line with text, and that line's indentation.
func (s *scanner) blockIndent() (nl, indent int) {
	nl = s.pos - 1
	for i := s.pos; i < len(s.src); i++ {
		switch c := s.src[i]; {
		case c == ' ':
			indent++
		case c == '\n':
			nl, indent = i, 0
		case c != '\r' || s.byteAt(i+1) != '\n':
			return nl, indent
		}
	}
	return nl, indent
}

// blockLines passes the lines of a block scalar from behind nl on, and returns the line break behind the last of them.
func (s *scanner) blockLines(nl, indent int) int {
	switch {
	case s.blockWidth == -1:
		s.minIndent = indent
	case s.minIndent == 0:
		s.minIndent = s.blockWidth + 1
	default:
		s.minIndent += s.blockWidth
	}
	for {
		from, ok := s.continues(nl + 1)
		if !ok {
			return nl
		}
		nl = indexByteIn(s.src, '\n', from, len(s.src))
		if nl < 0 {
			return len(s.src)
		}
	}
}

// dropBlankLines leaves blank lines at the end of a block scalar to what follows it, unless they are indented more.
func (s *scanner) dropBlankLines(nl, indent int) int {
	for {
		i := nl - 1
		if s.byteAt(i) == '\r' {
			i--
		}
		last := i
		for s.byteAt(i) == ' ' {
			i--
		}
		if s.byteAt(i) != '\n' || i < s.pos || i+1+indent <= last {
			return nl
		}
		nl = i
	}
}
