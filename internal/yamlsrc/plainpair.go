package yamlsrc

import "github.com/goldenpath-go/goldenpath/internal/tree"

// plainPair reads the colon behind a key, a text without quotes and the line break behind that in one go, as nothing can be
// wrong with what stands between them: most lines are of this kind. It does nothing if anything else is there.
func (r *reader) plainPair(m *blockMap) {
	if r.tok.kind != tValInd || r.inKey > 0 || r.doc.version == version11 || int(r.tok.start)-m.key.props > longestKey {
		return
	}
	ahead := r.queue[r.taken:]
	if len(ahead) != 2 || ahead[0].kind != tSpace || r.tabbed(ahead[0]) || ahead[1].kind != tPlain || r.byteAt(r.pos) != '\n' {
		return
	}
	t := ahead[1]
	n := r.nodes.node()
	n.Kind, n.Text, n.Start, n.End = tree.String, r.decode(t), int(t.start), int(t.end)
	resolveCore(n, n.Text)
	r.addItem(m, n, n.Kind == tree.Null)
	r.newline()
	r.state = atLineStart
	r.tok, r.taken, r.onKey = r.queue[len(r.queue)-1], len(r.queue), false
	m.end, m.brokenSep, m.valued, m.after = int(r.tok.end), false, true, valueEnd{open: true, node: n}
	r.next()
}
