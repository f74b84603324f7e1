package load

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// place is a value's way from the root. The root itself is the nil place.
type place struct {
	up    *place
	field *tree.Field // of a member
	def   *field      // of a member: what the shape says of it; nil when it says nothing
	noun  string      // of a member: what has it
	node  *tree.Node  // of an item
	index int         // of an item: as in the file
	rank  int         // of an item: as Backstage counts, which may have sorted the list
}

// linked returns the way from the root as a place. It shares nothing with way.
func linked(way []place) *place {
	var p *place
	for _, step := range way {
		step.up = p
		p = &step
	}
	return p
}

// pointer returns the JSON pointer of the value in the file.
func (p *place) pointer() string {
	return p.join(func(q *place) string { return strconv.Itoa(q.index) })
}

// path returns the JSON pointer that Backstage prints, which says nothing for the root.
func (p *place) path() string {
	if p == nil {
		return "<root>"
	}
	return p.join(func(q *place) string { return strconv.Itoa(q.rank) })
}

func (p *place) join(index func(*place) string) string {
	if p == nil {
		return ""
	}
	if p.field != nil {
		return p.up.join(index) + "/" + tree.Escape(p.field.Name)
	}
	return p.up.join(index) + "/" + index(p)
}

// key returns the member that the value belongs to, or nil if it is an item or the root.
func (p *place) key() *tree.Field {
	if p == nil {
		return nil
	}
	return p.field
}

// top returns the root's member that the value is or lies in, or nil at the root.
func (p *place) top() *tree.Field {
	if p == nil || p.up == nil {
		return p.key()
	}
	return p.up.top()
}

// name returns the value's name for people: metadata.links[0].url, metadata.labels["a.b/c"]; "the document" for the
// root.
func (p *place) name() string {
	if p == nil {
		return "the document"
	}
	above := ""
	if p.up != nil {
		above = p.up.name()
	}
	switch {
	case p.field == nil:
		return above + "[" + strconv.Itoa(p.index) + "]"
	case !isIdentifier(p.field.Name):
		return above + "[" + strconv.Quote(p.field.Name) + "]"
	case above == "":
		return p.field.Name
	}
	return above + "." + p.field.Name
}

// isIdentifier reports whether a key can be written after a dot.
func isIdentifier(s string) bool { return isWord(strings.ReplaceAll(s, "-", "_")) }

// sortedOrder returns the indices of an array's items in the order in which Backstage looks at them: before anything
// else it sorts some lists, if all their items are strings, by their UTF-16 code units.
func sortedOrder(n *tree.Node) []int {
	order := make([]int, len(n.Items))
	texts := true
	for i, item := range n.Items {
		order[i] = i
		texts = texts && item.Kind == tree.String
	}
	if texts {
		slices.SortStableFunc(order, func(a, b int) int { return compareUTF16(n.Items[a].Text, n.Items[b].Text) })
	}
	return order
}

// compareUTF16 orders strings as JavaScript does. It differs from the order of bytes where a character beyond U+FFFF
// meets one from U+E000 up.
func compareUTF16(a, b string) int {
	for a != "" && b != "" {
		r, n := utf8.DecodeRuneInString(a)
		q, m := utf8.DecodeRuneInString(b)
		if r != q {
			return cmp.Compare(firstUnit(r), firstUnit(q))*2 + cmp.Compare(r, q)
		}
		a, b = a[n:], b[m:]
	}
	return cmp.Compare(len(a), len(b))
}

func firstUnit(r rune) rune {
	if high, _ := utf16.EncodeRune(r); r > 0xFFFF {
		return high
	}
	return r
}
