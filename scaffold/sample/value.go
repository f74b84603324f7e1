package sample

import (
	"math"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

const (
	maxItems = 1000 // of a list, and members of an object that has no names for them
	maxEqual = 10   // items that are tried in vain where no two may be equal
)

// boolean chooses one side of a checkbox.
func (b *builder) boolean(at string, cs constraints) any {
	var values []any
	for _, v := range []any{true, false} {
		if cs.fit(v) {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		return true
	}
	return values[b.choose(at, values, cs)]
}

// number makes a number within its bounds: the smallest that is not below 1, or the nearest.
func (b *builder) number(whole bool, cs constraints) any {
	low, high := cs.least("minimum", math.Inf(-1)), cs.most("maximum", math.Inf(1))
	low, high = cs.least("exclusiveMinimum", low), cs.most("exclusiveMaximum", high)
	step := cs.least("multipleOf", 0)
	if step <= 0 {
		step = 1
	}
	start := math.Max(low, math.Min(1, high))
	first := math.Ceil(start/step) * step
	candidates := []float64{first, first + step, math.Floor(start/step) * step, first - step, first + 2*step, low, high}
	if !whole {
		candidates = append(candidates, (low+high)/2, low+step/8, high-step/8)
	}
	var fitting []float64
	for _, n := range candidates {
		if finite := !math.IsInf(n, 0) && !math.IsNaN(n); finite && cs.fit(n) {
			fitting = append(fitting, n)
		}
	}
	if len(fitting) == 0 {
		return 0.0
	}
	return fitting[b.choices.among(len(fitting))]
}

// array makes a list: of as many items as must be, or of two if there may be.
func (b *builder) array(at string, cs constraints) any {
	size := int(cs.least("minItems", 0))
	if _, tuple := cs.tuple(); b.fill == everything && b.depth <= fullDepth && !tuple {
		size = max(size, 2)
	}
	if positions, ok := cs.tuple(); ok && b.fill == everything {
		size = max(size, positions)
	}
	size = min(size, int(cs.most("maxItems", maxItems)), maxItems)
	_, unique := cs.lookup("uniqueItems")
	items := []any{}
	repeated := b.choices.repeat
	defer func() { b.choices.repeat = repeated }()
	for tries := 0; len(items) < size && tries < size+maxEqual; tries++ {
		b.choices.repeat = repeated + tries
		item := b.value(at, cs.item(len(items)))
		if item == (scaffold.Undefined{}) {
			break
		}
		if !unique || !contains(items, item) {
			items = append(items, item)
		}
	}
	return items
}

// tuple returns how many items have schemas of their own.
func (cs constraints) tuple() (int, bool) {
	for _, c := range cs {
		if positions, ok := c.schema.Get("items").([]any); ok {
			return len(positions), true
		}
	}
	return 0, false
}

// item returns what is demanded of the item at i.
func (cs constraints) item(i int) constraints {
	var out constraints
	for _, c := range cs {
		items := c.schema.Get("items")
		if positions, ok := items.([]any); ok {
			items = c.schema.Get("additionalItems")
			if i < len(positions) {
				items = positions[i]
			}
		}
		out = append(out, c.under(items))
		if contained := c.schema.Object("contains"); contained != nil && i == 0 {
			out = append(out, c.under(contained))
		}
	}
	return out
}
