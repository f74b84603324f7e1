package yamlsrc

import "github.com/goldenpath-go/goldenpath/internal/tree"

// noteTag keeps the tag of a node that may be printed.
func (r *reader) noteTag(n *tree.Node, tag string) {
	if r.inKey == 0 || tag == "" {
		return
	}
	if r.doc.tags == nil {
		r.doc.tags = map[*tree.Node]string{}
	}
	r.doc.tags[n] = tag
}

// noteComments keeps the comments around a node that may be printed.
func (r *reader) noteComments(n *tree.Node, p *props, behind string) {
	if r.inKey == 0 || p.comment == "" && !p.blank && behind == "" {
		return
	}
	c := r.commentsOf(n)
	c.blank, c.behind = p.blank, behind
	if n.Start == n.End && !n.Aliased {
		if p.comment != "" {
			c.behind = p.comment
		}
		return
	}
	c.before = p.comment
}

// commentsOf returns what is kept for a node.
func (r *reader) commentsOf(n *tree.Node) *comments {
	if r.doc.comments == nil {
		r.doc.comments = map[*tree.Node]*comments{}
	}
	c := r.doc.comments[n]
	if c == nil {
		c = &comments{}
		r.doc.comments[n] = c
	}
	return c
}

// noteBehind appends a comment to those behind a node.
func (r *reader) noteBehind(n *tree.Node, comment string) {
	if r.inKey == 0 || comment == "" || n == nil {
		return
	}
	c := r.commentsOf(n)
	c.behind = joinLines(c.behind, comment)
}

// commentBelow gives a comment below a value, the current token, to the value. What is pending from base on stands between.
func (r *reader) commentBelow(v *valueEnd, base int) {
	if r.inKey > 0 && v.node != nil {
		for _, t := range r.pending[base:] {
			if t.kind == tNewline {
				v.sep += r.text(t)
			}
		}
		c := r.commentsOf(v.node)
		c.behind = joinComment(c.behind, v.sep, r.text(r.tok))
	}
	r.drop(base)
}

// joinLines joins two comments, of which one or both may be empty.
func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}
