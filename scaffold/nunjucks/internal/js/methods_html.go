package js

import "strings"

// htmlMethod returns the methods of strings that wrap them in an HTML element, or nil.
func htmlMethod(name string) func(c *Call) (Value, error) {
	tag, attribute := "", ""
	switch name {
	case "anchor":
		tag, attribute = "a", "name"
	case "link":
		tag, attribute = "a", "href"
	case "fontcolor":
		tag, attribute = "font", "color"
	case "fontsize":
		tag, attribute = "font", "size"
	case "big", "blink", "small", "strike", "sub", "sup":
		tag = name
	case "bold":
		tag = "b"
	case "fixed":
		tag = "tt"
	case "italics":
		tag = "i"
	default:
		return nil
	}
	return func(c *Call) (Value, error) {
		open := "<" + tag
		if attribute != "" {
			value, err := c.str(0)
			if err != nil {
				return nil, err
			}
			open += " " + attribute + `="` + strings.ReplaceAll(value, `"`, "&quot;") + `"`
		}
		s := open + ">" + c.text() + "</" + tag + ">"
		return s, c.Grow(len(s))
	}
}
