package nunjucks

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/slab"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

// framesPerLevel is how many nested nodes a call of a macro may hold for one unit of the allowed depth.
const framesPerLevel = 64

// compiler turns the tree of a template into what is run.
type compiler struct {
	t        *Template
	fn       *function
	scope    *scope
	captures []int // the captures around, by number
	lastID   int
	depth    int
	maxDepth int
	body     int // depth of the statements that are the body of the template, or of a block, itself
	setting  int // bodies of set blocks around
	blocks   map[string]bool
	nodes    nodes
	links    []link // room for the next chain of operators
	started  []stmt // of the lists of statements being compiled, one after the other
}

// function is a body with lexical variables of its own: the template, a block, a macro or the body of a call block.
type function struct {
	slots int
	outer *function // only for the body of a call block
}

// nodes makes the nodes that there are many of.
type nodes struct {
	texts     slab.Of[textStmt]
	outputs   slab.Of[outputStmt]
	constants slab.Of[constant]
	names     slab.Of[nameNode]
	slots     slab.Of[slotNode]
	members   slab.Of[memberNode]
	filters   slab.Of[filterNode]
	exprs     slab.Lists[expr]
	stmts     slab.Lists[stmt]
}

// scope knows the lexical variables that can be seen.
type scope struct {
	few   []named         // the first names of a scope
	names map[string]slot // those above mostFew
	outer *scope
}

// mostFew is how many names of a scope are looked through one by one.
const mostFew = 8

type named struct {
	name string
	slot slot
}

// slot is a lexical variable. Those made within a capture cannot be reached outside it.
type slot struct {
	fn       *function
	index    int
	captures []int
}

func (s *scope) lookup(name string) (slot, bool) {
	for ; s != nil; s = s.outer {
		for i := range s.few {
			if s.few[i].name == name {
				return s.few[i].slot, true
			}
		}
		if found, ok := s.names[name]; ok {
			return found, true
		}
	}
	return slot{}, false
}

// bind gives a name to a slot, and takes it from another of this scope.
func (s *scope) bind(name string, to slot) {
	for i := range s.few {
		if s.few[i].name == name {
			s.few[i].slot = to
			return
		}
	}
	if len(s.few) < mostFew {
		s.few = append(s.few, named{name, to})
		return
	}
	if s.names == nil {
		s.names = map[string]slot{}
	}
	s.names[name] = to
}

func (t *Template) compile(tree []syntax.Stmt) error {
	c := &compiler{t: t, fn: &function{}, scope: &scope{}, body: 1}
	body, err := c.statements(tree)
	if err != nil {
		return err
	}
	t.body, t.slots = body, c.fn.slots
	t.weight = 1 + c.maxDepth/framesPerLevel
	t.shape = shapeOf(tree)
	return nil
}

func (c *compiler) newSlot() slot {
	c.fn.slots++
	return slot{c.fn, c.fn.slots - 1, c.captures}
}

// declare makes a lexical variable in the innermost scope.
func (c *compiler) declare(name string) slot {
	s := c.newSlot()
	c.scope.bind(name, s)
	return s
}

func (c *compiler) push() { c.scope = &scope{outer: c.scope} }

func (c *compiler) pop() { c.scope = c.scope.outer }

// hops returns how many functions lie between the current one and that of a slot.
func (c *compiler) hops(s slot) int {
	n := 0
	for fn := c.fn; fn != nil && fn != s.fn; fn = fn.outer {
		n++
	}
	return n
}

// reachable reports whether the captures around a slot are around here, too.
func (c *compiler) reachable(s slot) bool {
	if len(s.captures) > len(c.captures) {
		return false
	}
	for i, id := range s.captures {
		if c.captures[i] != id {
			return false
		}
	}
	return true
}

// variable returns the place of a slot as seen from here.
func (c *compiler) place(s slot) variable { return variable{c.hops(s), s.index} }

// variable is a lexical variable: how many functions out, and which there.
type variable struct{ hops, index int }

func (p variable) in(r *run) *js.Value {
	a := r.slots
	for range p.hops {
		a = a.outer
	}
	return &a.values[p.index]
}

func (c *compiler) statements(list []syntax.Stmt) ([]stmt, error) {
	c.depth++
	c.maxDepth = max(c.maxDepth, c.depth)
	defer func() { c.depth-- }()
	outer := len(c.started)
	for _, s := range list {
		compiled, err := c.statement(s)
		if err != nil {
			return nil, err
		}
		if compiled != nil {
			c.started = append(c.started, compiled)
		}
	}
	out := c.nodes.stmts.Copy(c.started[outer:])
	c.started = c.started[:outer]
	return out, nil
}

func (c *compiler) statement(s syntax.Stmt) (stmt, error) {
	switch s := s.(type) {
	case *syntax.Text:
		if s.Value == "" {
			return nil, nil
		}
		return c.nodes.texts.New(textStmt{s.Value}), nil
	case *syntax.Output:
		value, err := c.expr(s.Value)
		return c.nodes.outputs.New(outputStmt{s.Pos(), value}), err
	case *syntax.If:
		return c.ifStmt(s)
	case *syntax.For:
		return c.forStmt(s)
	case *syntax.Set:
		return c.setStmt(s)
	case *syntax.Macro:
		return c.macroStmt(s)
	case *syntax.Switch:
		return c.switchStmt(s)
	case *syntax.Block:
		return c.blockStmt(s)
	case *syntax.Load:
		template, err := c.expr(s.Template)
		return &loadStmt{s.Pos(), s.Tag, template}, err
	}
	return nil, &syntax.Error{Offset: s.Pos(), Message: "cannot compile"}
}

// thrown is an error that JavaScript finds in what Nunjucks generates.
func thrown(class, message string) error {
	return &syntax.Error{Offset: syntax.NoPlace, Class: class, Message: message}
}

// name returns the variable that a symbol means. Nunjucks writes it into a JavaScript string as it is.
func (c *compiler) name(symbol string) (string, error) {
	if strings.Contains(symbol, `"`) {
		return "", thrown("SyntaxError", "missing ) after argument list")
	}
	if !strings.Contains(symbol, `\`) {
		return symbol, nil
	}
	var b strings.Builder
	for i := 0; i < len(symbol); i++ {
		if symbol[i] != '\\' {
			b.WriteByte(symbol[i])
			continue
		}
		if i++; i == len(symbol) || symbol[i] == 'x' || symbol[i] == 'u' {
			return "", thrown("SyntaxError", "Invalid or unexpected token")
		}
		b.WriteByte(unescaped(symbol[i]))
	}
	return b.String(), nil
}

func unescaped(c byte) byte {
	if i := strings.IndexByte("ntrbfv0", c); i >= 0 {
		return "\n\t\r\b\f\v\x00"[i]
	}
	return c
}
