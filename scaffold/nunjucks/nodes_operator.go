package nunjucks

import (
	"math"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

type (
	notNode  struct{ target expr }
	signNode struct {
		offset   int
		negative bool
		target   expr
	}
	orNode  struct{ left, right expr }
	andNode struct{ left, right expr }
	addNode struct {
		offset      int
		left, right expr
	}
	arithmeticNode struct {
		offset      int
		op          string
		left, right expr
	}
	incrementNode struct {
		offset   int
		negative bool
		variable
	}
	unassignable struct{ offset int }
	floorNode    struct {
		offset int
		target expr
	}
	looseNode struct {
		offset      int
		inverted    bool
		left, right expr
	}
	strictNode struct {
		inverted    bool
		left, right expr
	}
	orderNode struct {
		offset      int
		op          string
		left, right expr
	}
	inNode struct {
		offset      int
		left, right expr
	}
)

func (n *notNode) eval(r *run) (js.Value, error) {
	v, err := n.target.eval(r)
	return !js.Truthy(v), err
}

func (n *signNode) eval(r *run) (js.Value, error) {
	v, err := n.target.eval(r)
	if err != nil {
		return nil, err
	}
	f, err := r.ToNumber(v)
	if n.negative {
		f = -f
	}
	return f, r.at(n.offset, err)
}

func (n *incrementNode) eval(r *run) (js.Value, error) {
	f, err := r.ToNumber(*n.in(r))
	if n.negative {
		f--
	} else {
		f++
	}
	*n.in(r) = f
	return f, r.at(n.offset, err)
}

func (n *unassignable) eval(r *run) (js.Value, error) {
	return nil, r.at(n.offset, &js.Error{Name: "ReferenceError", Message: "Invalid left-hand side expression in prefix operation"})
}

func (n *orNode) eval(r *run) (js.Value, error) {
	v, err := n.left.eval(r)
	if err != nil || js.Truthy(v) {
		return v, err
	}
	return n.right.eval(r)
}

func (n *andNode) eval(r *run) (js.Value, error) {
	v, err := n.left.eval(r)
	if err != nil || !js.Truthy(v) {
		return v, err
	}
	return n.right.eval(r)
}

// both evaluates two operands.
func (r *run) both(left, right expr) (a, b js.Value, err error) {
	if a, err = left.eval(r); err != nil {
		return nil, nil, err
	}
	b, err = right.eval(r)
	return a, b, err
}

func (n *addNode) eval(r *run) (js.Value, error) {
	a, b, err := r.both(n.left, n.right)
	if err != nil {
		return nil, err
	}
	sum, err := r.Add(a, b)
	return sum, r.at(n.offset, err)
}

func (n *arithmeticNode) eval(r *run) (js.Value, error) {
	a, b, err := r.both(n.left, n.right)
	if err != nil {
		return nil, err
	}
	x, err := r.ToNumber(a)
	if err != nil {
		return nil, r.at(n.offset, err)
	}
	y, err := r.ToNumber(b)
	return arithmetic(n.op, x, y), r.at(n.offset, err)
}

func arithmetic(op string, x, y float64) float64 {
	switch op {
	case "-":
		return x - y
	case "*":
		return x * y
	case "/":
		return x / y
	case "%":
		return math.Mod(x, y)
	}
	return power(x, y)
}

func (n *floorNode) eval(r *run) (js.Value, error) {
	v, err := n.target.eval(r)
	if err != nil {
		return nil, err
	}
	f, err := r.ToNumber(v)
	return math.Floor(f), r.at(n.offset, err)
}

func (n *looseNode) eval(r *run) (js.Value, error) {
	a, b, err := r.both(n.left, n.right)
	if err != nil {
		return nil, err
	}
	equal, err := r.LooseEqual(a, b)
	return equal != n.inverted, r.at(n.offset, err)
}

func (n *strictNode) eval(r *run) (js.Value, error) {
	a, b, err := r.both(n.left, n.right)
	return js.StrictEqual(a, b) != n.inverted, err
}

func (n *orderNode) eval(r *run) (js.Value, error) {
	a, b, err := r.both(n.left, n.right)
	if err != nil {
		return nil, err
	}
	holds, err := r.compare(n.op, a, b)
	return holds, r.at(n.offset, err)
}

func (r *run) compare(op string, a, b js.Value) (bool, error) {
	order, comparable, err := r.Order(a, b)
	if !comparable {
		return false, err
	}
	switch op {
	case "<":
		return order < 0, err
	case ">":
		return order > 0, err
	case "<=":
		return order <= 0, err
	}
	return order >= 0, err
}

func (n *inNode) eval(r *run) (js.Value, error) {
	key, in, err := r.both(n.left, n.right)
	if err != nil {
		return nil, err
	}
	found, err := r.contains(key, in)
	return found, r.at(n.offset, err)
}

func (r *run) contains(key, in js.Value) (bool, error) {
	switch in := in.(type) {
	case *js.Array:
		for i := range in.Len() {
			if js.StrictEqual(in.At(i), key) {
				return true, r.Step(i)
			}
		}
		return false, r.Step(in.Len())
	case string:
		at, err := r.invoke(in, "indexOf", key)
		return at != -1.0, err
	case *js.Object, *js.Safe:
		name, err := r.ToKey(key)
		_, inherited := js.MethodOf(in, name)
		return js.HasOwn(in, name) || inherited && !r.env.strict, err
	}
	text, err := r.ToString(key)
	if err != nil {
		return false, err
	}
	return false, js.Throw(`Cannot use "in" operator to search for "%s" in unexpected types.`, text)
}

// invoke calls a method that is known to exist.
func (r *run) invoke(this js.Value, name string, args ...js.Value) (js.Value, error) {
	m, ok := js.MethodOf(this, name)
	if !ok {
		return nil, js.TypeError("%s is not a function", name)
	}
	return m.Call(&js.Call{Meter: &r.Meter, This: this, Args: args})
}
