package backstage

import (
	"encoding/json"
	"maps"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Entity is an entity as a running Backstage has it: what its file says, with the annotations, uid and etag that
// Backstage adds, and beside it what Backstage makes of all entities together.
//
// Where only some fields were asked for the others are missing, and with kind, metadata.namespace or metadata.name not
// among them, [catalog.Entity.Ref] names no entity or a wrong one.
type Entity struct {
	*catalog.Entity
	Relations []catalog.Relation // from this entity to others, which need not exist; nil when not in the answer
	Status    []StatusItem       // what went wrong with its last processing; nil when nothing is known of it
}

// StatusItem is one thing that Backstage, or one of its plugins, says of the state of an entity.
type StatusItem struct {
	Type    string // such as backstage.io/catalog-processing
	Level   string // info, warning or error
	Message string
	Error   *Fault // nil when there is none
}

// UnmarshalJSON reads an entity as Backstage's API has it. Relations and a status of another form than the documented
// one are left in [catalog.Entity.Extra].
func (e *Entity) UnmarshalJSON(data []byte) error {
	entity := new(catalog.Entity)
	if err := json.Unmarshal(data, entity); err != nil {
		return err
	}
	*e = Entity{Entity: entity}
	e.take("relations", e.setRelations)
	e.take("status", e.setStatus)
	return nil
}

// take hands a member that is not the file's own to set, and drops it from the rest if that can hold it.
func (e *Entity) take(name string, set func(value any) bool) {
	value, ok := e.Extra[name]
	if !ok || !set(value) {
		return
	}
	delete(e.Extra, name)
	if len(e.Extra) == 0 {
		e.Extra = nil
	}
}

func (e *Entity) setRelations(value any) bool {
	items, ok := value.([]any)
	if !ok {
		return false
	}
	self := e.Ref()
	relations := make([]catalog.Relation, len(items))
	for i, item := range items {
		members, _ := item.(map[string]any)
		kind, _ := members["type"].(string)
		text, _ := members["targetRef"].(string)
		target, err := catalog.ParseRef(text, catalog.Ref{})
		if kind == "" || err != nil {
			return false
		}
		relations[i] = catalog.Relation{Source: self, Type: catalog.RelationType(kind), Target: target}
	}
	e.Relations = relations
	return true
}

func (e *Entity) setStatus(value any) bool {
	members, _ := value.(map[string]any)
	items, ok := members["items"].([]any)
	if !ok || len(members) != 1 {
		return false
	}
	status := make([]StatusItem, len(items))
	for i, item := range items {
		members, ok := item.(map[string]any)
		if !ok {
			return false
		}
		status[i].Type, _ = members["type"].(string)
		status[i].Level, _ = members["level"].(string)
		status[i].Message, _ = members["message"].(string)
		status[i].Error = newFault(members["error"])
	}
	e.Status = status
	return true
}

// MarshalJSON returns the entity as Backstage's API has it.
func (e Entity) MarshalJSON() ([]byte, error) {
	if e.Entity == nil {
		return []byte("null"), nil
	}
	whole := *e.Entity
	whole.Extra = maps.Clone(whole.Extra)
	if whole.Extra == nil {
		whole.Extra = make(map[string]any)
	}
	if e.Relations != nil {
		whole.Extra["relations"] = e.relationValues()
	}
	if e.Status != nil {
		whole.Extra["status"] = map[string]any{"items": e.statusValues()}
	}
	return json.Marshal(whole)
}

func (e Entity) relationValues() []any {
	values := make([]any, len(e.Relations))
	for i, r := range e.Relations {
		values[i] = map[string]any{"type": string(r.Type), "targetRef": r.Target.String()}
	}
	return values
}

func (e Entity) statusValues() []any {
	values := make([]any, len(e.Status))
	for i, s := range e.Status {
		value := map[string]any{"type": s.Type, "level": s.Level, "message": s.Message}
		if s.Error != nil {
			value["error"] = s.Error.values()
		}
		values[i] = value
	}
	return values
}
