package yamlsrc

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// result is a node that was read to its end.
type result struct {
	node *tree.Node
	end  int // behind what belongs to the node, with comments and line breaks
	last int // of a collection in block style: behind its last item
	// The blank tokens behind a collection in block style are still pending, from index rest on: they are the parent's.
	carried bool
	rest    int
	bare    bool // a null without tag and comments, as members of a !!set must be
}

// node reads the rest of a node. Its errors come behind those of p, the properties before it.
func (r *reader) node(h *head, p *props, in parent, key bool) result {
	switch h.kind {
	case nodeMap:
		return r.blockMap(h, p, in, key)
	case nodeSeq:
		return r.blockSeq(h, p, in, key)
	}
	tail := r.pending[h.after:]
	if h.tail >= 0 {
		tail = r.pending[h.after:h.tail]
	}
	switch h.kind {
	case nodeFlow:
		return r.flowNode(h.flow, p, tail)
	case tAlias:
		return r.alias(h.tok, p, tail)
	case tHeader:
		return r.blockScalar(h, p, tail, in)
	case tJunk:
		r.failMisplaced(h.tok)
		return r.empty(h.start, nil, p, key)
	}
	return r.scalar(h.tok, p, tail, key)
}

// failMisplaced reports a token that stands in a node's place.
func (r *reader) failMisplaced(t token) {
	message := "Not a YAML token: " + r.clean(r.text(t))
	if t.kind == tSeqInd {
		message = "Unexpected block-seq-ind on same line with key"
	}
	r.failToken(codeUnexpected, message, t)
}

// scalar makes the node of a scalar's token and of what stands behind it.
func (r *reader) scalar(t token, p *props, after []token, key bool) result {
	n := r.nodes.node()
	n.Start, n.End = int(t.start), int(t.end)
	text := r.decode(t)
	comment, end := r.trailing(after, n.End, true, false)
	r.resolve(n, text, t, p, key)
	r.properties(n, p)
	r.noteComments(n, p, comment)
	return result{node: n, end: end, bare: n.Kind == tree.Null && comment == "" && p.comment == "" && p.tag.kind == tNone}
}

// decode returns the content of a scalar.
func (r *reader) decode(t token) string {
	switch t.kind {
	case tSingle:
		return r.clean(r.singleQuoted(t))
	case tDouble:
		return r.clean(r.doubleQuoted(t))
	}
	return r.clean(r.plain(t))
}

// empty makes the node of a value that is left out. It is behind the last of the tokens before it that is no blank.
func (r *reader) empty(offset int, before []token, p *props, key bool) result {
	at := emptyAt(before, offset)
	t := token{kind: tPlain, start: int32(at), end: int32(at)}
	if i := lastSolid(before); i >= 0 {
		t.start, t.end = before[i].end, before[i].end
	}
	res := r.scalar(t, p, nil, key)
	res.end = at
	if p.comment != "" {
		res.end = p.end
	}
	return res
}

// lastSolid returns the index of the last token that is no blank; -1 if there is none.
func lastSolid(tokens []token) int {
	i := len(tokens) - 1
	for i >= 0 && tokens[i].blank() {
		i--
	}
	return i
}

// missing makes the node of the value of a key that no colon follows.
func (r *reader) missing(offset int) *tree.Node {
	n := r.nodes.node()
	n.Start, n.End = offset, offset
	return n
}

// alias makes the node of an alias. What it stands for is filled in when the document is complete.
func (r *reader) alias(t token, p *props, after []token) result {
	n := r.nodes.node()
	n.Start, n.End, n.Aliased = int(t.start), int(t.end), true
	name := r.clean(r.text(t)[1:])
	if name == "" {
		r.failAt(codeBadAlias, "Alias cannot be an empty string", n.Start)
	}
	comment, end := r.trailing(after, n.End, true, false)
	r.noteComments(n, p, comment)
	r.doc.aliases = append(r.doc.aliases, alias{node: n, name: name, at: n.Start})
	if p.anchor.kind != tNone || p.tag.kind != tNone {
		r.failToken("ALIAS_PROPS", "An alias node must not specify any properties", t)
	}
	return result{node: n, end: end}
}

// properties gives a node its anchor.
func (r *reader) properties(n *tree.Node, p *props) {
	if p.anchor.kind == tNone {
		return
	}
	name := r.clean(r.text(p.anchor)[1:])
	if name == "" {
		r.failToken(codeBadAlias, msgNoAnchorName, p.anchor)
		return
	}
	r.doc.anchors = append(r.doc.anchors, anchor{node: n, name: name, at: int(p.anchor.start)})
}

// clean returns s as JavaScript has it after reading UTF-8: what is no character is U+FFFD.
func (r *reader) clean(s string) string {
	if r.sound {
		return s
	}
	return toValid(s)
}

// overflow gives up a document that is nested too deeply: the rest of it is passed over.
func (r *reader) overflow(h *head) result {
	r.fail(codeExhausted, "Maximum call stack size exceeded", h.start, h.start+1)
	for r.tok.kind != tEOF && r.tok.kind != tDocEnd && r.tok.kind != tDocStart {
		r.next()
	}
	r.drop(min(h.first, len(r.pending)))
	n := r.nodes.node()
	n.Start, n.End = h.start, h.start
	return result{node: n, end: h.start}
}

// hasBreak tells whether a line break is in s.
func hasBreak(s string) bool { return strings.IndexByte(s, '\n') >= 0 }
