package yamlsrc

import "github.com/goldenpath-go/goldenpath/internal/tree"

// mapKey is the key of a mapping's item.
type mapKey struct {
	member
	props int  // where the key begins, with its properties
	from  int  // where it begins without
	to    int  // behind its last character
	end   int  // behind what belongs to it, with comments
	open  bool // it is empty or a block scalar: the colon may begin a line
}

// mapChild takes a node as the key or value of the current item.
func (r *reader) mapChild(m *blockMap, h *head) {
	if m.sep >= 0 {
		r.mapValue(m, h)
		return
	}
	explicit := m.explicit
	r.takeKey(m, h, h.first)
	r.onKey = !explicit
}

// explicitKey takes a scalar or collection in brackets behind a "?". If a colon follows in its line, it is the first key of
// a mapping that is the key.
func (r *reader) explicitKey(m *blockMap, h *head) {
	h.tail = len(r.pending)
	for r.tok.kind == tSpace || r.tok.kind == tComment {
		r.keep()
	}
	if r.tok.kind != tValInd || r.indent < m.indent {
		r.takeKey(m, h, h.first)
		return
	}
	h.key, h.kind = h.kind, nodeMap
	h.indent, h.start = r.indent, int(r.tok.start)
	h.first = r.keyProps(m.base, h.first)
	r.onKey = true
	r.keep()
	r.mapChild(m, h)
}

// takeKey makes a node the current item's key. What stands before it is pending from m.base up to start.
func (r *reader) takeKey(m *blockMap, h *head, start int) {
	p := r.props(r.pending[m.base:start], &propsOf{
		indicator: tKeyInd, next: h.kind, nextStart: h.start, empty: h.kind == tPlain && h.tok.start == h.tok.end,
		offset: m.end, parent: m.indent, line: true,
	})
	if p.found.kind == tNone {
		r.judgeKey(m, h)
		if p.newline.kind != tNone || r.keyBroken(h) {
			r.fail(codeMultiline, msgOneLineKey, h.start, r.headEnd(h))
		}
	} else if int(p.found.indent) != m.indent {
		r.failAt(codeBadIndent, msgColumn, m.end)
	}
	sep := h.tail
	if h.kind == nodeMap {
		sep = -1 // those are its own first item's
	}
	if !r.plainKey(m, h, &p) {
		r.nodeKey(m, h, &p)
	}
	if sep < 0 {
		sep = len(r.pending)
	}
	r.lower(m.base, sep)
	m.sep = m.base
}

// nodeKey makes a node the current item's key.
func (r *reader) nodeKey(m *blockMap, h *head, p *props) {
	if m.explicit {
		r.inKey++
	}
	res := r.node(h, p, parent{kind: nodeMap, indent: m.indent}, true)
	if m.explicit {
		r.inKey--
	}
	m.key = mapKey{props: p.start, from: res.node.Start, to: res.node.End, end: res.end, open: h.kind == tHeader}
	r.setKey(m, r.memberOf(res.node, r.inKey > 0 && m.explicit), p.end)
}

// plainKey makes a scalar the current item's key if it is a string without anchor and tag, as mostly. It returns false if
// the scalar is, or may be, something else.
func (r *reader) plainKey(m *blockMap, h *head, p *props) bool {
	switch {
	case h.kind != tPlain && h.kind != tSingle && h.kind != tDouble:
		return false
	case r.inKey > 0, p.anchor.kind != tNone, p.tag.kind != tNone, h.after != len(r.pending) && h.after != h.tail:
		return false
	case h.kind == tPlain && (r.doc.version == version11 || mayBeTyped(r.text(h.tok))):
		return false
	}
	start, end := int(h.tok.start), int(h.tok.end)
	m.key = mapKey{props: p.start, from: start, to: end, end: end}
	field := tree.Field{Name: r.decode(h.tok), KeyStart: start, KeyEnd: end}
	r.setKey(m, member{Field: field, kind: tree.String}, p.end)
	return true
}

