package js

func arrayMethod(name string) (Method, bool) {
	switch name {
	case "at":
		return Method{arrayAt, 1, 1, true}, true
	case "concat":
		return Method{arrayConcat, 0, -1, true}, true
	case "flat":
		return Method{arrayFlat, 0, 1, true}, true
	case "includes":
		return Method{arrayIncludes, 1, 2, true}, true
	case "indexOf":
		return Method{arrayIndexOf, 1, 2, true}, true
	case "join":
		return Method{arrayJoin, 0, 1, true}, true
	case "lastIndexOf":
		return Method{arrayLastIndexOf, 1, 2, true}, true
	case "slice":
		return Method{arraySlice, 0, 2, true}, true
	case "entries", "keys", "values":
		return Method{arrayIterator(name), 0, -1, false}, true
	case "toReversed", "toSorted", "toSpliced", "with":
		return Method{arrayCopying(name), 0, -1, false}, true
	case "toString", "toLocaleString":
		return Method{func(c *Call) (Value, error) { return c.ToString(c.This) }, 0, -1, false}, true
	}
	if m, ok := arrayChange(name); ok {
		return m, true
	}
	return objectMethod(name)
}

// array returns the array that a method is called on.
func (c *Call) array() *Array {
	if a, ok := c.This.(*Array); ok {
		return a
	}
	return &Array{}
}

// made returns a new array.
func (c *Call) made(elems []Value) (Value, error) { return &Array{elems}, c.Grow(16 * len(elems)) }

func arrayAt(c *Call) (Value, error) {
	i, err := c.int(0, 0)
	if i < 0 {
		i += c.array().Len()
	}
	return c.array().At(i), err
}

func arrayConcat(c *Call) (Value, error) {
	elems := append([]Value(nil), c.array().Elems()...)
	for _, v := range c.Args {
		if a, ok := v.(*Array); ok {
			if err := c.Grow(16 * a.Len()); err != nil {
				return nil, err
			}
			elems = append(elems, a.Elems()...)
			continue
		}
		elems = append(elems, v)
	}
	return c.made(elems)
}

func arrayFlat(c *Call) (Value, error) {
	depth, err := c.int(0, 1)
	if err != nil {
		return nil, err
	}
	elems, err := c.flatten(nil, c.array(), depth)
	return &Array{elems}, err
}

func (c *Call) flatten(elems []Value, a *Array, depth int) ([]Value, error) {
	if err := c.Enter(); err != nil {
		return nil, err
	}
	defer c.Leave()
	for _, v := range a.Elems() {
		if err := c.Grow(16); err != nil {
			return nil, err
		}
		inner, ok := v.(*Array)
		if !ok || depth < 1 {
			elems = append(elems, v)
			continue
		}
		var err error
		if elems, err = c.flatten(elems, inner, depth-1); err != nil {
			return nil, err
		}
	}
	return elems, nil
}

func arrayIncludes(c *Call) (Value, error) {
	i, err := c.find(SameZero)
	return i >= 0, err
}

func arrayIndexOf(c *Call) (Value, error) {
	i, err := c.find(StrictEqual)
	return float64(i), err
}

func (c *Call) find(equal func(a, b Value) bool) (int, error) {
	a := c.array()
	from, err := c.relative(1, a.Len(), 0)
	if err != nil {
		return -1, err
	}
	for i := from; i < a.Len(); i++ {
		if equal(a.At(i), c.Arg(0)) {
			return i, c.Step(i)
		}
	}
	return -1, c.Step(a.Len())
}

func arrayLastIndexOf(c *Call) (Value, error) {
	a := c.array()
	from := a.Len() - 1
	if args := c.given(); len(args) > 1 {
		at, err := c.ToInteger(args[1])
		if err != nil {
			return nil, err
		}
		if at < 0 {
			at += a.Len()
		}
		from = min(at, from)
	}
	for i := from; i >= 0; i-- {
		if StrictEqual(a.At(i), c.Arg(0)) {
			return float64(i), nil
		}
	}
	return -1.0, c.Step(a.Len())
}

func arrayJoin(c *Call) (Value, error) {
	sep := ","
	if !IsUndefined(c.Arg(0)) {
		var err error
		if sep, err = c.str(0); err != nil {
			return nil, err
		}
	}
	return c.JoinArray(c.array(), sep)
}

func arraySlice(c *Call) (Value, error) {
	a := c.array()
	from, to, err := c.between(0, a.Len())
	if err != nil {
		return nil, err
	}
	return c.made(append([]Value(nil), a.Elems()[from:to]...))
}

// between returns the arguments i and i+1 as a range within n elements.
func (c *Call) between(i, n int) (from, to int, err error) {
	if from, err = c.relative(i, n, 0); err != nil {
		return 0, 0, err
	}
	to, err = c.relative(i+1, n, n)
	return from, max(from, to), err
}

func arrayCopying(name string) func(c *Call) (Value, error) {
	return func(c *Call) (Value, error) {
		inner := *c
		a := &Array{append([]Value(nil), c.array().Elems()...)}
		inner.This = a
		if err := c.Grow(16 * a.Len()); err != nil {
			return nil, err
		}
		var err error
		switch name {
		case "toReversed":
			_, err = arrayReverse(&inner)
		case "toSorted":
			_, err = arraySort(&inner)
		case "toSpliced":
			_, err = arraySplice(&inner)
		case "with":
			err = inner.with(a)
		}
		return a, err
	}
}

func (c *Call) with(a *Array) error {
	i, err := c.int(0, 0)
	if i < 0 {
		i += a.Len()
	}
	if err == nil && (i < 0 || i >= a.Len()) {
		return RangeError("Invalid index : %d", i)
	}
	if err == nil {
		a.elems[i] = c.Arg(1)
	}
	return err
}
