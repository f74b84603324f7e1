package nunjucks

import (
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

// link is an operand or an operator of a chain as Nunjucks prints it.
type link struct {
	op      string
	prefix  bool
	operand expr
	offset  int
}

// chain compiles operators and what is between them.
func (c *compiler) chain(e syntax.Expr) (expr, error) {
	room := c.links
	c.links = nil // of the chains within this one
	if room == nil {
		room = make([]link, 0, 8)
	}
	links, err := c.flatten(room, e)
	if err != nil {
		return nil, err
	}
	c.links = links[:0]
	p := chainParser{links: links, strict: c.t.env.strict}
	return p.binary(1)
}

// flatten writes an expression as operands and operators, without the structure that the grammar found.
func (c *compiler) flatten(links []link, e syntax.Expr) ([]link, error) {
	switch e := e.(type) {
	case *syntax.Unary:
		return c.flatten(append(links, link{op: e.Op, prefix: true, offset: e.Pos()}), e.Target)
	case *syntax.Is:
		test, err := c.test(e)
		return append(links, link{operand: test}, link{op: "===", offset: e.Pos()}, link{operand: c.constant(true)}), err
	case *syntax.Binary:
		return c.flattenBinary(links, e)
	}
	operand, err := c.expr(e)
	return append(links, link{operand: operand}), err
}

func (c *compiler) flattenBinary(links []link, e *syntax.Binary) ([]link, error) {
	switch e.Op {
	case "in", "**":
		operand, err := c.function(e)
		return append(links, link{operand: operand}), err
	case "//":
		inner, err := c.flattenOperator(nil, e, "/")
		if err != nil {
			return nil, err
		}
		quotient, err := (&chainParser{links: inner, strict: c.t.env.strict}).binary(1)
		return append(links, link{operand: &floorNode{e.Pos(), quotient}}), err
	case "~":
		links, err := c.flatten(links, e.Left)
		if err != nil {
			return nil, err
		}
		links = append(links, link{op: "+", offset: e.Pos()}, link{operand: c.constant("")}, link{op: "+", offset: e.Pos()})
		return c.flatten(links, e.Right)
	}
	return c.flattenOperator(links, e, e.Op)
}

func (c *compiler) flattenOperator(links []link, e *syntax.Binary, op string) ([]link, error) {
	links, err := c.flatten(links, e.Left)
	if err != nil {
		return nil, err
	}
	return c.flatten(append(links, link{op: op, offset: e.Pos()}), e.Right)
}

// function compiles the operators that are printed as calls.
func (c *compiler) function(e *syntax.Binary) (expr, error) {
	left, err := c.expr(e.Left)
	if err != nil {
		return nil, err
	}
	right, err := c.expr(e.Right)
	if e.Op == "in" {
		return &inNode{e.Pos(), left, right}, err
	}
	return &arithmeticNode{e.Pos(), "**", left, right}, err
}

// test compiles x is name(args). The name is that of a symbol, a literal, a call or a filter; of anything else it is undefined.
func (c *compiler) test(e *syntax.Is) (expr, error) {
	node := &testNode{offset: e.Pos(), name: "undefined"}
	var args []syntax.Expr
	switch right := e.Right.(type) {
	case *syntax.Symbol:
		node.name = right.Name
	case *syntax.Literal:
		node.name, _ = (&js.Meter{}).ToString(right.Value) // literals always convert
	case *syntax.Regex:
		node.name = js.NewRegexp(right.Regexp).String()
	case *syntax.Call:
		args = right.Args
		switch name := right.Func.(type) {
		case *syntax.Symbol:
			node.name = name.Name
		case *syntax.Literal:
			node.name, _ = (&js.Meter{}).ToString(name.Value)
		}
	case *syntax.Filter:
		node.name, args = right.Name, right.Args
	}
	var err error
	node.test, _ = test(node.name)
	if node.input, err = c.expr(e.Left); err != nil {
		return nil, err
	}
	node.args, err = c.testArgs(args)
	return node, err
}

// testArgs compiles the arguments of a test. Nunjucks prints them without commas: two numbers become one, and an operator
// in front of the second makes one expression of them; else JavaScript finds an error.
func (c *compiler) testArgs(args []syntax.Expr) ([]expr, error) {
	if len(args) < 2 || c.t.env.strict {
		return c.exprs(args)
	}
	links, err := c.flatten(nil, args[0])
	if err != nil {
		return nil, err
	}
	for _, arg := range args[1:] {
		more, err := c.flatten(nil, arg)
		if err != nil {
			return nil, err
		}
		switch {
		case more[0].prefix && more[0].op != "!":
			more[0].prefix = false
		case len(more) == 1 && joinWords(&links[len(links)-1], more[0]):
			continue
		default:
			return nil, thrown("SyntaxError", "missing ) after argument list")
		}
		links = append(links, more...)
	}
	joined, err := (&chainParser{links: links}).binary(1)
	return []expr{joined}, err
}

// joinWords writes two operands side by side: numbers become one, and null2 is a variable that does not exist.
func joinWords(a *link, b link) bool {
	x, ok := a.operand.(*constant)
	if !ok {
		return false
	}
	y, constants := b.operand.(*constant)
	switch first := x.value.(type) {
	case float64:
		second, number := float64(0), false
		if constants {
			second, number = y.value.(float64)
		}
		a.operand = &constant{js.ParseNumber(js.FormatNumber(first) + js.FormatNumber(second))}
		return number
	case nil, bool:
		if _, text := constantText(y); text {
			return false
		}
		a.operand = &unreachable{a.offset, "a name made of two"}
		return true
	}
	return false
}

func constantText(c *constant) (string, bool) {
	if c == nil {
		return "", false
	}
	s, ok := c.value.(string)
	return s, ok
}

// chainParser puts links together as JavaScript does.
type chainParser struct {
	links  []link
	pos    int
	strict bool
}

// level returns how much a binary operator of JavaScript binds, and 0 for what is none.
func level(op string) int {
	switch op {
	case "||":
		return 1
	case "&&":
		return 2
	case "==", "!=", "===", "!==":
		return 3
	case "<", ">", "<=", ">=":
		return 4
	case "+", "-":
		return 5
	case "*", "/", "%":
		return 6
	}
	return 0
}

// binary reads operators that bind at least as much as lowest.
func (p *chainParser) binary(lowest int) (expr, error) {
	left, err := p.unary()
	for err == nil && p.pos < len(p.links) {
		at := p.links[p.pos]
		n := level(at.op)
		if n < lowest {
			return left, nil
		}
		p.pos++
		var right expr
		if right, err = p.binary(n + 1); err == nil {
			left = binaryNode(at, left, right)
		}
	}
	return left, err
}

func (p *chainParser) unary() (expr, error) {
	at := p.links[p.pos]
	p.pos++
	if !at.prefix {
		return at.operand, nil
	}
	if next := p.links[p.pos]; at.op != "!" && next.prefix && next.op == at.op {
		if p.strict {
			return nil, &syntax.Error{Offset: at.offset, Message: "repeated sign " + at.op}
		}
		return p.increment(at)
	}
	target, err := p.unary()
	if at.op == "!" {
		return &notNode{target}, err
	}
	return &signNode{at.offset, at.op == "-", target}, err
}

// increment is for two signs side by side, which JavaScript reads as ++ or --: a lexical variable is changed, the result of
// a call cannot be, which shows when it is evaluated, and anything else is a syntax error.
func (p *chainParser) increment(at link) (expr, error) {
	p.pos++
	operand := p.links[p.pos].operand
	p.pos++
	switch n := operand.(type) {
	case *slotNode:
		return &incrementNode{at.offset, at.op == "-", n.variable}, nil
	case *nameNode, *callNode, *memberNode, *filterNode, *testNode, *inNode, *floorNode, *unreachable:
		return &unassignable{at.offset}, nil
	}
	return nil, thrown("SyntaxError", "Invalid left-hand side expression in prefix operation")
}

func binaryNode(at link, left, right expr) expr {
	switch at.op {
	case "||":
		return &orNode{left, right}
	case "&&":
		return &andNode{left, right}
	case "+":
		return &addNode{at.offset, left, right}
	case "==", "!=":
		return &looseNode{at.offset, at.op == "!=", left, right}
	case "===", "!==":
		return &strictNode{at.op == "!==", left, right}
	case "<", ">", "<=", ">=":
		return &orderNode{at.offset, at.op, left, right}
	}
	return &arithmeticNode{at.offset, at.op, left, right}
}