// judgeKey reports what is wrong with the place of a key that no "?" introduces.
func (r *reader) judgeKey(m *blockMap, h *head) {
	indent := m.indent
	switch h.kind {
	case nodeSeq:
		r.failAt(codeBlockAsKey, "A block sequence may not be used as an implicit map key", m.end)
	case nodeMap:
		indent = h.indent
	case tAlias, tPlain, tSingle, tDouble, tBlock, nodeFlow:
		indent = int(h.tok.indent)
	}
	if indent != m.indent {
		r.failAt(codeBadIndent, msgColumn, m.end)
	}
}

// keyBroken tells whether a key goes over several lines.
func (r *reader) keyBroken(h *head) bool {
	switch h.kind {
	case tAlias, tPlain, tSingle, tDouble, tBlock:
		return hasBreak(r.text(h.tok))
	case nodeFlow:
		return h.flow.broken
	}
	return true
}

// headEnd returns the end of what an error at a node points to.
func (r *reader) headEnd(h *head) int {
	switch h.kind {
	case tAlias, tPlain, tSingle, tDouble, tBlock, tJunk:
		return int(h.tok.end)
	case tHeader:
		return h.start + int(h.block.end-h.block.start)
	}
	return h.start + 1
}

// emptyKey takes a ":" before which no key stands; it is pending at index colon.
func (r *reader) emptyKey(m *blockMap, colon int) {
	before := r.pending[m.base:colon]
	p := r.props(before, &propsOf{
		indicator: tKeyInd, next: tValInd, nextStart: int(r.pending[colon].start), offset: m.end, parent: m.indent, line: true,
	})
	r.nullKey(m, &p, before)
	r.lower(m.base, colon)
	m.sep = m.base
}

// nullKey makes the current item's key an empty one.
func (r *reader) nullKey(m *blockMap, p *props, before []token) {
	switch {
	case p.found.kind != tNone:
		if int(p.found.indent) != m.indent {
			r.failAt(codeBadIndent, msgColumn, m.end)
		}
	case p.newline.kind != tNone:
		r.failToken(codeMultiline, msgOneLineKey, before[len(before)-1])
	}
	res := r.empty(p.end, before, p, true)
	at := emptyAt(before, p.end)
	m.key = mapKey{props: p.start, from: at, to: at, end: res.end, open: true}
	r.setKey(m, r.memberOf(res.node, r.inKey > 0 && m.explicit), p.end)
}

// setKey takes the key of the current item, and reports at offset at if the mapping has it already.
func (r *reader) setKey(m *blockMap, key member, at int) {
	m.key.member = key
	if r.repeats(&m.object, &m.key.member) {
		r.failAt(codeDuplicate, msgUnique, at)
	}
	m.contentEnd = max(m.contentEnd, m.key.KeyEnd)
}

// mapValue takes a node as the current item's value. One before which no colon stands is read, but does not count.
func (r *reader) mapValue(m *blockMap, h *head) {
	sep := r.pending[m.sep:h.first]
	m.brokenSep = hasKind(sep, tNewline)
	p := r.sepProps(m, sep, h)
	in := parent{kind: nodeMap, indent: m.indent}
	if p.found.kind == tNone {
		r.mapDiscard(m, h, &p, in)
		return
	}
	if !m.explicit && h.kind == nodeMap && !p.broken {
		r.failAt(codeBlockAsKey, "Nested mappings are not allowed in compact mappings", m.end)
	}
	r.judgeLength(m, &p)
	after := h.valueEnd(r)
	res := r.node(h, &p, in, false)
	m.end = res.end
	r.addItem(m, res.node, res.bare)
	after.node = res.node
	r.valueRead(m, res, after)
}

// valueEnd returns what stands behind a node that is a value.
func (h *head) valueEnd(r *reader) valueEnd {
	switch h.kind {
	case tAlias, tPlain, tSingle, tDouble, tBlock, nodeFlow:
	default:
		return valueEnd{}
	}
	tail := r.pending[h.after:]
	v := valueEnd{open: h.kind == nodeFlow || len(tail) > 0}
	if n := len(tail); n > 0 {
		v.comment = tail[n-1].kind == tComment
		if tail[n-1].kind == tNewline {
			v.sep = r.text(tail[n-1])
		}
	}
	return v
}

