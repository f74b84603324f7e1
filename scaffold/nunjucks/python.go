package nunjucks

import (
	"math"
	"slices"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

// pythonMethod returns a method by the name that it has in Python, in cookiecutter mode. These go before members.
func (r *run) pythonMethod(target js.Value, name string) (js.Method, bool) {
	if !r.env.strict && !js.Truthy(target) {
		target = &js.Object{} // Nunjucks takes whatever is falsy for an empty dict
	}
	switch v := target.(type) {
	case *js.Array:
		return r.listMethod(v, name)
	case *js.Object:
		if r.env.strict && v.Has(name) {
			return js.Method{}, false
		}
		return r.dictMethod(v, name)
	}
	return js.Method{}, false
}

func (r *run) listMethod(a *js.Array, name string) (js.Method, bool) {
	missing := func(class string, otherwise js.Value) (js.Value, error) {
		if r.env.strict {
			return otherwise, nil
		}
		return nil, js.Throw("%s", class)
	}
	switch name {
	case "append":
		return pythonCall(1, 1, func(c *js.Call) (js.Value, error) { return r.invoke(a, "push", c.Arg(0)) })
	case "count":
		return pythonCall(1, 1, func(c *js.Call) (js.Value, error) { return float64(count(a, c.Arg(0))), c.Step(a.Len()) })
	case "find":
		return pythonCall(1, 1, func(c *js.Call) (js.Value, error) { return r.invoke(a, "indexOf", c.Arg(0)) })
	case "index":
		return pythonCall(1, 1, func(c *js.Call) (js.Value, error) {
			if i := indexOf(a, c.Arg(0)); i >= 0 {
				return float64(i), nil
			}
			return missing("ValueError", -1.0)
		})
	case "insert":
		return pythonCall(2, 2, func(c *js.Call) (js.Value, error) { return r.invoke(a, "splice", c.Arg(0), 0.0, c.Arg(1)) })
	case "remove":
		return pythonCall(1, 1, func(c *js.Call) (js.Value, error) {
			if i := indexOf(a, c.Arg(0)); i >= 0 {
				return r.invoke(a, "splice", float64(i), 1.0)
			}
			return missing("ValueError", js.Undefined{})
		})
	case "pop":
		return pythonCall(0, 1, func(c *js.Call) (js.Value, error) { return r.popItem(c, a, missing) })
	}
	return js.Method{}, false
}

func (r *run) popItem(c *js.Call, a *js.Array, missing func(string, js.Value) (js.Value, error)) (js.Value, error) {
	if js.IsUndefined(c.Arg(0)) {
		return r.invoke(a, "pop")
	}
	i, err := r.ToNumber(c.Arg(0))
	if err != nil {
		return nil, err
	}
	if i >= float64(a.Len()) || i < 0 {
		return missing("KeyError", js.Undefined{})
	}
	removed, err := r.invoke(a, "splice", c.Arg(0), 1.0)
	if list, ok := removed.(*js.Array); ok && r.env.strict {
		return list.At(0), err
	}
	return removed, err
}

func pythonCall(least, most int, call func(c *js.Call) (js.Value, error)) (js.Method, bool) {
	return js.Method{Call: call, Min: least, Max: most, Strict: true}, true
}

func indexOf(a *js.Array, v js.Value) int {
	return slices.IndexFunc(a.Elems(), func(have js.Value) bool { return js.StrictEqual(have, v) })
}

func count(a *js.Array, v js.Value) int {
	n := 0
	for _, have := range a.Elems() {
		if js.StrictEqual(have, v) {
			n++
		}
	}
	return n
}

func (r *run) dictMethod(o *js.Object, name string) (js.Method, bool) {
	switch name {
	case "items":
		return pythonCall(0, 0, func(c *js.Call) (js.Value, error) { return items(o), c.Grow(64 * o.Len()) })
	case "keys":
		return pythonCall(0, 0, func(c *js.Call) (js.Value, error) { return js.Strings(o.Keys()), c.Grow(16 * o.Len()) })
	case "values":
		return pythonCall(0, 0, func(c *js.Call) (js.Value, error) { return values(o), c.Grow(16 * o.Len()) })
	case "get":
		return pythonCall(1, 2, func(c *js.Call) (js.Value, error) {
			key, err := c.ToKey(c.Arg(0))
			if v, _ := o.Get(key); !js.IsUndefined(v) {
				return v, err
			}
			return c.Arg(1), err
		})
	case "has_key":
		return pythonCall(1, 1, func(c *js.Call) (js.Value, error) {
			key, err := c.ToKey(c.Arg(0))
			return o.Has(key), err
		})
	}
	if r.env.strict {
		return js.Method{}, false
	}
	return dictChange(o, name)
}

// dictChange returns the methods of dicts that only classic Nunjucks has.
func dictChange(o *js.Object, name string) (js.Method, bool) {
	switch name {
	case "iteritems":
		return pythonCall(0, -1, func(*js.Call) (js.Value, error) { return items(o), nil })
	case "iterkeys":
		return pythonCall(0, -1, func(*js.Call) (js.Value, error) { return js.Strings(o.Keys()), nil })
	case "itervalues":
		return pythonCall(0, -1, func(*js.Call) (js.Value, error) { return values(o), nil })
	case "pop":
		return pythonCall(0, -1, func(c *js.Call) (js.Value, error) { return popKey(c, o) })
	case "popitem":
		return pythonCall(0, -1, func(*js.Call) (js.Value, error) { return popFirst(o) })
	case "setdefault":
		return pythonCall(0, -1, func(c *js.Call) (js.Value, error) { return setDefault(c, o) })
	case "update":
		return pythonCall(0, -1, func(c *js.Call) (js.Value, error) {
			if from, ok := c.Arg(0).(*js.Object); ok {
				for _, k := range from.Keys() {
					v, _ := from.Get(k)
					o.Set(k, v)
				}
			}
			return nil, c.Grow(64)
		})
	}
	return js.Method{}, false
}

func items(o *js.Object) *js.Array {
	a := &js.Array{}
	for _, k := range o.Keys() {
		v, _ := o.Get(k)
		a.Append(js.NewArray([]js.Value{k, v}))
	}
	return a
}

func values(o *js.Object) *js.Array {
	a := &js.Array{}
	for _, k := range o.Keys() {
		v, _ := o.Get(k)
		a.Append(v)
	}
	return a
}

func popKey(c *js.Call, o *js.Object) (js.Value, error) {
	key, err := c.ToKey(c.Arg(0))
	if err != nil {
		return nil, err
	}
	v, _ := o.Get(key)
	switch {
	case !js.IsUndefined(v):
		o.Delete(key)
		return v, nil
	case js.IsUndefined(c.Arg(1)):
		return nil, js.Throw("KeyError")
	}
	return c.Arg(1), nil
}

func popFirst(o *js.Object) (js.Value, error) {
	keys := o.Keys()
	if len(keys) == 0 {
		return nil, js.Throw("KeyError")
	}
	v, _ := o.Get(keys[0])
	o.Delete(keys[0])
	return js.NewArray([]js.Value{keys[0], v}), nil
}

func setDefault(c *js.Call, o *js.Object) (js.Value, error) {
	key, err := c.ToKey(c.Arg(0))
	if err != nil {
		return nil, err
	}
	if !o.Has(key) {
		v := c.Arg(1)
		if js.IsUndefined(v) {
			v = nil
		}
		o.Set(key, v)
	}
	v, _ := o.Get(key)
	return v, nil
}

// eval reads target[start:stop:step]. The result is a list, also of a string.
func (n *sliceNode) eval(r *run) (js.Value, error) {
	target, err := n.target.eval(r)
	if err != nil {
		return nil, err
	}
	bounds, err := r.evalAll(n.bounds)
	if err != nil {
		return nil, err
	}
	list, err := r.slice(target, bounds)
	return list, r.at(n.offset, err)
}

// slice follows Nunjucks to the letter, with the coercions of JavaScript: a bound may be of any type, and what has no length has no end
// either, so that only the limits stop it.
func (r *run) slice(target js.Value, bounds []js.Value) (js.Value, error) {
	if !js.Truthy(target) {
		target = &js.Array{}
	}
	length, err := r.Member(target, "length")
	if err != nil {
		return nil, err
	}
	w := window{run: r, length: length, start: bounds[0], stop: bounds[1], step: bounds[2]}
	if err := w.fill(); err != nil {
		return nil, err
	}
	list := &js.Array{}
	for i := w.start; ; {
		if end, err := w.ends(i); end || err != nil {
			return list, err
		}
		v, _, _, err := r.member(target, i)
		if err != nil {
			return nil, err
		}
		list.Append(v)
		if err := r.Grow(16); err != nil {
			return nil, err
		}
		if err := r.Step(1); err != nil {
			return nil, err
		}
		if i, err = r.Add(i, w.step); err != nil {
			return nil, err
		}
	}
}

// window is the part that a slice takes.
type window struct {
	*run
	length, start, stop, step js.Value
}

// fill puts in what is not said, null, and counts what is negative from the end.
func (w *window) fill() error {
	if n, err := w.ToNumber(w.step); err != nil {
		return err
	} else if w.env.strict && (n == 0 || math.IsNaN(n) || math.IsInf(n, 0)) {
		return js.Throw("the step of a slice must be a number other than 0")
	}
	backwards, err := w.compare("<", w.step, 0.0)
	switch {
	case err != nil:
		return err
	case w.start == nil && backwards:
		n, err := w.ToNumber(w.length)
		if err != nil {
			return err
		}
		w.start = n - 1
	case w.start == nil:
		w.start = 0.0
	}
	switch {
	case w.stop == nil && backwards:
		w.stop = -1.0
	case w.stop == nil:
		w.stop = w.length
	default:
		err = w.fromEnd(&w.stop)
	}
	if err != nil {
		return err
	}
	return w.fromEnd(&w.start)
}

func (w *window) fromEnd(at *js.Value) error {
	negative, err := w.compare("<", *at, 0.0)
	if err == nil && negative {
		*at, err = w.Add(*at, w.length)
	}
	return err
}

// ends reports whether i is past the end of the window or of what it is of.
func (w *window) ends(i js.Value) (bool, error) {
	for _, c := range [...]struct {
		when string // how the step compares with 0; empty: whatever it is
		op   string
		with js.Value
	}{{"", "<", 0.0}, {"", ">", w.length}, {">", ">=", w.stop}, {"<", "<=", w.stop}} {
		applies := c.when == ""
		if !applies {
			var err error
			if applies, err = w.compare(c.when, w.step, 0.0); err != nil {
				return true, err
			}
		}
		if !applies {
			continue
		}
		if holds, err := w.compare(c.op, i, c.with); holds || err != nil {
			return true, err
		}
	}
	return false, nil
}
