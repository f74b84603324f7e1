package yamlsrc

import "github.com/goldenpath-go/goldenpath/internal/tree"

// blockMap is a mapping in block style while it is read. Its current item goes through these states:
//
//	start   (sep < 0)   blank tokens, properties and perhaps a "?"; no key yet
//	keyed   (sep >= 0)  the key was read; the tokens behind it are pending, perhaps with a ":"
//	valued              the value was read, too
type blockMap struct {
	object
	indent     int
	end        int // behind the last node that was read
	commentEnd int // behind comments that belong to no item; 0 without such
	comment    string
	base       int // index in pending of the current item's tokens
	sep        int // index in pending of those behind the key; -1 if there is no key yet
	explicit   bool
	valued     bool
	brokenSep  bool // of a valued item: a line break was between key and value

	key   mapKey
	after valueEnd
}

// valueEnd is what stands behind the last value, as far as it decides whose a comment below it is.
type valueEnd struct {
	open     bool // the value can have comments behind it
	comment  bool // the last token behind it is one
	explicit bool // its key was introduced by a "?"
	ignored  bool // it does not count
	node     *tree.Node
	sep      string // line breaks behind the last comment
}

// blockMap reads a mapping in block style.
func (r *reader) blockMap(h *head, p *props, in parent, key bool) result {
	if r.depth >= maxDepth {
		return r.overflow(h)
	}
	r.depth++
	m := &blockMap{object: r.newObject(), indent: h.indent, end: h.start, base: h.first, sep: -1}
	m.node.Start = h.start
	tag := r.collectionTag(p, "map")
	r.firstItem(m, h)
	for r.mapStep(m) {
	}
	res := r.endMap(m, in, key)
	r.depth--
	m.node.End = m.contentEnd
	r.seal(&m.object)
	r.classify(m.node, m.full, tag)
	r.properties(m.node, p)
	r.noteComments(m.node, p, m.comment)
	return res
}

// firstItem begins the mapping with what its head has.
func (r *reader) firstItem(m *blockMap, h *head) {
	switch h.key {
	case tKeyInd:
		m.explicit = true
	case tNone:
		r.emptyKey(m, h.after)
	default:
		k := *h
		k.kind, k.start = h.key, int(h.tok.start)
		r.takeKey(m, &k, h.after)
	}
}

// mapStep reads the next token or node of the mapping. It returns false at the first that is no part of it.
func (r *reader) mapStep(m *blockMap) bool {
	switch r.tok.kind {
	case tEOF, tDocEnd:
		return false
	case tNewline:
		r.onKey = false
		r.mapBreak(m)
		return true
	case tSpace, tComment:
		r.mapSpace(m)
		return true
	case tJunk:
		r.misplaced(m)
		return true
	}
	if r.indent < m.indent {
		return false
	}
	atIndent := !r.onKey && r.indent == m.indent
	next := atIndent && (m.sep >= 0 || m.explicit) && r.tok.kind != tSeqInd
	split := len(r.pending)
	if next && m.sep >= 0 && !m.valued {
		split = r.splitSep(m)
	}
	switch r.tok.kind {
	case tAnchor, tTag:
		r.mapProperty(m, next, split)
		return true
	case tKeyInd:
		r.mapExplicit(m, next, split)
		return true
	case tValInd:
		r.mapColon(m, next, split)
		return true
	case tAlias, tPlain, tSingle, tDouble, tBlock:
		r.mapScalar(m, next, split)
		return true
	}
	return r.mapBlock(m, atIndent, split)
}

func (r *reader) mapBreak(m *blockMap) {
	if !m.valued {
		r.keep()
		return
	}
	if m.after.comment {
		if !m.after.ignored {
			m.end = int(r.tok.end)
		}
		m.after.comment, m.after.sep = false, r.text(r.tok)
		r.next()
		return
	}
	r.nextItem(m, len(r.pending))
	r.keep()
}

func (r *reader) mapSpace(m *blockMap) {
	switch {
	case m.valued:
		r.nextItem(m, len(r.pending))
	case m.sep < 0 && m.after.open && r.belongsAbove(m.base, m.indent):
		r.commentBelow(&m.after, m.base)
		if !m.after.ignored {
			m.end = int(r.tok.end)
		}
		m.valued, m.sep, m.explicit, m.after.comment = true, m.base, m.after.explicit, true
		r.next()
		return
	}
	r.keep()
}

// belongsAbove tells whether the current token is a comment that is indented more than the items of its collection, with
// nothing but white space between it and the value above it.
func (r *reader) belongsAbove(base, indent int) bool {
	return r.tok.kind == tComment && r.indent > indent && !hasKind(r.pending[base:], tComment) && allBlank(r.pending[base:])
}

// splitSep returns from where on the tokens behind a key that has no value belong to the next item: from the second of the
// line breaks that only blanks follow.
func (r *reader) splitSep(m *blockMap) int {
	breaks, second := 0, len(r.pending)
	for i := m.sep; i < len(r.pending); i++ {
		switch t := r.pending[i]; {
		case t.kind == tNewline:
			if breaks++; breaks == 2 {
				second = i
			}
		case t.kind == tSpace, t.kind == tComment && int(t.indent) <= m.indent:
		default:
			breaks, second = 0, len(r.pending)
		}
	}
	if breaks < 2 {
		return len(r.pending)
	}
	return second
}

