package yamlsrc

// props is what stands before a node: its anchor and tag, and the indicator that introduces it.
type props struct {
	found   token // the indicator
	anchor  token
	tag     token
	comma   token
	newline token // the last line break behind anchor or tag
	broken  bool  // a line break is among them
	blank   bool  // an empty line is among them
	comment string
	start   int // of the anchor or tag that comes first, else end
	end     int
}

// propsOf says how the tokens before a node are to be judged.
type propsOf struct {
	indicator kind   // that may introduce the node
	flow      string // name of the collection in brackets the node stands in
	next      kind   // of the node or token that follows; tNone if there is none
	nextStart int    // where that begins
	empty     bool   // what follows has no characters
	offset    int    // where the tokens would begin if there were any
	parent    int    // indentation of the collection
	line      bool   // the tokens begin a line
}

// scanProps is the state of reading properties.
type scanProps struct {
	*reader
	props
	of       propsOf
	atLine   bool // only white space since the line's begin
	spaced   bool // white space before the current token
	glued    bool // an anchor or tag came last: white space must follow
	tab      token
	started  bool
	gathered gathered
}

// props reads the tokens before a node, and reports what is wrong with them.
func (r *reader) props(tokens []token, of *propsOf) props {
	if len(tokens) == 0 {
		return props{start: of.offset, end: of.offset}
	}
	if p, ok := r.plainProps(tokens, of.indicator); ok {
		return p
	}
	p := scanProps{reader: r, of: *of, atLine: of.line, spaced: of.line, gathered: r.gather()}
	for _, t := range tokens {
		p.token(t)
	}
	p.end, p.comment = int(tokens[len(tokens)-1].end), p.gathered.String()
	p.finish()
	return p.props
}

// plainProps reads tokens among which is nothing but spaces, line breaks and the indicator, as mostly. It returns false if
// there is more.
func (r *reader) plainProps(tokens []token, indicator kind) (p props, ok bool) {
	if r.inKey > 0 {
		return p, false // where empty lines count
	}
	for i := range tokens {
		t := &tokens[i]
		switch {
		case t.kind == tSpace && !r.tabbed(*t):
		case t.kind == tNewline:
			p.broken = true
		case t.kind == indicator && p.found.kind == tNone:
			p.found = *t
		default:
			return p, false
		}
	}
	p.end = int(tokens[len(tokens)-1].end)
	p.start = p.end
	return p, true
}

// tabbed tells whether a tab is in a token.
func (r *reader) tabbed(t token) bool {
	for i := t.start; i < t.end; i++ {
		if r.src[i] == '\t' {
			return true
		}
	}
	return false
}

func (p *scanProps) token(t token) {
	if p.glued && t.kind != tSpace && t.kind != tNewline && t.kind != tComma {
		p.failAt(codeMissingChar, msgGlued, int(t.start))
	}
	p.glued = false
	if p.tab.kind != tNone && p.atLine && t.kind != tComment && t.kind != tNewline {
		p.failToken(codeTab, msgTab, p.tab)
	}
	p.tab = token{}
	switch t.kind {
	case tSpace:
		p.space(t)
	case tComment:
		p.noteComment(t)
	case tNewline:
		p.lineBreak(t)
	case tAnchor, tTag:
		p.property(t)
	default:
		p.separator(t)
	}
}

func (p *scanProps) space(t token) {
	p.spaced = true
	topFlow := p.of.indicator == tDocStart && p.of.next == nodeFlow
	if p.of.flow == "" && !topFlow && p.tabbed(t) {
		p.tab = t
	}
}

func (p *scanProps) noteComment(t token) {
	if !p.spaced {
		p.failToken(codeMissingChar, msgCommentGlued, t)
	}
	p.gathered.add(p.text(t))
	p.atLine = false
}

func (p *scanProps) lineBreak(t token) {
	switch {
	case !p.atLine:
		p.gathered.between(p.text(t))
	case p.gathered.some:
		p.gathered.inside(p.text(t))
	case p.found.kind == tNone || p.of.indicator != tSeqInd:
		p.blank = true
	}
	if p.anchor.kind != tNone || p.tag.kind != tNone {
		p.newline = t
	}
	p.atLine, p.broken, p.spaced = true, true, true
}

func (p *scanProps) property(t token) {
	slot, code, message := &p.anchor, "MULTIPLE_ANCHORS", "A node can have at most one anchor"
	if t.kind == tTag {
		slot, code, message = &p.tag, "MULTIPLE_TAGS", "A node can have at most one tag"
	}
	if slot.kind != tNone {
		p.failToken(code, message, t)
	}
	*slot = t
	if !p.started {
		p.started, p.start = true, int(t.start)
	}
	p.atLine, p.spaced, p.glued = false, false, true
}

// separator takes an indicator or comma, or what may not stand before a node.
func (p *scanProps) separator(t token) {
	p.atLine, p.spaced = false, false
	switch {
	case t.kind == p.of.indicator:
		p.indicator(t)
	case t.kind == tComma && p.of.flow != "":
		if p.comma.kind != tNone {
			p.failToken(codeUnexpected, "Unexpected , in "+p.of.flow, t)
		}
		p.comma = t
	default:
		p.failToken(codeUnexpected, "Unexpected "+t.kind.String()+" token", t)
	}
}

func (p *scanProps) indicator(t token) {
	if p.anchor.kind != tNone || p.tag.kind != tNone {
		p.failToken("BAD_PROP_ORDER", "Anchors and tags must be after the "+p.text(t)+" indicator", t)
	}
	if p.found.kind != tNone {
		in := p.of.flow
		if in == "" {
			in = "collection"
		}
		p.failToken(codeUnexpected, "Unexpected "+p.text(t)+" in "+in, t)
	}
	p.found = t
	p.atLine = t.kind == tSeqInd || t.kind == tKeyInd
}

func (p *scanProps) finish() {
	if !p.started {
		p.start = p.end
	}
	if p.glued && !p.of.empty {
		switch p.of.next {
		case tNone, tSpace, tNewline, tComma:
		default:
			p.failAt(codeMissingChar, msgGlued, p.of.nextStart)
		}
	}
	if p.tab.kind == tNone {
		return
	}
	if p.atLine && int(p.tab.indent) <= p.of.parent || p.of.next == nodeMap || p.of.next == nodeSeq {
		p.failToken(codeTab, msgTab, p.tab)
	}
}

// trailing reports what may not stand behind a node, and returns the comments there and the end of the tokens. After
// strict, a comment needs white space before it.
func (r *reader) trailing(tokens []token, end int, strict, spaced bool) (comment string, to int) {
	if len(tokens) == 0 {
		return "", end
	}
	g := r.gather()
	for _, t := range tokens {
		end = int(t.end)
		switch t.kind {
		case tSpace:
			spaced = true
		case tComment:
			if strict && !spaced {
				r.failToken(codeMissingChar, msgCommentGlued, t)
			}
			g.add(r.text(t))
		case tNewline:
			g.between(r.text(t))
			spaced = true
		default:
			r.failToken(codeUnexpected, "Unexpected "+t.kind.String()+" at node end", t)
		}
	}
	return g.String(), end
}

// emptyAt returns where a node without characters is: behind what is not blank among the tokens before it.
func emptyAt(tokens []token, offset int) int {
	for i := len(tokens) - 1; i >= 0; i-- {
		if tokens[i].blank() {
			offset -= int(tokens[i].end - tokens[i].start)
			continue
		}
		for i++; i < len(tokens) && tokens[i].kind == tSpace; i++ {
			offset += int(tokens[i].end - tokens[i].start)
		}
		return offset
	}
	return offset
}
