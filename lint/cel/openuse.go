package cel

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// functionKnown cuts what is not known off a list.
const functionKnown = "known"

// openUses returns the places, in code points, where a list that may not be whole is used as if it were. It may be
// iterated over, by exists, all and other macros, be on the right of in, be given to known, and be the whole expression.
func openUses(a *ast.AST) []int {
	u := openUser{walker: walker{ast: a}}
	u.visit(a.Expr(), true)
	return u.found
}

type openUser struct {
	walker
	found []int
}

// visit looks at e, which may be an open list if allowed.
func (u *openUser) visit(e ast.Expr, allowed bool) {
	if !allowed && u.isOpen(e) {
		u.found = append(u.found, startOf(u.ast, e))
	}
	switch e.Kind() {
	case ast.SelectKind:
		u.visit(e.AsSelect().Operand(), false)
	case ast.CallKind:
		u.visitCall(e.AsCall())
	case ast.ComprehensionKind:
		u.visitComprehension(e.AsComprehension())
	case ast.ListKind:
		u.visitAll(e.AsList().Elements())
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			u.visitAll([]ast.Expr{entry.AsMapEntry().Key(), entry.AsMapEntry().Value()})
		}
	}
}

func (u *openUser) visitAll(list []ast.Expr) {
	for _, e := range list {
		u.visit(e, false)
	}
}

func (u *openUser) visitCall(call ast.CallExpr) {
	if call.IsMemberFunction() {
		u.visit(call.Target(), false)
	}
	for i, arg := range call.Args() {
		name := call.FunctionName()
		u.visit(arg, name == functionKnown || name == operators.In && i == 1)
	}
}

func (u *openUser) visitComprehension(c ast.ComprehensionExpr) {
	u.visit(c.IterRange(), true)
	u.visit(c.AccuInit(), false)
	u.within(c, func() { u.visitAll([]ast.Expr{c.LoopCondition(), c.LoopStep(), c.Result()}) })
}

// isOpen reports whether e gives a list that may not be whole.
func (u *openUser) isOpen(e ast.Expr) bool {
	if p, ok := u.path(e); ok {
		return len(p.steps) == 1 && isOpenField(p.steps[0])
	}
	if e.Kind() == ast.CallKind && e.AsCall().IsMemberFunction() {
		return e.AsCall().FunctionName() == functionOwnedBy || e.AsCall().FunctionName() == fieldDependents
	}
	operand, name, ok := member(e)
	return ok && isOpenField(name) && u.typeOf(operand).Kind() == types.DynKind
}

func isOpenField(name string) bool { return name == fieldRelations || name == fieldDependents }
