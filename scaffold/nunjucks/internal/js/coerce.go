package js

import (
	"math"
	"strings"
)

// ToString converts v to a string. It fails only when a limit is reached.
func (m *Meter) ToString(v Value) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case float64:
		return FormatNumber(v), nil
	case bool:
		if v {
			return "true", nil
		}
		return "false", nil
	case nil:
		return "null", nil
	case Undefined:
		return "undefined", nil
	case *Safe:
		return v.Text, nil
	case *Array:
		return m.JoinArray(v, ",")
	case *Regexp:
		return v.String(), nil
	case *Iterator:
		return "[object " + v.Kind + " Iterator]", nil
	case *Func:
		if m.TransparentSafe {
			return "", errCallable()
		}
		return "function " + v.Name + "() { [native code] }", nil
	}
	return "[object Object]", m.CheckData(v)
}

// JoinArray is the method join: elements as strings with sep between, null and undefined as nothing.
func (m *Meter) JoinArray(a *Array, sep string) (string, error) {
	var b strings.Builder
	err := m.join(&b, a, sep, nil)
	return Join(b.String()), err
}

// join writes a. Arrays within themselves, which around lists, print as nothing.
func (m *Meter) join(b *strings.Builder, a *Array, sep string, around []*Array) error {
	for _, outer := range around {
		if outer == a {
			return nil
		}
	}
	if err := m.Enter(); err != nil {
		return err
	}
	defer m.Leave()
	around = append(around, a)
	for i := range a.Len() {
		if i > 0 {
			b.WriteString(sep)
		}
		if err := m.joinElement(b, a.At(i), len(sep), around); err != nil {
			return err
		}
	}
	return nil
}

func (m *Meter) joinElement(b *strings.Builder, v Value, sep int, around []*Array) error {
	if err := m.Step(1); err != nil {
		return err
	}
	if inner, ok := v.(*Array); ok {
		return m.join(b, inner, ",", around)
	}
	if IsNullish(v) {
		return m.Grow(sep)
	}
	s, err := m.ToString(v)
	if err != nil {
		return err
	}
	b.WriteString(s)
	return m.Grow(len(s) + sep)
}

// ToPrimitive converts an object to a string, and leaves other values as they are.
func (m *Meter) ToPrimitive(v Value) (Value, error) {
	switch v.(type) {
	case *Array, *Object, *Func, *Regexp, *Safe, *Iterator:
		return m.ToString(v)
	}
	return v, nil
}

// ToNumber converts v to a number.
func (m *Meter) ToNumber(v Value) (float64, error) {
	switch v := v.(type) {
	case float64:
		return v, nil
	case nil:
		return 0, nil
	case bool:
		if v {
			return 1, nil
		}
		return 0, nil
	case string:
		return ParseNumber(v), nil
	case Undefined:
		return math.NaN(), nil
	}
	s, err := m.ToString(v)
	return ParseNumber(s), err
}

// ToInteger converts v to a whole number; NaN is 0. The result is kept within ±2³¹.
func (m *Meter) ToInteger(v Value) (int, error) {
	f, err := m.ToNumber(v)
	return clampInt(f), err
}

func clampInt(f float64) int {
	const limit = 1 << 31
	switch {
	case f != f:
		return 0
	case f > limit:
		return limit
	case f < -limit:
		return -limit
	}
	return int(f)
}

// ToKey converts v to the name of a member.
func (m *Meter) ToKey(v Value) (string, error) { return m.ToString(v) }

// Add is the operator +.
func (m *Meter) Add(a, b Value) (Value, error) {
	if x, ok := a.(float64); ok {
		if y, ok := b.(float64); ok {
			return x + y, nil
		}
	}
	a, err := m.ToPrimitive(a)
	if err != nil {
		return nil, err
	}
	if b, err = m.ToPrimitive(b); err != nil {
		return nil, err
	}
	if isString(a) || isString(b) {
		return m.Concat(a, b)
	}
	x, _ := m.ToNumber(a) // primitives always convert
	y, _ := m.ToNumber(b)
	return x + y, nil
}

// Concat returns the strings of a and b as one.
func (m *Meter) Concat(a, b Value) (Value, error) {
	x, err := m.ToString(a)
	if err != nil {
		return nil, err
	}
	y, err := m.ToString(b)
	if err != nil {
		return nil, err
	}
	if err := m.Grow(len(x) + len(y)); err != nil {
		return nil, err
	}
	return Concat(x, y), nil
}

func isString(v Value) bool {
	_, ok := v.(string)
	return ok
}
