package nunjucks

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

func htmlFilter(name string) filterFunc {
	switch name {
	case "escape", "e":
		return func(c *filterCall) (js.Value, error) {
			if _, ok := c.arg(0).(*js.Safe); ok {
				return c.arg(0), nil
			}
			return c.safe(c.env.escape)
		}
	case "forceescape":
		return func(c *filterCall) (js.Value, error) { return c.safe(c.env.escape) }
	case "safe":
		return func(c *filterCall) (js.Value, error) { return c.safe(func(s string) string { return s }) }
	case "nl2br":
		return nl2br
	case "striptags":
		return striptags
	case "urlencode":
		return urlencode
	case "urlize":
		return urlize
	}
	return nil
}

// escape escapes text for HTML. The backslash is escaped since Nunjucks 3.2.4.
func (e *Env) escape(s string) string {
	if !strings.ContainsAny(s, `&<>"'\`) {
		return s
	}
	pairs := []string{"&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;"}
	if e.strict {
		pairs = append(pairs, `\`, "&#92;")
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

func (c *filterCall) safe(change func(string) string) (js.Value, error) {
	if js.IsNullish(c.arg(0)) {
		return &js.Safe{}, nil
	}
	s, err := c.ToString(c.arg(0))
	if err != nil {
		return nil, err
	}
	s = change(s)
	return &js.Safe{Text: s}, c.Grow(len(s))
}

func nl2br(c *filterCall) (js.Value, error) {
	if js.IsNullish(c.arg(0)) {
		return "", nil
	}
	s, err := c.needText()
	return c.as(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "<br />\n"), err)
}

func urlencode(c *filterCall) (js.Value, error) {
	switch v := c.arg(0).(type) {
	case string:
		return c.encoded(v)
	case *js.Safe:
		if c.env.strict {
			return c.encoded(v.Text)
		}
	}
	var b strings.Builder
	pairs, err := c.pairs(c.arg(0))
	if err != nil {
		return nil, err
	}
	for i, pair := range pairs {
		if i > 0 {
			b.WriteByte('&')
		}
		for j, part := range pair {
			if j > 0 {
				b.WriteByte('=')
			}
			s, err := c.ToString(part)
			if err != nil {
				return nil, err
			}
			encoded, err := encodeURIComponent(s)
			if err != nil {
				return nil, err
			}
			b.WriteString(encoded)
		}
	}
	return b.String(), c.Grow(b.Len())
}

func (c *filterCall) encoded(s string) (js.Value, error) {
	encoded, err := encodeURIComponent(s)
	if err != nil {
		return nil, err
	}
	return encoded, c.Grow(len(encoded))
}

// pairs returns the members of an object, or the elements of a list taken as pairs.
func (c *filterCall) pairs(v js.Value) ([][2]js.Value, error) {
	var pairs [][2]js.Value
	a, ok := v.(*js.Array)
	if !ok {
		for _, key := range ownKeys(v) {
			value, err := c.Member(v, key)
			if err != nil {
				return nil, err
			}
			pairs = append(pairs, [2]js.Value{key, value})
		}
		return pairs, nil
	}
	for _, elem := range a.Elems() {
		var pair [2]js.Value
		for i := range pair {
			member, err := c.property(elem, float64(i))
			if err != nil {
				return nil, err
			}
			pair[i] = member
		}
		pairs = append(pairs, pair)
	}
	return pairs, nil
}

func encodeURIComponent(s string) (string, error) {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z', strings.IndexByte("-_.!~*'()", c) >= 0:
			b.WriteByte(c)
		case c == 0xED && i+1 < len(s) && s[i+1] >= 0xA0:
			return "", &js.Error{Name: "URIError", Message: "URI malformed"}
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String(), nil
}
