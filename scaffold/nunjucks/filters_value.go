package nunjucks

import (
	"math"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

func valueFilter(name string) filterFunc {
	switch name {
	case "abs":
		return abs
	case "default", "d":
		return defaultTo
	case "dump":
		return dump
	case "float":
		return float
	case "int":
		return integer
	case "round":
		return round
	}
	return nil
}

func abs(c *filterCall) (js.Value, error) {
	f, err := c.ToNumber(c.arg(0))
	return math.Abs(f), err
}

func defaultTo(c *filterCall) (js.Value, error) {
	v := c.arg(0)
	if js.IsUndefined(v) || js.Truthy(c.arg(2)) && !js.Truthy(v) {
		return c.arg(1), nil
	}
	return v, nil
}

func dump(c *filterCall) (js.Value, error) {
	text, ok, err := c.Stringify(c.arg(0), c.arg(1))
	if !ok || err != nil {
		return js.Undefined{}, err
	}
	return text, nil
}

func float(c *filterCall) (js.Value, error) {
	s, err := c.ToString(c.arg(0))
	if err != nil {
		return nil, err
	}
	if f := js.ParseFloat(s); f == f {
		return f, nil
	}
	return c.arg(1), nil
}

func integer(c *filterCall) (js.Value, error) {
	args := c.named("value", "default", "base")
	s, err := c.ToString(args[0])
	if err != nil {
		return nil, err
	}
	base := 10
	if !js.IsUndefined(args[2]) {
		if base, err = c.ToInteger(args[2]); err != nil {
			return nil, err
		}
	}
	if f := js.ParseInt(s, base); f == f {
		return f, nil
	}
	return args[1], nil
}

func round(c *filterCall) (js.Value, error) {
	precision, err := c.number(1, 0)
	if err != nil {
		return nil, err
	}
	f, err := c.ToNumber(c.arg(0))
	if err != nil {
		return nil, err
	}
	factor := power(10, precision)
	switch c.arg(2) {
	case "ceil":
		return math.Ceil(f*factor) / factor, nil
	case "floor":
		return math.Floor(f*factor) / factor, nil
	}
	return halfUp(f*factor) / factor, nil
}

// halfUp is Math.round.
func halfUp(f float64) float64 {
	floor := math.Floor(f)
	if f-floor >= 0.5 {
		return floor + 1
	}
	return floor
}
