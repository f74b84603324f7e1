package js

// Value is a JavaScript value; see the package comment for its dynamic types.
type Value = any

// Undefined is the value undefined.
type Undefined struct{}

// Safe is a string that needs no escaping. JavaScript sees an object with the members val and length.
type Safe struct{ Text string }

// Func is a function.
type Func struct {
	Name string
	// Arity is the function's length property.
	Arity int
	// Call runs the function.
	Call func(c *Call) (Value, error)
	// Template says that the function runs template code (a macro).
	Template bool
}

// Call is one call of a function or method.
type Call struct {
	*Meter
	This Value
	Args []Value
}

// Arg returns the argument i, or Undefined.
func (c *Call) Arg(i int) Value {
	if i < len(c.Args) {
		return c.Args[i]
	}
	return Undefined{}
}

// given returns the arguments for methods that tell one that is undefined from one that is missing; where the dialect does not,
// without those at the end that are undefined.
func (c *Call) given() []Value {
	args := c.Args
	for c.TransparentSafe && len(args) > 0 && IsUndefined(args[len(args)-1]) {
		args = args[:len(args)-1]
	}
	return args
}

// IsUndefined reports whether v is undefined.
func IsUndefined(v Value) bool {
	_, ok := v.(Undefined)
	return ok
}

// IsNullish reports whether v is undefined or null.
func IsNullish(v Value) bool { return v == nil || IsUndefined(v) }

// Truthy converts v to a boolean.
func Truthy(v Value) bool {
	switch v := v.(type) {
	case nil, Undefined:
		return false
	case bool:
		return v
	case float64:
		return v != 0 && v == v
	case string:
		return v != ""
	}
	return true
}

// TypeOf returns what the operator typeof gives.
func TypeOf(v Value) string {
	switch v.(type) {
	case Undefined:
		return "undefined"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case string:
		return "string"
	case *Func:
		return "function"
	}
	return "object"
}
