package nunjucks

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

func listFilter(name string) filterFunc {
	switch name {
	case "batch":
		return batch
	case "first":
		return func(c *filterCall) (js.Value, error) { return c.property(c.arg(0), 0.0) }
	case "last":
		return last
	case "join":
		return join
	case "length":
		return length
	case "list":
		return list
	case "random":
		return random
	case "reverse":
		return reverse
	case "slice":
		return columns
	case "select":
		return chosen(true)
	case "reject":
		return chosen(false)
	case "selectattr":
		return chosenByMember(true)
	case "rejectattr":
		return chosenByMember(false)
	case "sum":
		return sum
	}
	return nil
}

// groups returns the number of groups, or of what is in one. Where the dialect does, it is cut to a whole number, and must be above 0.
func (c *filterCall) groups(what string) (float64, error) {
	n, err := c.ToNumber(c.arg(1))
	if err != nil || !c.env.strict {
		return n, err
	}
	if n = math.Trunc(n); !(n >= 1) {
		return n, js.Throw("%s must be a positive integer", what)
	}
	return n, nil
}

func batch(c *filterCall) (js.Value, error) {
	size, err := c.groups("batch size")
	if err != nil {
		return nil, err
	}
	elems, err := c.elements(c.arg(0))
	if err != nil {
		return nil, err
	}
	groups := &js.Array{}
	var group []js.Value
	for i, v := range elems {
		if math.Mod(float64(i), size) == 0 && len(group) > 0 {
			groups.Append(js.NewArray(group))
			group = nil
		}
		group = append(group, v)
	}
	if err := c.Grow(48 * len(elems)); err != nil || len(group) == 0 {
		return groups, err
	}
	if fill := c.arg(2); js.Truthy(fill) {
		for float64(len(group)) < size {
			group = append(group, fill)
			if err := c.Grow(16); err != nil {
				return nil, err
			}
		}
	}
	groups.Append(js.NewArray(group))
	return groups, nil
}

func last(c *filterCall) (js.Value, error) {
	n, ok, err := c.lengthOf(c.arg(0))
	if err != nil || !ok {
		return js.Undefined{}, err
	}
	return c.property(c.arg(0), n-1)
}

func join(c *filterCall) (js.Value, error) {
	sep := c.arg(1)
	if !js.Truthy(sep) {
		sep = ""
	}
	a, ok := c.arg(0).(*js.Array)
	if js.Truthy(c.arg(2)) {
		members, err := c.members(c.arg(2))
		if err != nil {
			return nil, err
		}
		a, ok = js.NewArray(members), true
	}
	if !ok {
		return nil, js.TypeError("join needs a list")
	}
	text, err := c.ToString(sep)
	if err != nil {
		return nil, err
	}
	return c.JoinArray(a, text)
}

