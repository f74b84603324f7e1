package js

import "strings"

func stringMethod(name string) (Method, bool) {
	switch name {
	case "charAt":
		return Method{stringCharAt, 0, 1, true}, true
	case "charCodeAt":
		return Method{stringCharCodeAt, 0, 1, true}, true
	case "concat":
		return Method{stringConcat, 0, -1, true}, true
	case "endsWith":
		return Method{stringEndsWith, 1, 2, true}, true
	case "includes":
		return Method{stringIncludes, 1, 2, true}, true
	case "indexOf":
		return Method{stringIndexOf, 1, 2, true}, true
	case "lastIndexOf":
		return Method{stringLastIndexOf, 1, 2, true}, true
	case "replace":
		return Method{stringReplace, 2, 2, true}, true
	case "slice":
		return Method{stringSlice, 0, 2, true}, true
	case "split":
		return Method{stringSplit, 0, 2, true}, true
	case "startsWith":
		return Method{stringStartsWith, 1, 2, true}, true
	case "substring":
		return Method{stringSubstring, 0, 2, true}, true
	}
	if change, ok := stringChange(name); ok {
		return Method{changed(change), 0, 0, true}, true
	}
	return looseStringMethod(name)
}

// stringChange returns what methods without arguments make of a string.
func stringChange(name string) (func(string) string, bool) {
	switch name {
	case "toLowerCase":
		return Lower, true
	case "toUpperCase":
		return Upper, true
	case "trim":
		return Trim, true
	case "trimStart":
		return TrimLeft, true
	case "trimEnd":
		return TrimRight, true
	}
	return nil, false
}

func changed(change func(string) string) func(c *Call) (Value, error) {
	return func(c *Call) (Value, error) {
		s := c.text()
		return change(s), c.Grow(len(s))
	}
}

// text returns the string that a method is called on.
func (c *Call) text() string {
	switch s := c.This.(type) {
	case string:
		return s
	case *Safe:
		return s.Text
	}
	return ""
}

// str returns the argument i as a string.
func (c *Call) str(i int) (string, error) { return c.ToString(c.Arg(i)) }

// int returns the argument i as a whole number, or otherwise if it is undefined.
func (c *Call) int(i, otherwise int) (int, error) {
	if IsUndefined(c.Arg(i)) {
		return otherwise, nil
	}
	return c.ToInteger(c.Arg(i))
}

// relative returns the argument i as an index into n elements: negative ones count from the end.
func (c *Call) relative(i, n, otherwise int) (int, error) {
	at, err := c.int(i, otherwise)
	if at < 0 {
		at += n
	}
	return min(max(at, 0), n), err
}

func stringCharAt(c *Call) (Value, error) {
	i, err := c.int(0, 0)
	u, _ := UnitAt(c.text(), i)
	return u, err
}

func stringConcat(c *Call) (Value, error) {
	s := c.text()
	for i := range c.Args {
		v, err := c.Concat(s, c.Args[i])
		if err != nil {
			return nil, err
		}
		s, _ = v.(string)
	}
	return s, nil
}

// needle returns the first argument as a string that may not be a regular expression.
func (c *Call) needle(method string) (string, error) {
	if _, ok := c.Arg(0).(*Regexp); ok && !c.TransparentSafe {
		return "", TypeError("First argument to String.prototype.%s must not be a regular expression", method)
	}
	return c.str(0)
}

func stringEndsWith(c *Call) (Value, error) {
	needle, err := c.needle("endsWith")
	if err != nil {
		return nil, err
	}
	s := c.text()
	n := Length(s)
	end, err := c.int(1, n)
	return strings.HasSuffix(Slice(s, 0, min(max(end, 0), n)), needle), err
}

func stringStartsWith(c *Call) (Value, error) {
	needle, err := c.needle("startsWith")
	if err != nil {
		return nil, err
	}
	tail, _, err := c.tail(1)
	return strings.HasPrefix(tail, needle), err
}

func stringIncludes(c *Call) (Value, error) {
	needle, err := c.needle("includes")
	if err != nil {
		return nil, err
	}
	tail, _, err := c.tail(1)
	return strings.Contains(tail, needle), err
}

// tail returns the string from the index that the argument i says.
func (c *Call) tail(i int) (string, int, error) {
	s := c.text()
	from, err := c.int(i, 0)
	if err != nil || from <= 0 {
		return s, 0, err
	}
	n := Length(s)
	from = min(from, n)
	return Slice(s, from, n), from, c.Grow(len(s))
}

func stringIndexOf(c *Call) (Value, error) {
	needle, err := c.str(0)
	if err != nil {
		return nil, err
	}
	tail, from, err := c.tail(1)
	at := strings.Index(tail, needle)
	if at < 0 {
		return -1.0, err
	}
	return float64(from + Length(tail[:at])), err
}

