package nunjucks

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

// run is one render.
type run struct {
	js.Meter
	env       *Env
	template  *Template
	variables *js.Object
	unit      *unit
	slots     *activation
	out       *strings.Builder
	stack     []js.Value // what is passed to filters and tests
	filter    filterCall // the one that runs
	functions bool       // there have been functions among the values
	blocks    []*unit    // that are being run, or enclose what is

	// What unit and out are at first.
	outermost unit
	top       frame
	text      strings.Builder
}

// unit is the running body of a template or a block. Macros share that of where they are defined.
type unit struct {
	frame    *frame
	lastCall int // offset of the call that began last, or -1
}

// activation has the lexical variables of one call of a function: loop variables, parameters, macros.
type activation struct {
	values []js.Value
	outer  *activation // of the function around it, for the body of a call block
}

func newActivation(n int, outer *activation) *activation {
	a := &activation{outer: outer}
	if n > 0 {
		a.values = make([]js.Value, n)
		for i := range a.values {
			a.values[i] = js.Undefined{}
		}
	}
	return a
}

// frame is a scope while rendering.
type frame struct {
	vars     js.Object
	parent   *frame
	isolated bool // assignments do not pass to the parent
	topLevel bool
}

func (f *frame) lookup(name string) js.Value {
	for ; f != nil; f = f.parent {
		if f.vars.Len() == 0 {
			continue
		}
		if v, _ := f.vars.Get(name); !js.IsUndefined(v) {
			return v
		}
	}
	return js.Undefined{}
}

// assign sets the variable where it is set already, or else here.
func (f *frame) assign(name string, v js.Value) {
	for at := f; at != nil; at = at.parent {
		if have, _ := at.vars.Get(name); !js.IsUndefined(have) {
			at.vars.Set(name, v)
			return
		}
		if at.isolated && at == f {
			break
		}
	}
	f.vars.Set(name, v)
}

// expr is an expression, compiled.
type expr interface {
	eval(r *run) (js.Value, error)
}

// stmt is a statement, compiled.
type stmt interface {
	exec(r *run) error
}

func (r *run) statements(list []stmt) error {
	for _, s := range list {
		if err := s.exec(r); err != nil {
			return err
		}
	}
	return nil
}

// write prints a text.
func (r *run) write(s string) error {
	if r.out.Len()+len(s) > r.env.opts.Limits.Output {
		return &LimitError{What: "bytes of output", Max: r.env.opts.Limits.Output}
	}
	r.out.WriteString(s)
	return r.Step(1 + len(s)/64)
}

// capture returns what the statements print.
func (r *run) capture(list []stmt) (string, error) {
	outer := r.out
	r.out = &strings.Builder{}
	err := r.statements(list)
	text := js.Join(r.out.String())
	r.out = outer
	if err != nil {
		return "", err
	}
	return text, r.Grow(len(text))
}

// global looks a name up outside the template's own scopes.
func (r *run) global(name string) js.Value {
	if v, ok := r.variables.Get(name); ok {
		return v
	}
	if v, ok := r.env.global(name); ok {
		_, function := v.(*js.Func)
		r.functions = r.functions || function
		r.variables.Set(name, v)
		return v
	}
	if r.env.opts.Cookiecutter {
		switch name {
		case "True":
			return true
		case "False":
			return false
		case "None":
			return nil
		}
	}
	if !r.env.strict {
		if m, ok := js.MethodOf(&js.Object{}, name); ok {
			return r.bound(&js.Object{}, name, m)
		}
	}
	return js.Undefined{}
}

// lookup is the value of a name that is no lexical variable.
func (r *run) lookup(name string) js.Value {
	if v := r.unit.frame.lookup(name); !js.IsUndefined(v) {
		return v
	}
	return r.global(name)
}

// checkData refuses functions where they are no data. It looks only once there are any.
func (r *run) checkData(values ...js.Value) error {
	if !r.functions {
		return nil
	}
	return r.CheckData(values...)
}
