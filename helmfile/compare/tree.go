package compare

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// Kind is what a [Change] consists of.
type Kind string

// The kinds of changes.
const (
	Changed Kind = "changed"
	OnlyA   Kind = "only-a"
	OnlyB   Kind = "only-b"
	// Order is that of a list's elements: both sides have those that stay, each in its order, and [Change.Order] is how they move.
	Order Kind = "order"
	// Untold is what may differ or not: a side is unknown.
	Untold Kind = "untold"
)

// Change is one difference between two environments.
type Change struct {
	Kind Kind `json:"kind"`
	// Path is where it is, for people: the entries of lists are told by what identifies them, env[name=LOG].value.
	Path string `json:"path"`
	A    Side   `json:"a"`
	B    Side   `json:"b"`
	// Order is set for [Order]: of the elements that stay, in the order of B, the numbers that they have in A.
	Order []int `json:"order,omitempty"`

	steps []step
}

// spot is where a comparison has got to: the path for people, and that of each side.
type spot struct{ steps, a, b []step }

func (s spot) field(next step) spot {
	return spot{then(s.steps, next), then(s.a, next), then(s.b, next)}
}

// differ compares two trees of values.
type differ struct{ out []Change }

func (d *differ) add(kind Kind, at spot, a, b Side) {
	d.out = append(d.out, Change{Kind: kind, Path: pathText(at.steps), A: a, B: b, steps: at.steps})
}

// compare adds the differences between two values that are in one place; nil is an absent one.
func (d *differ) compare(at spot, ra, rb *reading, a, b *helmfile.Value) {
	switch {
	case a == b:
	case a == nil || b == nil:
		d.lacking(at, ra, rb, a, b)
	case a.Kind() == helmfile.Unknown || b.Kind() == helmfile.Unknown:
		d.add(Untold, at, ra.side(a, at.steps, at.a), rb.side(b, at.steps, at.b))
	case a.Kind() == helmfile.Map && b.Kind() == helmfile.Map:
		d.maps(at, ra.within(a), rb.within(b), a, b)
	case a.Kind() == helmfile.List && b.Kind() == helmfile.List:
		d.lists(at, ra.within(a), rb.within(b), a, b)
	case !same(a, b):
		d.add(Changed, at, ra.side(a, at.steps, at.a), rb.side(b, at.steps, at.b))
	}
}

// lacking adds what only one side has; the other is known not to have it, or not.
func (d *differ) lacking(at spot, ra, rb *reading, a, b *helmfile.Value) {
	kind := OnlyA
	if a == nil {
		kind, at.a = OnlyB, at.a[:max(0, len(at.a)-1)]
	} else {
		at.b = at.b[:max(0, len(at.b)-1)]
	}
	x, y := ra.side(a, at.steps, at.a), rb.side(b, at.steps, at.b)
	if x.State == Unknown || y.State == Unknown {
		kind = Untold
	}
	d.add(kind, at, x, y)
}

func (d *differ) maps(at spot, ra, rb *reading, a, b *helmfile.Value) {
	keys := append(a.Keys(), b.Keys()...)
	slices.Sort(keys)
	for _, k := range slices.Compact(keys) {
		x, y := a.Get(k), b.Get(k)
		if x == y || x.Len() == 0 && same(x, y) {
			continue // before its path is made, which nearly all values need none of
		}
		next := ra.mask.field(a, k)
		next.secret = next.secret || rb.mask.field(b, k).secret
		d.compare(at.field(next), ra, rb, x, y)
	}
}

// lists compares lists: elements by what identifies them, else by their content, and what is left over by number.
func (d *differ) lists(at spot, ra, rb *reading, listA, listB *helmfile.Value) {
	a, b := listA.Items(), listB.Items()
	p := pair(a, b, ra.mask.path(at.steps))
	partner := map[int]int{}
	for _, two := range p.both {
		partner[two[0]] = two[1]
	}
	for i := range a {
		j, ok := partner[i]
		if ok && same(a[i], b[j]) {
			continue
		}
		next := at.element(p, a[i], i, len(b))
		if !ok {
			d.compare(next, ra, rb, a[i], nil)
			continue
		}
		next.b[len(next.b)-1].index = j
		d.compare(next, ra, rb, a[i], b[j])
	}
	for _, j := range p.onlyB {
		d.compare(at.element(p, b[j], j, j), ra, rb, nil, b[j])
	}
	if order := p.moved(); order != nil {
		d.order(at, ra, rb, listA, listB, p, order)
	}
}

// element returns the spot of an element that has the number i in a and j in b.
func (s spot) element(p *pairing, v *helmfile.Value, i, j int) spot {
	named := element(i)
	if p.key != "" {
		named = step{key: p.key, identity: v.Get(p.key).Text()}
	}
	return spot{then(s.steps, named), then(s.a, element(i)), then(s.b, element(j))}
}

// order adds that what stays in a list stands in another order.
func (d *differ) order(at spot, ra, rb *reading, a, b *helmfile.Value, p *pairing, order []int) {
	label := func(r *reading, v *helmfile.Value) any {
		if p.key != "" {
			return v.Get(p.key).Text()
		}
		return r.mask.within(v, at.steps)
	}
	x, y := Side{State: Set, Path: pathText(at.a)}, Side{State: Set, Path: pathText(at.b)}
	x.locate(ra, a)
	y.locate(rb, b)
	var before, after []any
	for _, two := range p.both {
		before = append(before, label(ra, a.Items()[two[0]]))
	}
	slices.SortFunc(p.both, func(s, t [2]int) int { return s[1] - t[1] })
	for _, two := range p.both {
		after = append(after, label(rb, b.Items()[two[1]]))
	}
	x.Value, y.Value = before, after
	d.out = append(d.out, Change{Kind: Order, Path: pathText(at.steps), A: x, B: y, Order: order, steps: at.steps})
}
