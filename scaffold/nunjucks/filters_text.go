package nunjucks

import (
	"math"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

func textFilter(name string) filterFunc {
	switch name {
	case "capitalize":
		return func(c *filterCall) (js.Value, error) {
			s, err := c.text()
			return c.as(capitalize(s), err)
		}
	case "title":
		return title
	case "lower":
		return toLower
	case "upper":
		return toUpper
	case "center":
		return center
	case "indent":
		return indent
	case "replace":
		return replace
	case "string":
		return stringOf
	case "trim":
		return func(c *filterCall) (js.Value, error) {
			s, err := c.needText()
			return c.as(js.Trim(s), err)
		}
	case "truncate":
		return truncate
	case "wordcount":
		return wordcount
	}
	return nil
}

func toLower(c *filterCall) (js.Value, error) { return c.changed(js.Lower) }

func toUpper(c *filterCall) (js.Value, error) { return c.changed(js.Upper) }

// changed changes text, which loses its safety.
func (c *filterCall) changed(change func(string) string) (js.Value, error) {
	s, err := c.text()
	if err == nil {
		err = c.Grow(len(s))
	}
	return change(s), err
}

func capitalize(s string) string {
	s = js.Lower(s)
	n := 0
	for i := range s {
		if i > 0 {
			n = i
			break
		}
		n = len(s)
	}
	if n >= 4 { // half of a character above U+FFFF has no case
		return s
	}
	return js.Upper(s[:n]) + s[n:]
}

func title(c *filterCall) (js.Value, error) {
	s, err := c.text()
	words := strings.Split(s, " ")
	for i, w := range words {
		words[i] = capitalize(w)
	}
	return c.as(strings.Join(words, " "), err)
}

func center(c *filterCall) (js.Value, error) {
	v := c.arg(0)
	if c.empty() {
		v = ""
	}
	width, err := c.number(1, 80)
	if err != nil {
		return nil, err
	}
	n, ok, err := c.lengthOf(v)
	if err != nil || ok && n >= width {
		return v, err
	}
	s, err := c.ToString(v)
	if err != nil {
		return nil, err
	}
	spaces := width - n
	if !ok || spaces != spaces {
		return c.as(s, nil)
	}
	left, err := c.Repeated(" ", count64(spaces/2-math.Mod(spaces, 2)))
	if err != nil {
		return nil, err
	}
	right, err := c.Repeated(" ", count64(spaces/2))
	return c.as(left+s+right, err)
}

// count64 returns how often a loop from 0 runs while the counter is below f.
func count64(f float64) int {
	if f != f {
		return 0
	}
	return int(min(max(math.Ceil(f), 0), 1<<40))
}

func indent(c *filterCall) (js.Value, error) {
	if c.arg(0) == "" || c.empty() {
		return "", nil
	}
	s, err := c.needText()
	if err != nil {
		return nil, err
	}
	width, err := c.number(1, 4)
	if err != nil {
		return nil, err
	}
	lines := strings.Count(s, "\n") + 1
	if width*float64(lines) > 1<<40 {
		return nil, c.Grow(1 << 40)
	}
	if err := c.Grow(max(0, count64(width)*lines)); err != nil {
		return nil, err
	}
	spaces := strings.Repeat(" ", count64(width))
	s = strings.ReplaceAll(s, "\n", "\n"+spaces)
	if js.Truthy(c.arg(2)) {
		s = spaces + s
	}
	return c.as(s, nil)
}

// stringOf is the filter string; it leaves safe text safe.
func stringOf(c *filterCall) (js.Value, error) {
	if js.IsNullish(c.arg(0)) {
		return nil, js.TypeError("Cannot read properties of %s (reading 'toString')", js.TypeOf(c.arg(0)))
	}
	s, err := c.ToString(c.arg(0))
	return c.as(s, err)
}

func truncate(c *filterCall) (js.Value, error) {
	v := c.arg(0)
	if c.empty() {
		v = ""
	}
	limit, err := c.number(1, 255)
	if err != nil {
		return nil, err
	}
	if n, ok, err := c.lengthOf(v); err != nil || ok && n <= limit {
		return v, err
	}
	s, err := c.textOf(v)
	if err != nil {
		return nil, err
	}
	whole := js.Length(s)
	cut, from := int(min(max(limit, 0), float64(whole))), whole
	if limit != limit { // not a number: nothing is kept but whole words, all of them but the last
		cut = 0
	} else {
		from = cut
	}
	if !js.Truthy(c.arg(2)) {
		if space := js.LastIndex(s, " ", from); space >= 0 {
			cut = space
		}
	}
	var end js.Value = "..."
	if !js.IsNullish(c.arg(3)) {
		end = c.arg(3)
	}
	text, err := c.Concat(js.Slice(s, 0, cut), end)
	if err != nil {
		return nil, err
	}
	s, err = c.ToString(text)
	return c.as(s, err)
}

// wordcount counts runs of ASCII letters, digits and underscores; none are null.
func wordcount(c *filterCall) (js.Value, error) {
	if !js.Truthy(c.arg(0)) {
		return nil, nil
	}
	s, err := c.needText()
	n, in := 0, false
	for i := range len(s) {
		b := s[i]
		word := b == '_' || b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z'
		if word && !in {
			n++
		}
		in = word
	}
	if n == 0 {
		return nil, err
	}
	return float64(n), err
}
