package draw

import (
	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/draw/internal/layered"
)

// Options says how to draw. Nil means the zero value.
type Options struct {
	// Title is the heading; "" means none.
	Title string
	// Focus is the entity that the picture is about, which stands out. A system or domain of which other entities in the
	// picture are part is not drawn itself, nor are their relations to it: they are all within, and what is not part of
	// it stands back. The zero Ref means none.
	Focus catalog.Ref
	// Note returns a second line for an entity, such as its owner or tier; "" means none, nil means none at all.
	Note func(catalog.Ref) string
	// Link returns where a click on an entity leads to: an http or https URL, or one without scheme; all others are left
	// out, as is "". Nil means that nothing can be clicked.
	Link func(catalog.Ref) string
}

// ErrTooLarge says that there is more to draw than can be looked at: more than a thousand entities or five thousand
// relations, or relations that pass by too many entities. Draw a part.
var ErrTooLarge = layered.ErrTooLarge
