package nunjucks

import (
	"math"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

// testFunc is a test: what follows is.
type testFunc struct {
	args  int // how many arguments it takes, where that is checked
	holds func(r *run, v, arg js.Value) (bool, error)
}

// test returns the test of that name.
func test(name string) (testFunc, bool) {
	if holds := simpleTest(name); holds != nil {
		return testFunc{0, func(_ *run, v, _ js.Value) (bool, error) { return holds(v), nil }}, true
	}
	switch name {
	case "eq", "equalto", "sameas":
		return testFunc{1, func(_ *run, v, arg js.Value) (bool, error) { return js.StrictEqual(v, arg), nil }}, true
	case "ne":
		return testFunc{1, func(_ *run, v, arg js.Value) (bool, error) { return !js.StrictEqual(v, arg), nil }}, true
	case "ge":
		return orderTest(">="), true
	case "gt", "greaterthan":
		return orderTest(">"), true
	case "le":
		return orderTest("<="), true
	case "lt", "lessthan":
		return orderTest("<"), true
	case "divisibleby":
		return testFunc{1, remainder(0)}, true
	case "even":
		return testFunc{0, func(r *run, v, _ js.Value) (bool, error) { return remainder(0)(r, v, 2.0) }}, true
	case "odd":
		return testFunc{0, func(r *run, v, _ js.Value) (bool, error) { return remainder(1)(r, v, 2.0) }}, true
	case "lower":
		return testFunc{0, caseTest("toLowerCase")}, true
	case "upper":
		return testFunc{0, caseTest("toUpperCase")}, true
	case "iterable":
		return testFunc{0, iterable}, true
	}
	return testFunc{}, false
}

// simpleTest returns the tests that only look at the value.
func simpleTest(name string) func(v js.Value) bool {
	switch name {
	case "callable":
		return func(v js.Value) bool { return js.TypeOf(v) == "function" }
	case "defined":
		return func(v js.Value) bool { return !js.IsUndefined(v) }
	case "undefined":
		return js.IsUndefined
	case "escaped":
		return func(v js.Value) bool { _, ok := v.(*js.Safe); return ok }
	case "falsy":
		return func(v js.Value) bool { return !js.Truthy(v) }
	case "truthy":
		return js.Truthy
	case "null":
		return func(v js.Value) bool { return v == nil }
	case "number":
		return func(v js.Value) bool { return js.TypeOf(v) == "number" }
	case "string":
		return func(v js.Value) bool { return js.TypeOf(v) == "string" }
	case "mapping":
		return isMapping
	}
	return nil
}

func isMapping(v js.Value) bool {
	_, array := v.(*js.Array)
	return v != nil && !array && js.TypeOf(v) == "object"
}

func orderTest(op string) testFunc {
	return testFunc{1, func(r *run, v, arg js.Value) (bool, error) { return r.compare(op, v, arg) }}
}

// remainder tests whether a division leaves that.
func remainder(want float64) func(r *run, v, arg js.Value) (bool, error) {
	return func(r *run, v, arg js.Value) (bool, error) {
		x, err := r.ToNumber(v)
		if err != nil {
			return false, err
		}
		y, err := r.ToNumber(arg)
		return math.Mod(x, y) == want, err
	}
}

func caseTest(method string) func(r *run, v, _ js.Value) (bool, error) {
	return func(r *run, v, _ js.Value) (bool, error) {
		changed, err := r.invoke(v, method)
		return js.StrictEqual(changed, v), err
	}
}

func iterable(_ *run, v, _ js.Value) (bool, error) {
	switch v.(type) {
	case nil, js.Undefined:
		return false, js.TypeError("Cannot read properties of null or undefined")
	case string, *js.Safe, *js.Array:
		return true, nil
	}
	return false, nil
}
