package js

// errCallable is what converting a function, or whatever holds one, ends with where functions are no data.
func errCallable() error { return Throw("callable values cannot be coerced") }

// CheckData refuses values that hold functions, where the dialect takes functions for no data: in what filters and tests get,
// and functions other than macros.
func (m *Meter) CheckData(values ...Value) error {
	if !m.TransparentSafe {
		return nil
	}
	for _, v := range values {
		if holds, err := m.holds(v, isFunc); err != nil {
			return err
		} else if holds {
			return errCallable()
		}
	}
	return nil
}

// CheckCycle refuses that a list is put into itself, where the dialect does.
func (m *Meter) CheckCycle(into Value, values ...Value) error {
	list, ok := into.(*Array)
	if !ok || !m.TransparentSafe {
		return nil
	}
	for _, v := range values {
		if holds, err := m.holds(v, func(v Value) bool { return v == Value(list) }); err != nil {
			return err
		} else if holds {
			return Throw("a list cannot be put into itself")
		}
	}
	return nil
}

func isFunc(v Value) bool {
	_, ok := v.(*Func)
	return ok
}

// holds reports whether v, or anything in it, is something.
func (m *Meter) holds(v Value, is func(Value) bool) (bool, error) {
	if is(v) {
		return true, nil
	}
	switch v := v.(type) {
	case *Array:
		return m.holdsAny(v.Len(), v.At, is)
	case *Object:
		keys := v.Keys()
		return m.holdsAny(len(keys), func(i int) Value { member, _ := v.Get(keys[i]); return member }, is)
	}
	return false, nil
}

func (m *Meter) holdsAny(n int, at func(int) Value, is func(Value) bool) (bool, error) {
	if err := m.Step(n); err != nil {
		return false, err
	}
	if err := m.Enter(); err != nil {
		return false, err
	}
	defer m.Leave()
	for i := range n {
		if holds, err := m.holds(at(i), is); holds || err != nil {
			return holds, err
		}
	}
	return false, nil
}
