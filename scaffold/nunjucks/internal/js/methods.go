package js

import "strings"

// Method is a method of a built-in class.
type Method struct {
	Call func(c *Call) (Value, error)
	// Min and Max bound the number of arguments where they are checked; Max -1 is without bound.
	Min, Max int
	// Strict says that the method also exists where only the methods that Backstage 4 knows do.
	Strict bool
}

// MethodOf returns the method of v of that name. Only those that read or make values are known, and those that change an
// array of the template's own; nothing leads to a constructor or a prototype.
func MethodOf(v Value, name string) (Method, bool) {
	switch v.(type) {
	case string, *Safe:
		return stringMethod(name)
	case float64:
		return numberMethod(name)
	case *Array:
		return arrayMethod(name)
	case *Regexp:
		return regexpMethod(name)
	case bool, *Object, *Func, *Iterator:
		return objectMethod(name)
	}
	return Method{}, false
}

// Member reads the member of v named by key, without methods: an element, an own member, a length.
func (m *Meter) Member(v, key Value) (Value, error) {
	switch v := v.(type) {
	case *Object:
		name, err := m.ToKey(key)
		if err != nil {
			return nil, err
		}
		member, _ := v.Get(name)
		return member, nil
	case *Array:
		return m.element(v, key)
	case string:
		return m.unit(v, key)
	case *Safe:
		return m.safeMember(v, key)
	case *Func:
		if m.TransparentSafe {
			return Undefined{}, nil
		}
		return m.property(key, "length", float64(v.Arity), "name", v.Name)
	case *Regexp:
		if m.TransparentSafe {
			return Undefined{}, nil
		}
		return m.property(key, "source", v.source(), "flags", v.Flags, "global", v.Global, "sticky", v.Sticky, "lastIndex", float64(v.lastIndex),
			"ignoreCase", strings.Contains(v.Flags, "i"), "multiline", strings.Contains(v.Flags, "m"), "unicode", strings.Contains(v.Flags, "u"))
	}
	return Undefined{}, nil
}

func (m *Meter) property(key Value, pairs ...any) (Value, error) {
	name, err := m.ToKey(key)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == name {
			return pairs[i+1], err
		}
	}
	return Undefined{}, err
}

// index returns the array index that key names, or -1 and the name.
func (m *Meter) index(key Value) (int, string, error) {
	if f, ok := key.(float64); ok && f >= 0 && f < 1<<31 && f == float64(int(f)) {
		return int(f), "", nil
	}
	name, err := m.ToKey(key)
	if i, ok := ArrayIndex(name); ok {
		return i, name, err
	}
	return -1, name, err
}

func (m *Meter) element(a *Array, key Value) (Value, error) {
	i, name, err := m.index(key)
	if name == "length" {
		return float64(a.Len()), err
	}
	return a.At(i), err
}

func (m *Meter) unit(s string, key Value) (Value, error) {
	i, name, err := m.index(key)
	if name == "length" {
		return float64(Length(s)), err
	}
	if err == nil {
		err = m.Step(len(s) / 16)
	}
	if u, ok := UnitAt(s, i); ok {
		return u, err
	}
	return Undefined{}, err
}

func (m *Meter) safeMember(s *Safe, key Value) (Value, error) {
	if m.TransparentSafe && key != Value("val") {
		return m.unit(s.Text, key)
	}
	return m.property(key, "length", float64(Length(s.Text)), "val", s.Text)
}
