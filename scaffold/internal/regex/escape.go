package regex

import (
	"errors"
	"strings"
	"unicode/utf16"
)

// escape reads what follows a backslash outside a class.
func (p *parser) escape() (node, error) {
	if !p.more() {
		return nil, errors.New("\\ at end of pattern")
	}
	c := p.peek()
	switch {
	case c == 'b' || c == 'B':
		p.pos++
		return anchor{byte(c)}, nil
	case c >= '1' && c <= '9':
		start := p.pos
		n, _ := p.decimal()
		if n <= p.total {
			return &backReference{index: n}, nil
		}
		if p.unicode {
			return nil, errors.New("invalid escape")
		}
		p.pos = start
	case c == 'k' && (p.named || p.unicode):
		p.pos++
		name, ok := p.name()
		if !ok {
			return nil, errors.New("invalid named reference")
		}
		ref := &backReference{name: name}
		p.refs = append(p.refs, ref)
		return ref, nil
	}
	spans, err := p.classEscape()
	if spans != nil || err != nil {
		return p.set(spans, false), err
	}
	r, err := p.character(syntaxCharacters)
	return p.literal(r), err
}

// classEscape reads the rest of \d and its like, or of \p{…} where that is known; of others it returns nil.
func (p *parser) classEscape() ([]span, error) {
	c := p.peek()
	if spans, ok := class(c, p.fold && p.unicode); ok {
		p.pos++
		return spans, nil
	}
	if p.unicode && (c == 'p' || c == 'P') {
		p.pos++
		spans, err := p.property()
		if err == nil && c == 'P' {
			spans = complement(spans)
		}
		return spans, err
	}
	return nil, nil
}

// syntaxCharacters are those that may be escaped with the flag u.
const syntaxCharacters = `^$\.*+?()[]{}|/`

// character reads an escaped character. With the flag u it is one of the letters and digits that mean something, or one of
// those that may be escaped; else annex B lets unknown escapes stand for themselves.
func (p *parser) character(may string) (rune, error) {
	if !p.unicode {
		return rune(p.unit()), nil
	}
	c := p.peek()
	p.pos++
	switch {
	case strings.IndexByte("tnvfr", byte(c)) >= 0 && c < 128:
		p.pos--
		return rune(p.unit()), nil
	case c == 'c':
		if letter := p.peek() | 0x20; letter >= 'a' && letter <= 'z' {
			p.pos++
			return rune(letter & 0x1F), nil
		}
	case c == '0' && !isDigit(p.peek()):
		return 0, nil
	case c == 'x':
		if r, ok := p.hex(2); ok {
			return r, nil
		}
	case c == 'u':
		return p.codePoint()
	case c < 128 && strings.IndexByte(may, byte(c)) >= 0:
		return rune(c), nil
	}
	return 0, errors.New("invalid escape")
}

func isDigit(c uint16) bool { return c >= '0' && c <= '9' }

// codePoint reads what follows \u with the flag u: four digits, twice for a surrogate pair, or any number in braces.
func (p *parser) codePoint() (rune, error) {
	if p.skip("{") {
		r, digits := rune(0), 0
		for ; !p.skip("}"); digits++ {
			d, ok := hexDigit(p.peek())
			if r = r<<4 | rune(d); !ok || r > 0x10FFFF {
				return 0, errors.New("invalid Unicode escape")
			}
			p.pos++
		}
		if digits == 0 {
			return 0, errors.New("invalid Unicode escape")
		}
		return r, nil
	}
	r, ok := p.hex(4)
	if !ok {
		return 0, errors.New("invalid Unicode escape")
	}
	start := p.pos
	if isHigh(uint16(r)) && p.skip(`\u`) {
		if low, ok := p.hex(4); ok && isLow(uint16(low)) {
			return utf16.DecodeRune(r, low), nil
		}
		p.pos = start
	}
	return r, nil
}

// unit reads an escaped UTF-16 unit without the flag u.
func (p *parser) unit() uint16 {
	c := p.peek()
	p.pos++
	switch c {
	case 't':
		return '\t'
	case 'n':
		return '\n'
	case 'v':
		return '\v'
	case 'f':
		return '\f'
	case 'r':
		return '\r'
	case 'c':
		if letter := p.peek() | 0x20; letter >= 'a' && letter <= 'z' {
			p.pos++
			return letter & 0x1F
		}
		p.pos--
		return '\\'
	case 'x', 'u':
		digits := 2
		if c == 'u' {
			digits = 4
		}
		if r, ok := p.hex(digits); ok {
			return uint16(r)
		}
		return c
	}
	if c >= '0' && c <= '7' {
		p.pos--
		return p.octal()
	}
	return c
}

// hex reads so many digits, or nothing.
func (p *parser) hex(digits int) (rune, bool) {
	r := rune(0)
	for i := range digits {
		d, ok := hexDigit(p.at(p.pos + i))
		if !ok {
			return 0, false
		}
		r = r<<4 | rune(d)
	}
	p.pos += digits
	return r, true
}

func hexDigit(c uint16) (uint16, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

func (p *parser) octal() uint16 {
	u := uint16(0)
	for p.more() && p.peek() >= '0' && p.peek() <= '7' && u*8+p.peek()-'0' <= 0o377 {
		u = u*8 + p.peek() - '0'
		p.pos++
	}
	return u
}
