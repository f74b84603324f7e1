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
	outerFn, outerScope, outerCaptures := c.fn, c.scope, c.captures
	c.fn, c.scope, c.captures = &function{}, &scope{}, nil
	body, err := c.statements(s.Body)
	out := &blockStmt{offset: s.Pos(), name: name, body: body, slots: c.fn.slots, callsSuper: callsSuper(s.Body)}
	c.fn, c.scope, c.captures = outerFn, outerScope, outerCaptures
	return out, err
}

func (s *blockStmt) exec(r *run) error {
	outerUnit, outerSlots := r.unit, r.slots
	r.unit = &unit{frame: &frame{parent: outerUnit.frame, isolated: true}, lastCall: s.offset}
	r.slots = newActivation(s.slots, nil)
	err := r.statements(s.body)
	if s.callsSuper {
		cause := &js.Error{Name: "Error", Message: fmt.Sprintf("no super block available for %q", s.name)}
		err = &failure{s.offset, -1, &js.Error{Name: "Template render error", Message: unknownPath + "\n  " + cause.Error()}}
	}
	r.unit, r.slots = outerUnit, outerSlots
	return err
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
