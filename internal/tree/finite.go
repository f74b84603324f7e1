package tree

import "math"

// Finite returns value as JSON can hold it: numbers that are none become null, as in JavaScript's JSON.stringify. The
// result shares nothing with value.
func Finite(value any) any {
	switch v := value.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = Finite(item)
		}
		return items
	case map[string]any:
		members := make(map[string]any, len(v))
		for name, member := range v {
			members[name] = Finite(member)
		}
		return members
	}
	return value
}