// members returns the member of that name of each element of the input.
func (c *filterCall) members(key js.Value) ([]js.Value, error) {
	list, err := c.copied()
	if err != nil {
		return nil, err
	}
	for i, v := range list {
		if list[i], err = c.property(v, key); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func length(c *filterCall) (js.Value, error) {
	if c.empty() {
		return 0.0, nil
	}
	switch v := c.arg(0).(type) {
	case *js.Object:
		return float64(v.Len()), nil
	case *js.Regexp:
		return js.Undefined{}, nil
	}
	return c.Member(c.arg(0), "length")
}

func list(c *filterCall) (js.Value, error) {
	v := c.arg(0)
	if s, ok := v.(*js.Safe); ok && c.env.strict {
		v = s.Text
	}
	switch v := v.(type) {
	case string:
		elems, err := c.characters(v)
		return js.NewArray(elems), err
	case *js.Array:
		return v, nil
	case *js.Object, *js.Safe:
		out := &js.Array{}
		for _, key := range ownKeys(v) {
			value, err := c.Member(v, key)
			if err != nil {
				return nil, err
			}
			entry := js.NewObject(2)
			entry.Set("key", key)
			entry.Set("value", value)
			out.Append(entry)
		}
		return out, c.Grow(96 * out.Len())
	}
	return nil, templateError("list filter: type not iterable")
}

// templateError is an error that Nunjucks itself throws in a filter.
func templateError(message string) error {
	return &js.Error{Name: "Template render error", Message: message}
}

func random(c *filterCall) (js.Value, error) {
	n, ok, err := c.lengthOf(c.arg(0))
	if err != nil || !ok || n < 1 {
		return js.Undefined{}, err
	}
	return c.property(c.arg(0), math.Floor(rand.Float64()*n))
}

func reverse(c *filterCall) (js.Value, error) {
	elems, err := c.copied()
	if err != nil {
		return nil, err
	}
	slices.Reverse(elems)
	a := js.NewArray(elems)
	_, text := c.arg(0).(string)
	if _, safe := c.arg(0).(*js.Safe); text || safe && c.env.strict {
		s, err := c.JoinArray(a, "")
		return c.as(s, err)
	}
	return a, nil
}

// columns splits a list into that many, the first ones longer if it does not divide.
func columns(c *filterCall) (js.Value, error) {
	count, err := c.groups("slice count")
	if err != nil {
		return nil, err
	}
	v := c.arg(0)
	n, ok, err := c.lengthOf(v)
	if err != nil {
		return nil, err
	}
	if !ok {
		n = math.NaN()
	}
	out := &js.Array{}
	size, extra, offset := math.Floor(n/count), math.Mod(n, count), 0.0
	for i := 0.0; i < count; i++ {
		start := offset + i*size
		if i < extra {
			offset++
		}
		column, err := c.invokeSlice(v, start, offset+(i+1)*size)
		if err != nil {
			return nil, err
		}
		if fill := c.arg(2); js.Truthy(fill) && !(i < extra) {
			a, ok := column.(*js.Array)
			if !ok {
				return nil, js.TypeError("push is not a function")
			}
			a.Append(fill)
		}
		out.Append(column)
		if err := c.Grow(64); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (c *filterCall) invokeSlice(v js.Value, start, end float64) (js.Value, error) {
	switch v.(type) {
	case string, *js.Safe, *js.Array:
		return c.invoke(v, "slice", start, end)
	}
	return nil, js.TypeError("slice is not a function")
}

// chosen keeps the elements for which a test gives that.
func chosen(want bool) filterFunc {
	return func(c *filterCall) (js.Value, error) {
		name, err := c.testName()
		if err != nil {
			return nil, err
		}
		t, ok := test(name)
		if !ok {
			return nil, js.Throw("test not found: %s", name)
		}
		if js.IsNullish(c.arg(0)) {
			return nil, js.TypeError("Cannot convert undefined or null to object")
		}
		var elems []js.Value
		if _, safe := c.arg(0).(*js.Safe); !safe || c.env.strict { // a safe string has a length and nothing in it
			if elems, err = c.elements(c.arg(0)); err != nil {
				return nil, err
			}
		}
		return c.keep(elems, func(v js.Value) (bool, error) {
			holds, err := t.holds(c.run, v, c.arg(2))
			return holds == want, err
		})
	}
}

func (c *filterCall) testName() (string, error) {
	if js.IsUndefined(c.arg(1)) {
		return "truthy", nil
	}
	return c.ToString(c.arg(1))
}

func (c *filterCall) keep(elems []js.Value, test func(js.Value) (bool, error)) (js.Value, error) {
	out := &js.Array{}
	for _, v := range elems {
		ok, err := test(v)
		if err != nil {
			return nil, err
		}
		if ok {
			out.Append(v)
		}
		if err := c.Grow(16); err != nil {
			return nil, err
		}
	}
	return out, c.Step(len(elems))
}

func chosenByMember(want bool) filterFunc {
	return func(c *filterCall) (js.Value, error) {
		a, ok := c.arg(0).(*js.Array)
		if !ok {
			return nil, js.TypeError("filter is not a function")
		}
		return c.keep(a.Elems(), func(v js.Value) (bool, error) {
			member, err := c.property(v, c.arg(1))
			return js.Truthy(member) == want, err
		})
	}
}

func sum(c *filterCall) (js.Value, error) {
	start := c.arg(2)
	if js.IsUndefined(start) {
		start = 0.0
	}
	a, ok := c.arg(0).(*js.Array)
	if js.Truthy(c.arg(1)) {
		members, err := c.members(c.arg(1))
		if err != nil {
			return nil, err
		}
		a, ok = js.NewArray(members), true
	}
	if !ok {
		return nil, js.TypeError("reduce is not a function")
	}
	var total js.Value = 0.0
	for _, v := range a.Elems() {
		var err error
		if total, err = c.Add(total, v); err != nil {
			return nil, err
		}
	}
	return c.Add(start, total)
}
