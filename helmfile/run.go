package helmfile

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// run is one resolution.
type run struct {
	state      *State
	ctx        context.Context
	env        string
	options    *Options
	compatible bool
	listOnly   bool
	engine     *engine
	unknown    *unknowns
	plain      map[*Value]map[string]any // as templates see them
	result     *Resolution
	stage      Stage // what a fault that is found now stops
	depth      int
	visited    int
	defined    map[string]source.Position // environments
	known      known
	data       map[*environ]environmentData
}

// Resolve returns the helmfile in an environment; "" is default. What is wrong with it is in the resolution: its Err
// says whether a question has an answer. The error of Resolve itself is that of a cancelled context.
func (s *State) Resolve(ctx context.Context, environment string) (*Resolution, error) {
	if environment == "" {
		environment = defaultEnvironment
	}
	result := s.resolve(ctx, environment, false).result
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !s.options.Compatible || !slices.ContainsFunc(result.Errors, isOldFashioned) {
		return result, nil
	}
	compatible := s.resolve(ctx, environment, true).result
	compatible.Today = result.Errors
	return compatible, ctx.Err()
}

// isOldFashioned tells whether a fault is one of a file that was written for a helmfile before 1.0.
func isOldFashioned(e *Error) bool {
	switch e.Class {
	case ClassOnePart, ClassOrder, ClassYAML:
		return true
	}
	return false
}

