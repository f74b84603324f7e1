package js

// objectMethod returns the methods that every value has.
func objectMethod(name string) (Method, bool) {
	var call func(c *Call) (Value, error)
	switch name {
	case "hasOwnProperty", "propertyIsEnumerable":
		call = objectHas
	case "isPrototypeOf":
		call = func(*Call) (Value, error) { return false, nil }
	case "toString", "toLocaleString":
		call = func(c *Call) (Value, error) { return c.ToString(c.This) }
	case "valueOf":
		call = func(c *Call) (Value, error) { return c.This, nil }
	default:
		return Method{}, false
	}
	return Method{call, 0, -1, false}, true
}

func objectHas(c *Call) (Value, error) {
	key, err := c.str(0)
	if err != nil {
		return nil, err
	}
	return HasOwn(c.This, key), nil
}

// HasOwn reports whether v itself has the member.
func HasOwn(v Value, key string) bool {
	n := -1
	switch v := v.(type) {
	case *Object:
		return v.Has(key)
	case *Safe:
		return key == "val" || key == "length"
	case *Array:
		n = v.Len()
	case string:
		n = Length(v)
	}
	i, ok := ArrayIndex(key)
	return n >= 0 && key == "length" || ok && i < n
}
