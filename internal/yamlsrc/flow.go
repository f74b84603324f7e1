package yamlsrc

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// flow is a collection in brackets.
type flow struct {
	object
	isMap   bool
	name    string
	indent  int
	root    bool // it is the document's root
	end     int  // behind the last node that was read
	broken  bool // it goes over several lines
	comment string
	count   int        // of items before the current one
	last    *tree.Node // of the last item: a value, or a key without one
	item    *flowItem

	mark, found int  // its errors are those from mark to found
	close       int  // behind the closing bracket
	closed      bool // it has a closing bracket
	wrong       bool // of the other type
	unclosed    int  // index of the error that its bracket is not closed, plus one
	tail        flowTail
}

// flowItem is the current item. What is pending from base on is what stands before it, then what stands behind a key
// that is a collection in brackets, then, from sep on, what stands behind the key.
type flowItem struct {
	base, sep   int
	open        bool // there is one
	keyed       bool // it has a key, perhaps an empty one
	null        bool // an empty one
	valued      bool
	key         head
	block       *result // of a key in block style, which must not be here
	mark, found int     // its errors are those from mark to found
}

// flowHead reads a collection in brackets, and what stands behind it in its line.
func (r *reader) flowHead(h *head, p parent) {
	h.kind = nodeFlow
	f := &flow{
		object: r.newObject(), isMap: h.tok.kind == tMapStart, name: "flow sequence", indent: int(h.tok.indent),
		root: p.kind == tDocStart, end: h.start + 1, mark: len(r.errors),
	}
	h.flow = f
	f.node.Start, f.node.End, f.contentEnd = h.start, h.start+1, h.start+1
	if r.depth >= maxDepth {
		r.overflow(h)
		f.found = len(r.errors)
		return
	}
	if f.isMap {
		f.name = "flow map"
	}
	items := len(r.items)
	f.item = r.flowItem()
	*f.item = flowItem{base: len(r.pending)}
	r.depth++
	r.inKey++
	r.next()
	for r.flowStep(f) {
	}
	r.closeFlow(f, p, items)
	r.depth--
	r.inKey--
	h.after = len(r.pending)
	if f.closed {
		r.flowEnd(h, p)
	}
}

// flowItem returns the memory for the items of collections in brackets at this depth: only one of them is open.
func (r *reader) flowItem() *flowItem {
	for len(r.flowItems) <= r.depth {
		r.flowItems = append(r.flowItems, nil)
	}
	if r.flowItems[r.depth] == nil {
		r.flowItems[r.depth] = new(flowItem)
	}
	return r.flowItems[r.depth]
}

// flowEnd takes what stands behind the closing bracket.
func (r *reader) flowEnd(h *head, p parent) {
	for {
		k := r.tok.kind
		inMap := p.kind == nodeMap
		switch {
		case k == tEOF, inMap && k == tValInd && p.indent == int(h.tok.indent), inMap && k == tNewline && !p.keyed:
			return
		case k == tValInd && p.kind != nodeFlow:
			r.becomeMap(h)
			return
		case k == tJunk:
			r.flowJunk(h.flow)
			continue
		case k == tComma, k == tDocStart, k == tDocEnd, k == tMapEnd, k == tSeqEnd, k == tValInd:
			return
		case k == tNewline:
			r.onKey = false
			r.keep()
			return
		}
		r.keep()
	}
}

// flowTail is the end of a collection in brackets, for what Backstage's library says of text behind it.
type flowTail struct {
	name  string
	keyed bool // the last item has a key only
	full  bool // the last item has a value
	colon bool // the last item has a colon
	at    int
}

// flowJunk takes text that follows the header of a block scalar where none may be, behind a collection in brackets. To
// Backstage's library it is a part of the collection.
func (r *reader) flowJunk(f *flow) {
	text := r.clean(r.text(r.tok))
	switch t := &f.tail; {
	case t.full:
		r.failAt(codeMissingChar, "Missing , between "+t.name+" items", t.at)
	case t.keyed && !t.colon && text[0] == ':':
		r.failToken(codeMissingChar, "Missing space after : in "+t.name, r.tok)
	case t.keyed && !t.colon:
		r.failAt(codeMissingChar, "Missing , or : between "+t.name+" items", t.at)
	}
	r.failMisplaced(r.tok)
	if f.wrong {
		r.hoist(f.found-1, f.found) // that the bracket is wrong is said last
	}
	f.tail.full, f.broken, f.found = true, true, len(r.errors)
	r.next()
}

// flowStep reads the next token or node. It returns false when the collection ends.
func (r *reader) flowStep(f *flow) bool {
	it := f.item
	switch r.tok.kind {
	case tEOF, tDocEnd, tFlowEnd, tMapEnd, tSeqEnd:
		return false
	case tComma, tKeyInd:
		if !it.open || it.keyed {
			r.nextFlowItem(f)
		}
		r.keep()
	case tValInd:
		if !it.open || it.valued {
			r.nextFlowItem(f)
		}
		if !it.keyed {
			it.keyed, it.null, it.sep = true, true, len(r.pending)
		}
		r.keep()
	case tSpace, tComment, tNewline, tAnchor, tTag:
		if !it.open || it.valued {
			r.nextFlowItem(f)
		}
		r.keep()
	case tAlias, tPlain, tSingle, tDouble, tBlock:
		r.flowScalar(f)
	case tJunk:
		r.failMisplaced(r.tok)
		r.next()
	default:
		return r.flowChild(f)
	}
	return true
}

