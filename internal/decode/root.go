package decode

import (
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// Root returns the root of the only document, or nil when there is nothing to be read. What names what the file is: a
// configuration.
func (d *Decoder) Root(stream *yamlsrc.Stream, what string) *tree.Node {
	var root *tree.Node
	for _, doc := range stream.Docs {
		for _, e := range doc.Errors {
			d.ErrorAt(e.Start, "", "%s", e.Message)
		}
		switch {
		case doc.Recursive:
			d.ErrorAt(doc.Start, "", "an anchor contains itself")
		case doc.Root == nil || doc.Root.Kind == tree.Null:
		case root != nil:
			d.Errorf(doc.Root, "", "%s is one document", what)
		case doc.Root.Kind != tree.Object:
			d.Errorf(doc.Root, "", "a mapping is wanted here, not %s", Describe(doc.Root))
		default:
			root = doc.Root
		}
	}
	if len(d.Errs) > 0 {
		return nil
	}
	if root == nil {
		root = &tree.Node{Kind: tree.Object}
	}
	return root
}
