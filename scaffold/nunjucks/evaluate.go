package nunjucks

import (
	"context"
	"regexp"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

// shape is what a template consists of at its top.
type shape struct {
	nodes int // comments and empty text do not count
	kind  shapeKind
}

type shapeKind int

const (
	shapeText shapeKind = iota
	shapeOutput
	shapeTag
)

func shapeOf(tree []syntax.Stmt) shape {
	s := shape{nodes: len(tree)}
	if len(tree) != 1 {
		return s
	}
	switch tree[0].(type) {
	case *syntax.Text:
		s.kind = shapeText
	case *syntax.Output:
		s.kind = shapeOutput
	default:
		s.kind = shapeTag
	}
	return s
}

// Evaluate renders a text as Backstage renders a step's input: a single ${{ expression }} gives the value of the expression, of
// whatever type; other text gives a string. Undefined means that there is no value; Backstage then leaves the input out.
//
// In the dialect Nunjucks3, Backstage printed the value as JSON and read it again, and took also what a single block tag prints
// for JSON if it could be; empty text was no value.
//
// Where Evaluate fails, Backstage passes the text on as it is.
func (e *Env) Evaluate(ctx context.Context, name, src string, values any) (any, error) {
	if e.strict {
		return e.evaluateSole(ctx, name, src, values)
	}
	return e.evaluateJSON(ctx, name, src, values)
}

func (e *Env) evaluateSole(ctx context.Context, name, src string, values any) (any, error) {
	t, err := e.Parse(name, src)
	if err != nil {
		return nil, err
	}
	if t.shape.kind != shapeOutput || len(t.body) != 1 {
		return t.Render(ctx, values)
	}
	r, err := t.start(ctx, values)
	if err != nil {
		return nil, t.renderError(err)
	}
	sole, ok := t.body[0].(*outputStmt)
	if !ok {
		return t.Render(ctx, values)
	}
	v, err := sole.value.eval(r)
	if err != nil {
		return nil, t.renderError(err)
	}
	out := exporter{finite: true}
	return out.value(v, 0), nil
}

// evaluateJSON rewrites every ${{ x }} of a single node to ${{ ( x ) | dump }} and reads what is printed as JSON.
func (e *Env) evaluateJSON(ctx context.Context, name, src string, values any) (any, error) {
	t, err := e.Parse(name, src)
	if err != nil {
		return nil, err
	}
	if t.shape.nodes == 1 && t.shape.kind != shapeText {
		if v, err := e.evaluateSingle(ctx, name, src, values); err == nil {
			return v, nil
		}
	}
	text, err := t.Render(ctx, values)
	if err == nil && text == "" {
		return Undefined{}, nil
	}
	return text, err
}

func (e *Env) evaluateSingle(ctx context.Context, name, src string, values any) (any, error) {
	sole, err := regexp.Compile(regexp.QuoteMeta(e.syntax.VariableStart) + `([^\n\r\x{2028}\x{2029}]+)` + regexp.QuoteMeta(e.syntax.VariableEnd))
	if err != nil {
		return nil, err
	}
	rewritten := sole.ReplaceAllStringFunc(src, func(found string) string {
		inner := strings.TrimSuffix(strings.TrimPrefix(found, e.syntax.VariableStart), e.syntax.VariableEnd)
		return e.syntax.VariableStart + " ( " + inner + " ) | dump " + e.syntax.VariableEnd
	})
	text, err := e.Render(ctx, name, rewritten, values)
	if err != nil {
		return nil, err
	}
	if text == "" {
		return Undefined{}, nil
	}
	v, err := js.ParseJSON(text)
	return export(v), err
}
