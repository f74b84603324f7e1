package cel

import (
	"fmt"
	"strings"

	celgo "cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// Error is a fault in a custom rule: in its expressions when it is compiled, or in evaluating them.
type Error struct {
	Rule    string
	Message string
}

// Error returns the message with the rule's name.
func (e *Error) Error() string { return "custom rule " + e.Rule + ": " + e.Message }

// compiler compiles the rules of one configuration.
type compiler struct {
	env    *environment
	items  map[string]*environment // with the variable it, by its type
	limits Options
	name   string // of the rule at hand
	errs   source.Errors
}

func newCompiler(o *Options) (*compiler, error) {
	env, err := newEnvironment()
	if err != nil {
		return nil, err
	}
	c := &compiler{env: env, items: map[string]*environment{}}
	if o != nil {
		c.limits = *o
	}
	if c.limits.CostLimit == 0 {
		c.limits.CostLimit = DefaultCostLimit
	}
	if c.limits.TotalLimit == 0 {
		c.limits.TotalLimit = DefaultTotalLimit
	}
	return c, nil
}

// program is an expression, ready to be evaluated.
type program struct {
	celgo.Program
	source fragment
	ast    *ast.AST
	result *celgo.Type
	reads  reads
	whole  *path      // the part of the entity that it is; nil when it is none
	parts  []*program // of a condition: what must all hold, if that is more than one thing
}

// fragment is an expression, or one in a text: where it begins there, and what to call it in messages.
type fragment struct {
	lint.Expression
	what  string
	start int
	text  string
}

// condition compiles an expression that is true or false; nil when it is empty.
func (c *compiler) condition(what string, e lint.Expression, env *environment) *program {
	if e.Text == "" {
		return nil
	}
	f := fragment{Expression: e, what: what, text: e.Text}
	checked := c.check(f, env)
	if checked == nil {
		return nil
	}
	if t := checked.OutputType(); !t.IsExactType(celgo.BoolType) && !t.IsExactType(celgo.DynType) {
		c.fault(e, 0, fmt.Sprintf("%s is %s, not true or false", what, describeType(t)))
		return nil
	}
	p := c.plan(f, checked.NativeRep(), env)
	if p != nil && what == "check" {
		p.parts = c.split(f, checked.NativeRep(), env)
	}
	return p
}

// each compiles the expression of a list, and returns the environment in which its items are called it.
func (c *compiler) each(e lint.Expression) (*program, *environment) {
	f := fragment{Expression: e, what: "each", text: e.Text}
	checked := c.check(f, c.env)
	if checked == nil {
		return nil, c.item(celgo.DynType)
	}
	t := checked.OutputType()
	switch t.Kind() {
	case types.ListKind, types.MapKind:
		return c.plan(f, checked.NativeRep(), c.env), c.item(t.Parameters()[0])
	case types.DynKind:
		return c.plan(f, checked.NativeRep(), c.env), c.item(celgo.DynType)
	}
	c.fault(e, 0, fmt.Sprintf("each is %s, not a list", describeType(t)))
	return nil, c.item(celgo.DynType)
}

// item returns the environment with the variable it.
func (c *compiler) item(t *celgo.Type) *environment {
	env := c.items[t.String()]
	if env == nil {
		var err error
		if env, err = c.env.extend("it", t); err != nil {
			c.errs = append(c.errs, &source.Error{Err: &Error{Rule: c.name, Message: err.Error()}})
			return c.env
		}
		c.items[t.String()] = env
	}
	return env
}

// check parses an expression and checks its types; nil when that leads to errors.
func (c *compiler) check(f fragment, env *environment) *celgo.Ast {
	parsed, issues := env.Parse(f.text)
	if issues.Err() != nil {
		c.faults(f, env, issues)
		return nil
	}
	for _, s := range slips(parsed.NativeRep()) {
		c.faultAt(f, s.offset, fmt.Sprintf("unknown field %q; did you mean %s?", s.field, s.near))
	}
	checked, issues := env.Check(parsed)
	if issues.Err() != nil {
		c.faults(f, env, issues)
		return nil
	}
	for _, offset := range openUses(checked.NativeRep()) {
		c.faultAt(f, offset, "this list may not be whole: ask it with exists, all or in, or say known(…) for the part of it that is known")
	}
	return checked
}

// faults adds what CEL has found. Of faults of syntax that is the first: the others mostly come of it.
func (c *compiler) faults(f fragment, env *environment, issues *celgo.Issues) {
	syntax := 0
	for _, e := range issues.Errors() {
		if isSyntax(e) {
			syntax++
		}
		if syntax > 1 {
			continue
		}
		c.fault(f.Expression, f.start+offsetOf(f.text, e.Location), f.what+": "+env.explain(e, f.text))
	}
}

// faultAt adds an error about a place in an expression, given in code points.
func (c *compiler) faultAt(f fragment, offset int, message string) {
	c.fault(f.Expression, f.start+byteOffset(f.text, offset), f.what+": "+message)
}

// plan makes an expression ready to be evaluated; nil when that leads to errors.
func (c *compiler) plan(f fragment, a *ast.AST, env *environment) *program {
	p := &program{source: f, ast: a, result: a.GetType(a.Expr().ID()), reads: readsOf(a), whole: wholePath(a)}
	var err error
	p.Program, err = env.PlanProgram(a, programOptions(a, c.limits.CostLimit)...)
	if err != nil {
		c.fault(f.Expression, f.start, f.what+": "+err.Error())
		return nil
	}
	return p
}

// split returns the parts of a condition that must all hold; nil when it is of one piece.
func (c *compiler) split(f fragment, a *ast.AST, env *environment) []*program {
	exprs := conjuncts(nil, a.Expr())
	if len(exprs) < 2 {
		return nil
	}
	var parts []*program
	for _, e := range exprs {
		part := ast.NewCheckedAST(ast.NewAST(e, a.SourceInfo()), a.TypeMap(), a.ReferenceMap())
		if p := c.plan(fragment{f.Expression, f.what, f.start, f.text}, part, env); p != nil {
			parts = append(parts, p)
		}
	}
	return parts
}

func conjuncts(list []ast.Expr, e ast.Expr) []ast.Expr {
	if e.Kind() == ast.CallKind && e.AsCall().FunctionName() == operators.LogicalAnd {
		for _, arg := range e.AsCall().Args() {
			list = conjuncts(list, arg)
		}
		return list
	}
	return append(list, e)
}

// offsetOf returns the offset in bytes of a place in text.
func offsetOf(text string, at common.Location) int {
	lines := strings.SplitAfter(text, "\n")
	offset := 0
	for i := 0; i < at.Line()-1 && i < len(lines); i++ {
		offset += len(lines[i])
	}
	return offset + byteOffset(text[min(offset, len(text)):], at.Column())
}

// byteOffset returns where the code point with the number n begins.
func byteOffset(text string, n int) int {
	for i := range text {
		if n <= 0 {
			return i
		}
		n--
	}
	return len(text)
}
