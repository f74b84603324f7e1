package catalog

import (
	"encoding/json"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// NewEntity returns the entity that a document stands for, given as plain JSON values (nil, bool, float64, string,
// []any, map[string]any). It never fails: what fits no field is kept in the Extra of the part it belongs to, and what
// is missing stays empty, save that a missing namespace becomes [DefaultNamespace], as in Backstage.
//
// Values are shared with the entity, document itself is not changed.
func NewEntity(document map[string]any) *Entity {
	e := &Entity{}
	e.setValues(document)
	return e
}

// MarshalJSON returns the entity as Backstage's API has it, members in alphabetical order.
func (e Entity) MarshalJSON() ([]byte, error) { return json.Marshal(tree.Finite(e.values())) }

// UnmarshalJSON reads an entity as Backstage's API has it; see [NewEntity]. It only fails when data is no JSON object.
// Nothing is lost: MarshalJSON gives it back, with the namespace, and with dependencyOf as a list of texts.
func (e *Entity) UnmarshalJSON(data []byte) error {
	var document map[string]any
	if err := json.Unmarshal(data, &document); err != nil {
		return err
	}
	e.setValues(document)
	return nil
}

// Document returns the entity as plain JSON values: what [NewEntity] makes it from, with the namespace. Its members are
// the caller's, what they hold may be shared with the entity.
func (e *Entity) Document() map[string]any { return e.values() }

func (e *Entity) setValues(document map[string]any) {
	*e = Entity{Source: e.Source}
	decode(e, document)
	if spec, ok := e.Extra["spec"].(map[string]any); ok {
		e.Spec = NewSpec(e.APIVersion, e.Kind, spec)
		delete(e.Extra, "spec")
	}
	if len(e.Extra) == 0 {
		e.Extra = nil
	}
	_, hasMetadata := document["metadata"].(map[string]any)
	_, oddNamespace := e.Metadata.Extra["namespace"]
	if hasMetadata && e.Metadata.Namespace == "" && !oddNamespace {
		e.Metadata.Namespace = DefaultNamespace
	}
}

func (e *Entity) values() map[string]any {
	values := encode(e)
	if e.Spec != nil {
		values["spec"] = encode(e.Spec)
	}
	return values
}

func (e *Entity) members(to []member) []member {
	return append(to, []member{{"apiVersion", &e.APIVersion}, {"kind", &e.Kind}, {"metadata", &e.Metadata}}...)
}

func (e *Entity) extra() *map[string]any { return &e.Extra }
