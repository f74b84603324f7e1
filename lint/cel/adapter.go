package cel

import (
	"maps"
	"slices"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// adapter makes CEL's values of plain JSON values. Mappings have their keys in order, unlike CEL's own, so that an
// expression over them gives the same list, and fails in the same place, each time.
type adapter struct{ *types.Registry }

// NativeToValue returns value as CEL has it.
func (a adapter) NativeToValue(value any) ref.Val {
	switch v := value.(type) {
	case ref.Val:
		return v
	case string:
		return types.String(v)
	case map[string]any:
		return &sortedMap{types.NewStringInterfaceMap(a, v), a, v}
	case []any:
		return types.NewDynamicList(a, v)
	}
	return a.Registry.NativeToValue(value)
}

// sortedMap is a mapping with its keys in order.
type sortedMap struct {
	traits.Mapper
	adapter adapter
	members map[string]any
}

// Iterator returns the keys, in order.
func (m *sortedMap) Iterator() traits.Iterator {
	return types.NewStringList(m.adapter, slices.Sorted(maps.Keys(m.members))).Iterator()
}

// Fold does so with the members.
func (m *sortedMap) Fold(f traits.Folder) {
	for _, name := range slices.Sorted(maps.Keys(m.members)) {
		if !f.FoldEntry(types.String(name), m.adapter.NativeToValue(m.members[name])) {
			return
		}
	}
}