func stringLastIndexOf(c *Call) (Value, error) {
	needle, err := c.str(0)
	if err != nil {
		return nil, err
	}
	from, err := c.ToNumber(c.Arg(1))
	if err != nil {
		return nil, err
	}
	if from != from {
		from = 1 << 31
	}
	return float64(LastIndex(c.text(), needle, clampInt(from))), nil
}

// LastIndex is s.lastIndexOf(needle, from).
func LastIndex(s, needle string, from int) int {
	from = min(max(from, 0)+Length(needle), Length(s))
	head := Slice(s, 0, from)
	at := strings.LastIndex(head, needle)
	if at < 0 {
		return -1
	}
	return Length(head[:at])
}

func stringSlice(c *Call) (Value, error) {
	s := c.text()
	n := Length(s)
	from, err := c.relative(0, n, 0)
	if err != nil {
		return nil, err
	}
	to, err := c.relative(1, n, n)
	if err != nil {
		return nil, err
	}
	return Slice(s, from, max(from, to)), c.Grow(max(0, to-from))
}

func stringSubstring(c *Call) (Value, error) {
	s := c.text()
	n := Length(s)
	from, err := c.int(0, 0)
	if err != nil {
		return nil, err
	}
	to, err := c.int(1, n)
	from, to = min(max(from, 0), n), min(max(to, 0), n)
	if err != nil {
		return nil, err
	}
	return Slice(s, min(from, to), max(from, to)), c.Grow(len(s))
}

func stringSplit(c *Call) (Value, error) {
	s := c.text()
	limit, err := c.limit(1)
	if err != nil {
		return nil, err
	}
	if re, ok := c.Arg(0).(*Regexp); ok {
		parts, err := c.splitRegexp(s, re, limit)
		return &Array{parts}, err
	}
	sep, err := c.str(0)
	if err != nil {
		return nil, err
	}
	parts := []string{s}
	switch {
	case limit == 0:
		parts = nil
	case IsUndefined(c.Arg(0)):
	default:
		if err := c.Grow(16 * (strings.Count(s, sep) + 1)); err != nil {
			return nil, err
		}
		parts = SplitString(s, sep)
	}
	if uint64(len(parts)) > uint64(limit) {
		parts = parts[:limit]
	}
	return Strings(parts), nil
}

func (c *Call) limit(i int) (uint32, error) {
	if IsUndefined(c.Arg(i)) {
		return 1<<32 - 1, nil
	}
	f, err := c.ToNumber(c.Arg(i))
	return toUint32(f), err
}

func toUint32(f float64) uint32 {
	if f != f || f > 1<<62 || f < -1<<62 {
		return 0
	}
	return uint32(int64(f))
}

// SplitString is s.split(sep): between UTF-16 units if sep is empty.
func SplitString(s, sep string) []string {
	if sep != "" || IsASCII(s) {
		return strings.Split(s, sep)
	}
	units := Units(s)
	parts := make([]string, len(units))
	for i, u := range units {
		parts[i] = FromUnit(u)
	}
	return parts
}

func stringReplace(c *Call) (Value, error) {
	s := c.text()
	replacement, err := c.replacement()
	if err != nil {
		return nil, err
	}
	if re, ok := c.Arg(0).(*Regexp); ok {
		return c.ReplaceRegexp(s, re, replacement)
	}
	needle, err := c.str(0)
	if err != nil {
		return nil, err
	}
	return c.replaceString(s, needle, replacement, 1)
}

func (c *Call) replacement() (string, error) {
	if f, ok := c.Arg(1).(*Func); ok {
		return "", TypeError("%s is no replacement", f.Name)
	}
	return c.str(1)
}

// replaceString replaces the first n occurrences of needle, or all if n is negative.
func (c *Call) replaceString(s, needle, replacement string, n int) (Value, error) {
	found := strings.Count(s, needle)
	if found == 0 {
		return s, nil
	}
	if n > 0 {
		found = min(found, n)
	}
	if err := c.Grow(len(s) + found*len(replacement)); err != nil {
		return nil, err
	}
	if !strings.Contains(replacement, "$") && (needle != "" || IsASCII(s)) {
		return Join(strings.Replace(s, needle, replacement, n)), nil
	}
	return c.replaceUnits(s, needle, replacement, n)
}

func (c *Call) replaceUnits(s, needle, replacement string, n int) (Value, error) {
	t, size := text(s), Length(needle)
	var b strings.Builder
	end := 0
	for at := 0; at+size <= len(t.Units) && n != 0; {
		if FromUnits(t.Units[at:at+size]) != needle {
			at++
			continue
		}
		expanded := expand(replacement, t, []int{at, at + size}, nil)
		if err := c.Grow(len(expanded)); err != nil {
			return nil, err
		}
		b.WriteString(FromUnits(t.Units[end:at]) + expanded)
		end = at + size
		at = max(end, at+1)
		n--
	}
	b.WriteString(FromUnits(t.Units[end:]))
	return Join(b.String()), nil
}
