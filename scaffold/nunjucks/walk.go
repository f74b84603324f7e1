package nunjucks

import "github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"

// walkCalls visits the calls in statements.
func walkCalls(body []syntax.Stmt, visit func(*syntax.Call)) {
	w := walker{visit}
	w.statements(body)
}

type walker struct{ call func(*syntax.Call) }

func (w walker) statements(list []syntax.Stmt) {
	for _, s := range list {
		w.statement(s)
	}
}

func (w walker) statement(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.Output:
		w.expr(s.Value)
	case *syntax.If:
		w.branches(s.Branches)
		w.statements(s.Else)
	case *syntax.For:
		w.expr(s.List)
		w.statements(s.Body)
		w.statements(s.Else)
	case *syntax.Set:
		w.expr(s.Value)
		w.statements(s.Body)
	case *syntax.Macro:
		w.exprs(s.Params)
		w.statements(s.Body)
	case *syntax.Switch:
		w.expr(s.Value)
		w.branches(s.Cases)
		w.statements(s.Default)
	case *syntax.Block:
		w.statements(s.Body)
	}
}

func (w walker) branches(list []syntax.Branch) {
	for _, b := range list {
		w.expr(b.Cond)
		w.statements(b.Body)
	}
}

func (w walker) exprs(list []syntax.Expr) {
	for _, e := range list {
		w.expr(e)
	}
}

func (w walker) expr(e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.Group:
		w.exprs(e.Items)
	case *syntax.List:
		w.exprs(e.Items)
	case *syntax.Dict:
		for _, pair := range e.Pairs {
			w.expr(pair.Value)
		}
	case *syntax.Call:
		w.call(e)
		w.expr(e.Func)
		w.exprs(e.Args)
	case *syntax.Member:
		w.expr(e.Target)
		w.expr(e.Key)
	case *syntax.Slice:
		w.exprs([]syntax.Expr{e.Start, e.Stop, e.Step})
	case *syntax.Filter:
		w.exprs(e.Args)
	case *syntax.Unary:
		w.expr(e.Target)
	case *syntax.Binary:
		w.expr(e.Left)
		w.expr(e.Right)
	case *syntax.Is:
		w.expr(e.Left)
		w.expr(e.Right)
	case *syntax.InlineIf:
		w.exprs([]syntax.Expr{e.Cond, e.Body, e.Else})
	case *syntax.Caller:
		w.exprs(e.Params)
		w.statements(e.Body)
	case *syntax.Capture:
		w.statements(e.Body)
	}
}
