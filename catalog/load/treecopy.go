package load

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// Trees are shared and never changed; what a stage changes is copied on its way to the root.

// nodeSet is a set of nodes. The zero value is empty.
type nodeSet map[*tree.Node]bool

func (s *nodeSet) add(n *tree.Node) {
	if *s == nil {
		*s = make(nodeSet)
	}
	(*s)[n] = true
}

// withMember returns a copy of n in which the member called name, which it must have, has another value.
func withMember(n *tree.Node, name string, value *tree.Node) *tree.Node {
	changed := *n
	changed.Fields = slices.Clone(n.Fields)
	changed.Field(name).Value = value
	return &changed
}

// withoutMember returns a copy of n that lacks the member called name.
func withoutMember(n *tree.Node, name string) *tree.Node {
	changed := *n
	changed.Fields = slices.DeleteFunc(slices.Clone(n.Fields), func(f tree.Field) bool { return f.Name == name })
	return &changed
}

// movedTo returns a deep copy of n, which comes from another file, as if it stood where at stands.
func movedTo(at, n *tree.Node) *tree.Node {
	moved := *n
	moved.Start, moved.End = at.Start, at.End
	moved.Block, moved.Quoted, moved.Aliased = false, false, false
	moved.Items = make([]*tree.Node, len(n.Items))
	for i, item := range n.Items {
		moved.Items[i] = movedTo(at, item)
	}
	moved.Fields = make([]tree.Field, len(n.Fields))
	for i, f := range n.Fields {
		moved.Fields[i] = tree.Field{Name: f.Name, KeyStart: at.Start, KeyEnd: at.End, Value: movedTo(at, f.Value)}
	}
	return &moved
}

// plain returns n as a plain JSON value: nil, bool, float64, string, []any or map[string]any.
func plain(n *tree.Node) any {
	switch n.Kind {
	case tree.Bool:
		return n.Bool
	case tree.Number:
		return n.Number
	case tree.String:
		return n.Text
	case tree.Array:
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = plain(item)
		}
		return items
	case tree.Object:
		return plainMembers(n)
	case tree.Set:
		return map[string]any{} // a JavaScript Set has no members of its own
	}
	return nil
}

func plainMembers(n *tree.Node) map[string]any {
	members := make(map[string]any, len(n.Fields))
	for i := range n.Fields {
		members[n.Fields[i].Name] = plain(n.Fields[i].Value)
	}
	return members
}
