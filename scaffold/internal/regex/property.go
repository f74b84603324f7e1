package regex

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// UnknownPropertyError says that an expression asks for characters by a property that is not known here, though JavaScript
// may know it.
type UnknownPropertyError struct{ Property string }

// Error names the property.
func (e *UnknownPropertyError) Error() string {
	return fmt.Sprintf("characters cannot be told by \\p{%s} here", e.Property)
}

// property reads {name} or {name=value} and returns the characters of which that is true: a general category, a script, or
// one of the properties that Go's tables have.
func (p *parser) property() ([]span, error) {
	start := p.pos
	if !p.skip("{") {
		return nil, errors.New("invalid property name")
	}
	for p.more() && p.peek() != '}' {
		p.pos++
	}
	text := string(utf16.Decode(p.src[start+1 : p.pos]))
	if !p.skip("}") || text == "" {
		return nil, errors.New("invalid property name")
	}
	name, value, valued := strings.Cut(text, "=")
	switch {
	case text == "Any":
		return complement(nil), nil
	case text == "ASCII":
		return []span{{0, 127}}, nil
	case !valued:
		if spans := category(name); spans != nil {
			return spans, nil
		}
		if spans := derived(name); spans != nil {
			return spans, nil
		}
		return p.table(text, unicode.Properties[name])
	case name == "General_Category" || name == "gc":
		if spans := category(value); spans != nil {
			return spans, nil
		}
	case name == "Script" || name == "sc":
		return p.table(text, unicode.Scripts[value])
	}
	return nil, &UnknownPropertyError{text}
}

func (p *parser) table(name string, t *unicode.RangeTable) ([]span, error) {
	if t == nil {
		return nil, &UnknownPropertyError{name}
	}
	return spansOf(t), nil
}

// category returns a general category by its short or long name, or nil.
func category(name string) []span {
	if short, ok := unicode.CategoryAliases[name]; ok {
		name = short
	}
	if t := unicode.Categories[name]; t != nil {
		return spansOf(t)
	}
	return nil
}

// derived returns the properties that are made of categories and others, or nil.
func derived(name string) []span {
	switch name {
	case "Alphabetic", "Alpha":
		return spansOf(unicode.L, unicode.Nl, unicode.Other_Alphabetic)
	case "Lowercase", "Lower":
		return spansOf(unicode.Ll, unicode.Other_Lowercase)
	case "Uppercase", "Upper":
		return spansOf(unicode.Lu, unicode.Other_Uppercase)
	}
	return nil
}

// spansOf returns the characters of any of the tables.
func spansOf(tables ...*unicode.RangeTable) []span {
	var spans []span
	add := func(lo, hi, stride rune) {
		if stride == 1 {
			spans = append(spans, span{lo, hi})
			return
		}
		for r := lo; r <= hi; r += stride {
			spans = append(spans, span{r, r})
		}
	}
	for _, t := range tables {
		for _, r := range t.R16 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
		for _, r := range t.R32 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
	}
	return spans
}
