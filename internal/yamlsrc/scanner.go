package yamlsrc

import "strings"

// scanState says what may come next in the file.
type scanState uint8

const (
	inStream    scanState = iota // between documents: directives and comments
	atLineStart                  // at the first character of a line of a document
	atIndicator                  // behind indentation or an indicator, where a further indicator may stand
	inDocument                   // in a line of a document, outside of [] and {}
	inFlow                       // inside of [] or {}
)

// scanner cuts the file into tokens. It knows nothing of the document's structure but the width of the current
// indentation and how many brackets are open, as these decide where a scalar ends.
type scanner struct {
	src     string
	pos     int
	state   scanState
	queue   []token // tokens that were found; those before taken are of no interest any more
	taken   int
	lineEnd int // of the line that pos is in, without its line break; valid while pos <= lineBreak
	lineBrk int // where that line's break begins; -1 before the first line

	indent     int // width of the current line's indentation, with indicators
	minIndent  int // a scalar ends before a line that is indented less
	brackets   int // open [ and {
	afterKey   bool
	blockWidth int // indentation asked for in the header of a block scalar, less one; -1 when it is found from the text
	blockKeep  bool
}

// scan returns the next token. At the end of the file it returns tEOF, again and again.
func (s *scanner) scan() token {
	for s.taken == len(s.queue) {
		if s.pos >= len(s.src) {
			return token{kind: tEOF, start: int32(len(s.src)), end: int32(len(s.src))}
		}
		s.queue, s.taken = s.queue[:0], 0
		s.step()
	}
	t := s.queue[s.taken]
	s.taken++
	return t
}

// step queues the tokens up to the next place where the state may change.
func (s *scanner) step() {
	switch s.state {
	case inStream:
		s.scanStream()
	case atLineStart:
		s.scanLineStart()
	case atIndicator:
		s.scanIndicator()
	case inDocument:
		s.scanDocument()
	case inFlow:
		s.scanFlow()
	}
}

// emit queues the characters up to end as a token.
func (s *scanner) emit(k kind, end int) {
	s.queue = append(s.queue, token{kind: k, start: int32(s.pos), end: int32(end)})
	s.pos = end
}

// byteAt returns the byte at i, 0 outside of the file.
func (s *scanner) byteAt(i int) byte {
	if i < 0 || i >= len(s.src) {
		return 0
	}
	return s.src[i]
}

// gapAt tells whether white space, a line break or the end of the file is at i.
func (s *scanner) gapAt(i int) bool {
	return i >= len(s.src) || isGap(s.src[i])
}

func isGap(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

func isFlowIndicator(c byte) bool {
	return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'
}

// flowIndicatorAt is isFlowIndicator of the byte at i.
func (s *scanner) flowIndicatorAt(i int) bool { return isFlowIndicator(s.byteAt(i)) }

// markerAt tells whether --- or ... stands at i and is not the beginning of a word.
func (s *scanner) markerAt(i int) bool {
	if i+3 > len(s.src) || !s.gapAt(i+3) {
		return false
	}
	m := s.src[i : i+3]
	return m == "---" || m == "..."
}

// line returns where the current line ends, without its line break.
func (s *scanner) line() int {
	if s.lineBrk >= s.pos {
		return s.lineEnd
	}
	s.lineBrk = len(s.src)
	if n := strings.IndexByte(s.src[s.pos:], '\n'); n >= 0 {
		s.lineBrk = s.pos + n
	}
	s.lineEnd = s.lineBrk
	if s.lineBrk < len(s.src) && s.lineBrk > s.pos && s.src[s.lineBrk-1] == '\r' {
		s.lineEnd--
	}
	return s.lineEnd
}

// newline queues a line break, if there is one here, and returns its width.
func (s *scanner) newline() int {
	switch {
	case s.byteAt(s.pos) == '\n':
		s.emit(tNewline, s.pos+1)
		return 1
	case s.byteAt(s.pos) == '\r' && s.byteAt(s.pos+1) == '\n':
		s.emit(tNewline, s.pos+2)
		return 2
	}
	return 0
}

// spaces queues the spaces that are here, and returns how many there are.
func (s *scanner) spaces(tabs bool) int {
	i := s.pos
	for i < len(s.src) && (s.src[i] == ' ' || tabs && s.src[i] == '\t') {
		i++
	}
	n := i - s.pos
	if n > 0 {
		s.emit(tSpace, i)
	}
	return n
}

// rest queues what is left of the line as one token of kind k.
func (s *scanner) rest(k kind) {
	if end := s.line(); end > s.pos {
		s.emit(k, end)
	}
}

// scanStream reads a line between documents: a directive, a comment, nothing, or the first line of a document.
func (s *scanner) scanStream() {
	if strings.HasPrefix(s.src[s.pos:], bom) {
		s.emit(tBOM, s.pos+len(bom))
	}
	end := s.line()
	switch {
	case s.pos < end && s.src[s.pos] == '%':
		s.emit(tDirective, directiveEnd(s.src, s.pos, end))
		s.spaces(true)
		s.rest(tComment)
	case s.lineIsBlank():
		s.spaces(true)
		s.rest(tComment)
		s.newline()
	default:
		s.emit(tDocMode, s.pos)
		s.scanLineStart()
	}
}

// directiveEnd returns where the directive in src[start:end] ends: before white space at its end and a comment.
func directiveEnd(src string, start, end int) int {
	for i := start + 1; i < end; i++ {
		if src[i] == '#' && (src[i-1] == ' ' || src[i-1] == '\t') {
			end = i - 1
			break
		}
	}
	for end > start && (src[end-1] == ' ' || src[end-1] == '\t') {
		end--
	}
	return end
}

// lineIsBlank tells whether nothing but white space and a comment is left in the line.
func (s *scanner) lineIsBlank() bool {
	i := s.pos
	for i < len(s.src) && (s.src[i] == ' ' || s.src[i] == '\t') {
		i++
	}
	if i >= len(s.src) || s.src[i] == '#' || s.src[i] == '\n' {
		return true
	}
	return s.src[i] == '\r' && s.byteAt(i+1) == '\n'
}

// scanLineStart reads a document marker or the line's indentation.
func (s *scanner) scanLineStart() {
	if c := s.byteAt(s.pos); (c == '-' || c == '.') && s.markerAt(s.pos) {
		s.scanMarker(c)
		return
	}
	s.indent = s.spaces(false)
	if s.minIndent > s.indent && !s.gapAt(s.pos+unitWidth(s.src[s.pos:])) {
		s.minIndent = s.indent
	}
	s.scanIndicator()
}

func (s *scanner) scanMarker(c byte) {
	s.indent, s.minIndent = 0, 0
	if c == '-' {
		s.emit(tDocStart, s.pos+3)
		s.state = inDocument
		return
	}
	s.emit(tDocEnd, s.pos+3)
	s.state = inStream
}

// scanIndicator reads one of "- ", "? " and ": ", behind which the next may stand.
func (s *scanner) scanIndicator() {
	k := indicatorKind(s.byteAt(s.pos))
	if k == tNone || !s.gapAt(s.pos+1) {
		s.state = inDocument
		return
	}
	s.emit(k, s.pos+1)
	s.minIndent = s.indent + 1
	s.indent += 1 + s.spaces(true)
	s.state = atIndicator
}

func indicatorKind(c byte) kind {
	switch c {
	case '-':
		return tSeqInd
	case '?':
		return tKeyInd
	case ':':
		return tValInd
	}
	return tNone
}
