package helmfile

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// loaded is a state file after all of its parts.
type loaded struct {
	name      string // in the file system
	spec      *Value // the record of all parts and bases, merged
	env       *environ
	values    *Value // `.Values`
	undefined bool   // the file has environments, and not this one
}

// loadFile reads a state file, part by part. inherited is an environment that a parent hands down, overrode are the
// values it passes; both may be nil. A base is loaded relative to the file that names it, whose folder is dir.
func (r *run) loadFile(name, dir string, inherited, overrode *environ, main bool) *loaded {
	text, err := r.state.files.read(name)
	if err != nil {
		r.fail(asFaults(err, source.Position{File: name}, ClassOther)...)
		return nil
	}
	content := strings.ReplaceAll(string(text), "\r\n", "\n")
	parts := SplitParts(content)
	if r.compatible {
		parts = apart(parts)
	} else {
		r.fail(policy(name, content)...)
	}
	l := &loaded{name: name, spec: emptyMap()}
	env := inherited
	for i, part := range parts {
		if !r.step(1+l.spec.Len(), source.Position{File: name, Line: part.Line}) {
			break
		}
		spec := r.readPart(name, dir, part, i, env, overrode)
		spec, env = r.loadPart(spec, name, dir, env.with(overrode), main)
		l.spec = mergeRecords(r.state.model.state, l.spec, spec, false)
		l.env = env
		if r.undefined(l.spec, env, main) {
			l.undefined = true
			return l
		}
	}
	if main && inherited == nil && overrode == nil && l.spec.Get("environments").Len() == 0 && r.env != defaultEnvironment {
		l.undefined = true
	}
	l.env = r.orUnknown(l.env)
	l.values = l.env.merged()
	for _, release := range l.spec.Get("releases").Items() {
		if v := release.Get("updateStrategy"); v.Text() != "" && v.Text() != "reinstallIfForbidden" {
			r.fail(fault(v.pos(), ClassOther, fmt.Errorf("updateStrategy %q is invalid: it is reinstallIfForbidden or not set", v.Text())))
		}
	}
	return l
}

// defaultEnvironment is there without being defined.
const defaultEnvironment = "default"

func (r *run) undefined(spec *Value, env *environ, main bool) bool {
	environments := spec.Get("environments")
	if environments.Len() == 0 || !main || env.name == defaultEnvironment {
		return false
	}
	_, ok := environments.fields[env.name]
	return !ok
}

// renders tells whether a file is a template.
func (r *run) renders(name string) bool {
	return strings.HasSuffix(name, ".gotmpl") || r.options.Environ["HELMFILE_RENDER_YAML"] == "true" || r.compatible
}

// readPart renders and parses one part.
func (r *run) readPart(name, dir string, part Part, index int, env, overrode *environ) *Value {
	var at places = filePlaces{name, part.Line - 1}
	text := part.Text
	if r.renders(name) && hasTemplate(text) {
		full := env.with(overrode)
		if full == nil {
			full = &environ{name: r.env}
		}
		values := full.merged()
		p := r.state.templates.get(text)
		out, f := r.engine.render(text, dir, r.stateData(full, values, p), values.Reason(), offsetsOf(p, name, part.Line-1))
		if f != nil {
			r.failOrNote(f)
			return emptyMap()
		}
		r.noteDecisions(out)
		text, at = out.text, renderedPlaces{out}
	}
	read := r.state.part(name, part.Line<<8|index, text, at, r.unknown)
	r.fail(read.faults...)
	spec := emptyMap()
	for _, d := range read.docs {
		spec = mergeRecords(r.state.model.state, spec, d, true)
	}
	return spec
}

