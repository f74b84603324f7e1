package cel

import (
	"slices"

	"cel.dev/cel-go/common/ast"

	"github.com/goldenpath-go/goldenpath/lint"
)

// slip is a field that nobody knows and that was probably meant to be another.
type slip struct {
	field, near string
	offset      int // of the expression, in code points
}

// slips returns the fields of metadata and spec that are one slip of the pen away from one that the model knows. Others
// may be an organisation's own, and so may these when they are written as metadata['lables'].
func slips(a *ast.AST) []slip {
	w := walker{ast: a}
	var found []slip
	ast.PreOrderVisit(a.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.SelectKind {
			return
		}
		p, ok := w.path(e)
		if !ok || len(p.steps) != 2 || !p.documented() {
			return
		}
		known := metadataFields()
		if p.steps[0] == fieldSpec {
			known = specFields()
		}
		if near, ok := lint.Nearest(p.steps[1], known); ok && !slices.Contains(known, p.steps[1]) {
			found = append(found, slip{p.steps[1], near, startOf(a, e)})
		}
	}))
	return found
}

// startOf returns where the name of a selected field begins, in code points.
func startOf(a *ast.AST, e ast.Expr) int {
	at, ok := a.SourceInfo().GetOffsetRange(e.ID())
	if !ok {
		return 0
	}
	return int(at.Start)
}

func metadataFields() []string {
	return []string{"annotations", "description", "etag", "labels", "links", "name", "namespace", "tags", "title", "uid"}
}

// specFields returns the fields of the kinds of the model.
func specFields() []string {
	return []string{
		"EXPERIMENTAL_formDecorators", "EXPERIMENTAL_recovery", "children", "consumesApis", "definition", "dependencyOf", "dependsOn",
		"domain", "formDecorators", "lifecycle", "memberOf", "members", "output", "owner", "parameters", "parent", "presence",
		"presentation", "profile", "providesApis", "secrets", "steps", "subcomponentOf", "subdomainOf", "system", "target", "targets",
		"type",
	}
}
