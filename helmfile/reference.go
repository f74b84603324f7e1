package helmfile

import "github.com/goldenpath-go/goldenpath/source"

// RefKind is what a [Reference] is to.
type RefKind uint8

// The kinds of references.
const (
	RefValues      RefKind = iota // a path below `.Values`
	RefEnv                        // a variable that env reads
	RefRequiredEnv                // a variable that requiredEnv reads
	RefEnvironment                // an environment that `.Environment.Name` is compared with
)

// Reference is something that a template mentions, whether that part of it was executed or not.
type Reference struct {
	Kind RefKind
	Path string // a.b.c, or the name of a variable or environment
	Pos  source.Position
}

// Misreading is a plain scalar in a values file of a release that helm, reading YAML 1.1, takes for something else
// than helmfile does: `yes`, `on`, `y` and their like.
type Misreading struct {
	Pos  source.Position
	Text string
	Key  bool // it is a key
}
