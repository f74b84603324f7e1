package nunjucks

import (
	"unicode"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

// macro is a function written in a template.
type macro struct {
	offset   int
	name     string
	params   []string
	slots    []variable
	defaults []parameter
	body     []stmt
	size     int  // number of lexical variables
	caller   bool // the body of a call block: it sees what is around it
}

// parameter is one with a default.
type parameter struct {
	name  string
	value expr
	slot  *variable // if it hides what is outside even when it is undefined
}

type macroStmt struct {
	*macro
	slot  variable
	local bool // defined in a loop or a call block
}

type callerNode struct{ *macro }

func (c *compiler) macroStmt(s *syntax.Macro) (stmt, error) {
	name, ok := s.Name.(*syntax.Symbol)
	if !ok {
		return nil, thrown("TypeError", "a macro needs a name")
	}
	text, err := c.name(name.Name)
	if err != nil {
		return nil, err
	}
	if c.t.env.strict && len(c.captures) > 0 {
		return nil, &syntax.Error{Offset: s.Pos(), Message: "macros cannot be defined within a captured block"}
	}
	outerFn, outerScope, outerCaptures := c.fn, c.scope, c.captures
	c.fn, c.scope, c.captures = &function{}, &scope{}, nil
	m, err := c.macro(text, s.Pos(), s.Params, s.Body)
	c.fn, c.scope, c.captures = outerFn, outerScope, outerCaptures
	if err != nil {
		return nil, err
	}
	return &macroStmt{m, c.place(c.declare(text)), c.scope.outer != nil}, nil
}

func (c *compiler) caller(e *syntax.Caller) (expr, error) {
	outerCaptures := c.captures
	c.fn = &function{outer: c.fn}
	c.push()
	m, err := c.macro("caller", e.Pos(), e.Params, e.Body)
	c.pop()
	c.fn, c.captures = c.fn.outer, outerCaptures
	if err != nil {
		return nil, err
	}
	m.caller = true
	return &callerNode{m}, nil
}

// macro compiles parameters and body in the scope that was set up for them.
func (c *compiler) macro(name string, offset int, params []syntax.Expr, body []syntax.Stmt) (*macro, error) {
	m := &macro{offset: offset, name: name}
	around := c.body
	c.body = 0
	defer func() { c.body = around }()
	var defaults *syntax.Dict
	for i, param := range params {
		if dict, ok := param.(*syntax.Dict); ok && i == len(params)-1 {
			defaults = dict
			break
		}
		symbol, ok := param.(*syntax.Symbol)
		if !ok {
			return nil, &syntax.Error{Offset: param.Pos(), Message: "assertType: invalid type: " + typeName(param)}
		}
		if !isIdentifier(symbol.Name) {
			return nil, thrown("SyntaxError", "Invalid or unexpected token")
		}
		m.params = append(m.params, symbol.Name)
		m.slots = append(m.slots, c.place(c.declare(symbol.Name)))
	}
	if defaults != nil {
		if err := c.defaults(m, defaults); err != nil {
			return nil, err
		}
	}
	var err error
	m.body, err = c.statements(body)
	m.size = c.fn.slots
	return m, err
}

func (c *compiler) defaults(m *macro, dict *syntax.Dict) error {
	for _, pair := range dict.Pairs {
		name, err := c.key(pair.Key)
		if err != nil {
			return err
		}
		value, err := c.expr(pair.Value)
		if err != nil {
			return err
		}
		p := parameter{name: name, value: value}
		if c.t.env.strict {
			place := c.place(c.declare(name))
			p.slot = &place
		}
		m.defaults = append(m.defaults, p)
	}
	return nil
}

// isIdentifier reports whether JavaScript takes the name, with a prefix, for a variable.
func isIdentifier(name string) bool {
	for _, r := range name {
		if r != '_' && r != '$' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

// typeName is what Nunjucks calls a node.
func typeName(e syntax.Expr) string {
	switch e := e.(type) {
	case *syntax.Literal, *syntax.Regex:
		return "Literal"
	case *syntax.Group:
		return "Group"
	case *syntax.List:
		return "Array"
	case *syntax.Dict:
		return "Dict"
	case *syntax.Call:
		return "FunCall"
	case *syntax.Member:
		return "LookupVal"
	case *syntax.Filter:
		return "Filter"
	case *syntax.InlineIf:
		return "InlineIf"
	case *syntax.Is:
		return "Is"
	case *syntax.Unary:
		return map[string]string{"!": "Not", "-": "Neg", "+": "Pos"}[e.Op]
	case *syntax.Binary:
		return operatorName(e.Op)
	}
	return "Node"
}

func operatorName(op string) string {
	names := map[string]string{"||": "Or", "&&": "And", "in": "In", "~": "Concat", "+": "Add", "-": "Sub", "*": "Mul",
		"/": "Div", "//": "FloorDiv", "%": "Mod", "**": "Pow"}
	if name, ok := names[op]; ok {
		return name
	}
	return "Compare"
}

func (s *macroStmt) exec(r *run) error {
	f := s.function(r)
	*s.slot.in(r) = f
	if s.local {
		r.unit.frame.vars.Set(s.name, f)
	} else {
		r.variables.Set(s.name, f)
	}
	return nil
}

func (n *callerNode) eval(r *run) (js.Value, error) { return n.function(r), nil }

// function makes the function of a macro where it is defined.
func (m *macro) function(r *run) *js.Func {
	r.functions = true
	d := definition{r.slots, r.unit, r.unit.frame}
	return &js.Func{Name: m.name, Template: true, Call: func(c *js.Call) (js.Value, error) {
		return m.call(r, d, c.Args)
	}}
}

// definition is where a macro was defined.
type definition struct {
	slots *activation
	unit  *unit
	frame *frame
}

func (m *macro) call(r *run, d definition, args []js.Value) (js.Value, error) {
	weight := r.template.weight
	for range weight {
		if err := r.Enter(); err != nil {
			return nil, r.at(m.offset, err)
		}
	}
	within := d.unit
	callerUnit, callerSlots, callerFrame := r.unit, r.slots, within.frame
	r.unit = within
	if m.caller {
		around := within.frame // the macro's own, since that is where the body is called
		if r.env.strict {
			around = d.frame
		}
		within.frame = &frame{parent: around, isolated: true}
		r.slots = newActivation(m.size, d.slots)
	} else {
		within.frame = &frame{}
		r.slots = newActivation(m.size, nil)
	}
	text, err := m.run(r, args)
	if err != nil {
		return nil, err
	}
	within.frame, r.unit, r.slots = callerFrame, callerUnit, callerSlots
	for range weight {
		r.Leave()
	}
	return &js.Safe{Text: text}, nil
}

func (m *macro) run(r *run, args []js.Value) (string, error) {
	positional, named := m.arrange(args)
	f := r.unit.frame
	if caller, ok := named.Get("caller"); ok && !js.IsUndefined(caller) {
		f.vars.Set("caller", caller)
	}
	for i, name := range m.params {
		*m.slots[i].in(r) = positional[i]
		f.vars.Set(name, positional[i])
	}
	for _, p := range m.defaults {
		v, ok := named.Get(p.name)
		if !ok {
			var err error
			if v, err = p.value.eval(r); err != nil {
				return "", err
			}
		}
		f.vars.Set(p.name, v)
		if p.slot != nil {
			*p.slot.in(r) = v
		}
	}
	return r.capture(m.body)
}

// arrange gives arguments to parameters: surplus ones fill those with defaults, missing ones are looked for by name.
func (m *macro) arrange(args []js.Value) ([]js.Value, *js.Object) {
	named := keywords(args)
	count := len(args)
	if named != nil {
		count--
	} else {
		named = &js.Object{}
	}
	positional := make([]js.Value, len(m.params))
	for i := range m.params {
		if i < count {
			positional[i] = args[i]
			continue
		}
		positional[i], _ = named.Get(m.params[i])
		named.Delete(m.params[i])
	}
	for i := len(m.params); i < count && i-len(m.params) < len(m.defaults); i++ {
		named.Set(m.defaults[i-len(m.params)].name, args[i])
	}
	return positional, named
}
