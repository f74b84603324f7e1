package helmfile

// The three merges of Helmfile. They differ in lists and in null only:
//
//	         lists                                  null over a value   {} over a map
//	A        replaced                               null wins           no effect
//	B        replaced, unless the later has a null  ignored             no effect
//	C        always element by element              ignored             no effect
//
// A joins the entries of one list of values, B the layers, C what the command line sets.

// mergeA returns over on top of base as the entries of one list of values are merged.
func mergeA(base, over *Value) *Value {
	return mergeMaps(base, over, func(b, o *Value) *Value {
		if b == nil {
			return o
		}
		return hide(b, o)
	})
}

// mergeB returns over on top of base as layers are merged.
func mergeB(base, over *Value) *Value { return mergeMaps(base, over, layered(false)) }

// mergeC returns over on top of base as the command line's values are merged.
func mergeC(base, over *Value) *Value { return mergeMaps(base, over, layered(true)) }

// layered decides about two values of which at least one is no map. Elements of lists are merged one by one when
// each is set or when the later list has a null, which then stands for "keep that element".
func layered(each bool) func(b, o *Value) *Value {
	return func(b, o *Value) *Value {
		switch {
		case b == nil:
			return o
		case o.Kind() == Null:
			return b
		case b.kind == List && o.kind == List && (each || hasNull(o)):
			return mergeItems(b, o, layered(each))
		}
		return hide(b, o)
	}
}

func hasNull(list *Value) bool {
	for _, item := range list.items {
		if item.Kind() == Null {
			return true
		}
	}
	return false
}

func mergeItems(base, over *Value, other func(b, o *Value) *Value) *Value {
	out := *base
	out.items = append([]*Value(nil), base.items...)
	for i, o := range over.items {
		switch {
		case i >= len(out.items):
			out.items = append(out.items, o)
		case o.Kind() == Null:
		case o.kind == Map && out.items[i].Kind() == Map:
			out.items[i] = mergeMaps(out.items[i], o, other)
		default:
			out.items[i] = hide(out.items[i], o)
		}
	}
	return &out
}

// mergeMaps merges two maps key by key; other decides where not both are maps. Either may be nil, which is empty.
func mergeMaps(base, over *Value, other func(b, o *Value) *Value) *Value {
	if over.Len() == 0 && over.Reason() == nil {
		if base == nil {
			return emptyMap()
		}
		return base
	}
	if base.Len() == 0 && base.Reason() == nil {
		base = emptyMap()
	}
	out := *base
	if out.reason == nil {
		out.reason = over.reason
	}
	out.fields = make(map[string]*Value, len(base.fields)+len(over.fields))
	for k, b := range base.fields {
		out.fields[k] = b
	}
	for k, o := range over.fields {
		b := out.fields[k]
		if b.Kind() == Map && o.Kind() == Map {
			out.fields[k] = mergeMaps(b, o, other)
			continue
		}
		out.fields[k] = other(b, o)
	}
	return &out
}

// hide returns over, remembering that it hides base: below all that it hides itself.
func hide(base, over *Value) *Value {
	if base == nil || over == nil || base == over {
		return over
	}
	if over.origin != nil {
		base = without(base, over.origin, maxRepeats)
	}
	if base == nil {
		return over
	}
	out := *over
	if over.over == nil {
		out.over = base
	} else {
		out.over = hide(base, over.over)
	}
	return &out
}

// maxRepeats is how far down a value is looked for that is put on top of itself again, as a parent's values are in
// every part.
const maxRepeats = 64

// without returns v, and what it hides, without the value of an origin.
func without(v *Value, origin *Origin, depth int) *Value {
	if v == nil || depth == 0 {
		return v
	}
	if v.origin == origin {
		return v.over
	}
	below := without(v.over, origin, depth-1)
	if below == v.over {
		return v
	}
	out := *v
	out.over = below
	return &out
}

func emptyMap() *Value { return &Value{kind: Map} }