func (r *reader) mapProperty(m *blockMap, next bool, split int) {
	if next || m.valued {
		r.nextItem(m, split)
		r.keep()
		r.onKey = true
		return
	}
	r.keep()
}

// mapExplicit takes a "?".
func (r *reader) mapExplicit(m *blockMap, next bool, split int) {
	r.onKey = true
	switch {
	case m.sep < 0 && !m.explicit:
		m.explicit = true
		r.keep()
	case next || m.valued:
		r.nextItem(m, split)
		m.explicit = true
		r.keep()
	default:
		h := r.nestedMap(tKeyInd, len(r.pending))
		r.mapChild(m, &h)
	}
}

// nestedMap returns the head of a mapping that begins with the current token, an indicator. The properties of its first key
// are the pending tokens from first on.
func (r *reader) nestedMap(key kind, first int) head {
	h := r.newHead(nodeMap, first)
	h.key = key
	r.keep()
	return h
}

// mapColon takes a ":".
func (r *reader) mapColon(m *blockMap, next bool, split int) {
	r.onKey = true
	switch {
	case m.sep < 0 && m.explicit && !hasKind(r.pending[m.base:], tNewline):
		h := r.nestedMap(tNone, r.keyProps(m.base, len(r.pending)))
		r.mapChild(m, &h)
	case m.sep < 0:
		r.keepEmptyKey(m)
	case m.valued, next && !m.explicit:
		r.nextItem(m, split)
		r.keepEmptyKey(m)
	case !hasKind(r.pending[m.sep:], tValInd):
		r.keep()
	case m.explicit:
		h := r.nestedMap(tNone, split)
		r.mapChild(m, &h)
	default:
		h := r.nestedMap(tNone, len(r.pending))
		r.mapChild(m, &h)
	}
}

func (r *reader) keepEmptyKey(m *blockMap) {
	colon := len(r.pending)
	r.keep()
	r.emptyKey(m, colon)
}

// mapScalar takes a scalar: a key, or a value.
func (r *reader) mapScalar(m *blockMap, next bool, split int) {
	switch {
	case next || m.valued:
		r.nextItem(m, split)
	case m.sep >= 0:
		h := r.head(parent{kind: nodeMap, indent: m.indent, keyed: true}, m.sep)
		r.mapChild(m, &h)
		return
	}
	h := r.newHead(r.tok.kind, len(r.pending))
	r.onKey = true
	r.next()
	if m.explicit {
		r.explicitKey(m, &h)
		return
	}
	r.takeKey(m, &h, h.after)
	r.plainPair(m)
}

// mapBlock takes the first token of a node that is no scalar of one line. It returns false if the token is none.
func (r *reader) mapBlock(m *blockMap, atIndent bool, split int) bool {
	switch r.tok.kind {
	case tSeqInd:
		if !m.explicit && m.sep >= 0 && !r.sepBroken(m) {
			r.misplaced(m)
			return true
		}
	case tHeader, tMapStart, tSeqStart:
		if atIndent {
			r.nextItem(m, split)
		}
	default:
		r.drop(split)
		return false
	}
	keyed := m.sep >= 0
	if m.valued {
		r.nextItem(m, len(r.pending))
	}
	base := m.base
	if m.sep >= 0 {
		base = m.sep
	}
	h := r.head(parent{kind: nodeMap, indent: m.indent, keyed: keyed}, base)
	if m.explicit && m.sep < 0 && h.kind == nodeFlow {
		r.explicitKey(m, &h)
		return true
	}
	r.mapChild(m, &h)
	return true
}

func (r *reader) sepBroken(m *blockMap) bool {
	if m.valued {
		return m.brokenSep
	}
	return hasKind(r.pending[m.sep:], tNewline)
}

// nextItem ends the current item, and begins another with the pending tokens from split on.
func (r *reader) nextItem(m *blockMap, split int) {
	r.endItem(m, split)
	r.lower(m.base, split)
	if !m.valued {
		m.after = valueEnd{}
	}
	m.sep, m.explicit, m.valued = -1, false, false
}

// endMap ends the mapping. Blank tokens behind its last item are left to the parent, unless they are comments that are
// indented as the mapping is.
func (r *reader) endMap(m *blockMap, in parent, key bool) result {
	res := result{node: m.node}
	blank := m.sep < 0 && len(r.pending) > m.base && allBlank(r.pending[m.base:])
	if blank && !key && in.kind != nodeFlow && r.outdented(m.base, m.indent) {
		res.carried, res.rest = true, m.base
	} else {
		r.endItem(m, len(r.pending))
		r.drop(m.base)
	}
	res.end, res.last = m.end, m.end
	if m.commentEnd > 0 {
		if m.commentEnd < m.end {
			r.failAt("IMPOSSIBLE", "Map comment with trailing content", m.commentEnd)
		}
		res.end = m.commentEnd
	}
	return res
}

// outdented tells whether all comments pending from base on are indented less than their collection.
func (r *reader) outdented(base, indent int) bool {
	if indent == 0 {
		return true
	}
	for _, t := range r.pending[base:] {
		if t.kind == tComment && int(t.indent) >= indent {
			return false
		}
	}
	return true
}

// misplaced takes a "- " in the line of a key, or text that is no token.
func (r *reader) misplaced(m *blockMap) {
	if m.valued {
		r.nextItem(m, len(r.pending))
	}
	h := r.newHead(tJunk, len(r.pending))
	r.next()
	r.mapChild(m, &h)
}
