package nunjucks

import (
	"context"
	"errors"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

// Func is a filter or a global function in Go. A filter gets its input as the first argument. Arguments are nil, bool, float64,
// string, []any, *Object or Undefined; keyword arguments are one *Object at the end, with the member __keywords. The result may
// be any value that Render takes.
type Func func(ctx context.Context, args []any) (any, error)

// Env reads and renders templates in one dialect. It is safe for concurrent use.
type Env struct {
	opts   Options
	syntax *syntax.Options
	strict bool
}

// New returns an Env; nil options are Backstage's own. The options must not be changed afterwards.
func New(o *Options) *Env {
	e := &Env{}
	if o != nil {
		e.opts = *o
	}
	e.opts.Limits = e.opts.Limits.withDefaults()
	e.syntax = e.opts.syntax()
	e.strict = e.opts.Dialect != Nunjucks3
	return e
}

// Parse reads a template. The name stands in errors. Errors are of the type *Error.
func (e *Env) Parse(name, src string) (*Template, error) {
	src = js.Text(src)
	t := &Template{env: e, name: name, src: src}
	if len(src) > e.opts.Limits.Source {
		return nil, &Error{Template: name, Line: 1, Column: 1, Syntax: true, Err: &LimitError{What: "bytes of template", Max: e.opts.Limits.Source}}
	}
	tree, err := syntax.Parse(src, e.syntax)
	if err != nil {
		return nil, t.syntaxError(err)
	}
	if err := t.compile(tree); err != nil {
		return nil, t.syntaxError(err)
	}
	return t, nil
}

// Render reads a template and renders it once.
func (e *Env) Render(ctx context.Context, name, src string, values any) (string, error) {
	t, err := e.Parse(name, src)
	if err != nil {
		return "", err
	}
	return t.Render(ctx, values)
}

// Template is a template that was read. It is safe for concurrent use.
type Template struct {
	env    *Env
	name   string
	src    string
	body   []stmt
	slots  int
	weight int // what a call of its macros costs of the allowed depth
	loop   loopUse
	shape  shape
}

// Name returns the name that the template was given.
func (t *Template) Name() string { return t.name }

// Render renders the template. Values is a map or struct with the variables: a map[string]any, an *Object, which keeps the order
// of its members, or what encoding/json would write as an object; nil is empty. It is not changed. Errors are of the type
// *Error.
func (t *Template) Render(ctx context.Context, values any) (string, error) {
	r, err := t.start(ctx, values)
	if err != nil {
		return "", t.renderError(err)
	}
	if err := r.statements(t.body); err != nil {
		return "", t.renderError(err)
	}
	return js.WellFormed(r.out.String()), nil
}

// start makes what one render needs.
func (t *Template) start(ctx context.Context, values any) (*run, error) {
	if values == nil {
		values = map[string]any(nil)
	}
	variables, ok := js.Import(values).(*js.Object)
	if !ok {
		return nil, errors.New("the values of a template must be an object")
	}
	l := &t.env.opts.Limits
	r := &run{
		Meter:     js.NewMeter(ctx, l.Steps, l.Memory, l.Depth),
		env:       t.env,
		template:  t,
		variables: variables,
		outermost: unit{lastCall: -1},
	}
	r.TransparentSafe = t.env.strict
	r.top.topLevel = true
	r.outermost.frame = &r.top
	r.unit = &r.outermost
	r.slots = newActivation(t.slots, nil)
	r.out = &r.text
	r.out.Grow(len(t.src) + len(t.src)/4)
	return r, ctx.Err()
}
