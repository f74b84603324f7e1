package js

import (
	"errors"
	"strings"
)

const maxJSONDepth = 1000

// errJSON says that a text is no JSON.
var errJSON = errors.New("not valid JSON")

// ParseJSON is JSON.parse. Escaped halves of surrogate pairs are kept.
func ParseJSON(text string) (Value, error) {
	p := jsonParser{text, 0}
	v, err := p.value(0)
	if p.space(); err == nil && p.pos < len(p.src) {
		err = errJSON
	}
	return v, err
}

type jsonParser struct {
	src string
	pos int
}

func (p *jsonParser) space() {
	for p.pos < len(p.src) && strings.IndexByte(" \t\r\n", p.src[p.pos]) >= 0 {
		p.pos++
	}
}

// take takes a word, and the white space before it, if it is next.
func (p *jsonParser) take(word string) bool {
	p.space()
	if !strings.HasPrefix(p.src[p.pos:], word) {
		return false
	}
	p.pos += len(word)
	return true
}

func (p *jsonParser) value(depth int) (Value, error) {
	switch {
	case depth > maxJSONDepth:
		return nil, errors.New("JSON is nested too deeply")
	case p.take("{"):
		return p.object(depth)
	case p.take("["):
		return p.array(depth)
	case p.take(`"`):
		return p.text()
	case p.take("true"):
		return true, nil
	case p.take("false"):
		return false, nil
	case p.take("null"):
		return nil, nil
	}
	return p.number()
}

func (p *jsonParser) number() (Value, error) {
	rest := p.src[p.pos:]
	unsigned := strings.TrimPrefix(rest, "-")
	whole := countDigits(unsigned)
	if whole == 0 || whole > 1 && unsigned[0] == '0' {
		return nil, errJSON
	}
	n := len(rest) - len(unsigned) + whole
	if n < len(rest) && rest[n] == '.' {
		fraction := countDigits(rest[n+1:])
		if fraction == 0 {
			return nil, errJSON
		}
		n += 1 + fraction
	}
	n += exponentLength(rest[n:])
	p.pos += n
	return parseDecimal(rest[:n]), nil
}

func (p *jsonParser) array(depth int) (Value, error) {
	a := &Array{}
	if p.take("]") {
		return a, nil
	}
	for {
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		a.Append(v)
		if p.take("]") {
			return a, nil
		}
		if !p.take(",") {
			return nil, errJSON
		}
	}
}

func (p *jsonParser) object(depth int) (Value, error) {
	o := &Object{}
	if p.take("}") {
		return o, nil
	}
	for {
		if !p.take(`"`) {
			return nil, errJSON
		}
		key, err := p.text()
		if err != nil || !p.take(":") {
			return nil, errJSON
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		o.Set(key, v)
		if p.take("}") {
			return o, nil
		}
		if !p.take(",") {
			return nil, errJSON
		}
	}
}

// text reads a string after its first quote.
func (p *jsonParser) text() (string, error) {
	rest := p.src[p.pos:]
	if n := strings.IndexAny(rest, "\"\\\n"); n >= 0 && rest[n] == '"' && !hasControl(rest[:n]) {
		p.pos += n + 1
		return Text(rest[:n]), nil
	}
	var b []byte
	for p.pos < len(p.src) {
		c := p.src[p.pos]
		p.pos++
		switch {
		case c == '"':
			return Join(Text(string(b))), nil
		case c < ' ':
			return "", errJSON
		case c != '\\':
			b = append(b, c)
		default:
			r, ok := p.escape()
			if !ok {
				return "", errJSON
			}
			b = appendRune(b, r)
		}
	}
	return "", errJSON
}

func hasControl(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' }) >= 0
}

func (p *jsonParser) escape() (rune, bool) {
	if p.pos == len(p.src) {
		return 0, false
	}
	c := p.src[p.pos]
	p.pos++
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		return rune("\"\\/\b\f\n\r\t"[i]), true
	}
	if c != 'u' || p.pos+4 > len(p.src) {
		return 0, false
	}
	var r rune
	for _, digit := range []byte(p.src[p.pos : p.pos+4]) {
		d := digitValue(digit)
		if d > 15 {
			return 0, false
		}
		r = r<<4 | rune(d)
	}
	p.pos += 4
	return r, true
}
