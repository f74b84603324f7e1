package syntax

func (p *parser) macro(t token) (Stmt, error) {
	name, err := p.atom()
	if err != nil {
		return nil, err
	}
	params, _, err := p.signature(false)
	if err != nil {
		return nil, err
	}
	if err := p.blockEnd(p.text(t)); err != nil {
		return nil, err
	}
	body, err := p.until("endmacro")
	if err != nil {
		return nil, err
	}
	return &Macro{At(t.offset), name, params, body}, p.namedBlockEnd()
}

// callTag reads a call block: a call that is given the body as the keyword argument caller.
func (p *parser) callTag(t token) (Stmt, error) {
	params, _, err := p.signature(true)
	if err != nil {
		return nil, err
	}
	target, err := p.primary()
	if err != nil {
		return nil, err
	}
	if err := p.blockEnd(p.text(t)); err != nil {
		return nil, err
	}
	body, err := p.until("endcall")
	if err != nil {
		return nil, err
	}
	if err := p.namedBlockEnd(); err != nil {
		return nil, err
	}
	call, ok := target.(*Call)
	if !ok {
		return nil, failed("TypeError", "a call block needs a call")
	}
	caller := Pair{&Symbol{At(t.offset), "caller"}, &Caller{At(t.offset), params, body}}
	if n := len(call.Args); n > 0 {
		if keywords, ok := call.Args[n-1].(*Dict); ok && keywords.Keywords {
			keywords.Pairs = append(keywords.Pairs, caller)
			return &Output{At(t.offset), call}, nil
		}
	}
	call.Args = append(call.Args, &Dict{At(t.offset), []Pair{caller}, true})
	return &Output{At(t.offset), call}, nil
}
