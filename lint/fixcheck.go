package lint

import (
	"math"
	"sort"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// sameElsewhere reports whether after is what before was, but for the places that edits, which are sorted, touch: no
// document more or less, no new fault of syntax, and every value that no edit touches still there.
func sameElsewhere(before, after *yamlsrc.Stream, edits []Edit) bool {
	if len(before.Docs) != len(after.Docs) {
		return false
	}
	c := keepChecker{edits: edits, budget: maxCompared}
	for i, a := range before.Docs {
		b := after.Docs[i]
		if len(b.Errors) > len(a.Errors) || b.Recursive != a.Recursive {
			return false
		}
		if len(a.Errors) > 0 || a.Recursive || a.Root == nil {
			continue // there was no value to keep
		}
		if b.Root == nil || !c.kept(a.Root, b.Root) {
			return false
		}
	}
	return true
}

// maxCompared bounds how many values are compared: aliases can make billions of a few lines. A change that would take
// more than that is not made.
const maxCompared = 2_000_000

// keepChecker tells whether values are kept.
type keepChecker struct {
	edits  []Edit
	budget int
}

// touched reports whether an edit changes, begins or ends at anything from start to end.
func (c *keepChecker) touched(start, end int) bool {
	i := sort.Search(len(c.edits), func(i int) bool { return c.edits[i].EndOffset >= start })
	return i < len(c.edits) && c.edits[i].Offset <= end
}

// kept reports whether what no edit touches in a is in b as well.
func (c *keepChecker) kept(a, b *tree.Node) bool {
	if !c.touched(a.Start, a.End) {
		return c.equal(a, b)
	}
	if c.budget--; c.budget < 0 {
		return false
	}
	switch a.Kind {
	case tree.Object, tree.Set:
		return c.keptFields(a, b)
	case tree.Array:
		return c.keptItems(a, b)
	}
	return true
}

func (c *keepChecker) keptFields(a, b *tree.Node) bool {
	for i := range a.Fields {
		f := &a.Fields[i]
		now := b.Field(f.Name)
		switch {
		case now != nil && !c.kept(f.Value, now.Value):
			return false
		case now == nil && !c.overlapped(f.KeyStart, max(f.KeyEnd, f.Value.End)) && !c.renamed(f, a, b):
			return false
		}
	}
	return true
}

// overlapped reports whether an edit changes anything from start to end, and not only beside it.
func (c *keepChecker) overlapped(start, end int) bool {
	i := sort.Search(len(c.edits), func(i int) bool { return c.edits[i].EndOffset > start })
	return i < len(c.edits) && c.edits[i].Offset < end
}

// renamed reports whether a member of a has got another name by something put in beside it.
func (c *keepChecker) renamed(f *tree.Field, a, b *tree.Node) bool {
	if !c.touched(f.KeyStart, f.KeyEnd) {
		return false
	}
	for i := range b.Fields {
		if now := &b.Fields[i]; a.Field(now.Name) == nil && c.equal(f.Value, now.Value) {
			return true
		}
	}
	return false
}

// keptItems looks for each item in b: they may have changed places.
func (c *keepChecker) keptItems(a, b *tree.Node) bool {
	taken := make([]bool, len(b.Items))
	next := 0 // after the last that was found: mostly the place of the following
	for _, item := range a.Items {
		if c.touched(item.Start, item.End) {
			continue
		}
		i := c.find(item, b.Items, taken, next)
		if i < 0 {
			return false
		}
		taken[i], next = true, i+1
	}
	return true
}

// find returns the index of an item that is not taken and equal to n, looking from start on and then from the front; -1
// when there is none.
func (c *keepChecker) find(n *tree.Node, items []*tree.Node, taken []bool, start int) int {
	for k := range items {
		i := (start + k) % len(items)
		if !taken[i] && c.equal(n, items[i]) {
			return i
		}
		if c.budget--; c.budget < 0 {
			return -1
		}
	}
	return -1
}

// equal reports whether two values are the same, whatever the order of keys and however they are written.
func (c *keepChecker) equal(a, b *tree.Node) bool {
	if c.budget--; c.budget < 0 {
		return false
	}
	if a.Kind != b.Kind || len(a.Fields) != len(b.Fields) || len(a.Items) != len(b.Items) {
		return false
	}
	switch a.Kind {
	case tree.Bool:
		return a.Bool == b.Bool
	case tree.Number:
		return a.Number == b.Number || math.IsNaN(a.Number) && math.IsNaN(b.Number)
	case tree.String:
		return a.Text == b.Text
	}
	for i, item := range a.Items {
		if !c.equal(item, b.Items[i]) {
			return false
		}
	}
	for i, f := range a.Fields {
		now := b.Fields[i].Value
		if b.Fields[i].Name != f.Name {
			now = b.Get(f.Name)
		}
		if now == nil || !c.equal(f.Value, now) {
			return false
		}
	}
	return true
}
