package syntax

// expression reads a whole expression: body if cond else otherwise.
func (p *parser) expression() (Expr, error) {
	if err := p.enter(p.pos); err != nil {
		return nil, err
	}
	defer p.leave()
	body, err := p.or()
	if err != nil {
		return nil, err
	}
	ok, err := p.skipWord(wordIf)
	if err != nil || !ok {
		return body, err
	}
	node := &InlineIf{At: At(place(body)), Body: body}
	if node.Cond, err = p.or(); err != nil {
		return nil, err
	}
	if ok, err = p.skipWord(wordElse); err != nil || !ok {
		return node, err
	}
	node.Else, err = p.or()
	return node, err
}

func place(e Expr) int {
	if e == nil {
		return NoPlace
	}
	return e.Pos()
}

func (p *parser) or() (Expr, error) {
	left, err := p.and()
	for n := 0; err == nil; n++ {
		ok, takeErr := p.skipWord(wordOr)
		if takeErr != nil || !ok {
			return left, takeErr
		}
		var right Expr
		if right, err = p.and(); err == nil {
			left, err = p.joined(n, "||", left, right)
		}
	}
	return nil, err
}

func (p *parser) and() (Expr, error) {
	left, err := p.not()
	for n := 0; err == nil; n++ {
		ok, takeErr := p.skipWord(wordAnd)
		if takeErr != nil || !ok {
			return left, takeErr
		}
		var right Expr
		if right, err = p.not(); err == nil {
			left, err = p.joined(n, "&&", left, right)
		}
	}
	return nil, err
}

// joined makes the operator n of a chain.
func (p *parser) joined(n int, op string, left, right Expr) (Expr, error) {
	if n > maxChain {
		return nil, fail(p.pos, "expression too long")
	}
	return p.nodes.binaries.New(Binary{At(place(left)), op, left, right}), nil
}

func (p *parser) not() (Expr, error) {
	t, err := p.look()
	if err != nil {
		return nil, err
	}
	if t.word != wordNot {
		return p.within()
	}
	offset := t.offset
	p.hasPeeked = false
	if err := p.enter(offset); err != nil {
		return nil, err
	}
	defer p.leave()
	target, err := p.not()
	return &Unary{At(offset), "!", target}, err
}

// within reads x in y and x not in y.
func (p *parser) within() (Expr, error) {
	left, err := p.is()
	for n := 0; err == nil; n++ {
		following, lookErr := p.look()
		if lookErr != nil || following.word != wordNot && following.word != wordIn {
			return left, lookErr
		}
		t := *following
		inverted := t.word == wordNot
		if inverted {
			p.hasPeeked = false
		}
		ok, skipErr := p.skipWord(wordIn)
		if skipErr != nil || !ok {
			if inverted && skipErr == nil {
				skipErr = p.push(t)
			}
			return left, skipErr
		}
		if n > maxChain {
			return nil, fail(t.offset, "expression too long")
		}
		var right Expr
		if right, err = p.is(); err == nil {
			left = &Binary{At(place(left)), "in", left, right}
			if inverted {
				left = &Unary{At(place(left)), "!", left}
			}
		}
	}
	return nil, err
}

// is reads x is test(args), whose right side is any comparison to the grammar.
func (p *parser) is() (Expr, error) {
	left, err := p.compare()
	if err != nil {
		return nil, err
	}
	ok, err := p.skipWord(wordIs)
	if err != nil || !ok {
		return left, err
	}
	inverted, err := p.skipWord(wordNot)
	if err != nil {
		return nil, err
	}
	right, err := p.compare()
	if err != nil {
		return nil, err
	}
	var node Expr = &Is{At(place(left)), left, right}
	if inverted {
		node = &Unary{At(place(left)), "!", node}
	}
	return node, nil
}

func (p *parser) compare() (Expr, error) { return p.binary(1) }

// binding returns how much an operator between operands binds; every one binds to the left, and all comparisons alike.
func (p *parser) binding(t *token) int {
	if t.kind == kTilde {
		return 2
	}
	if t.kind != kOperator {
		return 0
	}
	switch p.text(*t) {
	case "==", "===", "!=", "!==", "<", ">", "<=", ">=":
		return 1
	case "+":
		return 3
	case "-":
		return 4
	case "*":
		return 5
	case "/":
		return 6
	case "//":
		return 7
	case "%":
		return 8
	case "**":
		return 9
	}
	return 0
}

// binary reads operands and operators that bind at least as much as least.
func (p *parser) binary(least int) (Expr, error) {
	left, err := p.filtered()
	for n := 0; err == nil; n++ {
		t, lookErr := p.look()
		if lookErr != nil {
			return nil, lookErr
		}
		level := p.binding(t)
		if level == 0 || level < least {
			return left, nil
		}
		op := p.text(*t)
		p.hasPeeked = false
		var right Expr
		if right, err = p.binary(level + 1); err == nil {
			left, err = p.joined(n, op, left, right)
		}
	}
	return nil, err
}
