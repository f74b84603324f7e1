package nunjucks

import (
	"cmp"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

type (
	callNode struct {
		offset int
		callee expr
		method *memberNode // the callee, if it is a member
		name   string
		args   []expr
		block  bool // it is that of a call block
	}
	filterNode struct {
		offset  int
		filter  filterFunc
		missing error // that there is no such filter, which shows when it is used
		args    []expr
	}
	testNode struct {
		offset int
		name   string
		test   testFunc
		input  expr
		args   []expr
	}
)

func (n *callNode) eval(r *run) (js.Value, error) {
	r.unit.lastCall = n.offset
	if n.method != nil {
		return n.callMember(r)
	}
	callee, err := n.callee.eval(r)
	if err != nil {
		return nil, err
	}
	if err := n.onlyMacro(r, callee); err != nil {
		return nil, r.at(n.offset, err)
	}
	args, err := r.evalAll(n.args)
	if err != nil {
		return nil, err
	}
	v, err := r.call(callee, n.name, args)
	return v, r.at(n.offset, err)
}

// onlyMacro refuses that a call block calls anything but a macro, where the dialect does.
func (n *callNode) onlyMacro(r *run, callee js.Value) error {
	f, ok := callee.(*js.Func)
	if n.block && r.env.strict && (!ok || !f.Template) {
		return js.Throw("call blocks can call macros only, and `%s` is none", n.name)
	}
	return nil
}

// callMember calls a method without making a function of it.
func (n *callNode) callMember(r *run) (js.Value, error) {
	target, v, name, m, err := n.method.find(r)
	if err != nil {
		return nil, r.at(n.method.offset, err)
	}
	if err := n.onlyMacro(r, v); err != nil {
		return nil, r.at(n.offset, err)
	}
	args, err := r.evalAll(n.args)
	if err != nil {
		return nil, err
	}
	if m.Call != nil {
		v, err = r.callMethod(target, name, m, args)
	} else {
		v, err = r.call(v, n.name, args)
	}
	return v, r.at(n.offset, err)
}

func (r *run) call(callee js.Value, name string, args []js.Value) (js.Value, error) {
	f, ok := callee.(*js.Func)
	switch {
	case ok:
	case !js.Truthy(callee):
		return nil, js.Throw("Unable to call `%s`, which is undefined or falsey", name)
	default:
		return nil, js.Throw("Unable to call `%s`, which is not a function", name)
	}
	if err := r.Step(1); err != nil {
		return nil, err
	}
	if !f.Template {
		if err := r.checkData(args...); err != nil {
			return nil, err
		}
	}
	return f.Call(&js.Call{Meter: &r.Meter, This: js.Undefined{}, Args: args})
}

func (n *filterNode) eval(r *run) (js.Value, error) {
	if n.missing != nil {
		return nil, r.at(n.offset, n.missing)
	}
	args, err := r.stacked(n.args)
	if err != nil {
		return nil, err
	}
	if err := r.Step(1); err != nil {
		return nil, r.at(n.offset, err)
	}
	if err := r.checkData(args...); err != nil {
		return nil, r.at(n.offset, err)
	}
	around := r.filter
	r.filter = filterCall{run: r, args: args}
	v, err := n.filter(&r.filter)
	r.filter = around
	r.drop(args)
	return v, r.at(n.offset, err)
}

func (n *testNode) eval(r *run) (js.Value, error) {
	if n.test.holds == nil {
		return nil, r.at(n.offset, js.Throw("test not found: %s", n.name))
	}
	if r.env.strict && len(n.args) != n.test.args {
		return nil, r.at(n.offset, js.Throw("test %s: wrong number of arguments", n.name))
	}
	input, err := n.input.eval(r)
	if err != nil {
		return nil, err
	}
	args, err := r.stacked(n.args)
	if err != nil {
		return nil, err
	}
	if n.name != "callable" {
		err = cmp.Or(r.checkData(input), r.checkData(args...))
	}
	if err != nil {
		return nil, r.at(n.offset, err)
	}
	var arg js.Value = js.Undefined{}
	if len(args) > 0 {
		arg = args[0]
	}
	r.drop(args)
	holds, err := n.test.holds(r, input, arg)
	return holds, r.at(n.offset, err)
}
