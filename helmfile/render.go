package helmfile

import (
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"text/template"

	"github.com/goldenpath-go/goldenpath/source"
)

// engine executes the templates of one resolution, on one goroutine.
type engine struct {
	ctx     context.Context
	files   *files
	options *Options
	limits  Limits
	cache   *templates
	unknown *unknowns
	missing func(name string, pos source.Position) // told of required variables that are not set
	refer   func(Reference)
	funcs   template.FuncMap
	plain   *template.Template            // without helpers
	helped  map[string]*template.Template // with the helpers of a folder
	names   map[inSet]string              // of templates that define none
	steps   int
	depth   int
	cur     *execution
}

// execution is one rendering: what its functions need to know about it.
type execution struct {
	dir     string
	set     *template.Template
	out     *recorder
	at      func(offset int) source.Position
	open    *Reason // the values may have keys that are not known
	touched *Reason // the last unknown that a function saw or returned
	decided []*Reason
}

// errTooMuch is what a template is stopped with.
var errTooMuch = errors.New("the template does or writes too much")

// recorder collects what a template writes, and which of it is whose text.
type recorder struct {
	b        strings.Builder
	p        *parsed
	limit    int
	segments []segment
	end      int // offset in the template after the last text written
}

// segment says that the output from out on came from the template's text at in; an action's output keeps its place.
type segment struct {
	out, in int
	text    bool
}

func (r *recorder) Write(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	if r.b.Len()+len(b) > r.limit {
		return 0, errTooMuch
	}
	if in, ok := r.p.offsets[&b[0]]; ok {
		r.segments = append(r.segments, segment{r.b.Len(), in, true})
		r.end = in + len(b)
	} else {
		r.segments = append(r.segments, segment{r.b.Len(), r.end, false})
	}
	return r.b.Write(b)
}

// rendered is a template's output with the way back to its text.
type rendered struct {
	text     string
	lines    []int
	segments []segment
	p        *parsed
	at       func(offset int) source.Position // places in the template
	decided  []*Reason
}

// at makes rendered the places of its own text.
func (r *rendered) position(line, column int) source.Position {
	if line < 1 || line > len(r.lines) {
		line = len(r.lines)
	}
	offset := r.lines[line-1]
	for i := range r.text[offset:] {
		if column <= 1 {
			offset += i
			break
		}
		column--
	}
	n := sort.Search(len(r.segments), func(i int) bool { return r.segments[i].out > offset })
	if n == 0 {
		return r.at(0)
	}
	s := r.segments[n-1]
	if s.text {
		return r.at(s.in + offset - s.out)
	}
	return r.at(s.in)
}

type renderedPlaces struct{ *rendered }

func (r renderedPlaces) at(line, column int) source.Position { return r.position(line, column) }

// newEngine returns an engine; funcs are bound to it.
func newEngine(ctx context.Context, s *State, u *unknowns) *engine {
	e := &engine{
		ctx: ctx, files: s.files, options: &s.options, limits: s.limits, cache: &s.templates, unknown: u,
		helped: map[string]*template.Template{}, names: map[inSet]string{},
	}
	e.funcs = e.functions()
	e.plain = template.New(rootName).Option("missingkey=error").Funcs(e.funcs)
	return e
}

// render executes a text as a template of a folder. at gives the place of an offset of the text.
func (e *engine) render(text, dir string, data any, open *Reason, at func(int) source.Position) (*rendered, *Error) {
	p := e.cache.get(text)
	if p.err != nil {
		return nil, e.templateError(p.err, p, at)
	}
	for _, m := range p.uses.mentions {
		e.refer(Reference{m.kind, m.path, at(m.offset)})
	}
	set, err := e.set(p, dir)
	if err != nil {
		return nil, asFaults(err, at(0), ClassTemplate)[0]
	}
	x := &execution{dir: dir, at: at, open: open, out: &recorder{p: p, limit: e.limits.Output}, set: set}
	before := e.cur
	e.cur = x
	err = e.execute(set, p, x.out, data)
	e.cur = before
	if err != nil {
		return nil, e.executionError(err, x, p)
	}
	out := x.out.b.String()
	return &rendered{text: out, lines: lineStarts(out), segments: x.out.segments, p: p, at: at, decided: x.decided}, nil
}

func (e *engine) execute(set *template.Template, p *parsed, out *recorder, data any) error {
	if err := e.step(1); err != nil {
		return err
	}
	return set.ExecuteTemplate(out, e.name(set, p), data)
}

// inSet is a template among others.
type inSet struct {
	set *template.Template
	p   *parsed
}