// loadPart reads what a part names: its bases, the values of its environment, its defaults, its sub-helmfiles.
func (r *run) loadPart(spec *Value, name, dir string, given *environ, main bool) (*Value, *environ) {
	bases := spec.Get("bases").Items()
	switch {
	case len(bases) > 0 && !main:
		r.fail(fault(spec.Get("bases").pos(), ClassOther, errors.New("a base cannot have bases")))
	case len(bases) > 0:
		spec = r.withBases(spec, bases, dir, given)
	}
	env := r.environmentOf(spec, name, dir, given)
	defaults := r.entries(spec.Get("values").Items(), entriesContext{dir: dir, file: name, env: r.orUnknown(given), layer: LayerDefaults})
	env.defaults = mergeA(env.defaults, defaults)
	if main { // those of a base are expanded where it is named
		spec = r.expandHelmfiles(spec, dir)
	}
	return spec, env
}

// orUnknown returns e, or the environment of which nothing is known but its name.
func (r *run) orUnknown(e *environ) *environ {
	if e == nil {
		return &environ{name: r.env}
	}
	return e
}

// environmentOf reads the values of the environment and puts them on top of those given.
func (r *run) environmentOf(spec *Value, name, dir string, given *environ) *environ {
	e := spec.Get("environments").Get(r.env)
	c := entriesContext{
		dir: dir, file: name, handler: e.Get("missingFileHandler"), strategy: e.Get("mergeStrategy"), env: r.orUnknown(given), layer: LayerEnvironment,
	}
	values := r.entries(e.Get("values").Items(), c)
	values = r.secretsOf(e, spec, c, values)
	out := &environ{name: r.env, kubeContext: e.Get("kubeContext").Text(), values: values}
	if given != nil {
		own := out.kubeContext
		*out = environ{name: r.env, kubeContext: own, values: mergeB(given.values, values), defaults: given.defaults, given: given.given}
		if given.name != "" {
			out.name = given.name
		}
		if given.kubeContext != "" {
			out.kubeContext = given.kubeContext
		}
	}
	return out
}

// secretsOf says that encrypted files may set keys.
func (r *run) secretsOf(e, spec *Value, c entriesContext, values *Value) *Value {
	handler := e.Get("missingFileHandler")
	if handler == nil {
		handler = spec.Get("missingFileHandler")
	}
	c.handler = handler
	for _, entry := range e.Get("secrets").Items() {
		names, reason, _ := r.resolve(entry.Text(), c.dir)
		if reason == "" && len(names) == 0 {
			r.missingFile(entry, c, "environment values", ClassEnvValuesMissing, stageAll)
			continue
		}
		if reason == "" {
			reason = entry.Text() + " is encrypted"
		}
		values = mergeA(values, &Value{kind: Map, reason: r.note(entry.pos(), reason)})
	}
	return values
}

// withBases merges the bases in order, then the file itself. Environments add up, other lists are appended.
func (r *run) withBases(spec *Value, bases []*Value, dir string, given *environ) *Value {
	layers := make([]*Value, 0, len(bases)+1)
	for _, b := range bases {
		name := b.Text()
		full := path.Join(dir, name)
		switch {
		case b.Kind() == Null:
		case b.Kind() == Unknown:
			r.note(b.pos(), b.reason.Text)
		case isRemote(name) || !fs.ValidPath(full):
			r.note(b.pos(), "the base "+remoteName(name)+" is remote, and nothing is fetched")
		default:
			if l := r.nested(full, b.pos(), func() *loaded { return r.loadFile(full, dir, given, nil, false) }); l != nil {
				layers = append(layers, l.spec)
			}
		}
	}
	layers = append(layers, spec)
	merged := layers[0]
	for _, next := range layers[1:] {
		environments := mergeEnvironments(merged.Get("environments"), next.Get("environments"))
		merged = mergeRecords(r.state.model.state, merged.withField("environments", nil), next.withField("environments", nil), true)
		if environments != nil {
			merged = merged.withField("environments", environments)
		}
	}
	return merged
}

// mergeEnvironments adds the environments of a later layer to those of an earlier one.
func mergeEnvironments(base, over *Value) *Value {
	if base.Kind() != Map {
		return over
	}
	out := *base
	out.fields = make(map[string]*Value, len(base.fields)+over.Len())
	for k, b := range base.fields {
		out.fields[k] = b
	}
	if over.Kind() == Map {
		for k, o := range over.fields {
			out.fields[k] = mergeEnvironment(out.fields[k], o)
		}
	}
	return &out
}

