package js

import "math"

func numberMethod(name string) (Method, bool) {
	switch name {
	case "toExponential":
		return Method{numberToExponential, 0, 1, true}, true
	case "toFixed":
		return Method{numberToFixed, 0, 1, true}, true
	case "toPrecision":
		return Method{numberToPrecision, 0, 1, true}, true
	case "toString":
		return Method{numberToString, 0, 1, true}, true
	case "toLocaleString":
		return Method{numberToLocaleString, 0, -1, false}, true
	case "valueOf":
		return Method{func(c *Call) (Value, error) { return c.This, nil }, 0, -1, false}, true
	}
	return objectMethod(name)
}

func (c *Call) number() float64 {
	f, _ := c.This.(float64)
	return f
}

func numberToFixed(c *Call) (Value, error) {
	n, err := c.int(0, 0)
	if err != nil {
		return nil, err
	}
	if n < 0 || n > 100 {
		return nil, RangeError("toFixed() digits argument must be between 0 and 100")
	}
	return ToFixed(c.number(), n), nil
}

func numberToPrecision(c *Call) (Value, error) {
	f := c.number()
	if IsUndefined(c.Arg(0)) {
		return FormatNumber(f), nil
	}
	n, err := c.int(0, 0)
	if err != nil {
		return nil, err
	}
	if f == f && !math.IsInf(f, 0) && (n < 1 || n > 100) {
		return nil, RangeError("toPrecision() argument must be between 1 and 100")
	}
	return ToPrecision(f, n), nil
}

func numberToExponential(c *Call) (Value, error) {
	f := c.number()
	n, err := c.int(0, -1)
	if err != nil {
		return nil, err
	}
	if !IsUndefined(c.Arg(0)) && f == f && !math.IsInf(f, 0) && (n < 0 || n > 100) {
		return nil, RangeError("toExponential() argument must be between 0 and 100")
	}
	return ToExponential(f, n), nil
}

func numberToString(c *Call) (Value, error) {
	base, err := c.int(0, 10)
	if err != nil {
		return nil, err
	}
	if base < 2 || base > 36 {
		return nil, RangeError("toString() radix must be between 2 and 36")
	}
	return FormatRadix(c.number(), base), nil
}

// numberToLocaleString prints as in English: thousands apart, at most three digits after the point.
func numberToLocaleString(c *Call) (Value, error) {
	f := c.number()
	switch {
	case f != f:
		return "NaN", nil
	case math.IsInf(f, 0) || math.Abs(f) >= 1e21:
		return FormatNumber(f), nil
	}
	s := ToFixed(math.Abs(f), 3)
	whole, fraction := s[:len(s)-4], s[len(s)-4:]
	for len(fraction) > 0 && (fraction[len(fraction)-1] == '0' || fraction == ".") {
		fraction = fraction[:len(fraction)-1]
	}
	out := ""
	for len(whole) > 3 {
		out = "," + whole[len(whole)-3:] + out
		whole = whole[:len(whole)-3]
	}
	if f < 0 {
		whole = "-" + whole
	}
	return whole + out + fraction, nil
}
