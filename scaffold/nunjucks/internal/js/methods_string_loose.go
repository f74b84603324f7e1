package js

import (
	"math"
	"strings"
)

// looseStringMethod returns the methods of strings that Backstage 4 does not know.
func looseStringMethod(name string) (Method, bool) {
	var call func(c *Call) (Value, error)
	switch name {
	case "at":
		call = stringAt
	case "codePointAt":
		call = stringCodePointAt
	case "isWellFormed":
		call = func(c *Call) (Value, error) { return !hasHalf(c.text()), nil }
	case "toWellFormed":
		call = func(c *Call) (Value, error) { return WellFormed(c.text()), nil }
	case "localeCompare":
		call = stringLocaleCompare
	case "match":
		call = stringMatch
	case "matchAll":
		call = stringMatchAll
	case "normalize":
		call = stringNormalize
	case "padStart":
		call = func(c *Call) (Value, error) { return pad(c, true) }
	case "padEnd":
		call = func(c *Call) (Value, error) { return pad(c, false) }
	case "repeat":
		call = stringRepeat
	case "replaceAll":
		call = stringReplaceAll
	case "search":
		call = stringSearch
	case "substr":
		call = stringSubstr
	case "toString", "valueOf":
		call = func(c *Call) (Value, error) { return c.text(), nil }
	case "toLocaleLowerCase":
		call = changed(Lower)
	case "toLocaleUpperCase":
		call = changed(Upper)
	case "trimLeft":
		call = changed(TrimLeft)
	case "trimRight":
		call = changed(TrimRight)
	default:
		if call = htmlMethod(name); call == nil {
			return objectMethod(name)
		}
	}
	return Method{call, 0, -1, false}, true
}

func stringAt(c *Call) (Value, error) {
	i, err := c.int(0, 0)
	if i < 0 {
		i += Length(c.text())
	}
	if u, ok := UnitAt(c.text(), i); ok {
		return u, err
	}
	return Undefined{}, err
}

func stringCharCodeAt(c *Call) (Value, error) {
	i, err := c.int(0, 0)
	if u, ok := UnitAt(c.text(), i); ok {
		return float64(Units(u)[0]), err
	}
	return math.NaN(), err
}

func stringCodePointAt(c *Call) (Value, error) {
	i, err := c.int(0, 0)
	units := Units(c.text())
	if i < 0 || i >= len(units) {
		return Undefined{}, err
	}
	r, _ := decode(FromUnits(units[i:min(i+2, len(units))]))
	return float64(r), err
}

// stringLocaleCompare orders letters before their case, as collation does; characters beyond ASCII by their code.
func stringLocaleCompare(c *Call) (Value, error) {
	other, err := c.str(0)
	if err != nil {
		return nil, err
	}
	return float64(compareLocale(c.text(), other)), nil
}

func compareLocale(a, b string) int {
	if folded := strings.Compare(collationKey(a), collationKey(b)); folded != 0 {
		return folded
	}
	return -strings.Compare(a, b) // lower case first
}

// collationKey writes punctuation before digits before letters, without case.
func collationKey(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= '0' && r <= '9':
			b.WriteByte(2)
		case r >= 'a':
			b.WriteByte(3)
		default:
			b.WriteByte(1)
		}
		b.WriteRune(r)
	}
	return b.String()
}

func stringMatch(c *Call) (Value, error) {
	re, err := c.pattern()
	if err != nil {
		return nil, err
	}
	t := text(c.text())
	all, err := c.matches(re, t)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	if !re.Global {
		return captures(t, all[0]), c.Grow(len(c.text()))
	}
	list := make([]Value, len(all))
	for i, found := range all {
		list[i] = capture(t, found, 0)
	}
	return &Array{list}, c.Grow(len(c.text()) + 16*len(list))
}

func stringSearch(c *Call) (Value, error) {
	re, err := c.pattern()
	if err != nil {
		return nil, err
	}
	found, err := re.Find(text(c.text()), 0, re.Sticky, c.Step)
	if found == nil {
		return -1.0, err
	}
	return float64(found[0]), err
}

func pad(c *Call, left bool) (Value, error) {
	s := c.text()
	width, err := c.int(0, 0)
	if err != nil {
		return nil, err
	}
	fill := " "
	if !IsUndefined(c.Arg(1)) {
		if fill, err = c.str(1); err != nil {
			return nil, err
		}
	}
	missing := width - Length(s)
	if missing <= 0 || fill == "" {
		return s, nil
	}
	padding, err := c.Repeated(fill, missing/Length(fill)+1)
	if err != nil {
		return nil, err
	}
	padding = Slice(padding, 0, missing)
	if left {
		return Concat(padding, s), nil
	}
	return Concat(s, padding), nil
}

// Repeated returns s n times.
func (m *Meter) Repeated(s string, n int) (string, error) {
	if n <= 0 || s == "" {
		return "", nil
	}
	if n > m.maxMemory/len(s) {
		return "", &LimitError{"bytes of values", m.maxMemory}
	}
	if err := m.Grow(n * len(s)); err != nil {
		return "", err
	}
	return Join(strings.Repeat(s, n)), nil
}

func stringRepeat(c *Call) (Value, error) {
	f, err := c.ToNumber(c.Arg(0))
	if err != nil {
		return nil, err
	}
	if f <= -1 || math.IsInf(f, 0) {
		return nil, RangeError("Invalid count value: %s", FormatNumber(f))
	}
	return c.Repeated(c.text(), clampInt(f))
}

func stringReplaceAll(c *Call) (Value, error) {
	replacement, err := c.replacement()
	if err != nil {
		return nil, err
	}
	if re, ok := c.Arg(0).(*Regexp); ok {
		if !re.Global {
			return nil, TypeError("replaceAll must be called with a global RegExp")
		}
		return c.ReplaceRegexp(c.text(), re, replacement)
	}
	needle, err := c.str(0)
	if err != nil {
		return nil, err
	}
	return c.replaceString(c.text(), needle, replacement, -1)
}

func stringSubstr(c *Call) (Value, error) {
	s := c.text()
	n := Length(s)
	from, err := c.relative(0, n, 0)
	if err != nil {
		return nil, err
	}
	size, err := c.int(1, n)
	return Slice(s, from, from+min(max(size, 0), n-from)), err
}
