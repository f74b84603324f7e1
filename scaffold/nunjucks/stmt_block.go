package nunjucks

import (
	"fmt"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

// blockStmt is a named part, which is a function of its own.
type blockStmt struct {
	offset     int
	name       string
	body       []stmt
	slots      int
	callsSuper bool
	lost       bool // nobody finds it, since it is in the body of a set block
	encloses   bool // what follows it is run within it, as far as errors tell
}

func (c *compiler) blockStmt(s *syntax.Block) (stmt, error) {
	name, err := c.name(s.Name)
	if err != nil {
		return nil, err
	}
	if c.blocks[name] {
		return nil, thrown("Error", fmt.Sprintf("Block %q defined more than once.", name))
	}
	if c.blocks == nil {
		c.blocks = map[string]bool{}
	}
	c.blocks[name] = true
	if !isIdentifier(name) {
		return nil, thrown("SyntaxError", "Invalid or unexpected token")
	}
	out := &blockStmt{
		offset: s.Pos(), name: name, callsSuper: callsSuper(s.Body),
		lost: c.setting > 0 && !c.t.env.strict, encloses: c.depth == c.body,
	}
	outerFn, outerScope, outerCaptures, outerBody, outerSetting := c.fn, c.scope, c.captures, c.body, c.setting
	c.fn, c.scope, c.captures, c.body, c.setting = &function{}, &scope{}, nil, c.depth+1, 0
	out.body, err = c.statements(s.Body)
	out.slots = c.fn.slots
	c.fn, c.scope, c.captures, c.body, c.setting = outerFn, outerScope, outerCaptures, outerBody, outerSetting
	return out, err
}

func (s *blockStmt) exec(r *run) error {
	if s.lost {
		return r.at(s.offset, js.Throw("unknown block %q", s.name))
	}
	outerUnit, outerSlots, outerBlocks := r.unit, r.slots, r.blocks
	r.unit = &unit{frame: &frame{parent: outerUnit.frame, isolated: true}, lastCall: s.offset}
	r.slots = newActivation(s.slots, nil)
	r.blocks = append(r.blocks, r.unit)
	if s.callsSuper { // which is looked for before all else
		return r.at(s.offset, js.Throw("no super block available for %q", s.name))
	}
	if err := r.statements(s.body); err != nil {
		return err
	}
	r.unit, r.slots = outerUnit, outerSlots
	if !s.encloses {
		r.blocks = outerBlocks
	}
	return nil
}

// callsSuper reports whether a block asks for that of the same name in a parent template.
func callsSuper(body []syntax.Stmt) bool {
	found := false
	walkCalls(body, func(call *syntax.Call) {
		if name, ok := call.Func.(*syntax.Symbol); ok && name.Name == "super" {
			found = true
		}
	})
	return found
}
