package yamlsrc

import "github.com/goldenpath-go/goldenpath/internal/tree"

// endFlowItem ends the current item if its value was not read yet. The last one may be nothing but white space.
func (r *reader) endFlowItem(f *flow, last bool) {
	it := f.item
	switch {
	case it.valued:
	case !it.keyed:
		r.endKeylessFlow(f, last)
	case !f.isMap && !it.null && !hasKind(r.pending[it.base:it.key.first], tKeyInd) && !hasKind(r.pending[it.sep:], tValInd):
		r.endFlowSeqItem(f)
	default:
		key, start := r.flowKey(f)
		r.endFlowPair(f, key, start, nil)
	}
}

// flowProps reads what stands before an item.
func (r *reader) flowProps(f *flow, start []token, of propsOf) props {
	of.flow, of.indicator, of.offset, of.parent = f.name, tKeyInd, f.end, f.indent
	f.broken = f.broken || hasKind(start, tNewline)
	return r.props(start, &of)
}

// judgeComma reports a comma that is missing before an item, or one before the first.
func (r *reader) judgeComma(f *flow, p *props) {
	switch {
	case f.count == 0 && p.comma.kind != tNone:
		r.failToken(codeUnexpected, "Unexpected , in "+f.name, p.comma)
	case f.count > 0 && p.comma.kind == tNone:
		r.failAt(codeMissingChar, "Missing , between "+f.name+" items", p.start)
	}
}

// endKeylessFlow ends an item without key and colon: white space, or a lone "?", anchor or tag.
func (r *reader) endKeylessFlow(f *flow, last bool) {
	start := r.pending[f.item.base:]
	p := r.flowProps(f, start, propsOf{})
	if p.found.kind == tNone && p.anchor.kind == tNone && p.tag.kind == tNone {
		switch {
		case f.count == 0 && p.comma.kind != tNone:
			r.failToken(codeUnexpected, "Unexpected , in "+f.name, p.comma)
		case !last:
			r.failAt(codeUnexpected, "Unexpected empty item in "+f.name, p.start)
		}
		f.end, f.comment = p.end, p.comment // there is but one such item in a collection without errors
		return
	}
	r.judgeComma(f, &p)
	r.commentAbove(f, start, &p)
	if !f.isMap && p.found.kind == tNone {
		res := r.empty(p.end, nil, &p, false)
		r.addFlowItem(f, res.node)
		f.end = res.end
		return
	}
	key := flowPairKey{props: p, result: r.empty(p.end, start, &p, true)}
	f.item.sep = len(r.pending)
	r.endFlowPair(f, key, p.end, nil)
}

// endFlowSeqItem ends an item of a list that is a node, not a pair.
func (r *reader) endFlowSeqItem(f *flow) {
	it := f.item
	start := r.pending[it.base:it.key.first]
	if it.block != nil {
		start = r.pending[it.base:]
	}
	p := r.flowProps(f, start, propsOf{})
	r.judgeComma(f, &p)
	r.commentAbove(f, start, &p)
	it.key.tail = -1
	res := r.flowItemNode(f, &p, false)
	f.broken = f.broken || r.flowBroken(&it.key)
	if it.key.kind == nodeMap || it.key.kind == nodeSeq {
		r.fail(codeBlockInFlow, msgBlockInFlow, res.node.Start, res.last)
	}
	r.addFlowItem(f, res.node)
	f.end = res.end
}

// flowItemNode ends the node that the current item begins with.
func (r *reader) flowItemNode(f *flow, p *props, key bool) result {
	it := f.item
	if it.block == nil {
		return r.node(&it.key, p, parent{kind: nodeFlow, indent: f.indent}, key)
	}
	res := *it.block
	class := "map"
	if it.key.kind == nodeSeq {
		class = "seq"
	}
	r.collectionTag(p, class)
	if it.key.kind == nodeSeq {
		r.judgeSeqProps(p)
	}
	r.hoist(it.mark, it.found)
	r.properties(res.node, p)
	return res
}

// flowBroken tells whether a node in a collection goes over several lines, with what stands behind it.
func (r *reader) flowBroken(h *head) bool {
	switch h.kind {
	case tAlias, tPlain, tSingle, tDouble, tBlock:
		tail := r.pending[h.after:]
		if h.tail >= 0 {
			tail = r.pending[h.after:h.tail]
		}
		return hasBreak(r.text(h.tok)) || hasKind(tail, tNewline)
	case nodeFlow:
		return h.flow.broken
	}
	return true
}

// flowPairKey is the key of a pair.
type flowPairKey struct {
	props
	result
}

// flowKey ends the key of the current item, which is a pair.
func (r *reader) flowKey(f *flow) (key flowPairKey, start int) {
	it := f.item
	of := propsOf{next: tValInd}
	end := it.sep
	if it.null {
		of.nextStart = int(r.pending[it.sep].start)
	} else {
		end = it.key.first
		of.next, of.nextStart = it.key.kind, it.key.start
		of.empty = it.key.kind == tPlain && it.key.tok.start == it.key.tok.end
	}
	before := r.pending[it.base:end]
	key.props = r.flowProps(f, before, of)
	broken := !it.null && r.flowBroken(&it.key)
	if !f.isMap && key.found.kind == tNone && broken {
		r.fail(codeMultiline, "Implicit keys of flow sequence pairs need to be on a single line", it.key.start, r.headEnd(&it.key))
	}
	f.broken = f.broken || broken
	r.judgeComma(f, &key.props)
	r.commentAbove(f, before, &key.props)
	if it.null {
		key.result = r.empty(key.props.end, before, &key.props, true)
		return key, key.props.end
	}
	key.result = r.flowItemNode(f, &key.props, true)
	if it.key.kind == nodeMap || it.key.kind == nodeSeq {
		r.fail(codeBlockInFlow, msgBlockInFlow, key.node.Start, key.last)
	}
	return key, key.props.end
}

