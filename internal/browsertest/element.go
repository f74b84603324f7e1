package browsertest

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

func number(n int) string { return strconv.Itoa(n) }

// Elements returns those of a name that have all of some classes, in the order of the page.
func (p *Page) Elements(name string, classes ...string) []*html.Node {
	var out []*html.Node
	for n := range p.Root.Descendants() {
		if n.Type != html.ElementNode || n.Data != name {
			continue
		}
		has := strings.Fields(Attribute(n, "class"))
		if !slices.ContainsFunc(classes, func(c string) bool { return !slices.Contains(has, c) }) {
			out = append(out, n)
		}
	}
	return out
}

// Attribute returns the value of an attribute; empty where there is none.
func Attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Text returns what stands within an element.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// Pixels counts those of the picture that have a colour, #rrggbb.
func (p *Page) Pixels(hex string) int {
	want, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 24)
	if p.Picture == nil || err != nil {
		return 0
	}
	n := 0
	for pix := p.Picture.Pix; len(pix) >= 4; pix = pix[4:] {
		if uint64(pix[0])<<16|uint64(pix[1])<<8|uint64(pix[2]) == want {
			n++
		}
	}
	return n
}
