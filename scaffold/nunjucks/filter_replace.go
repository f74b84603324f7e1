package nunjucks

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

// replace replaces text, or what a regular expression matches. What cannot be replaced in is given back.
func replace(c *filterCall) (js.Value, error) {
	if re, ok := c.arg(1).(*js.Regexp); ok {
		return c.replaceRegexp(re)
	}
	v := c.arg(0)
	old, ok := c.arg(1).(string)
	if f, number := c.arg(1).(float64); number {
		old, ok = js.FormatNumber(f), true
	}
	if !ok {
		return v, nil
	}
	var s string
	switch v := v.(type) {
	case float64:
		s = js.FormatNumber(v)
	case string:
		s = v
	case *js.Safe:
		s = v.Text
	default:
		return v, nil
	}
	replacement, err := c.replacement()
	if err != nil {
		return nil, err
	}
	if old == "" {
		return c.replaceBetween(s, replacement)
	}
	return c.replaceText(s, old, replacement)
}

func (c *filterCall) replaceRegexp(re *js.Regexp) (js.Value, error) {
	s, err := c.needText()
	if err != nil {
		return nil, err
	}
	replacement, err := c.ToString(c.arg(2))
	if err != nil {
		return nil, err
	}
	return c.ReplaceRegexp(s, re, replacement)
}

func (c *filterCall) replacement() (string, error) {
	v, err := c.ToPrimitive(c.arg(2))
	if err != nil {
		return "", err
	}
	return c.ToString(v)
}

// replaceBetween puts text around every character.
func (c *filterCall) replaceBetween(s, replacement string) (js.Value, error) {
	parts := js.SplitString(s, "")
	if len(replacement) > 0 && len(parts) > (1<<40)/len(replacement) {
		return nil, c.Grow(1 << 40)
	}
	if err := c.Grow((len(parts)+1)*len(replacement) + len(s)); err != nil {
		return nil, err
	}
	between := replacement
	if js.IsUndefined(c.arg(2)) {
		between = "," // what the method join does without a separator
	}
	return c.as(js.Join(replacement+strings.Join(parts, between)+replacement), nil)
}

func (c *filterCall) replaceText(s, old, replacement string) (js.Value, error) {
	limit := -1.0
	if !js.IsUndefined(c.arg(3)) {
		var err error
		if limit, err = c.ToNumber(c.arg(3)); err != nil {
			return nil, err
		}
	}
	found := strings.Count(s, old)
	if c.arg(3) == 0.0 || found == 0 {
		if _, number := c.arg(0).(float64); number {
			return s, nil
		}
		return c.arg(0), nil
	}
	n := -1
	if c.arg(3) != -1.0 && limit != -1 || limit != limit {
		n = count64(limit)
	}
	if n >= 0 {
		found = min(found, n)
	}
	if err := c.Grow(len(s) + found*len(replacement)); err != nil {
		return nil, err
	}
	return c.as(js.Join(strings.Replace(s, old, replacement, n)), nil)
}
