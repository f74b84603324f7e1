package cel

import (
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"
)

// missingIsNull has a field that is not there read as null, as is every field of null. CEL itself makes an error of it.
// So an expression that has a value in CEL has the same value here, and most that have none there have one here: catalogs
// are full of fields that may be there or not.
func missingIsNull(a *ast.AST) interpreter.InterpretableDecoratorV2 {
	tests := nodes(a, func(e ast.Expr) bool { return e.Kind() == ast.SelectKind && e.AsSelect().IsTestOnly() })
	return func(i interpreter.InterpretableV2) (interpreter.InterpretableV2, error) {
		attribute, ok := i.(interpreter.InterpretableAttribute)
		switch i.(type) {
		case *nullable, *presence:
			return i, nil
		}
		switch {
		case !ok:
			return i, nil
		case tests[i.ID()]:
			return &presence{i}, nil
		}
		return &nullable{attribute}, nil
	}
}

// nodes returns the ids of the expressions that are so.
func nodes(a *ast.AST, so func(ast.Expr) bool) map[int64]bool {
	ids := map[int64]bool{}
	ast.PreOrderVisit(a.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if so(e) {
			ids[e.ID()] = true
		}
	}))
	return ids
}

// nullable is an attribute that is null where it is missing.
type nullable struct {
	interpreter.InterpretableAttribute
}

// Exec returns the attribute's value.
func (n *nullable) Exec(frame *interpreter.ExecutionFrame) ref.Val {
	value := n.InterpretableAttribute.Exec(frame)
	if isMissing(value) {
		return types.NullValue
	}
	return value
}

// Eval does what Exec does.
func (n *nullable) Eval(vars interpreter.Activation) ref.Val {
	return interpreter.EvalActivation(vars, n.Exec)
}

// presence is has(a.b.c), which is false where a.b is missing.
type presence struct {
	interpreter.InterpretableV2
}

// Exec tells whether the field is there.
func (p *presence) Exec(frame *interpreter.ExecutionFrame) ref.Val {
	value := p.InterpretableV2.Exec(frame)
	if isMissing(value) {
		return types.False
	}
	return value
}

// Eval does what Exec does.
func (p *presence) Eval(vars interpreter.Activation) ref.Val {
	return interpreter.EvalActivation(vars, p.Exec)
}

// isMissing reports whether value is the error of a field that is not there.
func isMissing(value ref.Val) bool {
	err, ok := value.(*types.Err)
	return ok && strings.HasPrefix(err.Error(), "no such key: ")
}
