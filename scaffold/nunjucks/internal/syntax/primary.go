package syntax

import (
	"math"
	"strconv"

	"github.com/goldenpath-go/goldenpath/scaffold/internal/regex"
)

// filtered reads an operand and the filters applied to it.
func (p *parser) filtered() (Expr, error) {
	e, err := p.unary()
	for n := 0; err == nil; n++ {
		pipe, skipErr := p.skip(kPipe)
		if skipErr != nil || !pipe {
			return e, skipErr
		}
		if n > maxChain {
			return nil, fail(p.pos, "expression too long")
		}
		e, err = p.filter(e)
	}
	return nil, err
}

func (p *parser) filter(input Expr) (Expr, error) {
	offset, name, err := p.filterName()
	if err != nil {
		return nil, err
	}
	args, err := p.filterArgs(input)
	return p.nodes.filters.New(Filter{At(offset), name, args}), err
}

func (p *parser) filterName() (int, string, error) {
	t, err := p.expect(kSymbol)
	if err != nil {
		return 0, "", err
	}
	name := p.text(t)
	for {
		dot, err := p.skipText(kOperator, ".")
		if err != nil || !dot {
			return t.offset, name, err
		}
		part, err := p.expect(kSymbol)
		if err != nil {
			return 0, "", err
		}
		name += "." + p.text(part)
	}
}

// filterArgs reads the arguments of a filter, as those of a call, and puts its input before them. Of f(a)(b) only b is kept.
func (p *parser) filterArgs(input Expr) ([]Expr, error) {
	t, err := p.need()
	if err != nil {
		return nil, err
	}
	if t.kind != kLeftParen {
		return p.nodes.lists.Copy([]Expr{input}), nil
	}
	args, err := p.arguments(input)
	if err != nil {
		return nil, err
	}
	if t, err = p.peek(); err != nil || t.kind != kLeftParen && t.kind != kLeftBracket && !p.reads(&t, kOperator, ".") {
		return args, err
	}
	e, err := p.postfix(&Call{At(t.offset), input, args[1:]})
	if err != nil {
		return nil, err
	}
	call, ok := e.(*Call)
	if !ok {
		return nil, failed("TypeError", "a filter can only be called")
	}
	return append([]Expr{input}, call.Args...), nil
}

func (p *parser) unary() (Expr, error) {
	at, err := p.look()
	if err != nil {
		return nil, err
	}
	if at.kind != kOperator || !p.isSign(*at) {
		return p.primary()
	}
	t := *at
	p.hasPeeked = false
	if err := p.enter(t.offset); err != nil {
		return nil, err
	}
	defer p.leave()
	target, err := p.unary()
	return &Unary{At(t.offset), p.text(t), target}, err
}

// isSign reports whether an operator may stand before its operand.
func (p *parser) isSign(t token) bool {
	text := p.text(t)
	return text == "-" || text == "+" || text == "!" && p.opts.Logical
}

// primary reads an operand with its members and calls.
func (p *parser) primary() (Expr, error) {
	t, err := p.peek()
	if err != nil {
		return nil, err
	}
	e, err := p.operand()
	if err != nil {
		return nil, err
	}
	if e, err = p.postfix(e); err != nil {
		return nil, err
	}
	if e == nil {
		return nil, fail(t.offset, "unexpected token: "+p.text(t))
	}
	return e, nil
}

// atom reads an operand without members and calls.
func (p *parser) atom() (Expr, error) {
	t, err := p.peek()
	if err != nil {
		return nil, err
	}
	e, err := p.operand()
	if err == nil && e == nil {
		err = fail(t.offset, "unexpected token: "+p.text(t))
	}
	return e, err
}

// operand reads a literal, a name or an aggregate. It returns nil for another token, which it takes.
func (p *parser) operand() (Expr, error) {
	t, err := p.next()
	if err != nil {
		return nil, err
	}
	at := At(t.offset)
	switch t.kind {
	case end:
		return nil, fail(NoPlace, "expected expression, got end of file")
	case kString:
		return p.nodes.literals.New(Literal{at, p.text(t)}), nil
	case kInt, kFloat:
		return &Literal{at, number(p.text(t))}, nil
	case kBoolean:
		return &Literal{at, p.text(t) == "true"}, nil
	case kNone:
		return &Literal{at, nil}, nil
	case kRegex:
		body, flags := regexParts(p.src[t.offset:t.end])
		re, err := regex.Compile(body, flags)
		if err != nil {
			return nil, &Error{NoPlace, "SyntaxError", "Invalid regular expression: /" + body + "/: " + err.Error()}
		}
		return &Regex{at, re}, nil
	case kSymbol:
		return p.nodes.symbols.New(Symbol{at, p.text(t)}), nil
	}
	return p.aggregate(t)
}

func number(text string) float64 {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(f, 0) {
		return math.NaN()
	}
	return f
}

// postfix reads members and calls.
func (p *parser) postfix(e Expr) (Expr, error) {
	for n := 0; ; n++ {
		following, err := p.look()
		if err != nil {
			return nil, err
		}
		if n > maxChain {
			return nil, fail(following.offset, "expression too long")
		}
		if following.kind != kLeftParen && following.kind != kLeftBracket && !p.reads(following, kOperator, ".") {
			return e, nil
		}
		t := *following
		switch t.kind {
		case kLeftParen:
			args, _, err := p.signature(false)
			if err != nil {
				return nil, err
			}
			e = &Call{At(t.offset), e, args}
		case kLeftBracket:
			p.hasPeeked = false
			if e, err = p.index(t, e); err != nil {
				return nil, err
			}
		default:
			p.hasPeeked = false
			if e, err = p.member(t, e); err != nil {
				return nil, err
			}
		}
	}
}

func (p *parser) index(t token, target Expr) (Expr, error) {
	read := p.aggregate
	if p.opts.Slices {
		read = p.listOrSlice
	}
	e, err := read(t)
	if err != nil {
		return nil, err
	}
	list, ok := e.(*List)
	switch {
	case !ok || len(list.Items) > 1:
		return nil, p.failHere("invalid index")
	case len(list.Items) == 0:
		return &Member{At: At(t.offset), Target: target}, nil
	}
	return &Member{At: At(t.offset), Target: target, Key: list.Items[0]}, nil
}

func (p *parser) member(t token, target Expr) (Expr, error) {
	name, err := p.next()
	if err != nil {
		return nil, err
	}
	constant := p.opts.Strict && (name.kind == kBoolean || name.kind == kNone)
	switch {
	case name.kind == end:
		return nil, atEnd()
	case name.kind == kRegex:
		return nil, fail(name.offset, "expected name as lookup value, got [object Object]")
	case name.kind != kSymbol && !constant:
		text := p.text(name)
		return nil, fail(name.offset, "expected name as lookup value, got "+text)
	}
	return p.nodes.members.New(Member{At: At(t.offset), Target: target, Name: p.text(name), Dotted: true}), nil
}
