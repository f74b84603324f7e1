package regex

import (
	"errors"
	"slices"
	"unicode/utf16"
)

const (
	maxNesting = 200
	maxGroups  = 1000
)

// parser reads an expression.
type parser struct {
	src     []uint16
	pos     int
	fold    bool
	unicode bool     // the flag u is set: characters are code points, and only what is defined is read
	groups  int      // seen so far
	total   int      // in the whole expression
	names   []string // by index of the group
	named   bool
	nesting int
	refs    []*backReference
}

func parse(units []uint16, fold, unicode bool) (node, *parser, error) {
	p := &parser{src: units, fold: fold, unicode: unicode, names: []string{""}}
	p.count()
	n, err := p.alternatives()
	if err != nil {
		return nil, p, err
	}
	if p.pos < len(p.src) {
		return nil, p, errors.New("unmatched ')'")
	}
	return n, p, p.resolve()
}

// count finds how many groups there are, since \2 is a character if there is no second.
func (p *parser) count() {
	inClass := false
	for i := 0; i < len(p.src); i++ {
		switch p.src[i] {
		case '\\':
			i++
		case '[':
			inClass = true
		case ']':
			inClass = false
		case '(':
			if inClass {
				continue
			}
			if p.at(i+1) != '?' {
				p.total++
			} else if p.at(i+2) == '<' && p.at(i+3) != '=' && p.at(i+3) != '!' {
				p.total++
				p.named = true
			}
		}
	}
}

// resolve finds the groups that \k<name> means.
func (p *parser) resolve() error {
	for _, ref := range p.refs {
		for i, name := range p.names {
			if i > 0 && name == ref.name {
				ref.index = i
			}
		}
		if ref.index == 0 {
			return errors.New("invalid named reference")
		}
	}
	return nil
}

func (p *parser) at(i int) uint16 {
	if i < len(p.src) {
		return p.src[i]
	}
	return 0
}

func (p *parser) more() bool { return p.pos < len(p.src) }

func (p *parser) peek() uint16 { return p.at(p.pos) }

func (p *parser) skip(s string) bool {
	for i := range len(s) {
		if p.pos+i >= len(p.src) || p.src[p.pos+i] != uint16(s[i]) {
			return false
		}
	}
	p.pos += len(s)
	return true
}

