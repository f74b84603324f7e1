package syntax

// aggregate reads a group, list or dict, whose first bracket was taken. It returns nil if that is no bracket.
func (p *parser) aggregate(open token) (Expr, error) {
	at := At(open.offset)
	switch open.kind {
	case kLeftParen:
		items, err := p.items(open)
		return &Group{at, items}, err
	case kLeftBracket:
		if p.opts.Slices && !p.opts.Strict {
			return p.listOrSlice(open)
		}
		items, err := p.items(open)
		return &List{at, items}, err
	case kLeftCurly:
		pairs, err := p.pairs(open)
		return &Dict{at, pairs, false}, err
	}
	return nil, nil
}

// closed takes a closing bracket; any of the three will do, unless reading is strict.
func (p *parser) closed(open token) (bool, error) {
	t, err := p.need()
	if err != nil {
		return false, err
	}
	switch t.kind {
	case kRightParen, kRightBracket, kRightCurly:
		if p.opts.Strict && t.kind != closing(open.kind) {
			return false, fail(t.offset, "the bracket does not match")
		}
		p.hasPeeked = false
		return true, nil
	}
	return false, nil
}

func closing(k kind) kind {
	switch k {
	case kLeftParen:
		return kRightParen
	case kLeftBracket:
		return kRightBracket
	}
	return kRightCurly
}

// separated takes the comma before item n.
func (p *parser) separated(open token, n int) error {
	if n == 0 {
		return nil
	}
	comma, err := p.skip(kComma)
	if err == nil && !comma {
		err = fail(open.offset, "parseAggregate: expected comma after expression")
	}
	return err
}

func (p *parser) items(open token) ([]Expr, error) {
	outer := len(p.pending)
	for {
		done, err := p.closed(open)
		if err != nil {
			return nil, err
		}
		if done {
			return p.itemsFrom(outer), nil
		}
		if err := p.separated(open, len(p.pending)-outer); err != nil {
			return nil, err
		}
		e, err := p.expression()
		if err != nil {
			return nil, err
		}
		p.pending = append(p.pending, e)
	}
}

// itemsFrom returns the open items from n on, which are complete now.
func (p *parser) itemsFrom(n int) []Expr {
	list := p.nodes.lists.Copy(p.pending[n:])
	p.pending = p.pending[:n]
	return list
}

func (p *parser) pairs(open token) ([]Pair, error) {
	if err := p.enter(open.offset); err != nil {
		return nil, err
	}
	defer p.leave()
	var pairs []Pair
	for {
		done, err := p.closed(open)
		if err != nil || done {
			return pairs, err
		}
		if err := p.separated(open, len(pairs)); err != nil {
			return nil, err
		}
		key, err := p.primary()
		if err != nil {
			return nil, err
		}
		colon, err := p.skip(kColon)
		if err != nil {
			return nil, err
		}
		if !colon {
			return nil, fail(open.offset, "parseAggregate: expected colon after dict key")
		}
		value, err := p.expression()
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, Pair{key, value})
	}
}

// maxRetries bounds how often brackets are read again: within each other, that is twice as often for each level.
const maxRetries = 1000

// listOrSlice reads a list, and if that fails a slice; if that is none either, the error is the list's.
func (p *parser) listOrSlice(open token) (Expr, error) {
	before := *p
	items, err := p.items(open)
	if err == nil {
		return &List{At(open.offset), items}, nil
	}
	after := *p
	if after.in == end { // the tag ended, and is not read again
		return nil, err
	}
	*p = before
	if p.retries = after.retries + 1; p.retries > maxRetries {
		return nil, err
	}
	slice, ok, sliceErr := p.slice(open)
	if sliceErr != nil {
		return nil, sliceErr
	}
	if !ok {
		after.retries = p.retries
		*p = after
		return nil, err
	}
	return &List{At(open.offset), []Expr{slice}}, nil
}

// slice reads a:b:c and the closing bracket, and reports whether there was a colon.
func (p *parser) slice(open token) (Expr, bool, error) {
	node := &Slice{At: At(open.offset)}
	fields := []*Expr{&node.Start, &node.Stop, &node.Step}
	colons := false
	for i := 0; ; i++ {
		done, err := p.skip(kRightBracket)
		if err != nil || done {
			return node, colons, err
		}
		if i == len(fields) {
			if colons {
				return nil, false, fail(open.offset, "parseSlice: too many slice components")
			}
			return nil, false, nil
		}
		colon, err := p.skip(kColon)
		if err != nil {
			return nil, false, err
		}
		if colon {
			colons = true
			continue
		}
		if *fields[i], err = p.expression(); err != nil {
			return nil, false, err
		}
		if colon, err = p.skip(kColon); err != nil {
			return nil, false, err
		}
		colons = colons || colon
	}
}

// signature reads the arguments of a call or the parameters of a macro. If it is optional, they may be missing.
func (p *parser) signature(optional bool) (args []Expr, found bool, err error) {
	open, err := p.need()
	if err != nil {
		return nil, false, err
	}
	if open.kind != kLeftParen {
		if optional {
			return nil, false, nil
		}
		return nil, false, fail(open.offset, "expected arguments")
	}
	args, err = p.arguments(nil)
	return args, true, err
}

// arguments reads what stands in parentheses, of which the first is the next token, and puts input before it unless that is
// nil.
func (p *parser) arguments(input Expr) ([]Expr, error) {
	open := p.peeked.offset
	p.hasPeeked = false
	outer := len(p.pending)
	if input != nil {
		p.pending = append(p.pending, input)
	}
	var keywords *Dict
	for n := 0; ; n++ {
		t, err := p.need()
		if err != nil {
			return nil, err
		}
		if t.kind == kRightParen {
			p.hasPeeked = false
			break
		}
		if n > 0 {
			if comma, err := p.skip(kComma); err != nil || !comma {
				return nil, p.orFail(err, t.offset, "parseSignature: expected comma after expression")
			}
		}
		if keywords, err = p.argument(open, keywords); err != nil {
			return nil, err
		}
	}
	if keywords != nil {
		p.pending = append(p.pending, keywords)
	}
	return p.itemsFrom(outer), nil
}

// argument reads one argument and puts it to the open items, or if it has a name to the keywords.
func (p *parser) argument(open int, keywords *Dict) (*Dict, error) {
	e, err := p.expression()
	if err != nil {
		return nil, err
	}
	named, err := p.skipText(kOperator, "=")
	if err != nil {
		return nil, err
	}
	if !named {
		p.pending = append(p.pending, e)
		return keywords, nil
	}
	value, err := p.expression()
	if keywords == nil {
		keywords = &Dict{At: At(open), Keywords: true}
	}
	keywords.Pairs = append(keywords.Pairs, Pair{e, value})
	return keywords, err
}
