package components

import (
	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

// Component is what there is to know of a component to find its releases.
type Component struct {
	Ref       catalog.Ref
	ID        string          // annotation backstage.io/kubernetes-id; empty when there is none
	Namespace string          // annotation backstage.io/kubernetes-namespace; empty when there is none
	Type      string          // spec.type
	Lifecycle string          // spec.lifecycle
	Owner     catalog.Ref     // the zero Ref when it states none that can be read
	Pos       source.Position // of metadata.name; the zero Position when unknown
}

// FromEntity returns what an entity says, and whether it is a component.
func FromEntity(e *catalog.Entity) (Component, bool) {
	spec, ok := e.Spec.(*catalog.ComponentSpec)
	if !ok {
		return Component{}, false
	}
	c := Component{
		Ref: e.Ref(), ID: e.Metadata.Annotations[catalog.AnnotationKubernetesID],
		Namespace: e.Metadata.Annotations[catalog.AnnotationKubernetesNamespace],
		Type:      spec.Type, Lifecycle: spec.Lifecycle, Pos: e.Range("/metadata/name").Position,
	}
	if owner, ok := e.Owner(); ok {
		c.Owner = owner
	}
	return c, true
}

// FromCatalog returns the components of a catalog in the order of their refs.
func FromCatalog(c *catalog.Catalog) []Component {
	var out []Component
	for e := range c.Kind(catalog.Component) {
		if component, ok := FromEntity(e); ok {
			out = append(out, component)
		}
	}
	return out
}

// HasOwner reports whether the component states an owner.
func (c *Component) HasOwner() bool { return c.Owner != catalog.Ref{} }
