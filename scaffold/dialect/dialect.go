// Package dialect renders templates with scaffold/nunjucks, in the dialects that Backstage's scaffolder has had:
//
//	runner := scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil)}
package dialect

import (
	"context"
	"fmt"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/backstage"
)

// Options say more about the language. Nil stands for the zero value.
type Options struct {
	Integrations backstage.Integrations // hosts that parseRepoUrl knows; nil: those Backstage knows without configuration
	Limits       nunjucks.Limits        // of each text that is rendered
}

// Renderer is a scaffold.Renderer. It is safe for concurrent use.
type Renderer struct {
	options nunjucks.Options
	values  *nunjucks.Env
	texts   [8]*nunjucks.Env // by the options of text
}

var _ scaffold.Renderer = (*Renderer)(nil)

// New returns a Renderer of a dialect.
func New(d nunjucks.Dialect, o *Options) *Renderer {
	if o == nil {
		o = &Options{}
	}
	r := &Renderer{options: nunjucks.Options{Dialect: d, Limits: o.Limits, Filters: backstage.Filters(o.Integrations)}}
	if d != nunjucks.Nunjucks3 {
		for name, filter := range r.options.Filters {
			r.options.Filters[name] = named(name, filter)
		}
	}
	r.values = nunjucks.New(&r.options)
	for i := range r.texts {
		options := r.options
		options.TrimBlocks, options.LstripBlocks, options.Cookiecutter = i&trim != 0, i&lstrip != 0, i&cookiecutter != 0
		if options.Cookiecutter && d == nunjucks.Nunjucks3 {
			options.Filters = nil // in that mode, 3.x had the language's own filters only
		}
		r.texts[i] = nunjucks.New(&options)
	}
	return r
}

// named returns a filter whose errors say which filter failed.
func named(name string, filter nunjucks.Func) nunjucks.Func {
	return func(ctx context.Context, args []any) (any, error) {
		v, err := filter(ctx, args)
		if err != nil {
			return nil, fmt.Errorf("template filter %q failed: %w", name, err)
		}
		return v, nil
	}
}

// The bits of an index of texts, in the order in which Text looks at the options.
const (
	trim = 1 << iota
	lstrip
	cookiecutter
)

// Value renders a text of a template.
func (r *Renderer) Value(ctx context.Context, text string, values *scaffold.Object, functions map[string]func() any) (any, error) {
	env := r.values
	if len(functions) > 0 {
		options := r.options
		options.Globals = map[string]any{}
		for name, f := range functions {
			options.Globals[name] = nunjucks.Func(func(context.Context, []any) (any, error) { return f(), nil })
		}
		env = nunjucks.New(&options)
	}
	v, err := env.Evaluate(ctx, "expression", text, values)
	if err != nil {
		return nil, &renderError{err}
	}
	return valueOf(v), nil
}

// Text renders a file or a name of a skeleton.
func (r *Renderer) Text(ctx context.Context, name, text string, values *scaffold.Object, o scaffold.TextOptions) (string, error) {
	i := 0
	for bit, set := range [...]bool{o.TrimBlocks, o.LstripBlocks, o.Cookiecutter} {
		if set {
			i |= 1 << bit
		}
	}
	out, err := r.texts[i].Render(ctx, name, text, values)
	if err != nil {
		return "", &renderError{err}
	}
	return out, nil
}

// renderError makes an error one of class scaffold.ErrRender.
type renderError struct{ err error }

func (e *renderError) Error() string        { return e.err.Error() }
func (e *renderError) Unwrap() error        { return e.err }
func (e *renderError) Is(target error) bool { return target == scaffold.ErrRender }

// valueOf returns a value of the language as scaffold holds it.
func valueOf(v any) any {
	switch v := v.(type) {
	case nunjucks.Undefined:
		return scaffold.Undefined{}
	case *nunjucks.Object:
		o := &scaffold.Object{}
		for name, value := range v.All() {
			o.Set(name, valueOf(value))
		}
		return o
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = valueOf(item)
		}
		return items
	case nil, bool, float64, string:
		return v
	}
	return fmt.Sprint(v)
}
