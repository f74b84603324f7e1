package regex

import "errors"

// class reads what follows an opening bracket.
func (p *parser) class() (node, error) {
	c := p.set(nil, p.skip("^"))
	for {
		if !p.more() {
			return nil, errors.New("unterminated character class")
		}
		if p.skip("]") {
			c.set.spans = ordered(c.set.spans)
			return c, nil
		}
		if err := p.member(c.set); err != nil {
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
		if p.unicode {
			return errors.New("invalid character class")
		}
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

func (s *set) add(u rune, spans []span) {
	if spans == nil {
		spans = []span{{u, u}}
	}
	s.spans = append(s.spans, spans...)
}

// classAtom reads one character, or what \d and its like stand for.
func (p *parser) classAtom() (rune, []span, error) {
	c := p.peek()
	p.pos++
	if c != '\\' {
		return p.whole(c), nil, nil
	}
	if !p.more() {
		return 0, nil, errors.New("\\ at end of pattern")
	}
	spans, err := p.classEscape()
	if spans != nil || err != nil {
		return 0, spans, err
	}
	if p.skip("b") {
		return '\b', nil, nil
	}
	r, err := p.character(syntaxCharacters + "-")
	return r, nil, err
}