func mergeEnvironment(base, over *Value) *Value {
	switch {
	case base.Kind() != Map:
		return over
	case over.Kind() != Map:
		return base
	}
	out := *base
	out.fields = make(map[string]*Value, len(base.fields)+len(over.fields))
	for k, b := range base.fields {
		out.fields[k] = b
	}
	for k, o := range over.fields {
		b := out.fields[k]
		switch {
		case b.Kind() == List && o.Kind() == List:
			joined := *o
			joined.items = slices.Concat(b.items, o.items)
			out.fields[k] = &joined
		case o.Kind() == Null, isEmptyScalar(o) && b != nil:
		default:
			out.fields[k] = hide(b, o)
		}
	}
	// The file that names the base comes first where the first entry wins.
	if bv, ov := base.Get("values"), over.Get("values"); out.fields["mergeStrategy"].Text() == "fallback" && bv.Kind() == List && ov.Kind() == List {
		joined := *ov
		joined.items = slices.Concat(ov.items, bv.items)
		out.fields["values"] = &joined
	}
	return &out
}

// expandHelmfiles replaces the globs of `helmfiles` by the paths they match.
func (r *run) expandHelmfiles(spec *Value, dir string) *Value {
	list := spec.Get("helmfiles")
	if list.Len() == 0 {
		return spec
	}
	out := *list
	out.items = nil
	for _, item := range list.items {
		if item.Kind() == Null {
			continue
		}
		entry := item
		if item.Kind() != Map {
			entry = emptyMap().withField("path", item)
			entry.origin = item.Origin()
		}
		out.items = append(out.items, r.expandHelmfile(entry, spec, dir)...)
	}
	return spec.withField("helmfiles", &out)
}

func (r *run) expandHelmfile(entry, spec *Value, dir string) []*Value {
	p := entry.Get("path")
	r.checkHelmfile(entry)
	if p.Kind() == Unknown {
		r.note(p.pos(), p.reason.Text)
		return nil
	}
	if p.Text() == "" { // it would be the folder that names it, again and again
		r.fail(fault(entry.pos(), ClassOther, errors.New("a sub-helmfile has no path")))
		return nil
	}
	names, reason, err := r.resolve(p.Text(), dir)
	switch {
	case reason != "":
		r.note(p.pos(), reason)
		return nil
	case err != nil:
		r.fail(fault(p.pos(), ClassOther, err))
	case len(names) == 0 && (spec.Get("missingFileHandler").Kind() == Null || spec.Get("missingFileHandler").Text() == "Error"):
		r.fail(fault(entry.pos(), ClassOther, fmt.Errorf("no matches for path: %s", p.Text())))
	}
	var out []*Value
	for _, name := range names {
		out = append(out, entry.withField("path", textValue(name, p)))
	}
	return out
}

// inheritable are the words of a sub-helmfile's `inherits`.
func inheritable() []string {
	return []string{"repositories", "helmDefaults", "commonLabels", "apiVersions", "kubeVersion", "templates", "environments"}
}

// checkHelmfile finds the combinations that helmfile refuses.
func (r *run) checkHelmfile(entry *Value) {
	bad := func(v *Value, format string, args ...any) {
		r.fail(fault(v.pos(), ClassOther, fmt.Errorf(format, args...)))
	}
	selectors := entry.Get("selectors")
	inherited, _ := entry.Get("selectorsInherited").truth()
	if entry.Get("path").Text() == "" && entry.Get("path").Kind() != Unknown && (selectors.Kind() == List || entry.Get("inherits").Len() > 0) {
		bad(entry, "an entry of helmfiles with selectors or inherits needs a path")
	}
	if inherited && selectors.Len() > 0 {
		bad(selectors, "selectorsInherited: true and selectors of its own cannot be had together")
	}
	for _, word := range entry.Get("inherits").Items() {
		if word.Kind() == Null {
			continue
		}
		if !slices.Contains(inheritable(), word.Text()) && word.Kind() != Unknown {
			bad(word, "invalid inherits entry %q: allowed values are %v", word.Text(), inheritable())
		}
	}
}
