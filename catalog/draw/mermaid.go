package draw

import (
	"fmt"
	"io"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Mermaid writes the graph as a Mermaid flowchart, which GitHub, GitLab and TechDocs draw in Markdown: put it into a
// code block whose language is mermaid.
func Mermaid(w io.Writer, g *catalog.Graph, o *Options) error {
	s := newScene(g, o)
	var b strings.Builder
	if s.title != "" {
		fmt.Fprintf(&b, "---\ntitle: %s\n---\n", mermaidTitle(s.title))
	}
	b.WriteString("flowchart LR\n")
	for i := range s.nodes {
		n := &s.nodes[i]
		look := lookOf(n.ref.Kind)
		text := mermaidText(n.name)
		if n.note != "" {
			text += "<br/>" + mermaidText(n.note)
		}
		fmt.Fprintf(&b, "  n%d%s\"%s\"%s:::%s\n", i, look.mermaidOpen, text, look.mermaidClose, n.mermaidClass())
	}
	for _, e := range s.edges {
		fmt.Fprintf(&b, "  n%d -->|\"%s\"| n%d\n", e.source, mermaidText(string(e.relation)), e.target)
	}
	for i := range s.nodes {
		if link := s.nodes[i].link; link != "" {
			fmt.Fprintf(&b, "  click n%d href \"%s\"\n", i, link)
		}
	}
	s.mermaidClasses(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (n *node) mermaidClass() string {
	switch {
	case n.missing:
		return "missing"
	case n.focus:
		return "focus"
	}
	return lookOf(n.ref.Kind).class
}

// mermaidClasses writes how the classes that are used look.
func (s *scene) mermaidClasses(b *strings.Builder) {
	used := make(map[string]bool)
	for i := range s.nodes {
		used[s.nodes[i].mermaidClass()] = true
	}
	for _, look := range looks {
		if used[look.class] {
			fmt.Fprintf(b, "  classDef %s fill:%s,stroke:%s,color:%s\n", look.class, look.fill, look.line, inkColour)
		}
	}
	if used["missing"] {
		fmt.Fprintf(b, "  classDef missing fill:#fff,stroke:%s,color:%s,stroke-dasharray:4 3\n", missingColour, inkColour)
	}
	if used["focus"] {
		fmt.Fprintf(b, "  classDef focus fill:#fff,stroke:%s,color:%s,stroke-width:3px\n", inkColour, inkColour)
	}
}

// mermaidText returns s so that Mermaid shows it as it is: all but letters, digits and a few more by their codes.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range clean(s) {
		if mermaidPlain(r) {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, "#%d;", r)
	}
	return b.String()
}

func mermaidPlain(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r > 0xa0:
		return true
	}
	return strings.ContainsRune(" -_./:", r)
}

// mermaidTitle returns s as a YAML string.
func mermaidTitle(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
