package yamlsrc

import "github.com/goldenpath-go/goldenpath/internal/tree"

// blockSeq is a list in block style while it is read.
type blockSeq struct {
	node       *tree.Node
	items      int // index in the reader's items of the list's first
	indent     int
	end        int // behind the last node that was read
	commentEnd int // behind comments that belong to no item; -1 without such
	contentEnd int
	comment    string
	base       int // index in pending of the current item's tokens
	valued     bool
	after      valueEnd
}

// blockSeq reads a list in block style.
func (r *reader) blockSeq(h *head, p *props, in parent, key bool) result {
	if r.depth >= maxDepth {
		return r.overflow(h)
	}
	r.depth++
	tag := r.collectionTag(p, "seq")
	r.judgeSeqProps(p)
	s := &blockSeq{node: r.nodes.node(), items: len(r.items), indent: h.indent, end: h.start, commentEnd: -1, base: len(r.pending)}
	s.node.Kind, s.node.Start, s.contentEnd = tree.Array, h.start, h.start+1
	r.keep()
	for r.seqStep(s) {
	}
	res := r.endSeq(s, in, key)
	r.depth--
	s.node.End = s.contentEnd
	r.sealArray(s.node, s.items)
	r.classify(s.node, false, tag)
	r.properties(s.node, p)
	r.noteComments(s.node, p, s.comment)
	return res
}

// judgeSeqProps reports an anchor or tag in the line of a list's first item.
func (r *reader) judgeSeqProps(p *props) {
	last := p.anchor
	if last.kind == tNone || p.tag.kind != tNone && p.tag.start > last.start {
		last = p.tag
	}
	if last.kind != tNone && (p.newline.kind == tNone || p.newline.start < last.start) {
		r.failToken(codeMissingChar, "Missing newline after block sequence props", last)
	}
}

// seqStep reads the next token or node of the list. It returns false at the first that is no part of it.
func (r *reader) seqStep(s *blockSeq) bool {
	switch r.tok.kind {
	case tEOF, tDocEnd:
		return false
	case tNewline:
		r.seqBreak(s)
		return true
	case tSpace, tComment:
		r.seqSpace(s)
		return true
	case tJunk:
		r.seqMisplaced(s)
		return true
	case tAnchor, tTag:
		if !s.valued && r.indent > s.indent {
			r.keep()
			return true
		}
	case tSeqInd:
		if r.indent == s.indent {
			if s.valued || hasKind(r.pending[s.base:], tSeqInd) {
				r.nextSeqItem(s)
			}
			s.contentEnd = int(r.tok.end)
			r.keep()
			return true
		}
	}
	return r.indent > s.indent && r.seqChild(s)
}

func (r *reader) seqBreak(s *blockSeq) {
	if s.valued && s.after.comment {
		s.end, s.after.comment, s.after.sep = int(r.tok.end), false, r.text(r.tok)
		r.next()
		return
	}
	if s.valued {
		r.nextSeqItem(s)
	}
	r.keep()
}

func (r *reader) seqSpace(s *blockSeq) {
	switch {
	case s.valued:
		r.nextSeqItem(s)
	case s.after.open && r.belongsAbove(s.base, s.indent):
		r.commentBelow(&s.after, s.base)
		s.end, s.valued, s.after.comment = int(r.tok.end), true, true
		r.next()
		return
	}
	r.keep()
}

// nextSeqItem ends the current item and begins another.
func (r *reader) nextSeqItem(s *blockSeq) {
	if !s.valued {
		s.after = valueEnd{}
		r.endSeqItem(s)
	}
	s.valued = false
}

// seqMisplaced takes text that is no token as an item.
func (r *reader) seqMisplaced(s *blockSeq) {
	r.nextSeqItem(s)
	r.noDash(s, nil, s.end)
	r.failMisplaced(r.tok)
	r.next()
}

// seqChild reads an item's node. It returns false if the current token begins none.
func (r *reader) seqChild(s *blockSeq) bool {
	switch r.tok.kind {
	case tAlias, tPlain, tSingle, tDouble, tBlock, tHeader, tMapStart, tSeqStart, tSeqInd, tKeyInd, tValInd:
	default:
		return false
	}
	base := s.base
	if s.valued {
		base = len(r.pending)
		s.valued = false
	}
	h := r.head(parent{kind: nodeSeq, indent: s.indent}, base)
	p := r.seqProps(s, r.pending[base:h.first], &h)
	if p.found.kind == tNone {
		r.noDash(s, &h, p.end)
	}
	after := h.valueEnd(r)
	res := r.node(&h, &p, parent{kind: nodeSeq, indent: s.indent}, false)
	s.end = res.end
	r.addSeqItem(s, res.node)
	after.node = res.node
	s.after, s.valued = after, true
	if res.carried {
		r.lower(s.base, res.rest)
		s.after, s.valued = valueEnd{}, false
		return true
	}
	r.drop(s.base)
	return true
}

func (r *reader) seqProps(s *blockSeq, tokens []token, h *head) props {
	of := propsOf{indicator: tSeqInd, offset: s.end, parent: s.indent, line: true}
	if h != nil {
		of.next, of.nextStart, of.empty = h.kind, h.start, h.kind == tPlain && h.tok.start == h.tok.end
	}
	return r.props(tokens, &of)
}

func (r *reader) noDash(s *blockSeq, h *head, at int) {
	if h != nil && h.kind == nodeSeq {
		r.failAt(codeBadIndent, "All sequence items must start at the same column", at)
		return
	}
	r.failAt(codeMissingChar, "Sequence item without - indicator", s.end)
}

func (r *reader) addSeqItem(s *blockSeq, n *tree.Node) {
	r.items = append(r.items, n)
	s.contentEnd = max(s.contentEnd, n.End)
}

// endSeqItem ends an item that has no node: an empty one, or comments.
func (r *reader) endSeqItem(s *blockSeq) {
	tokens := r.pending[s.base:]
	if len(tokens) == 0 {
		return
	}
	p := r.seqProps(s, tokens, nil)
	if p.found.kind == tNone {
		if p.anchor.kind == tNone && p.tag.kind == tNone {
			s.commentEnd = p.end
			if p.comment != "" {
				s.comment = p.comment
			}
			r.drop(s.base)
			return
		}
		r.noDash(s, nil, p.end)
	}
	res := r.empty(p.end, tokens, &p, false)
	s.end = res.end
	r.addSeqItem(s, res.node)
	r.drop(s.base)
}

// endSeq ends the list. Blank tokens behind its last item are left to the parent, unless they are comments that are
// indented as the list is.
func (r *reader) endSeq(s *blockSeq, in parent, key bool) result {
	res := result{node: s.node}
	blank := !s.valued && len(r.pending) > s.base && allBlank(r.pending[s.base:])
	if blank && !key && in.kind != nodeFlow && r.outdented(s.base, s.indent) {
		res.carried, res.rest = true, s.base
	} else if !s.valued {
		r.endSeqItem(s)
	}
	res.end, res.last = s.end, s.end
	if s.commentEnd >= 0 {
		res.end = s.commentEnd
	}
	return res
}
