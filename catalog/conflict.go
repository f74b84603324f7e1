package catalog

import (
	"errors"

	"github.com/goldenpath-go/goldenpath/source"
)

// ErrUnnamed means that an entity has no kind or no name, so that nothing could refer to it.
var ErrUnnamed = errors.New("entity without kind or name")

// ConflictError says that two entities have the same [Ref]. Backstage keeps one of them and loses the other.
type ConflictError struct {
	Ref           Ref
	First, Second *Entity // First is the one in the catalog
}

// Error names the entity and says where both are, as far as that is known.
func (e *ConflictError) Error() string {
	text := e.Ref.String() + " is already defined"
	if first := place(e.First); first != (source.Position{}) {
		text += " at " + first.String()
	}
	if second := place(e.Second); second != (source.Position{}) {
		text = second.String() + ": " + text
	}
	return text
}

// place returns where the entity's name stands, or its file.
func place(e *Entity) source.Position {
	if at := e.Range("/metadata/name").Position; at != (source.Position{}) {
		return at
	}
	return source.Position{File: e.Source.File}
}
