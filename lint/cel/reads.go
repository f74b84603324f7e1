package cel

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// reads are the parts of entities that an expression looks at.
type reads struct {
	own     []path   // of the entity that the rule is about, in the order of the expression
	others  []string // pointers into metadata and spec of other entities, whichever they are
	catalog bool     // it asks about other entities, too
}

// path leads from an entity to a part of it: metadata, labels, tier.
type path struct {
	own   bool     // the entity that the rule is about
	steps []string // none: the entity as a whole
	id    int64    // of the expression
}

// documented reports whether the path leads into what stands in the file, metadata or spec, by its own name.
func (p path) documented() bool {
	return len(p.steps) > 0 && (p.steps[0] == fieldMetadata || p.steps[0] == fieldSpec)
}

// pointer returns the place in the entity's file of what the path leads to; empty when it is at none.
func (p path) pointer() string {
	if len(p.steps) == 0 {
		return ""
	}
	if !p.documented() {
		return fieldPointer(p.steps[0])
	}
	var b strings.Builder
	for _, step := range p.steps {
		b.WriteString("/" + tree.Escape(step))
	}
	return b.String()
}

// readsOf returns what the expression looks at. A comprehension hides the variables that it names.
func readsOf(a *ast.AST) reads {
	w := walker{ast: a}
	w.walk(a.Expr())
	return w.reads
}

type walker struct {
	ast   *ast.AST
	local []string // names that comprehensions have given
	reads reads
}

// walk records the longest paths in e and goes on in what is left of it.
func (w *walker) walk(e ast.Expr) {
	if p, ok := w.path(e); ok {
		w.record(p)
		w.walkBase(e)
		return
	}
	switch e.Kind() {
	case ast.SelectKind:
		w.loose(e.AsSelect().Operand(), e.AsSelect().FieldName())
		w.walk(e.AsSelect().Operand())
	case ast.CallKind:
		w.walkCall(e.AsCall())
	case ast.ListKind:
		w.walkAll(e.AsList().Elements())
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			w.walk(entry.AsMapEntry().Key())
			w.walk(entry.AsMapEntry().Value())
		}
	case ast.StructKind:
		for _, field := range e.AsStruct().Fields() {
			w.walk(field.AsStructField().Value())
		}
	case ast.ComprehensionKind:
		w.walkComprehension(e.AsComprehension())
	case ast.IdentKind:
		w.reads.catalog = w.reads.catalog || e.AsIdent() == varCatalog && !slices.Contains(w.local, varCatalog)
	}
}

func (w *walker) walkAll(list []ast.Expr) {
	for _, e := range list {
		w.walk(e)
	}
}

func (w *walker) walkCall(call ast.CallExpr) {
	if operand, key, ok := indexed(call); ok {
		name, _ := constant(key)
		w.loose(operand, name)
	}
	if call.IsMemberFunction() {
		w.walk(call.Target())
	}
	w.walkAll(call.Args())
	w.membership(call)
}

// membership records that 'tier' in metadata.labels is about the label, not about all of them: for the place of findings,
// since it is all of them that must be there to be looked at.
func (w *walker) membership(call ast.CallExpr) {
	if call.FunctionName() != operators.In {
		return
	}
	name, ok := constant(call.Args()[0])
	if p, is := w.path(call.Args()[1]); ok && is && p.own && p.documented() {
		w.reads.own = append(w.reads.own, p.step(name))
	}
}

func (w *walker) walkComprehension(c ast.ComprehensionExpr) {
	w.walk(c.IterRange())
	w.walk(c.AccuInit())
	w.within(c, func() { w.walkAll([]ast.Expr{c.LoopCondition(), c.LoopStep(), c.Result()}) })
}

// within calls f while the names of a comprehension hide variables.
func (w *walker) within(c ast.ComprehensionExpr, f func()) {
	depth := len(w.local)
	w.local = append(w.local, c.AccuVar(), c.IterVar(), c.IterVar2())
	f()
	w.local = w.local[:depth]
}

// walkBase walks what a path begins with, if that is an expression of its own: the call in catalog.get(owner).spec.
func (w *walker) walkBase(e ast.Expr) {
	switch {
	case e.Kind() == ast.SelectKind:
		w.walkBase(e.AsSelect().Operand())
	case e.Kind() == ast.CallKind:
		if operand, _, ok := indexed(e.AsCall()); ok {
			if _, ok := w.path(operand); ok {
				w.walkBase(operand)
				return
			}
		}
		w.walkCall(e.AsCall())
	case e.Kind() != ast.IdentKind:
		w.walk(e)
	}
}

func (w *walker) record(p path) {
	switch {
	case p.own:
		w.reads.own = append(w.reads.own, p)
	case p.documented():
		w.reads.others = append(w.reads.others, p.pointer())
	}
	if len(p.steps) > 0 && (p.steps[0] == fieldRelations || p.steps[0] == fieldDependents) {
		w.reads.catalog = true
	}
}

// loose provides for an entity whose type has been lost on the way, as in dyn(entity).metadata: whatever a member of that
// name, or of one that is not known, may hold is kept.
func (w *walker) loose(operand ast.Expr, name string) {
	if w.typeOf(operand).Kind() != types.DynKind {
		return
	}
	if _, ok := w.path(operand); ok {
		return
	}
	for _, field := range []string{fieldMetadata, fieldSpec} {
		if name == field || name == "" {
			w.reads.others = append(w.reads.others, "/"+field)
		}
	}
}

// path returns the path that e is, if it is one.
func (w *walker) path(e ast.Expr) (path, bool) {
	p, ok := w.steps(e)
	if !ok && w.typeOf(e).TypeName() == entityType.TypeName() {
		return path{}, true
	}
	p.id = e.ID()
	return p, ok
}

func (w *walker) steps(e ast.Expr) (path, bool) {
	if e.Kind() == ast.IdentKind {
		return w.variable(e.AsIdent())
	}
	operand, name, ok := member(e)
	if !ok {
		return path{}, false
	}
	p, ok := w.path(operand)
	return p.step(name), ok
}

// variable returns the path that a variable of the environment is.
func (w *walker) variable(name string) (path, bool) {
	switch {
	case slices.Contains(w.local, name):
		return path{}, false
	case name == varEntity:
		return path{own: true}, true
	}
	_, ok := entityFields()[name]
	return path{own: true, steps: []string{name}}, ok
}

func (p path) step(name string) path {
	return path{own: p.own, steps: append(slices.Clip(p.steps), name)}
}

func (w *walker) typeOf(e ast.Expr) *types.Type {
	if t := w.ast.GetType(e.ID()); t != nil {
		return t
	}
	return types.DynType
}

// member returns what e takes a member of, and its name: a.b, a['b'].
func member(e ast.Expr) (operand ast.Expr, name string, ok bool) {
	switch e.Kind() {
	case ast.SelectKind:
		return e.AsSelect().Operand(), e.AsSelect().FieldName(), true
	case ast.CallKind:
		operand, key, ok := indexed(e.AsCall())
		if !ok {
			return nil, "", false
		}
		name, ok := constant(key)
		return operand, name, ok
	}
	return nil, "", false
}

// indexed returns the parts of a call that takes a member of something: a[b], a[?b], a.?b.
func indexed(call ast.CallExpr) (operand, key ast.Expr, ok bool) {
	switch call.FunctionName() {
	case operators.Index, operators.OptIndex, operators.OptSelect:
		return call.Args()[0], call.Args()[1], true
	}
	return nil, nil, false
}

// constant returns the text that e is, if it is one.
func constant(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	text, ok := e.AsLiteral().Value().(string)
	return text, ok
}
