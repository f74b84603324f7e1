package nunjucks

import (
	"github.com/goldenpath-go/goldenpath/scaffold/internal/regex"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

type (
	constant  struct{ value js.Value }
	regexNode struct{ *regex.Regexp }
	slotNode  struct{ variable }
	nameNode  struct {
		offset int
		name   string
	}
	unreachable struct {
		offset int
		name   string
	}
	groupNode struct{ items []expr }
	listNode  struct {
		offset int
		items  []expr
	}
	dictNode struct {
		offset   int
		keys     []string
		values   []expr
		keywords bool
	}
	ifNode     struct{ cond, body, otherwise expr }
	memberNode struct {
		offset      int
		target, key expr
		name        string // what stands after a dot, if key is nil
	}
	sliceNode struct {
		offset int
		target expr
		bounds []expr
	}
	captureNode struct {
		offset int
		body   []stmt
	}
)

func (n *constant) eval(*run) (js.Value, error) { return n.value, nil }

func (n *regexNode) eval(*run) (js.Value, error) { return js.NewRegexp(n.Regexp), nil }

func (n *slotNode) eval(r *run) (js.Value, error) { return *n.in(r), nil }

func (n *nameNode) eval(r *run) (js.Value, error) { return r.lookup(n.name), nil }

func (n *unreachable) eval(r *run) (js.Value, error) {
	return nil, r.at(n.offset, &js.Error{Name: "ReferenceError", Message: n.name + " is not defined"})
}

func (n *groupNode) eval(r *run) (v js.Value, err error) {
	for _, item := range n.items {
		if v, err = item.eval(r); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (r *run) evalAll(list []expr) ([]js.Value, error) {
	if len(list) == 0 {
		return nil, nil
	}
	values := make([]js.Value, len(list))
	for i, e := range list {
		v, err := e.eval(r)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

// stacked evaluates a list for a call that keeps none of the values, and ends with drop.
func (r *run) stacked(list []expr) ([]js.Value, error) {
	start := len(r.stack)
	for _, e := range list {
		v, err := e.eval(r)
		if err != nil {
			return nil, err
		}
		r.stack = append(r.stack, v)
	}
	return r.stack[start:len(r.stack):len(r.stack)], nil
}

// drop ends the use of the values that were stacked last.
func (r *run) drop(values []js.Value) { r.stack = r.stack[:len(r.stack)-len(values)] }

func (n *listNode) eval(r *run) (js.Value, error) {
	items, err := r.evalAll(n.items)
	if err != nil {
		return nil, err
	}
	return js.NewArray(items), r.at(n.offset, r.Grow(24+16*len(items)))
}

func (n *dictNode) eval(r *run) (js.Value, error) {
	o := js.NewObject(len(n.keys) + 1)
	for i, key := range n.keys {
		v, err := n.values[i].eval(r)
		if err != nil {
			return nil, err
		}
		o.Set(key, v)
	}
	if n.keywords {
		o.Set(keywordMark, true)
	}
	return o, r.at(n.offset, r.Grow(64+32*len(n.keys)))
}

// keywordMark is the member by which keyword arguments are known.
const keywordMark = "__keywords"

// keywords returns the keyword arguments at the end of args, or nil.
func keywords(args []js.Value) *js.Object {
	if len(args) > 0 {
		if o, ok := args[len(args)-1].(*js.Object); ok && o.Has(keywordMark) {
			return o
		}
	}
	return nil
}

func (n *ifNode) eval(r *run) (js.Value, error) {
	cond, err := n.cond.eval(r)
	if err != nil {
		return nil, err
	}
	if js.Truthy(cond) {
		return n.body.eval(r)
	}
	return n.otherwise.eval(r)
}

func (n *captureNode) eval(r *run) (js.Value, error) {
	text, err := r.capture(n.body)
	return text, r.at(n.offset, err)
}

func (n *memberNode) eval(r *run) (js.Value, error) {
	target, v, name, m, err := n.find(r)
	if err == nil && m.Call != nil {
		v = r.bound(target, name, m)
	}
	return v, r.at(n.offset, err)
}

// find evaluates the target and the key, and reads the member as the method member does.
func (n *memberNode) find(r *run) (target, v js.Value, name string, m js.Method, err error) {
	if target, err = n.target.eval(r); err != nil {
		return nil, nil, "", m, err
	}
	if n.key == nil {
		if o, ok := target.(*js.Object); ok && !r.env.opts.Cookiecutter {
			if v, ok := o.Get(n.name); ok && !js.IsUndefined(v) {
				return target, v, "", m, nil
			}
		}
		v, name, m, err = r.member(target, n.name)
		return target, v, name, m, err
	}
	key, err := n.key.eval(r)
	if err != nil {
		return nil, nil, "", m, err
	}
	v, name, m, err = r.member(target, key)
	return target, v, name, m, err
}

// member reads a member; if it is a method, that is returned instead of a value.
func (r *run) member(target, key js.Value) (v js.Value, name string, m js.Method, err error) {
	if r.env.opts.Cookiecutter {
		if name, err = r.ToKey(key); err != nil {
			return nil, "", m, err
		}
		if m, ok := r.pythonMethod(target, name); ok {
			return js.Undefined{}, name, m, nil
		}
	}
	if js.IsNullish(target) {
		return js.Undefined{}, "", m, nil
	}
	if v, err = r.Member(target, key); err != nil || !js.IsUndefined(v) {
		return v, "", m, err
	}
	if name, err = r.ToKey(key); err != nil || js.HasOwn(target, name) || syntax.Reserved(name) {
		return js.Undefined{}, name, m, err
	}
	return js.Undefined{}, name, r.method(target, name), nil
}

// method returns the method of that name, or none.
func (r *run) method(target js.Value, name string) js.Method {
	m, ok := js.MethodOf(target, name)
	if !ok || r.env.strict && !m.Strict {
		return js.Method{}
	}
	return m
}

// bound makes a function of a method.
func (r *run) bound(this js.Value, name string, m js.Method) *js.Func {
	r.functions = true
	return &js.Func{Name: name, Call: func(c *js.Call) (js.Value, error) {
		return r.callMethod(this, name, m, c.Args)
	}}
}

func (r *run) callMethod(this js.Value, name string, m js.Method, args []js.Value) (js.Value, error) {
	if r.env.strict && (len(args) < m.Min || m.Max >= 0 && len(args) > m.Max) {
		return nil, js.Throw("%s: wrong number of arguments: %d", name, len(args))
	}
	if err := r.Step(1); err != nil {
		return nil, err
	}
	if err := r.checkData(args...); err != nil {
		return nil, err
	}
	return m.Call(&js.Call{Meter: &r.Meter, This: this, Args: args})
}
