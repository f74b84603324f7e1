package yamlsrc

// scanDocument reads what stands in a line outside of brackets: properties and a node, a comment, or the line's end.
func (s *scanner) scanDocument() {
	s.state = inDocument
	s.spaces(true)
	end := s.line()
	s.properties()
	if s.pos >= end {
		s.newline()
		s.state = atLineStart
		return
	}
	switch c := s.src[s.pos]; c {
	case '#':
		s.rest(tComment)
		s.newline()
		s.state = atLineStart
	case '{', '[':
		s.emit(bracketKind(c), s.pos+1)
		s.afterKey, s.brackets, s.state = false, 1, inFlow
	case '}', ']':
		s.emit(bracketKind(c), s.pos+1)
	case '*':
		s.name(tAlias)
	case '"', '\'':
		s.scanQuoted(c)
	case '|', '>':
		s.scanBlock()
	default:
		s.scanPlain()
	}
}

func bracketKind(c byte) kind {
	switch c {
	case '{':
		return tMapStart
	case '}':
		return tMapEnd
	case '[':
		return tSeqStart
	}
	return tSeqEnd
}

// scanFlow reads what comes next inside of brackets.
func (s *scanner) scanFlow() {
	s.state = inFlow
	indent := s.flowGap()
	end := s.line()
	if s.flowIsLeft(indent) {
		s.brackets = 0
		s.emit(tFlowEnd, s.pos)
		s.scanLineStart()
		return
	}
	for s.pos < end && s.src[s.pos] == ',' {
		s.emit(tComma, s.pos+1)
		s.spaces(true)
		s.afterKey = false
	}
	s.properties()
	if s.pos < end {
		s.scanFlowNode(s.src[s.pos])
	}
}

// flowGap reads spaces and line breaks. It returns the indentation of the line it came to, -1 for the line it began in.
func (s *scanner) flowGap() int {
	indent := -1
	for {
		broken := s.newline() > 0
		width := 0
		if broken {
			width = s.spaces(false)
			s.indent, indent = width, width
		}
		if width+s.spaces(true) == 0 && !broken {
			return indent
		}
	}
}

// flowIsLeft tells whether a line indented by indent is no part of the open brackets: it is indented too little, or
// begins another document. Only the last closing bracket may stand at the parent's indentation.
func (s *scanner) flowIsLeft(indent int) bool {
	c := s.byteAt(s.pos)
	less := indent != -1 && indent < s.minIndent && c != '#'
	if !less && (indent != 0 || !s.markerAt(s.pos)) {
		return false
	}
	return indent != s.minIndent-1 || s.brackets != 1 || c != ']' && c != '}'
}

func (s *scanner) scanFlowNode(c byte) {
	switch c {
	case '#':
		s.rest(tComment)
	case '{', '[':
		s.emit(bracketKind(c), s.pos+1)
		s.afterKey = false
		s.brackets++
	case '}', ']':
		s.emit(bracketKind(c), s.pos+1)
		s.afterKey = true
		s.brackets--
		if s.brackets == 0 {
			s.state = inDocument
		}
	case '*':
		s.name(tAlias)
	case '"', '\'':
		s.afterKey = true
		s.scanQuoted(c)
	case ':':
		s.scanFlowColon()
	default:
		s.afterKey = false
		s.scanPlain()
	}
}

// scanFlowColon reads a colon that no space follows: behind a quoted key or a bracket it ends the key.
func (s *scanner) scanFlowColon() {
	ends := s.afterKey || s.gapAt(s.pos+1) || s.byteAt(s.pos+1) == ','
	s.afterKey = false
	if !ends {
		s.scanPlain()
		return
	}
	s.emit(tValInd, s.pos+1)
	s.spaces(true)
}

// properties reads tags, anchors and indicators.
func (s *scanner) properties() {
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; c {
		case '!':
			s.emit(tTag, tagEnd(s.src, s.pos))
		case '&':
			s.name(tAnchor)
		case '-', '?', ':':
			if !s.gapAt(s.pos+1) && (s.brackets == 0 || !s.flowIndicatorAt(s.pos+1)) {
				return
			}
			if s.brackets == 0 {
				s.minIndent = s.indent + 1
			}
			s.afterKey = false
			s.emit(indicatorKind(c), s.pos+1)
		default:
			return
		}
		s.spaces(true)
	}
}

// name reads an anchor or alias.
func (s *scanner) name(k kind) {
	i := s.pos
	for i < len(s.src) && !isGap(s.src[i]) && !isFlowIndicator(s.src[i]) {
		i++
	}
	s.emit(k, i)
}

// tagEnd returns where the tag that begins at start ends.
func tagEnd(src string, start int) int {
	i := start + 1
	if i < len(src) && src[i] == '<' {
		for i++; i < len(src) && !isGap(src[i]); i++ {
			if src[i] == '>' {
				return i + 1
			}
		}
		return i
	}
	for i < len(src) {
		switch {
		case isTagByte(src[i]):
			i++
		case src[i] == '%' && i+2 < len(src) && isHex(src[i+1]) && isHex(src[i+2]):
			i += 3
		default:
			return i
		}
	}
	return i
}

func isTagByte(c byte) bool {
	switch {
	case isDigit(c), 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		return true
	}
	switch c {
	case '-', '#', ';', '/', '?', ':', '@', '&', '=', '+', '$', '_', '.', '!', '~', '*', '\'', '(', ')':
		return true
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
