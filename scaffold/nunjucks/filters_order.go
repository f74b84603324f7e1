package nunjucks

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

func orderFilter(name string) filterFunc {
	switch name {
	case "dictsort":
		return dictsort
	case "groupby":
		return groupby
	case "sort":
		return sorted
	}
	return nil
}

// dictsort makes a sorted list of the members of a dict, each as key and value.
func dictsort(c *filterCall) (js.Value, error) {
	v := c.arg(0)
	_, object := v.(*js.Object)
	if _, safe := v.(*js.Safe); !object && (!safe || c.env.strict) {
		return nil, templateError("dictsort filter: val must be an object")
	}
	by := 0
	switch c.arg(2) {
	case js.Undefined{}, "key":
	case "value":
		by = 1
	default:
		return nil, templateError("dictsort filter: You can only sort by either key or value")
	}
	pairs, err := c.pairs(v)
	if err != nil {
		return nil, err
	}
	entries := make([]js.Value, len(pairs))
	for i, pair := range pairs {
		entries[i] = js.NewArray([]js.Value{pair[0], pair[1]})
	}
	if err := c.Grow(64 * len(entries)); err != nil {
		return nil, err
	}
	return js.NewArray(entries), c.Sort(entries, func(a, b js.Value) (float64, error) {
		x, err := c.dictKey(a, by)
		if err != nil {
			return 0, err
		}
		y, err := c.dictKey(b, by)
		if err != nil {
			return 0, err
		}
		greater, err := c.compare(">", x, y)
		switch {
		case greater:
			return 1, err
		case js.StrictEqual(x, y):
			return 0, err
		}
		return -1, err
	})
}

func (c *filterCall) dictKey(entry js.Value, by int) (js.Value, error) {
	key, err := c.Member(entry, float64(by))
	if s, ok := key.(string); ok && !js.Truthy(c.arg(1)) {
		return js.Upper(s), err
	}
	return key, err
}

// attribute reads a member of a member …, of own members only; what is missing is undefined.
func (c *filterCall) attribute(v, path js.Value) (js.Value, error) {
	if !js.Truthy(path) {
		return v, nil
	}
	text, err := c.ToString(path)
	if err != nil {
		return nil, err
	}
	parts := []string{text}
	if _, ok := path.(string); ok {
		parts = strings.Split(text, ".")
	}
	for _, part := range parts {
		if js.IsNullish(v) {
			return nil, js.TypeError("Cannot convert undefined or null to object")
		}
		if !js.HasOwn(v, part) {
			return js.Undefined{}, nil
		}
		if v, err = c.Member(v, part); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// groupby makes a dict of lists, by a member of the elements.
func groupby(c *filterCall) (js.Value, error) {
	elems, err := c.elements(c.arg(0))
	if err != nil {
		return nil, err
	}
	groups := &js.Object{}
	for _, v := range elems {
		key, err := c.attribute(v, c.arg(1))
		if err != nil {
			return nil, err
		}
		name, err := c.ToKey(key)
		if err != nil {
			return nil, err
		}
		group, _ := groups.Get(name)
		a, ok := group.(*js.Array)
		if !ok {
			a = &js.Array{}
			groups.Set(name, a)
		}
		a.Append(v)
		if err := c.Grow(64); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// sorted sorts a copy of a list. What cannot be compared counts as equal.
func sorted(c *filterCall) (js.Value, error) {
	args := c.named("value", "reverse", "case_sensitive", "attribute")
	input := filterCall{c.run, args}
	elems, err := input.copied()
	if err != nil {
		return nil, err
	}
	before := -1.0
	if js.Truthy(args[1]) {
		before = 1
	}
	return js.NewArray(elems), c.Sort(elems, func(a, b js.Value) (float64, error) {
		x, y, err := c.sortKeys(a, b, args[2], args[3])
		if err != nil {
			return 0, err
		}
		order, _, err := c.Order(x, y)
		return -before * float64(order), err
	})
}

func (c *filterCall) sortKeys(a, b, caseSensitive, path js.Value) (x, y js.Value, err error) {
	if x, err = c.attribute(a, path); err != nil {
		return nil, nil, err
	}
	if y, err = c.attribute(b, path); err != nil {
		return nil, nil, err
	}
	s, ok := x.(string)
	t, also := y.(string)
	if ok && also && !js.Truthy(caseSensitive) {
		return js.Lower(s), js.Lower(t), nil
	}
	return x, y, nil
}