// ResolveAll resolves every environment that [State.Environments] names.
func (s *State) ResolveAll(ctx context.Context) ([]*Resolution, error) {
	environments, err := s.Environments(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]*Resolution, 0, len(environments))
	for _, e := range environments {
		r, err := s.Resolve(ctx, e.Name)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// Environment is one that a helmfile defines.
type Environment struct {
	Name string
	Pos  source.Position // of its key, where it is defined first
}

// Environments returns the environments that the state files define, in the order in which they are met; default
// alone when they define none.
func (s *State) Environments(ctx context.Context) ([]Environment, error) {
	r := s.newRun(ctx, defaultEnvironment, s.options.Compatible)
	r.listOnly = true
	r.start()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var all []Environment
	for name, pos := range r.defined {
		all = append(all, Environment{name, pos})
	}
	slices.SortFunc(all, func(a, b Environment) int {
		if c := a.Pos.Compare(b.Pos); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	if len(all) == 0 {
		all = []Environment{{Name: defaultEnvironment}}
	}
	return all, nil
}

func (s *State) newRun(ctx context.Context, environment string, compatible bool) *run {
	r := &run{
		state: s, ctx: ctx, env: environment, options: &s.options, compatible: compatible, unknown: newUnknowns(), stage: stageAll,
		plain: map[*Value]map[string]any{}, defined: map[string]source.Position{}, known: newKnown(), data: map[*environ]environmentData{},
		result: &Resolution{Environment: environment, MissingEnv: map[string][]source.Position{}},
	}
	r.engine = newEngine(ctx, s, r.unknown)
	r.engine.missing, r.engine.refer = r.missingEnv, r.refers
	return r
}

func (s *State) resolve(ctx context.Context, environment string, compatible bool) *run {
	r := s.newRun(ctx, environment, compatible)
	r.start()
	return r
}

// start visits the state files and says so when nothing is left.
func (r *run) start() {
	ctx, cancel := context.WithTimeout(r.ctx, r.state.limits.Resolution)
	defer cancel()
	r.ctx, r.engine.ctx = ctx, ctx
	var given *environ
	if o := r.options; len(o.ValuesFiles)+len(o.Set)+len(o.SetString) > 0 {
		given = r.commandLine()
	}
	for _, name := range r.state.start {
		r.visit(name, visitOptions{given: given, selectors: r.options.Selectors, selecting: len(r.options.Selectors) > 0})
	}
	if ctx.Err() != nil && !errors.Is(context.Cause(ctx), context.Canceled) {
		r.fail(fault(source.Position{}, ClassLimit, fmt.Errorf("resolving takes longer than %v", r.state.limits.Resolution)))
	}
	r.noReleases()
}

// noReleases adds the fault of a stage at which no release is left.
func (r *run) noReleases() {
	matched := Stage(0)
	for _, f := range r.result.Files {
		if len(f.Releases) > 0 {
			matched |= StageList | StageValues | StageNeeds
		}
		if slices.ContainsFunc(f.Releases, func(rel *Release) bool { return rel.Enabled != No }) {
			matched |= StageTemplate
		}
	}
	for _, e := range r.result.Errors {
		matched |= e.Stages
	}
	if matched == stageAll {
		return
	}
	e := &Error{Class: ClassUndefinedEnvironment, Stages: stageAll &^ matched, Err: fmt.Errorf(
		"no releases found that matches specified selector(%s) and environment(%s), in any helmfile", strings.Join(r.options.Selectors, ", "), r.env)}
	if len(r.options.Selectors) > 0 {
		e.Class = ClassNoMatch
	} else if _, ok := r.defined[r.env]; !ok && r.env != defaultEnvironment {
		e.Hint = "no helmfile defines the environment " + r.env
	}
	r.result.Errors = append(r.result.Errors, e)
}

// commandLine returns the values of the command line.
func (r *run) commandLine() *environ {
	given := &environ{name: r.env}
	var list []*Value
	for _, name := range r.options.ValuesFiles {
		list = append(list, textValue(name, &Value{origin: &Origin{Layer: LayerCommandLine}}))
	}
	c := entriesContext{dir: r.state.dir, file: defaultFile, env: &environ{name: r.env}, layer: LayerParent}
	given.values = r.entries(list, c)
	set := emptyMap()
	for i, texts := range [][]string{r.options.SetString, r.options.Set} { // whatever their order, the latter go first
		for _, text := range texts {
			var err error
			if set, err = setState(set, text, i == 0); err != nil {
				r.fail(fault(source.Position{}, ClassOther, err))
			}
		}
	}
	given.given = set
	return given
}

// nested calls load one level deeper.
func (r *run) nested(name string, pos source.Position, load func() *loaded) *loaded {
	r.depth++
	r.visited++
	defer func() { r.depth-- }()
	if r.depth > r.state.limits.Nesting || r.visited > r.state.limits.Files {
		r.fail(fault(pos, ClassLimit, fmt.Errorf("helmfiles are nested too deeply at %s", name)))
		return nil
	}
	if r.ctx.Err() != nil {
		return nil
	}
	return load()
}

// visitOptions are what a parent hands to a helmfile.
type visitOptions struct {
	parent    *File
	given     *environ // values
	inherited *environ
	inherits  []string
	selectors []string
	selecting bool // selectors were given, even if none
}

// visit resolves a state file and those it names.
func (r *run) visit(name string, o visitOptions) {
	var pos source.Position
	if o.parent != nil {
		pos.File = o.parent.Name
	}
	l := r.nested(name, pos, func() *loaded { return r.loadFile(name, path.Dir(name), o.inherited, o.given, true) })
	if l == nil {
		return
	}
	r.define(l.spec)
	if l.undefined || l.env == nil {
		return
	}
	if o.parent != nil {
		l.spec = inheritFrom(o.parent.spec, l.spec, o.inherits)
	}
	l.spec = r.override(l.spec)
	f := &File{Name: name, Parent: o.parent, Values: l.values, spec: l.spec, env: l.env}
	r.children(f, o)
	r.releases(f, o)
	r.result.Files = append(r.result.Files, f)
}

func (r *run) define(spec *Value) {
	for name, e := range spec.Get("environments").fieldsOrNil() {
		pos := e.keyPos()
		if known, ok := r.defined[name]; !ok || pos.Compare(known) < 0 {
			r.defined[name] = pos
		}
	}
}

func (v *Value) fieldsOrNil() map[string]*Value {
	if v == nil {
		return nil
	}
	return v.fields
}

// override applies what the command line has for every release; giving it in the file as well is a fault.
func (r *run) override(spec *Value) *Value {
	for name, text := range map[string]string{"namespace": r.options.Namespace, "kubeContext": r.options.KubeContext, "chart": r.options.Chart} {
		if text == "" {
			continue
		}
		own := spec.Get(name)
		if own.Text() != "" {
			r.fail(fault(own.pos(), ClassOther, fmt.Errorf("%s cannot be given on the command line and in the file", name)))
		}
		v := textValue(text, &Value{origin: &Origin{Layer: LayerCommandLine}})
		spec = spec.withField(name, v)
		if name == "kubeContext" {
			defaults := spec.Get("helmDefaults")
			if defaults.Kind() != Map {
				defaults = emptyMap()
			}
			spec = spec.withField("helmDefaults", defaults.withField(name, v))
		}
	}
	return spec
}

// children visits the helmfiles that a file names.
func (r *run) children(f *File, o visitOptions) {
	for _, entry := range f.spec.Get("helmfiles").Items() {
		own := entry.Get("selectors")
		inherited, _ := entry.Get("selectorsInherited").truth()
		if !inherited && len(own.present()) > 0 && allClash(r.options.Selectors, own.present()) {
			continue
		}
		c := visitOptions{parent: f, inherits: entry.Get("inherits").present(), selectors: o.selectors, selecting: o.selecting}
		switch {
		case own.Kind() == List && !inherited:
			c.selectors = own.present()
			c.selecting = len(c.selectors) > 0
		case r.explicitSelectors() && !inherited:
			c.selectors, c.selecting = nil, false
		}
		if slices.Contains(c.inherits, "environments") {
			c.inherited = f.env
		}
		if values := entry.Get("values"); values.Len() > 0 {
			c.given = &environ{name: r.env, values: r.entries(values.items, entriesContext{
				dir: path.Dir(f.Name), file: f.Name, env: &environ{name: r.env}, layer: LayerParent,
			})}
		}
		r.child(entry.Get("path"), c)
	}
}

// explicitSelectors reports whether selectors go to a sub-helmfile only where it says so: an experiment of helmfile's.
func (r *run) explicitSelectors() bool {
	switch on := r.options.Environ["HELMFILE_EXPERIMENTAL"]; on {
	case "true":
		return true
	default:
		return strings.Contains(on, "explicit-selector-inheritance")
	}
}

func (r *run) child(p *Value, o visitOptions) {
	name := p.Text()
	if name == o.parent.Name {
		r.fail(fault(p.pos(), ClassOther, fmt.Errorf("%s contains a recursion into the same sub-helmfile", name)))
		return
	}
	dir, _ := r.state.files.stat(name)
	if !dir {
		r.visit(name, o)
		return
	}
	names, err := r.state.stateFiles(name)
	if err != nil {
		r.fail(fault(p.pos(), ClassOther, err))
	}
	for _, n := range names {
		r.visit(n, o)
	}
}

// inheritFrom fills what a sub-helmfile lacks from its parent: its own entries win.
func inheritFrom(parent, child *Value, words []string) *Value {
	for _, word := range words {
		p, c := parent.Get(word), child.Get(word)
		switch {
		case word == "environments" || p == nil:
		case c == nil:
			child = child.withField(word, p)
		case word == "helmDefaults":
			child = child.withField(word, mergeRecords(helmDefaultsRecord(), p, c, false))
		case word == "commonLabels" || word == "templates":
			child = child.withField(word, mergeKeys(p, c))
		case word == "apiVersions":
			child = child.withField(word, joinLists(p, c, func(v *Value) string { return v.Text() }, false))
		case word == "repositories":
			child = child.withField(word, joinLists(p, c, func(v *Value) string { return v.Get("name").Text() }, true))
		}
	}
	return child
}

// joinLists returns the elements of both without repeats; of two with one name the first stays, or the last.
func joinLists(a, b *Value, name func(*Value) string, last bool) *Value {
	out := *a
	out.items = nil
	at := map[string]int{}
	for _, item := range slices.Concat(a.items, b.items) {
		i, ok := at[name(item)]
		switch {
		case !ok:
			at[name(item)] = len(out.items)
			out.items = append(out.items, item)
		case last:
			out.items[i] = item
		}
	}
	return &out
}
