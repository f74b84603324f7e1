package draw

import (
	"encoding/json"
	"io"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Document is what [JSON] writes.
type Document struct {
	Entities  []Entity           `json:"entities"`  // in the order of refs; never nil
	Relations []catalog.Relation `json:"relations"` // in the order of source, target and type; never nil
}

// Entity is an entity in a [Document].
type Entity struct {
	Ref       catalog.Ref  `json:"ref"`
	Kind      catalog.Kind `json:"kind"`
	Namespace string       `json:"namespace"`
	Name      string       `json:"name"`
	Missing   bool         `json:"missing,omitempty"` // others refer to it, but it is not there
}

// JSON writes the graph as a [Document]: all of it, each relation once in its forward form.
func JSON(w io.Writer, g *catalog.Graph) error {
	d := Document{Entities: []Entity{}, Relations: []catalog.Relation{}}
	for _, ref := range everything(g) {
		d.Entities = append(d.Entities, Entity{ref, ref.Kind, ref.Namespace, ref.Name, !g.Has(ref)})
	}
	d.Relations = slices.AppendSeq(d.Relations, g.Relations())
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(d)
}