// flowValue reads the value of the current item.
func (r *reader) flowValue(f *flow) {
	key, start := r.flowKey(f)
	h := r.head(parent{kind: nodeFlow, indent: f.indent}, f.item.sep)
	r.endFlowPair(f, key, start, &h)
	f.item.valued = true
	r.drop(f.item.base)
}

// endFlowPair ends a pair, with the value that h begins, if any. A key that is repeated is reported at start.
func (r *reader) endFlowPair(f *flow, key flowPairKey, start int, h *head) {
	p := r.flowSep(f, &key, h)
	absent := h == nil && p.found.kind == tNone
	if absent {
		r.noteBehind(key.node, "\n", p.comment)
	}
	m := r.memberOf(key.node, absent)
	value, bare := r.missing(m.KeyEnd), true
	f.end = p.end
	switch {
	case h != nil:
		broken := r.flowBroken(h)
		f.broken = f.broken || broken
		res := r.node(h, &p, parent{kind: nodeFlow, indent: f.indent}, false)
		if h.kind == nodeMap || h.kind == nodeSeq {
			r.fail(codeBlockInFlow, msgBlockInFlow, res.node.Start, res.last)
		}
		value, bare, f.end = res.node, res.bare, res.end
	case p.found.kind != tNone:
		res := r.empty(p.end, r.pending[f.item.sep:], &p, false)
		value, bare, f.end = res.node, res.bare, res.end
	}
	r.addFlowPair(f, m, value, bare, start)
	if f.isMap {
		f.last = value
		if absent {
			f.last = m.node
		}
	}
}

// commentAbove gives a comment that follows the comma before an item to the item above.
func (r *reader) commentAbove(f *flow, start []token, p *props) {
	if f.count == 0 || p.comment == "" {
		return
	}
	for _, t := range start {
		switch t.kind {
		case tComma, tSpace:
			continue
		case tComment:
			if text := r.text(t)[1:]; text != "" {
				r.noteBehind(f.last, "\n", text)
				p.comment = p.comment[min(len(p.comment), len(text)+1):]
			}
		}
		return
	}
}

// flowSep reads what stands between key and value.
func (r *reader) flowSep(f *flow, key *flowPairKey, h *head) props {
	end := len(r.pending)
	of := propsOf{flow: f.name, indicator: tValInd, offset: key.result.end, parent: f.indent}
	if h != nil {
		end = h.first
		of.next, of.nextStart, of.empty = h.kind, h.start, h.kind == tPlain && h.tok.start == h.tok.end
	}
	sep := r.pending[f.item.sep:end]
	f.broken = f.broken || hasKind(sep, tNewline)
	p := r.props(sep, &of)
	switch {
	case p.found.kind != tNone:
		if !f.isMap && key.found.kind == tNone {
			r.judgeFlowKey(key, sep, &p)
		}
	case h == nil:
	case r.byteAt(h.start) == ':' && h.kind == tPlain:
		r.failToken(codeMissingChar, "Missing space after : in "+f.name, h.tok)
	default:
		r.failAt(codeMissingChar, "Missing , or : between "+f.name+" items", p.start)
	}
	return p
}

// judgeFlowKey reports a pair in a list whose colon is in another line than its key, or too far away.
func (r *reader) judgeFlowKey(key *flowPairKey, sep []token, p *props) {
	for _, t := range sep {
		if t == p.found {
			break
		}
		if t.kind == tNewline {
			r.failToken(codeMultiline, "Implicit keys of flow sequence pairs need to be on a single line", t)
			break
		}
	}
	colon := int(p.found.start)
	if colon-key.props.start > longestKey && units(r.clean(r.src[key.props.start:colon])) > longestKey {
		r.failToken(codeKeyTooLong, "The : indicator must be at most 1024 chars after the start of an implicit flow sequence key", p.found)
	}
}

// addFlowPair appends a pair: to a mapping, or as a mapping of its own to a list.
func (r *reader) addFlowPair(f *flow, m member, value *tree.Node, bare bool, start int) {
	if f.isMap {
		if r.repeats(&f.object, &m) {
			r.failAt(codeDuplicate, msgUnique, start)
		}
		r.add(&f.object, m, value, bare)
		return
	}
	o := r.newObject()
	o.node.Start = m.KeyStart
	r.add(&o, m, value, bare)
	o.node.End = o.contentEnd
	r.seal(&o)
	r.addFlowItem(f, o.node)
}

func (r *reader) addFlowItem(f *flow, n *tree.Node) {
	r.items = append(r.items, n)
	f.contentEnd = max(f.contentEnd, n.End)
	f.last = n
}
