package yamlsrc

// parent is what a node stands in.
type parent struct {
	kind   kind // tDocStart, nodeMap, nodeSeq or nodeFlow
	indent int
	keyed  bool // of a nodeMap: it has the key that the node belongs to
}

// head is the beginning of a node: as much of it as must be read to know its type, for the type decides what may stand
// before it and whose the anchor and tag there are. A scalar or collection in brackets followed by a colon is the first
// key of a mapping.
type head struct {
	kind   kind // of the node: a scalar's token, tAlias, tHeader, nodeMap, nodeSeq, nodeFlow; tNone if no node begins here
	tok    token
	start  int
	indent int // of a collection in block style
	first  int // index in pending from which on tokens belong to the node: the properties of a mapping's first key
	after  int // index in pending of the tokens behind a scalar, collection in brackets or first key
	tail   int // index in pending where those end that belong to the node; -1 if all do

	key   kind  // of a nodeMap: the first key's, tKeyInd if it is introduced by ?, tNone if it is empty
	block token // of a tHeader: its lines

	flow *flow // a collection in brackets, also as a first key

	bookmark bookmark // the state of the document before the node
}

// newHead returns a head at the current token. The properties of a mapping's first key are pending from first on.
func (r *reader) newHead(k kind, first int) head {
	return head{
		kind: k, tok: r.tok, start: int(r.tok.start), indent: r.indent,
		first: first, after: len(r.pending), tail: -1, bookmark: r.doc.bookmark(),
	}
}

// head reads the beginning of a node. Its properties are the pending tokens from base on.
func (r *reader) head(p parent, base int) head {
	h := r.newHead(r.tok.kind, len(r.pending))
	switch r.tok.kind {
	case tAlias, tPlain, tSingle, tDouble, tBlock:
		r.next()
		r.scalarEnd(&h)
	case tHeader:
		r.blockHead(&h)
	case tMapStart, tSeqStart:
		r.flowHead(&h, p)
	case tSeqInd:
		h.kind = nodeSeq
	case tKeyInd:
		r.onKey = true
		h.kind, h.key = nodeMap, tKeyInd
	case tValInd:
		r.onKey = true
		h.kind, h.key = nodeMap, tNone
	default:
		h.kind = tNone
	}
	if h.kind != nodeMap {
		return h
	}
	if p.kind != nodeFlow {
		h.first = r.keyProps(base, h.first)
	}
	if h.key == tKeyInd || h.key == tNone {
		r.keep()
	}
	return h
}

// becomeMap makes of a scalar or collection in brackets the first key of a mapping; the current token is the colon.
func (r *reader) becomeMap(h *head) {
	h.key, h.kind = h.kind, nodeMap
	h.indent, h.tail = int(h.tok.indent), h.after
	r.onKey = true
	if h.flow != nil {
		r.noRoot(h.flow)
	}
	r.keep()
}

// scalarEnd takes what stands behind a scalar in its line.
func (r *reader) scalarEnd(h *head) {
	for {
		switch r.tok.kind {
		case tEOF, tComma, tDocStart, tDocEnd, tMapEnd, tSeqEnd, tJunk:
			return
		case tValInd:
			r.becomeMap(h)
			return
		case tNewline:
			r.onKey = false
			r.keep()
			return
		}
		r.keep()
	}
}

// blockHead reads a block scalar up to its end.
func (r *reader) blockHead(h *head) {
	r.next()
	for r.tok.blank() || r.tok.kind == tJunk {
		r.keep()
	}
	if r.tok.kind == tBlock {
		h.block = r.tok
		r.next()
	}
}

// keyProps returns from where on pending[base:end] are the properties of a first key: those in its line.
func (r *reader) keyProps(base, end int) int {
	i := end - 1
scan:
	for ; i >= base; i-- {
		switch r.pending[i].kind {
		case tDocStart, tKeyInd, tValInd, tSeqInd, tNewline:
			break scan
		}
	}
	for i++; i < end && r.pending[i].kind == tSpace; i++ {
	}
	return i
}

// drop forgets the pending tokens from index on.
func (r *reader) drop(index int) { r.pending = r.pending[:index] }

// lower moves the pending tokens from index on down to base.
func (r *reader) lower(base, index int) {
	if base < index {
		r.pending = append(r.pending[:base], r.pending[index:]...)
	}
}

// hasKind tells whether one of the tokens is of kind k.
func hasKind(tokens []token, k kind) bool {
	for _, t := range tokens {
		if t.kind == k {
			return true
		}
	}
	return false
}

// allBlank tells whether the tokens are no part of any node.
func allBlank(tokens []token) bool {
	for _, t := range tokens {
		if !t.blank() {
			return false
		}
	}
	return true
}
