package backstage

// Predicate selects entities in Backstage's query language, which can say more than a [Filter]: negation, prefixes and
// nesting. It is sent as the JSON that it is; Backstage needs to be of 2026 or later.
//
// Members are either paths, all of which must fit, or one of the operators $all, $any and $not; never both in the same
// Predicate. The value at a path is a string, number or bool, or an object with one of the operators $in, $exists,
// $hasPrefix and $contains:
//
//	backstage.Predicate{"$all": []any{
//		backstage.Predicate{"kind": "component", "metadata.name": map[string]any{"$hasPrefix": "payments-"}},
//		backstage.Predicate{"$not": backstage.Predicate{"spec.lifecycle": "deprecated"}},
//	}}
type Predicate map[string]any

// Predicate returns the predicate that selects the same entities as f; nil when that is all of them.
func (f Filter) Predicate() Predicate {
	if f.all() {
		return nil
	}
	matches := make([]any, len(f))
	for i, m := range f {
		matches[i] = m.predicate()
	}
	return oneOr("$any", matches)
}

func (m Match) predicate() Predicate {
	var conditions []any
	for _, c := range m.merged() {
		conditions = append(conditions, c.predicate())
	}
	return oneOr("$all", conditions)
}

func (c Condition) predicate() Predicate {
	switch len(c.Values) {
	case 0:
		return Predicate{c.Key: map[string]any{"$exists": true}}
	case 1:
		return Predicate{c.Key: c.Values[0]}
	}
	return Predicate{c.Key: map[string]any{"$in": c.Values}}
}

// oneOr returns the only part, or several under an operator.
func oneOr(operator string, parts []any) Predicate {
	if len(parts) == 1 {
		if p, ok := parts[0].(Predicate); ok {
			return p
		}
	}
	return Predicate{operator: parts}
}

// both returns what selects the entities that meet filter and predicate; nil for all.
func both(f Filter, p Predicate) Predicate {
	filter := f.Predicate()
	switch {
	case len(p) == 0:
		return filter
	case filter == nil:
		return p
	}
	return Predicate{"$all": []any{filter, p}}
}
