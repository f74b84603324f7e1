package regex

import "errors"

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
		if n, _ := p.decimal(); n <= p.total {
			return &backReference{index: n}, nil
		}
		p.pos = start
	case c == 'k' && p.named:
		p.pos++
		name, ok := p.name()
		if !ok {
			return nil, errors.New("invalid named reference")
		}
		ref := &backReference{name: name}
		p.refs = append(p.refs, ref)
		return ref, nil
	}
	if spans, ok := class(c); ok {
		p.pos++
		return char{&set{spans: spans, fold: p.fold}}, nil
	}
	return p.literal(p.character()), nil
}

// character reads an escaped character; annex B lets unknown escapes stand for themselves.
func (p *parser) character() uint16 {
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
	case 'x':
		return p.hex(2, c)
	case 'u':
		return p.hex(4, c)
	}
	if c >= '0' && c <= '7' {
		p.pos--
		return p.octal()
	}
	return c
}

func (p *parser) hex(digits int, otherwise uint16) uint16 {
	u := uint16(0)
	for i := range digits {
		d, ok := hexDigit(p.at(p.pos + i))
		if !ok {
			return otherwise
		}
		u = u<<4 | d
	}
	p.pos += digits
	return u
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

// class reads what follows an opening bracket.
func (p *parser) class() (node, error) {
	s := &set{negated: p.skip("^"), fold: p.fold}
	for {
		if !p.more() {
			return nil, errors.New("unterminated character class")
		}
		if p.skip("]") {
			return char{s}, nil
		}
		if err := p.member(s); err != nil {
			return nil, err
		}
	}
}

// member reads a character, a class or a range within brackets.
func (p *parser) member(s *set) error {
	low, spans, err := p.classAtom()
	if err != nil {
		return err
	}
	if p.peek() != '-' || p.at(p.pos+1) == ']' || p.pos+1 >= len(p.src) {
		s.add(low, spans)
		return nil
	}
	p.pos++
	high, more, err := p.classAtom()
	if err != nil {
		return err
	}
	if spans != nil || more != nil {
		s.add(low, spans)
		s.add('-', nil)
		s.add(high, more)
		return nil
	}
	if low > high {
		return errors.New("range out of order in character class")
	}
	s.spans = append(s.spans, span{low, high})
	return nil
}

func (s *set) add(u uint16, spans []span) {
	if spans == nil {
		spans = []span{{u, u}}
	}
	s.spans = append(s.spans, spans...)
}

// classAtom reads one character, or what \d and its like stand for.
func (p *parser) classAtom() (uint16, []span, error) {
	c := p.peek()
	p.pos++
	if c != '\\' {
		return c, nil, nil
	}
	if !p.more() {
		return 0, nil, errors.New("\\ at end of pattern")
	}
	c = p.peek()
	if spans, ok := class(c); ok {
		p.pos++
		return 0, spans, nil
	}
	if c == 'b' {
		p.pos++
		return '\b', nil, nil
	}
	return p.character(), nil, nil
}
