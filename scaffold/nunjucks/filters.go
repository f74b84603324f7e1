package nunjucks

import "github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"

// filterCall is one use of a filter: its input and arguments.
type filterCall struct {
	*run
	args []js.Value
}

type filterFunc func(c *filterCall) (js.Value, error)

// arg returns the input for 0, then the arguments; Undefined for what is missing.
func (c *filterCall) arg(i int) js.Value {
	if i < len(c.args) {
		return c.args[i]
	}
	return js.Undefined{}
}

// filter returns the filter of that name.
func (e *Env) filter(name string) (filterFunc, error) {
	if f, ok := e.opts.Filters[name]; ok {
		return func(c *filterCall) (js.Value, error) {
			if e.strict && keywords(c.args) != nil {
				return nil, js.Throw("filter %s does not accept keyword arguments", name)
			}
			return callForeign(c.Context(), f, c.args)
		}, nil
	}
	if name == "jsonify" && e.opts.Cookiecutter {
		return dump, nil
	}
	for _, group := range [...]func(string) filterFunc{textFilter, htmlFilter, listFilter, orderFilter, valueFilter} {
		if f := group(name); f != nil {
			return f, nil
		}
	}
	return nil, js.Throw("filter not found: %s", name)
}

func (e *Env) hasFilter(name string) bool {
	_, err := e.filter(name)
	return err == nil
}

// named arranges arguments that may be given by name.
func (c *filterCall) named(names ...string) []js.Value {
	m := macro{params: names}
	values, _ := m.arrange(c.args)
	return values
}

// text returns the input as text, with nothing for undefined, null and false. Other values have no methods of strings.
func (c *filterCall) text() (string, error) {
	if c.empty() {
		return "", nil
	}
	return c.needText()
}

func (c *filterCall) empty() bool {
	v := c.arg(0)
	return js.IsNullish(v) || v == false
}

// needText returns the input if it is text.
func (c *filterCall) needText() (string, error) { return c.textOf(c.arg(0)) }

// textOf returns v if it is text.
func (c *filterCall) textOf(v js.Value) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case *js.Safe:
		return v.Text, nil
	}
	return "", js.TypeError("the input of the filter is not a string")
}

// as returns text, safe if the input was.
func (c *filterCall) as(text string, err error) (js.Value, error) {
	if err != nil {
		return nil, err
	}
	if err := c.Grow(len(text)); err != nil {
		return nil, err
	}
	if _, ok := c.arg(0).(*js.Safe); ok {
		return &js.Safe{Text: text}, nil
	}
	return text, nil
}

// number returns argument i as a number, or otherwise if it is falsy.
func (c *filterCall) number(i int, otherwise float64) (float64, error) {
	if !js.Truthy(c.arg(i)) {
		return otherwise, nil
	}
	return c.ToNumber(c.arg(i))
}

// lengthOf returns the length of v; false if it has none.
func (c *filterCall) lengthOf(v js.Value) (float64, bool, error) {
	if js.IsNullish(v) {
		return 0, false, js.TypeError("Cannot read properties of %s (reading 'length')", js.TypeOf(v))
	}
	length, err := c.Member(v, "length")
	if err != nil || js.IsUndefined(length) {
		return 0, false, err
	}
	n, err := c.ToNumber(length)
	return n, true, err
}

// elements returns the elements of whatever has a length.
func (c *filterCall) elements(v js.Value) ([]js.Value, error) {
	switch v := v.(type) {
	case *js.Array:
		return v.Elems(), nil
	case string:
		return c.characters(v)
	case *js.Safe:
		if c.env.strict {
			return c.characters(v.Text)
		}
	}
	n, ok, err := c.lengthOf(v)
	if err != nil || !ok {
		return nil, err
	}
	var list []js.Value
	for i := 0; float64(i) < n; i++ {
		member, err := c.Member(v, float64(i))
		if err != nil {
			return nil, err
		}
		list = append(list, member)
		if err := c.Grow(16); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (c *filterCall) characters(s string) ([]js.Value, error) {
	return js.Strings(js.SplitString(s, "")).Elems(), c.Grow(16 * len(s))
}

// copied returns the elements of the input in a list of their own; of undefined and null there are none.
func (c *filterCall) copied() ([]js.Value, error) {
	if js.IsNullish(c.arg(0)) {
		return nil, nil
	}
	list, err := c.elements(c.arg(0))
	if err != nil {
		return nil, err
	}
	return append([]js.Value(nil), list...), c.Grow(16 * len(list))
}

// property reads v[key] as JavaScript does, which fails for undefined and null.
func (c *filterCall) property(v, key js.Value) (js.Value, error) {
	if js.IsNullish(v) {
		return nil, js.TypeError("Cannot read a property of undefined or null")
	}
	member, name, m, err := c.member(v, key)
	if m.Call != nil {
		return c.bound(v, name, m), err
	}
	return member, err
}