// set returns the templates that p is executed among: those of its folder's helpers, and what it defines itself. What
// defines nothing joins the set of its folder for good, under a name of its own.
func (e *engine) set(p *parsed, dir string) (*template.Template, error) {
	set, err := e.helpers(dir)
	if err != nil {
		return nil, err
	}
	if set == nil {
		set = e.plain
	}
	if len(p.trees) == 1 {
		if _, ok := e.names[inSet{set, p}]; ok {
			return set, nil
		}
		name := rootName + strconv.Itoa(len(e.names))
		e.names[inSet{set, p}] = name
		_, err = set.New(name).AddParseTree(name, p.root)
		return set, err
	}
	if set, err = set.Clone(); err != nil {
		return nil, err
	}
	for name, tree := range p.trees {
		if _, err := set.AddParseTree(name, tree); err != nil {
			return nil, err
		}
	}
	return set, nil
}

func (e *engine) name(set *template.Template, p *parsed) string {
	if name, ok := e.names[inSet{set, p}]; ok {
		return name
	}
	return rootName
}

// helpers returns the templates of a folder's _*.tpl files, or nil when there are none.
func (e *engine) helpers(dir string) (*template.Template, error) {
	if set, ok := e.helped[dir]; ok {
		return set, nil
	}
	names, err := e.files.glob(path.Join(dir, "_*.tpl"))
	if err != nil || len(names) == 0 {
		e.helped[dir] = nil
		return nil, err
	}
	set, err := e.plain.Clone()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := e.files.read(name)
		if err != nil {
			return nil, err
		}
		p := e.cache.get(string(text))
		if p.err != nil {
			return nil, e.templateError(p.err, p, offsetsOf(p, name, 0))
		}
		for n, tree := range p.trees {
			if n == rootName {
				continue
			}
			if _, err := set.AddParseTree(n, tree); err != nil {
				return nil, err
			}
		}
	}
	e.helped[dir] = set
	return set, nil
}

// offsetsOf returns the places of offsets in a text that begins after so many lines of a file.
func offsetsOf(p *parsed, file string, skipped int) func(int) source.Position {
	return func(offset int) source.Position {
		line, column := p.place(min(offset, len(p.text)))
		return source.Position{File: file, Line: line + skipped, Column: column}
	}
}

// step counts work, and stops what is too much or was cancelled.
func (e *engine) step(n int) error {
	before := e.steps
	e.steps += n
	if e.steps > e.limits.Steps {
		return errTooMuch
	}
	if before>>10 != e.steps>>10 || n > 1024 {
		return e.ctx.Err()
	}
	return nil
}

// executionError is what a failed execution is: a limit, something unknown, or a fault of the template.
func (e *engine) executionError(err error, x *execution, p *parsed) *Error {
	f := e.templateError(err, p, x.at)
	if f.Class == ClassLimit {
		return f
	}
	r := x.touched
	if r == nil && f.Class == ClassMissingKey {
		r = x.open
	}
	if r != nil {
		return &Error{Pos: f.Pos, Class: ClassUnknown, Stages: stageAll, Err: fmt.Errorf("cannot know what the template writes: %s", r.Text)}
	}
	return f
}

func (e *engine) templateError(err error, p *parsed, at func(int) source.Position) *Error {
	message := e.unknown.readable(err.Error())
	f := &Error{Pos: at(0), Class: ClassTemplate, Stages: stageAll, Err: err}
	m := regexp.MustCompile(`template: ` + rootName + `\d*:(\d+)(?::(\d+))?: (?:executing "[^"]*" )?(.*)`).FindStringSubmatch(strings.ReplaceAll(message, "\n", " "))
	if m != nil {
		line, _ := strconv.Atoi(m[1])
		column, _ := strconv.Atoi(m[2])
		if line >= 1 && line <= len(p.lines) {
			f.Pos = at(p.lines[line-1] + column)
		}
		f.Err = &failure{m[3], err}
	}
	var cause *Error
	switch {
	case errors.As(err, &cause) && cause.Class == ClassLimit, errors.Is(err, errTooMuch), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded),
		strings.Contains(message, "exceeded maximum template depth"):
		f.Class = ClassLimit
	case strings.Contains(message, "map has no entry for key"), strings.Contains(message, "no value exist for key"):
		f.Class = ClassMissingKey
		f.Hint = "use get with a default, or give the key a value in every environment"
	}
	return f
}

// failure is a message of our own for a cause that stays reachable.
type failure struct {
	text  string
	cause error
}

func (f *failure) Error() string { return f.text }
func (f *failure) Unwrap() error { return f.cause }
