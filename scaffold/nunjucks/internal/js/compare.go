package js

// StrictEqual is the operator ===.
func StrictEqual(a, b Value) bool {
	switch a := a.(type) {
	case float64:
		b, ok := b.(float64)
		return ok && a == b
	case string:
		b, ok := b.(string)
		return ok && a == b
	}
	return a == b // the other types are compared by identity
}

// SameZero is how includes compares: as === does, but NaN is equal to itself.
func SameZero(a, b Value) bool {
	x, ok := a.(float64)
	y, also := b.(float64)
	return ok && also && x != x && y != y || StrictEqual(a, b)
}

// LooseEqual is the operator ==.
func (m *Meter) LooseEqual(a, b Value) (bool, error) {
	if IsNullish(a) || IsNullish(b) {
		return IsNullish(a) && IsNullish(b), nil
	}
	if isPrimitive(a) == isPrimitive(b) {
		if TypeOf(a) == TypeOf(b) || !isPrimitive(a) {
			return StrictEqual(a, b), nil
		}
	}
	a, err := m.ToPrimitive(a)
	if err != nil {
		return false, err
	}
	if b, err = m.ToPrimitive(b); err != nil {
		return false, err
	}
	if isString(a) && isString(b) {
		return a == b, nil
	}
	x, _ := m.ToNumber(a) // primitives always convert
	y, _ := m.ToNumber(b)
	return x == y, nil
}

func isPrimitive(v Value) bool {
	switch v.(type) {
	case bool, float64, string, nil, Undefined:
		return true
	}
	return false
}

// Order compares a with b for <, >, <= and >=: -1, 0, 1, and whether they can be compared.
func (m *Meter) Order(a, b Value) (order int, comparable bool, err error) {
	if a, err = m.ToPrimitive(a); err != nil {
		return 0, false, err
	}
	if b, err = m.ToPrimitive(b); err != nil {
		return 0, false, err
	}
	if s, ok := a.(string); ok {
		if t, ok := b.(string); ok {
			return CompareStrings(s, t), true, nil
		}
	}
	x, _ := m.ToNumber(a) // primitives always convert
	y, _ := m.ToNumber(b)
	switch {
	case x < y:
		return -1, true, nil
	case x > y:
		return 1, true, nil
	}
	return 0, x == y, nil
}
