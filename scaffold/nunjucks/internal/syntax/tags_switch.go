package syntax

// switchTag reads a switch. In Nunjucks the first tag in it is taken for a case whatever it is, so that a leading default
// is a case whose value is the variable of that name; strict reading does not follow it there.
func (p *parser) switchTag(t token) (Stmt, error) {
	value, err := p.expression()
	if err != nil {
		return nil, err
	}
	if err := p.blockEnd(p.text(t)); err != nil {
		return nil, err
	}
	dropped, err := p.until("case", "default", "endswitch")
	if err != nil {
		return nil, err
	}
	if p.opts.Strict && len(dropped) > 0 {
		return nil, fail(t.offset, "switch content must begin with case or default")
	}
	node := &Switch{At: At(t.offset), Value: value}
	if err := p.cases(t, node); err != nil {
		return nil, err
	}
	return node, p.switchEnd(node)
}

func (p *parser) cases(t token, node *Switch) error {
	if p.opts.Strict {
		first, err := p.need()
		if err != nil || p.text(first) == "default" {
			return err
		}
		if p.text(first) != "case" {
			return fail(first.offset, "a switch needs a case or a default")
		}
	}
	for {
		if _, err := p.skipSymbol("case"); err != nil {
			return err
		}
		b, err := p.branch(p.text(t), "case", "default", "endswitch")
		if err != nil {
			return err
		}
		node.Cases = append(node.Cases, b)
		if following, err := p.need(); err != nil || p.text(following) != "case" {
			return err
		}
	}
}

func (p *parser) switchEnd(node *Switch) error {
	t, err := p.need()
	if err != nil {
		return err
	}
	switch p.text(t) {
	case "default":
		if err := p.namedBlockEnd(); err != nil {
			return err
		}
		node.HasDefault = true
		if node.Default, err = p.until("endswitch"); err != nil {
			return err
		}
	case "endswitch":
	default:
		return fail(t.offset, `parseSwitch: expected "case," "default" or "endswitch," got EOF.`)
	}
	return p.namedBlockEnd()
}
