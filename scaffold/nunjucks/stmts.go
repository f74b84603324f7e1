package nunjucks

import (
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

type (
	textStmt   struct{ text string }
	outputStmt struct {
		offset int
		value  expr
	}
	ifStmt struct {
		branches  []branch
		otherwise []stmt
	}
	branch struct {
		cond expr
		body []stmt
	}
	switchStmt struct {
		value     expr
		cases     []branch
		otherwise []stmt
	}
	loadStmt struct {
		offset   int
		tag      string
		template expr
	}
)

func (s *textStmt) exec(r *run) error { return r.write(s.text) }

func (s *outputStmt) exec(r *run) error {
	v, err := s.value.eval(r)
	if err != nil {
		return r.at(s.offset, err)
	}
	return r.at(s.offset, r.print(v))
}

// print writes a value; undefined and null are nothing.
func (r *run) print(v js.Value) error {
	if js.IsNullish(v) {
		return nil
	}
	text, err := r.ToString(v)
	if err != nil {
		return err
	}
	if _, safe := v.(*js.Safe); r.env.opts.Autoescape && !safe {
		text = r.env.escape(text)
	}
	return r.write(text)
}

func (c *compiler) ifStmt(s *syntax.If) (stmt, error) {
	branches, err := c.branches(s.Branches)
	if err != nil {
		return nil, err
	}
	otherwise, err := c.statements(s.Else)
	return &ifStmt{branches, otherwise}, err
}

func (c *compiler) branches(list []syntax.Branch) ([]branch, error) {
	out := make([]branch, len(list))
	for i, b := range list {
		var err error
		if out[i].cond, err = c.expr(b.Cond); err != nil {
			return nil, err
		}
		if out[i].body, err = c.statements(b.Body); err != nil {
			return nil, err
		}
		if len(b.Body) > 0 && len(out[i].body) == 0 { // text that is empty still keeps a case from falling through
			out[i].body = []stmt{&textStmt{}}
		}
	}
	return out, nil
}

func (s *ifStmt) exec(r *run) error {
	for i := range s.branches {
		cond, err := s.branches[i].cond.eval(r)
		if err != nil {
			return err
		}
		if js.Truthy(cond) {
			return r.statements(s.branches[i].body)
		}
	}
	return r.statements(s.otherwise)
}

func (c *compiler) switchStmt(s *syntax.Switch) (stmt, error) {
	value, err := c.expr(s.Value)
	if err != nil {
		return nil, err
	}
	cases, err := c.branches(s.Cases)
	if err != nil {
		return nil, err
	}
	otherwise, err := c.statements(s.Default)
	return &switchStmt{value, cases, otherwise}, err
}

func (s *switchStmt) exec(r *run) error {
	value, err := s.value.eval(r)
	if err != nil {
		return err
	}
	for i := range s.cases {
		is, err := s.cases[i].cond.eval(r)
		if err != nil {
			return err
		}
		if js.StrictEqual(value, is) {
			return r.statements(s.from(i))
		}
	}
	return r.statements(s.otherwise)
}

// from returns the body of case i: an empty one goes on to the next.
func (s *switchStmt) from(i int) []stmt {
	for ; i < len(s.cases); i++ {
		if len(s.cases[i].body) > 0 {
			return s.cases[i].body
		}
	}
	return s.otherwise
}

// exec fails: there are no other templates to load.
func (s *loadStmt) exec(r *run) error {
	name, err := s.template.eval(r)
	if err != nil {
		return err
	}
	text, err := r.ToString(name)
	if err != nil {
		return r.at(s.offset, err)
	}
	if _, ok := name.(string); !ok {
		return r.at(s.offset, js.Throw("template names must be a string: %s", text))
	}
	return r.at(s.offset, js.TypeError("%s %q: there are no other templates", s.tag, text))
}
