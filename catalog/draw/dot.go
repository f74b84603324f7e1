package draw

import (
	"fmt"
	"io"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// DOT writes the graph in Graphviz's language: dot -Tsvg draws it.
func DOT(w io.Writer, g *catalog.Graph, o *Options) error {
	s := newScene(g, o)
	var b strings.Builder
	b.WriteString("digraph catalog {\n")
	b.WriteString("  rankdir=LR;\n")
	if s.title != "" {
		fmt.Fprintf(&b, "  label=%s; labelloc=t;\n", dotText(s.title))
	}
	b.WriteString("  node [fontname=\"Helvetica\" fontsize=12];\n")
	b.WriteString("  edge [fontname=\"Helvetica\" fontsize=9];\n")
	for i := range s.nodes {
		fmt.Fprintf(&b, "  n%d [%s];\n", i, s.nodes[i].dotAttributes())
	}
	for _, e := range s.edges {
		from, to, direction := e.source, e.target, ""
		if e.readsBack() {
			from, to, direction = to, from, " dir=back"
		}
		fmt.Fprintf(&b, "  n%d -> n%d [label=%s%s];\n", from, to, dotText(clean(string(e.relation))), direction)
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (n *node) dotAttributes() string {
	look := lookOf(n.ref.Kind)
	label, line, style := n.name, look.line, "filled"
	if n.note != "" {
		label += "\n" + n.note
	}
	if look.dotRounded {
		style += ",rounded"
	}
	switch {
	case n.missing:
		line, style = missingColour, style+",dashed"
	case n.outer:
		style += ",dashed"
	case n.focus:
		style += ",bold"
	}
	attributes := fmt.Sprintf("label=%s tooltip=%s shape=%s style=%s fillcolor=%s color=%s fontcolor=%s",
		dotText(label), dotText(clean(n.ref.String())), look.dotShape,
		dotText(style), dotText(look.fill), dotText(line), dotText(inkColour))
	if n.link != "" {
		attributes += " URL=" + dotText(n.link)
	}
	return attributes
}

// dotText returns s as a quoted string that Graphviz shows as it is: it takes backslashes for escapes, twice over, and
// entities such as &amp; for characters.
func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "&", "&amp;").Replace(s) + `"`
}
