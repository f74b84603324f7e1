package helmfile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// checker holds a part against the model as helmfile's strict decoder does, and finds every fault.
type checker struct {
	faults Errors
	hints  int
}

// maxHints is how many unknown fields get a suggestion, which is looked for among all names.
const maxHints = 100

func (c *checker) fault(pos source.Position, class Class, format string, args ...any) {
	c.faults = append(c.faults, fault(pos, class, fmt.Errorf(format, args...)))
}

func (c *checker) record(v *Value, r *record) {
	if len(c.faults) > maxFaults || r == nil || v.Kind() == Null || v.Kind() == Unknown {
		return
	}
	if v.Kind() != Map {
		c.mismatch(v, r.goType)
		return
	}
	for _, k := range inOrder(v) {
		if len(c.faults) > maxFaults {
			return
		}
		f, ok := r.fields[k]
		if !ok {
			c.unknownField(v.fields[k], k, r)
			continue
		}
		c.field(v.fields[k], f)
	}
}

// inOrder returns the keys of a map in the order of the file.
func inOrder(v *Value) []string {
	keys := v.Keys()
	slices.SortStableFunc(keys, func(a, b string) int {
		return v.fields[a].keyPos().Compare(v.fields[b].keyPos())
	})
	return keys
}

func (v *Value) keyPos() source.Position {
	if o := v.Origin(); o != nil {
		if o.Key != (source.Position{}) {
			return o.Key
		}
		return o.Pos
	}
	return source.Position{}
}

func (v *Value) pos() source.Position {
	if o := v.Origin(); o != nil {
		return o.Pos
	}
	return source.Position{}
}

func (c *checker) unknownField(v *Value, name string, r *record) {
	e := fault(v.keyPos(), ClassUnknownField, fmt.Errorf("field %s not found in type %s", name, r.goType))
	if c.hints++; c.hints <= maxHints {
		if near := nearest(name, r); near != "" {
			e.Hint = "did you mean " + near + "?"
		}
	}
	c.faults = append(c.faults, e)
}

func (c *checker) mismatch(v *Value, want string) {
	c.fault(v.pos(), ClassYAML, "cannot unmarshal a %s into %s", v.Kind(), want)
}

func (c *checker) field(v *Value, f field) {
	if v.Kind() == Null || v.Kind() == Unknown {
		return
	}
	switch f.typ {
	case textField:
		c.scalar(v, "text")
	case boolField:
		if _, ok := v.truth(); !ok {
			c.mismatch(v, "bool")
		}
	case intField, floatField:
		if v.kind != Int && v.kind != Float {
			c.mismatch(v, "int")
		}
	case textsField:
		c.each(v, func(item *Value) { c.scalar(item, "text") })
	case listField:
		c.each(v, func(*Value) {})
	case labelsField, namedField:
		c.named(v, f)
	case setField, recordsField:
		c.each(v, func(item *Value) { c.record(item, f.of) })
	case recordField:
		c.record(v, f.of)
	default:
		c.either(v, f)
	}
}

func (c *checker) named(v *Value, f field) {
	if v.kind != Map {
		c.mismatch(v, "a map")
		return
	}
	for _, k := range inOrder(v) {
		if f.typ == labelsField {
			c.scalar(v.fields[k], "text")
			continue
		}
		c.record(v.fields[k], f.of)
	}
}

// either checks the fields that have two forms.
func (c *checker) either(v *Value, f field) {
	switch {
	case f.typ == inheritField && v.kind == Map:
		c.record(v, f.of)
	case f.typ == inheritField: // which is tried as a list and as one record, so that the list is what is wrong
		before := len(c.faults)
		c.each(v, func(item *Value) { c.record(item, f.of) })
		for _, e := range c.faults[before:] {
			e.Class = ClassYAML
		}
	case f.typ == namesField && v.kind != List:
		c.scalar(v, "text or a list")
	case f.typ == namesField:
		c.each(v, func(item *Value) { c.scalar(item, "text") })
	default:
		c.each(v, func(item *Value) {
			if item.Kind() == Map {
				c.record(item, f.of)
				return
			}
			c.scalar(item, "text")
		})
	}
}

func (c *checker) scalar(v *Value, want string) {
	if v.Kind() == Map || v.Kind() == List {
		c.mismatch(v, want)
	}
}

func (c *checker) each(v *Value, check func(*Value)) {
	if v.kind != List {
		c.mismatch(v, "a list")
		return
	}
	for _, item := range v.items {
		check(item)
	}
}

// nearest returns the field whose name is closest to name, if any is near.
func nearest(name string, r *record) string {
	names := make([]string, 0, len(r.fields))
	for n := range r.fields {
		names = append(names, n)
	}
	slices.Sort(names)
	return nearestOf(name, names)
}

// nearestOf returns the name that is at most two slips away from name, if there is one.
func nearestOf(name string, names []string) string {
	best, distance := "", 3
	for _, n := range names {
		if d := editDistance(strings.ToLower(name), strings.ToLower(n)); d < distance && d < len(name) {
			best, distance = n, d
		}
	}
	return best
}

// editDistance counts letters to insert, drop, replace or swap; names of 40 letters and more are not compared.
func editDistance(a, b string) int {
	if len(a) >= 40 || len(b) >= 40 {
		return 40
	}
	var d [41][41]int
	for i := range len(a) + 1 {
		for j := range len(b) + 1 {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
			default:
				d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+differ(a[i-1], b[j-1]))
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d[i][j] = min(d[i][j], d[i-2][j-2]+1)
				}
			}
		}
	}
	return d[len(a)][len(b)]
}

func differ(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
