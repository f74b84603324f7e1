package nunjucks

import (
	"context"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

// global returns a global variable.
func (e *Env) global(name string) (js.Value, bool) {
	if v, ok := e.opts.Globals[name]; ok {
		switch f := v.(type) {
		case Func:
			return foreign(name, f), true
		case func(context.Context, []any) (any, error):
			return foreign(name, f), true
		}
		return js.Import(v), true
	}
	switch name {
	case "range":
		return &js.Func{Name: name, Arity: 3, Call: rangeOf}, true
	case "cycler":
		return &js.Func{Name: name, Call: cycler}, true
	case "joiner":
		return &js.Func{Name: name, Arity: 1, Call: joiner}, true
	}
	return nil, false
}

// foreign makes a template's function of one in Go.
func foreign(name string, f Func) *js.Func {
	return &js.Func{Name: name, Call: func(c *js.Call) (js.Value, error) {
		return callForeign(c.Context(), f, c.Args)
	}}
}

// callForeign passes copies of the arguments; functions cannot be passed.
func callForeign(ctx context.Context, f Func, args []js.Value) (js.Value, error) {
	exported := make([]any, len(args))
	for i, arg := range args {
		if fn, ok := arg.(*js.Func); ok {
			return nil, js.Throw("the function %s cannot be an argument", fn.Name)
		}
		exported[i] = export(arg)
	}
	v, err := f(ctx, exported)
	if err != nil {
		return nil, err
	}
	return js.Import(v), nil
}

// rangeOf is range(start, stop, step), with the addition and comparison of JavaScript.
func rangeOf(c *js.Call) (js.Value, error) {
	start, stop, step := c.Arg(0), c.Arg(1), c.Arg(2)
	if js.IsUndefined(stop) {
		start, stop, step = js.Value(0.0), start, js.Value(1.0)
	} else if !js.Truthy(step) {
		step = 1.0
	}
	order, comparable, err := c.Order(step, 0.0)
	if err != nil {
		return nil, err
	}
	descending := !comparable || order <= 0
	list := &js.Array{}
	for i := start; ; {
		order, comparable, err := c.Order(i, stop)
		if err != nil {
			return nil, err
		}
		if !comparable || descending && order <= 0 || !descending && order >= 0 {
			return list, nil
		}
		list.Append(i)
		if err := c.Grow(16); err != nil {
			return nil, err
		}
		if err := c.Step(1); err != nil {
			return nil, err
		}
		if i, err = c.Add(i, step); err != nil {
			return nil, err
		}
	}
}

// cycler returns an object that gives its arguments one after the other.
func cycler(c *js.Call) (js.Value, error) {
	items := append([]js.Value(nil), c.Args...)
	o := js.NewObject(3)
	index := -1
	o.Set("current", nil)
	o.Set("reset", &js.Func{Name: "reset", Call: func(*js.Call) (js.Value, error) {
		index = -1
		o.Set("current", nil)
		return js.Undefined{}, nil
	}})
	o.Set("next", &js.Func{Name: "next", Call: func(*js.Call) (js.Value, error) {
		if index++; index >= len(items) {
			index = 0
		}
		var item js.Value = js.Undefined{}
		if index < len(items) {
			item = items[index]
		}
		o.Set("current", item)
		return item, nil
	}})
	return o, c.Grow(16 * len(items))
}

// joiner returns a function that gives nothing at first, and then the separator.
func joiner(c *js.Call) (js.Value, error) {
	sep := c.Arg(0)
	if !js.Truthy(sep) {
		sep = ","
	}
	var next js.Value = ""
	return &js.Func{Name: "joiner", Call: func(*js.Call) (js.Value, error) {
		v := next
		next = sep
		return v, nil
	}}, nil
}
