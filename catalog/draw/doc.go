// Package draw writes a [catalog.Graph], or a part of one, as a picture or as data: [SVG] needs no other program,
// [DOT] is for Graphviz, [Mermaid] for Markdown, [JSON] for programs.
//
// A whole catalog is no picture. Take a part first:
//
//	g := c.Graph()
//	part := g.Within(system, catalog.DependsOn, catalog.ConsumesAPI, catalog.ProvidesAPI)
//	err := draw.SVG(os.Stdout, part, &draw.Options{Title: "Checkout", Focus: system})
//
// or [catalog.Graph.Neighbourhood] for what is around an entity. What is in the part is drawn: entities by kind,
// relations by type, and what is referred to but missing as such. The same part and options give the same bytes.
//
// Pictures are read from left to right: what needs something is to the left of what it needs, and what holds others,
// such as a system or an owner, to the left of them. An API is to the right of its consumers and to the left of its
// providers.
//
// Names may hold anything; they are escaped as each format wants it, and what cannot be shown, control characters
// among it, comes out as U+FFFD. The one error beside those of the writer is [ErrTooLarge], of SVG.
package draw