func (r *reader) flowScalar(f *flow) {
	it := f.item
	if !it.open || it.valued {
		r.nextFlowItem(f)
	}
	if it.keyed {
		r.flowValue(f)
		return
	}
	it.key = r.newHead(r.tok.kind, len(r.pending))
	it.keyed, it.sep = true, len(r.pending)
	it.key.tail = it.sep
	r.next()
}

// flowChild reads a node that is no scalar. It returns false if the current token begins none.
func (r *reader) flowChild(f *flow) bool {
	it := f.item
	switch r.tok.kind {
	case tMapStart, tSeqStart, tSeqInd, tHeader:
	default:
		return false
	}
	if !it.open || it.valued {
		r.nextFlowItem(f)
	}
	if it.keyed {
		r.flowValue(f)
		return true
	}
	it.mark = len(r.errors)
	it.key = r.head(parent{kind: nodeFlow, indent: f.indent}, len(r.pending))
	if it.key.kind == nodeMap || it.key.kind == nodeSeq || it.key.kind == tHeader {
		res := r.node(&it.key, &props{}, parent{kind: nodeFlow, indent: f.indent}, false)
		it.block, it.found = &res, len(r.errors)
		r.drop(it.key.first)
		it.key.after = it.key.first
	}
	it.keyed, it.sep = true, len(r.pending)
	it.key.tail = it.sep
	return true
}

// nextFlowItem ends the current item, and begins another.
func (r *reader) nextFlowItem(f *flow) {
	if f.item.open {
		r.endFlowItem(f, false)
		f.count++
	}
	r.drop(f.item.base)
	*f.item = flowItem{base: f.item.base, sep: -1, open: true}
}

// closeFlow ends the collection at its bracket, or where the bracket is missing.
func (r *reader) closeFlow(f *flow, p parent, items int) {
	f.tail.name = f.name
	if it := f.item; it.open {
		r.endFlowItem(f, true)
		f.tail.keyed, f.tail.full = it.keyed, it.valued
		f.tail.colon = it.keyed && !it.valued && hasKind(r.pending[it.sep:], tValInd)
	}
	r.drop(f.item.base)
	f.tail.at, f.close = f.end, f.end
	t, want := r.tok, tSeqEnd
	if f.isMap {
		want = tMapEnd
	}
	f.closed = t.kind == tMapEnd || t.kind == tSeqEnd
	if t.kind == want {
		f.close = int(t.end)
		f.contentEnd = f.close
	} else {
		r.failUnclosed(f)
		f.wrong = f.closed
	}
	if f.closed || t.kind == tFlowEnd && p.kind != nodeFlow {
		r.next()
	}
	f.node.End = f.contentEnd
	if f.isMap {
		r.seal(&f.object)
	} else {
		r.sealArray(f.node, items)
	}
	// What is said of the properties before it must have a place.
	r.errors = r.errors[:min(len(r.errors), max(f.mark, maxErrors-16))]
	f.found = len(r.errors)
}

// failUnclosed reports that the closing bracket is missing, or another is there.
func (r *reader) failUnclosed(f *flow) {
	name, bracket := "Flow sequence", "]"
	if f.isMap {
		name, bracket = "Flow map", "}"
	}
	if f.root {
		r.failAt(codeMissingChar, name+" must end with a "+bracket, f.end)
		f.unclosed = len(r.errors)
		return
	}
	r.failAt(codeBadIndent, name+msgFlowInBlock+bracket, f.end)
}

// noRoot corrects what was said of a collection without closing bracket that is not the document's root after all.
func (r *reader) noRoot(f *flow) {
	if f.unclosed == 0 || f.unclosed > len(r.errors) {
		return
	}
	e := &r.errors[f.unclosed-1]
	e.Code = codeBadIndent
	name, bracket, _ := strings.Cut(e.Message, " must end with a ")
	e.Message = name + msgFlowInBlock + bracket
}

// flowNode ends a collection in brackets: it has the properties p, and tokens behind it.
func (r *reader) flowNode(f *flow, p *props, tail []token) result {
	class := "seq"
	if f.isMap {
		class = "map"
	}
	tag := r.collectionTag(p, class)
	r.hoist(f.mark, f.found)
	comment, end := r.trailing(tail, f.close, true, false)
	r.classify(f.node, f.full, tag)
	r.properties(f.node, p)
	if f.comment != "" && comment != "" {
		comment = "\n" + comment
	}
	r.noteComments(f.node, p, f.comment+comment)
	return result{node: f.node, end: end}
}
