package js

import "slices"

// arrayChange returns the methods that change an array.
func arrayChange(name string) (Method, bool) {
	switch name {
	case "copyWithin":
		return Method{arrayCopyWithin, 1, 3, true}, true
	case "fill":
		return Method{arrayFill, 1, 3, true}, true
	case "pop":
		return Method{arrayPop, 0, 0, true}, true
	case "push":
		return Method{arrayPush, 0, -1, true}, true
	case "reverse":
		return Method{arrayReverse, 0, 0, true}, true
	case "shift":
		return Method{arrayShift, 0, 0, true}, true
	case "sort":
		return Method{arraySort, 0, 0, true}, true
	case "splice":
		return Method{arraySplice, 0, -1, true}, true
	case "unshift":
		return Method{arrayUnshift, 0, -1, true}, true
	}
	return Method{}, false
}

func arrayCopyWithin(c *Call) (Value, error) {
	a := c.array()
	n := a.Len()
	to, err := c.relative(0, n, 0)
	if err != nil {
		return nil, err
	}
	from, end, err := c.between(1, n)
	if err != nil {
		return nil, err
	}
	copy(a.elems[to:], slices.Clone(a.elems[from:end]))
	return a, c.Step(n)
}

func arrayFill(c *Call) (Value, error) {
	a := c.array()
	from, to, err := c.between(1, a.Len())
	if err == nil {
		err = c.CheckCycle(a, c.Arg(0))
	}
	if err != nil {
		return nil, err
	}
	for i := from; i < to; i++ {
		a.elems[i] = c.Arg(0)
	}
	return a, err
}

func arrayPop(c *Call) (Value, error) {
	a := c.array()
	last := a.At(a.Len() - 1)
	if a.Len() > 0 {
		a.elems = a.elems[:a.Len()-1]
	}
	return last, nil
}

func arrayPush(c *Call) (Value, error) {
	a := c.array()
	if err := c.CheckCycle(a, c.Args...); err != nil {
		return nil, err
	}
	a.Append(c.Args...)
	return float64(a.Len()), c.Grow(16 * len(c.Args))
}

func arrayReverse(c *Call) (Value, error) {
	a := c.array()
	slices.Reverse(a.elems)
	return a, c.Step(a.Len())
}

func arrayShift(c *Call) (Value, error) {
	a := c.array()
	first := a.At(0)
	if a.Len() > 0 {
		a.elems = a.elems[1:]
	}
	return first, nil
}

func arraySort(c *Call) (Value, error) {
	a := c.array()
	if f, ok := c.Arg(0).(*Func); ok {
		return nil, TypeError("%s cannot compare elements", f.Name)
	}
	if !IsUndefined(c.Arg(0)) {
		return nil, TypeError("The comparison function must be either a function or undefined")
	}
	return a, c.Sort(a.Elems(), func(x, y Value) (float64, error) {
		s, err := c.ToString(x)
		if err != nil {
			return 0, err
		}
		t, err := c.ToString(y)
		return float64(CompareStrings(s, t)), err
	})
}

func arraySplice(c *Call) (Value, error) {
	a, args := c.array(), c.given()
	from, err := c.relative(0, a.Len(), 0)
	if err != nil {
		return nil, err
	}
	count := a.Len() - from
	if len(args) == 0 {
		count = 0
	}
	if len(args) > 1 {
		n, err := c.ToInteger(args[1])
		if err != nil {
			return nil, err
		}
		count = min(max(n, 0), count)
	}
	if err := c.CheckCycle(a, args...); err != nil {
		return nil, err
	}
	removed := slices.Clone(a.elems[from : from+count])
	a.elems = slices.Replace(a.elems, from, from+count, args[min(2, len(args)):]...)
	if err := c.Grow(16 * len(args)); err != nil {
		return nil, err
	}
	return c.made(removed)
}

func arrayUnshift(c *Call) (Value, error) {
	a := c.array()
	if err := c.CheckCycle(a, c.Args...); err != nil {
		return nil, err
	}
	a.elems = slices.Insert(a.elems, 0, c.Args...)
	return float64(a.Len()), c.Grow(16 * a.Len())
}
