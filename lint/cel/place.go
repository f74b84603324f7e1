package cel

import (
	"strings"

	"cel.dev/cel-go/common/ast"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

// place returns the pointer that e means: a JSON pointer, or a field such as spec.owner; empty when e is.
func (c *compiler) place(e lint.Expression, env *environment) string {
	if e.Text == "" || strings.HasPrefix(e.Text, "/") {
		return e.Text
	}
	checked := c.check(fragment{Expression: e, what: "at", text: e.Text}, env)
	if checked == nil {
		return ""
	}
	whole := wholePath(checked.NativeRep())
	if whole == nil || whole.pointer() == "" {
		c.fault(e, 0, "at: a field of the file is wanted here, such as spec.owner or metadata.labels['tier'], or a JSON pointer")
		return ""
	}
	return whole.pointer()
}

// wholePath returns the path that an expression is; nil when it is none, or of another entity.
func wholePath(a *ast.AST) *path {
	w := walker{ast: a}
	if p, ok := w.path(a.Expr()); ok && p.own {
		return &p
	}
	return nil
}

// splitPointer returns the names of the members that a pointer leads along.
func splitPointer(pointer string) []string {
	steps := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, step := range steps {
		steps[i] = tree.Unescape(step)
	}
	return steps
}