func (p *parser) alternatives() (node, error) {
	if p.nesting++; p.nesting > maxNesting {
		return nil, errors.New("nested too deeply")
	}
	defer func() { p.nesting-- }()
	var all choice
	for {
		n, err := p.sequence()
		if err != nil {
			return nil, err
		}
		all = append(all, n)
		if !p.skip("|") {
			break
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return all, nil
}

func (p *parser) sequence() (node, error) {
	var seq sequence
	for p.more() && p.peek() != '|' && p.peek() != ')' {
		first := p.groups + 1
		n, err := p.atom()
		if err != nil {
			return nil, err
		}
		if n, err = p.quantifier(n, first); err != nil {
			return nil, err
		}
		seq = append(seq, n)
	}
	return seq, nil
}

func (p *parser) atom() (node, error) {
	c := p.peek()
	p.pos++
	switch c {
	case '^', '$':
		return anchor{byte(c)}, nil
	case '.':
		return p.set(lineEnds(), true), nil
	case '(':
		return p.group()
	case '[':
		return p.class()
	case '\\':
		return p.escape()
	case '*', '+', '?':
		return nil, errors.New("nothing to repeat")
	case '{':
		if _, _, ok := p.bounds(); ok || p.unicode {
			return nil, errors.New("nothing to repeat")
		}
	case '}', ']':
		if p.unicode {
			return nil, errors.New("lone quantifier brackets")
		}
	}
	return p.literal(p.whole(c)), nil
}

// whole returns the character that begins with the unit c, which was taken.
func (p *parser) whole(c uint16) rune {
	if p.unicode && isHigh(c) && isLow(p.peek()) {
		p.pos++
		return utf16.DecodeRune(rune(c), rune(p.src[p.pos-1]))
	}
	return rune(c)
}

func (p *parser) literal(c rune) node { return p.set([]span{{c, c}}, false) }

func (p *parser) set(spans []span, negated bool) char {
	return char{&set{spans: ordered(spans), negated: negated, fold: p.fold, unicode: p.unicode}}
}

func (p *parser) group() (node, error) {
	index := 0
	switch {
	case p.skip("?:"):
	case p.skip("?="):
		return p.look(false, false)
	case p.skip("?!"):
		return p.look(false, true)
	case p.skip("?<="):
		return p.look(true, false)
	case p.skip("?<!"):
		return p.look(true, true)
	default:
		name := ""
		if p.skip("?") {
			var ok bool
			if name, ok = p.name(); !ok {
				return nil, errors.New("invalid group")
			}
		}
		if p.groups++; p.groups > maxGroups {
			return nil, errors.New("too many groups")
		}
		index = p.groups
		if name != "" && slices.Contains(p.names, name) {
			return nil, errors.New("duplicate capture group name")
		}
		p.names = append(p.names, name)
	}
	body, err := p.body()
	return group{index, body}, err
}

func (p *parser) body() (node, error) {
	n, err := p.alternatives()
	if err == nil && !p.skip(")") {
		err = errors.New("unterminated group")
	}
	return n, err
}

func (p *parser) look(behind, negative bool) (node, error) {
	body, err := p.body()
	return look{behind, negative, body}, err
}

// name reads <name>.
func (p *parser) name() (string, bool) {
	if !p.skip("<") {
		return "", false
	}
	start := p.pos
	for p.more() && p.peek() != '>' {
		if c := p.peek(); !isWord(c, false) && c != '$' && c < 128 || p.pos == start && c >= '0' && c <= '9' {
			return "", false
		}
		p.pos++
	}
	name := string(utf16.Decode(p.src[start:p.pos]))
	return name, p.skip(">") && name != ""
}

func (p *parser) quantifier(n node, first int) (node, error) {
	r := repeat{body: n, first: first, last: p.groups + 1}
	switch {
	case p.skip("*"):
		r.max = -1
	case p.skip("+"):
		r.min, r.max = 1, -1
	case p.skip("?"):
		r.max = 1
	default:
		if !p.skip("{") {
			return n, nil
		}
		low, high, ok := p.bounds()
		if !ok && p.unicode {
			return nil, errors.New("incomplete quantifier")
		}
		if !ok {
			p.pos-- // a brace that stands for itself
			return n, nil
		}
		r.min, r.max = low, high
	}
	if err := p.repeatable(n); err != nil {
		return nil, err
	}
	if r.max >= 0 && r.min > r.max {
		return nil, errors.New("numbers out of order in {} quantifier")
	}
	r.lazy = p.skip("?")
	return r, nil
}

func (p *parser) repeatable(n node) error {
	switch n := n.(type) {
	case anchor:
		return errors.New("nothing to repeat")
	case look:
		if n.behind || p.unicode {
			return errors.New("nothing to repeat")
		}
	}
	return nil
}

// bounds reads m}, m,} or m,n} after a brace; if there is none, nothing is read.
func (p *parser) bounds() (low, high int, ok bool) {
	start := p.pos
	low, ok = p.decimal()
	if ok {
		high = low
		if p.skip(",") {
			if high, ok = p.decimal(); !ok {
				high, ok = -1, true
			}
		}
		ok = p.skip("}")
	}
	if !ok {
		p.pos = start
	}
	return low, high, ok
}

func (p *parser) decimal() (int, bool) {
	n, start := 0, p.pos
	for p.more() && p.peek() >= '0' && p.peek() <= '9' {
		n = min(n*10+int(p.peek()-'0'), 1<<31-1)
		p.pos++
	}
	return n, p.pos > start
}
