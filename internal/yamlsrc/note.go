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
	c.blank = p.blank
	switch {
	case n.Start != n.End || n.Aliased:
		c.before = p.comment
	case p.comment != "":
		behind = p.comment
	}
	c.behind = append(c.behind[:0], behind...)
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
func (r *reader) noteBehind(n *tree.Node, sep, comment string) {
	if r.inKey == 0 || comment == "" || n == nil {
		return
	}
	c := r.commentsOf(n)
	if len(c.behind) > 0 {
		c.behind = append(c.behind, sep...)
	}
	c.behind = append(c.behind, comment...)
}

// commentBelow gives a comment below a value, the current token, to the value. What is pending from base on stands between.
func (r *reader) commentBelow(v *valueEnd, base int) {
	if r.inKey > 0 {
		sep := v.sep
		for _, t := range r.pending[base:] {
			if t.kind == tNewline {
				sep += r.text(t)
			}
		}
		r.noteBehind(v.node, sep, commentText(r.text(r.tok)))
	}
	r.drop(base)
}

// commentText returns a comment without its #. One that has no text is a space.
func commentText(s string) string {
	if len(s) == 1 {
		return " "
	}
	return s[1:]
}

// gathered are comments that stand before or behind a node. Their text is of use only if the node may be printed.
type gathered struct {
	some bool
	keep bool
	text []byte
	sep  []byte // line breaks behind the last comment
}

func (r *reader) gather() gathered { return gathered{keep: r.inKey > 0} }

func (g *gathered) add(comment string) {
	g.some = true
	if g.keep {
		g.text = append(append(g.text, g.sep...), commentText(comment)...)
		g.sep = g.sep[:0]
	}
}

// between adds a line break that counts if another comment follows.
func (g *gathered) between(lineBreak string) {
	if g.some && g.keep {
		g.sep = append(g.sep, lineBreak...)
	}
}

// inside adds a line break to the comments.
func (g *gathered) inside(lineBreak string) {
	if g.keep {
		g.text = append(g.text, lineBreak...)
	}
}

// String returns the comments: their text, or if that is of no use, anything.
func (g *gathered) String() string {
	if g.some && !g.keep {
		return "#"
	}
	return string(g.text)
}
