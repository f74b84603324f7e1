// Package tree is a document as JavaScript would hold it after reading YAML or JSON, with the place of every part.
//
// It is what the catalog's rules of form are written against: Backstage judges JavaScript values, so here an object
// keeps the order of its keys, a number is a float64, and keys are strings whatever they were in the file.
package tree

import "strings"

// Kind is the type of a value.
type Kind uint8

// The types of values. Set is what a YAML !!set becomes: an object to a person, but no array and no plain object to
// the rules of form.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
	Set
)

// Node is one value. Nodes are not changed once they have been read.
type Node struct {
	Kind    Kind
	Bool    bool // of Bool
	Block   bool // a String written as a block scalar (| or >): Start is the indicator's place
	Quoted  bool // a String written in quotes: Start and End include them
	Aliased bool // written as *alias: Start and End are the alias's, the content is the anchor's

	Number float64 // of Number; integers beyond 2^53 have lost precision, as in JavaScript
	Text   string  // of String: its content; of Number and Bool: the text as written
	Items  []*Node // of Array
	Fields []Field // of Object and Set, in JavaScript's order of own keys as far as YAML decides it

	Start, End int // bytes in the file, without anchor and tag; equal when the value is empty (`owner:`)
}

// Field is a member of an object.
type Field struct {
	Name             string // the key as JavaScript's string
	KeyStart, KeyEnd int    // bytes of the key in the file
	Value            *Node  // never nil
}

// Field returns the member called name, or nil. It may be called on nil and on nodes that are no objects.
func (n *Node) Field(name string) *Field {
	if n == nil {
		return nil
	}
	for i := range n.Fields {
		if n.Fields[i].Name == name {
			return &n.Fields[i]
		}
	}
	return nil
}

// Get returns the value of the member called name, or nil when there is none.
func (n *Node) Get(name string) *Node {
	if f := n.Field(name); f != nil {
		return f.Value
	}
	return nil
}

// Str returns the text of a String node; false for all others and for nil.
func (n *Node) Str() (string, bool) {
	if n == nil || n.Kind != String {
		return "", false
	}
	return n.Text, true
}

// Escape returns name as one step of a JSON pointer (RFC 6901).
func Escape(name string) string {
	if !strings.ContainsAny(name, "~/") {
		return name
	}
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}

// Unescape returns one step of a JSON pointer as the name of a member.
func Unescape(step string) string {
	if !strings.Contains(step, "~") {
		return step
	}
	return strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
}
