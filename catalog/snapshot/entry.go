package snapshot

import (
	"github.com/goldenpath-go/goldenpath/catalog"
)

// Entry is what a snapshot holds of an entity.
type Entry struct {
	Ref        catalog.Ref `json:"ref"`       // spelt as the entity has it, the namespace filled in
	Type       string      `json:"type"`      // spec.type; empty when there is none
	Lifecycle  string      `json:"lifecycle"` // spec.lifecycle; empty when there is none
	Tier       string      `json:"tier"`      // see [Options]; empty when none is stated
	Title      string      `json:"title"`     // metadata.title; empty when there is none
	Location   string      `json:"location"`  // see [Options]; empty when unknown
	References []Reference `json:"references"`
}

// Reference is a reference that an entity makes. In a snapshot those of an entity are in the order of Field, Relation and
// Target, each once.
type Reference struct {
	// Field is the member of spec that holds it, such as owner; empty when it came from elsewhere.
	Field string `json:"field"`
	// Relation is what the entity is to the target by it, such as [catalog.OwnedBy]; empty when it means none.
	Relation catalog.RelationType `json:"relation"`
	// Target keeps neither the spelling of names nor that of unknown kinds: it is read back in lower case.
	Target catalog.Ref `json:"target"`
}

// Options say what of an entity goes where no field of the model says it. The zero value takes the defaults.
type Options struct {
	// Tier returns the tier that an entity states; empty when it states none. Where tiers stand is a matter of the
	// company, so nil means that the snapshot has none.
	Tier func(*catalog.Entity) string
	// Location returns where an entity was read from. Nil means the annotation that a running Backstage adds,
	// [catalog.AnnotationManagedByLocation], else the file as [catalog.Source] has it.
	Location func(*catalog.Entity) string
}

// NewEntry returns what a snapshot holds of e. References that cannot be resolved are left out. Nil options are the zero
// value.
//
// Entities of kinds that the model does not know state no references that it could see. Who knows their relations,
// from a running Backstage for example, appends them.
func NewEntry(e *catalog.Entity, o *Options) Entry {
	entry := Entry{Ref: e.Ref(), Title: e.Metadata.Title, Location: location(e)}
	entry.Type, entry.Lifecycle = nature(e.Spec)
	if o != nil && o.Tier != nil {
		entry.Tier = o.Tier(e)
	}
	if o != nil && o.Location != nil {
		entry.Location = o.Location(e)
	}
	for _, r := range e.References() {
		if r.Err == nil {
			entry.References = append(entry.References, Reference{r.Field.Name, r.Field.Relation, r.Target})
		}
	}
	return entry
}

func location(e *catalog.Entity) string {
	if where := e.Metadata.Annotations[catalog.AnnotationManagedByLocation]; where != "" {
		return where
	}
	return e.Source.File
}

// nature returns the type and lifecycle that spec states.
func nature(spec catalog.Spec) (typ, lifecycle string) {
	switch s := spec.(type) {
	case *catalog.ComponentSpec:
		return s.Type, s.Lifecycle
	case *catalog.APISpec:
		return s.Type, s.Lifecycle
	case *catalog.TemplateSpec:
		return s.Type, s.Lifecycle
	case *catalog.ResourceSpec:
		return s.Type, ""
	case *catalog.SystemSpec:
		return s.Type, ""
	case *catalog.DomainSpec:
		return s.Type, ""
	case *catalog.GroupSpec:
		return s.Type, ""
	case *catalog.LocationSpec:
		return s.Type, ""
	case *catalog.UnknownSpec:
		typ, _ = s.Fields["type"].(string)
		lifecycle, _ = s.Fields["lifecycle"].(string)
	}
	return typ, lifecycle
}

// Owner returns the entity's owner, and whether it states one.
func (e *Entry) Owner() (catalog.Ref, bool) {
	for _, r := range e.References {
		if r.Relation == catalog.OwnedBy {
			return r.Target, true
		}
	}
	return catalog.Ref{}, false
}
