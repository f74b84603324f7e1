package nunjucks

import (
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

// expr compiles an expression. Nunjucks prints its tree as JavaScript without parentheses, so that how operators bind is
// JavaScript's affair: chains of operators are taken apart and put together again.
func (c *compiler) expr(e syntax.Expr) (expr, error) {
	c.depth++
	c.maxDepth = max(c.maxDepth, c.depth)
	defer func() { c.depth-- }()
	switch e.(type) {
	case *syntax.Binary, *syntax.Unary, *syntax.Is:
		return c.chain(e)
	}
	return c.operand(e)
}

// exprs compiles a list of expressions.
func (c *compiler) exprs(list []syntax.Expr) ([]expr, error) {
	out := c.nodes.exprs.Make(len(list))[:0]
	for _, e := range list {
		if s, ok := e.(*syntax.Slice); ok { // as the items of a list, a slice is its three parts
			for _, part := range []syntax.Expr{s.Start, s.Stop, s.Step} {
				compiled, err := c.bound(part, len(out))
				if err != nil {
					return nil, err
				}
				out = append(out, compiled)
			}
			continue
		}
		compiled, err := c.expr(e)
		if err != nil {
			return nil, err
		}
		out = append(out, compiled)
	}
	return out, nil
}

// bound compiles part i of a slice, which has a default.
func (c *compiler) bound(e syntax.Expr, i int) (expr, error) {
	switch {
	case e != nil:
		return c.expr(e)
	case i == 2:
		return c.constant(1.0), nil
	}
	return c.constant(nil), nil
}

// operand compiles what is no operator.
func (c *compiler) operand(e syntax.Expr) (expr, error) {
	switch e := e.(type) {
	case *syntax.Literal:
		return c.constant(e.Value), nil
	case *syntax.Regex:
		return &regexNode{e.Regexp}, nil
	case *syntax.Symbol:
		return c.symbol(e)
	case *syntax.Group:
		return c.group(e)
	case *syntax.List:
		items, err := c.exprs(e.Items)
		return &listNode{e.Pos(), items}, err
	case *syntax.Dict:
		return c.dict(e)
	case *syntax.Call:
		return c.call(e)
	case *syntax.Member:
		return c.member(e)
	case *syntax.Filter:
		return c.filter(e)
	case *syntax.InlineIf:
		return c.inlineIf(e)
	case *syntax.Caller:
		return c.caller(e)
	case *syntax.Capture:
		return c.capture(e)
	}
	return nil, thrown("TypeError", "Cannot read properties of null (reading 'typename')")
}

func (c *compiler) symbol(e *syntax.Symbol) (expr, error) {
	if e.Name == "loop" {
		c.t.loop |= allOfLoop
	}
	if s, ok := c.scope.lookup(e.Name); ok {
		if !c.reachable(s) {
			return &unreachable{e.Pos(), e.Name}, nil
		}
		return c.nodes.slots.New(slotNode{c.place(s)}), nil
	}
	name, err := c.name(e.Name)
	return c.nodes.names.New(nameNode{e.Pos(), name}), err
}

func (c *compiler) constant(v js.Value) *constant { return c.nodes.constants.New(constant{v}) }

func (c *compiler) group(e *syntax.Group) (expr, error) {
	if len(e.Items) == 0 {
		return nil, thrown("SyntaxError", "Unexpected token ')'")
	}
	items, err := c.exprs(e.Items)
	if len(items) == 1 {
		return items[0], err
	}
	return &groupNode{items}, err
}

func (c *compiler) dict(e *syntax.Dict) (expr, error) {
	node := &dictNode{offset: e.Pos(), keywords: e.Keywords}
	for _, pair := range e.Pairs {
		key, err := c.key(pair.Key)
		if err != nil {
			return nil, err
		}
		value, err := c.expr(pair.Value)
		if err != nil {
			return nil, err
		}
		node.keys = append(node.keys, key)
		node.values = append(node.values, value)
	}
	return node, nil
}

func (c *compiler) key(e syntax.Expr) (string, error) {
	switch e := e.(type) {
	case *syntax.Symbol:
		return e.Name, nil
	case *syntax.Literal:
		if s, ok := e.Value.(string); ok {
			if c.t.env.strict && syntax.Reserved(s) {
				return "", &syntax.Error{Offset: e.Pos(), Message: "name " + s + " is reserved"}
			}
			return s, nil
		}
	}
	return "", &syntax.Error{Offset: e.Pos(), Message: "compilePair: Dict keys must be strings or names"}
}

func (c *compiler) call(e *syntax.Call) (expr, error) {
	if e.Func == nil {
		return nil, thrown("TypeError", "nothing to call")
	}
	name, err := calleeName(e.Func)
	if err != nil && !c.t.env.strict {
		return nil, err
	}
	node := &callNode{offset: e.Pos(), name: name}
	if node.callee, err = c.expr(e.Func); err != nil {
		return nil, err
	}
	node.method, _ = node.callee.(*memberNode)
	node.block = hasCaller(e.Args)
	node.args, err = c.exprs(e.Args)
	return node, err
}

// hasCaller reports whether the arguments are those of a call block, whose body is the last keyword.
func hasCaller(args []syntax.Expr) bool {
	if len(args) == 0 {
		return false
	}
	dict, ok := args[len(args)-1].(*syntax.Dict)
	if !ok || len(dict.Pairs) == 0 {
		return false
	}
	_, ok = dict.Pairs[len(dict.Pairs)-1].Value.(*syntax.Caller)
	return ok
}

// calleeName is how errors name what is called.
func calleeName(e syntax.Expr) (string, error) {
	switch e := e.(type) {
	case *syntax.Symbol:
		return e.Name, nil
	case *syntax.Call:
		name, err := calleeName(e.Func)
		return "the return value of (" + name + ")", err
	case *syntax.Member:
		target, err := calleeName(e.Target)
		if err != nil || e.Dotted {
			return target + `["` + e.Name + `"]`, err
		}
		if e.Key == nil {
			return "", nil
		}
		key, err := calleeName(e.Key)
		return target + `["` + key + `"]`, err
	case *syntax.Literal:
		if e.Value == nil {
			return "", thrown("TypeError", "Cannot read properties of null (reading 'toString')")
		}
		text, err := (&js.Meter{}).ToString(e.Value)
		return text, err
	case *syntax.Regex:
		return js.NewRegexp(e.Regexp).String(), nil
	}
	return "--expression--", nil
}

func (c *compiler) member(e *syntax.Member) (expr, error) {
	if e.Target == nil || e.Key == nil && !e.Dotted {
		return nil, thrown("TypeError", "nothing to look into, or for")
	}
	target, err := c.target(e)
	if err != nil {
		return nil, err
	}
	if e.Dotted {
		return c.nodes.members.New(memberNode{offset: e.Pos(), target: target, name: e.Name}), nil
	}
	if s, ok := e.Key.(*syntax.Slice); ok {
		bounds, err := c.exprs([]syntax.Expr{s})
		return &sliceNode{e.Pos(), target, bounds}, err
	}
	key, err := c.expr(e.Key)
	return c.nodes.members.New(memberNode{offset: e.Pos(), target: target, key: key}), err
}

// target compiles what a member is taken of. Of the variable loop, only the members that are mentioned are made.
func (c *compiler) target(e *syntax.Member) (expr, error) {
	before := c.t.loop
	target, err := c.expr(e.Target)
	if s, ok := e.Target.(*syntax.Symbol); ok && s.Name == "loop" && e.Dotted {
		c.t.loop = before | loopMember(e.Name)
	}
	return target, err
}

func (c *compiler) filter(e *syntax.Filter) (expr, error) {
	f, missing := c.t.env.filter(e.Name)
	args, err := c.exprs(e.Args)
	return c.nodes.filters.New(filterNode{e.Pos(), f, missing, args}), err
}

func (c *compiler) inlineIf(e *syntax.InlineIf) (expr, error) {
	node := &ifNode{otherwise: c.constant("")}
	var err error
	if node.cond, err = c.expr(e.Cond); err != nil {
		return nil, err
	}
	if node.body, err = c.expr(e.Body); err != nil {
		return nil, err
	}
	if e.Else != nil {
		node.otherwise, err = c.expr(e.Else)
	}
	return node, err
}

func (c *compiler) capture(e *syntax.Capture) (expr, error) {
	outer := c.captures
	c.lastID++
	c.captures = append(outer[:len(outer):len(outer)], c.lastID)
	body, err := c.statements(e.Body)
	c.captures = outer
	return &captureNode{e.Pos(), body}, err
}