// valueRead goes on behind a value.
func (r *reader) valueRead(m *blockMap, res result, after valueEnd) {
	after.explicit = m.explicit
	m.after = after
	if res.carried {
		r.lower(m.base, res.rest)
		m.sep, m.explicit, m.valued, m.after = -1, false, false, valueEnd{}
		return
	}
	r.drop(m.base)
	m.sep, m.valued = m.base, true
}

// sepProps reads the tokens between the current item's key and its value, which is left out if h is nil.
func (r *reader) sepProps(m *blockMap, sep []token, h *head) props {
	of := propsOf{indicator: tValInd, offset: m.key.end, parent: m.indent, line: m.key.open}
	if h != nil {
		of.next, of.nextStart, of.empty = h.kind, h.start, h.kind == tPlain && h.tok.start == h.tok.end
	}
	p := r.props(sep, &of)
	m.end = p.end
	if p.found.kind != tNone {
		m.contentEnd = max(m.contentEnd, int(p.found.end))
	}
	return p
}

// judgeLength reports a key whose colon is too far away. Most are short even in bytes.
func (r *reader) judgeLength(m *blockMap, p *props) {
	colon := int(p.found.start)
	if m.explicit || colon-m.key.props <= longestKey || units(r.clean(r.src[m.key.props:colon])) <= longestKey {
		return
	}
	r.fail(codeKeyTooLong, "The : indicator must be at most 1024 chars after the start of an implicit block mapping key", m.key.from, m.key.to)
}

func (r *reader) noColon(m *blockMap) {
	if !m.explicit {
		r.fail(codeMissingChar, "Implicit map keys need to be followed by map values", m.key.from, m.key.to)
	}
}

// mapDiscard passes over a node that no colon stands before.
func (r *reader) mapDiscard(m *blockMap, h *head, p *props, in parent) {
	r.noColon(m)
	r.noteBehind(m.key.node, "\n", p.comment)
	after := h.valueEnd(r)
	after.ignored = true
	if f := h.flow; f != nil {
		r.errors = append(r.errors[:f.mark], r.errors[f.found:]...)
		f.mark, f.found = len(r.errors), len(r.errors)
	}
	mark := len(r.errors)
	res := r.node(h, &props{}, in, false)
	r.errors = r.errors[:mark]
	r.doc.forget(h.bookmark)
	r.addItem(m, r.missing(m.key.KeyEnd), true)
	r.valueRead(m, res, after)
}

// endItem ends the current item, whose tokens are pending up to split, if it has no value yet.
func (r *reader) endItem(m *blockMap, split int) {
	switch {
	case m.valued:
	case m.sep >= 0:
		r.endValueless(m, r.pending[m.sep:split])
	case split > m.base || m.explicit:
		r.endKeyless(m, r.pending[m.base:split])
	}
}

// endValueless ends an item that has a key only.
func (r *reader) endValueless(m *blockMap, sep []token) {
	p := r.sepProps(m, sep, nil)
	if p.found.kind == tNone {
		r.noColon(m)
		r.noteBehind(m.key.node, "\n", p.comment)
		r.addItem(m, r.missing(m.key.KeyEnd), true)
		return
	}
	r.judgeLength(m, &p)
	res := r.empty(m.end, sep, &p, false)
	m.end = res.end
	r.addItem(m, res.node, res.bare)
}

// endKeyless ends an item without key and colon: comments, or a lone "?", anchor or tag.
func (r *reader) endKeyless(m *blockMap, start []token) {
	p := r.props(start, &propsOf{indicator: tKeyInd, offset: m.end, parent: m.indent, line: true})
	if p.found.kind == tNone && p.anchor.kind == tNone && p.tag.kind == tNone {
		m.commentEnd = p.end
		m.comment = p.comment // there is but one such item in a mapping without errors
		return
	}
	r.nullKey(m, &p, start)
	m.end = m.key.end
	r.noColon(m)
	r.addItem(m, r.missing(m.key.KeyEnd), true)
}
