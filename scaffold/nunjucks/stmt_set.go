package nunjucks

import (
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

type setStmt struct {
	offset int
	names  []string
	slots  []*variable // lexical variables of these names, or nil
	value  expr
}

func (c *compiler) setStmt(s *syntax.Set) (stmt, error) {
	out := &setStmt{offset: s.Pos()}
	for _, target := range s.Targets {
		name, err := c.targetName(target)
		if err != nil {
			return nil, err
		}
		var at *variable
		if found, ok := c.scope.lookup(name); ok {
			if !c.reachable(found) {
				found = c.newSlot()
			}
			place := c.place(found)
			at = &place
		}
		if name == "loop" {
			c.t.loop |= allOfLoop
		}
		out.names = append(out.names, name)
		out.slots = append(out.slots, at)
	}
	var err error
	if s.Value != nil {
		out.value, err = c.expr(s.Value)
	} else {
		c.setting++
		out.value, err = c.capture(&syntax.Capture{At: s.At, Body: s.Body})
		c.setting--
	}
	return out, err
}

// targetName returns the variable that a target means: a name, or a string by mistake.
func (c *compiler) targetName(e syntax.Expr) (string, error) {
	switch e := e.(type) {
	case *syntax.Symbol:
		return c.name(e.Name)
	case *syntax.Literal:
		if s, ok := e.Value.(string); ok && !c.t.env.strict {
			return c.name(s)
		}
	}
	return "", thrown("TypeError", "only variables can be set")
}

func (s *setStmt) exec(r *run) error {
	v, err := s.value.eval(r)
	if err != nil {
		return err
	}
	for i, name := range s.names {
		if s.slots[i] != nil {
			*s.slots[i].in(r) = v
		}
		r.unit.frame.assign(name, v)
		if r.unit.frame.topLevel {
			r.variables.Set(name, v)
		}
	}
	return r.at(s.offset, r.Step(1))
}
