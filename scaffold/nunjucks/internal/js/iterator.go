package js

import "github.com/goldenpath-go/goldenpath/scaffold/internal/regex"

// Iterator is what methods such as keys and matchAll return. It can be gone through once.
type Iterator struct {
	Kind  string // of what it goes through: Array, RegExp String
	items []Value
}

// Rest returns what has not been gone through, and leaves nothing.
func (i *Iterator) Rest() *Array {
	rest := NewArray(i.items)
	i.items = nil
	return rest
}

func arrayIterator(name string) func(*Call) (Value, error) {
	return func(c *Call) (Value, error) {
		elems := c.array().Elems()
		items := make([]Value, len(elems))
		for i, v := range elems {
			switch name {
			case "keys":
				items[i] = float64(i)
			case "entries":
				items[i] = NewArray([]Value{float64(i), v})
			default:
				items[i] = v
			}
		}
		return &Iterator{"Array", items}, c.Grow(64 * len(items))
	}
}

// stringMatchAll returns all matches with their captures.
func stringMatchAll(c *Call) (Value, error) {
	re, ok := c.Arg(0).(*Regexp)
	if !ok {
		source, err := c.source()
		if err != nil {
			return nil, err
		}
		compiled, err := regex.Compile(source, "g")
		if err != nil {
			return nil, invalidRegexp(source, err)
		}
		re = NewRegexp(compiled)
	}
	if !re.Global {
		return nil, TypeError("String.prototype.matchAll called with a non-global RegExp argument")
	}
	t := text(c.text())
	all, err := c.matches(re, t)
	if err != nil {
		return nil, err
	}
	items := make([]Value, len(all))
	for i, found := range all {
		items[i] = captures(t, found)
	}
	return &Iterator{"RegExp String", items}, c.Grow(len(c.text()) + 64*len(items))
}
