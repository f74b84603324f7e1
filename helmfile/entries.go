package helmfile

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// entriesContext is what a list of values is read with.
type entriesContext struct {
	dir, file string // which the paths are relative to, and which names them
	handler   *Value // missingFileHandler; nil: Error
	strategy  *Value // mergeStrategy
	env       *environ
	layer     Layer
}

// entries reads a list of values: paths, globs and maps, each merged over those before it.
func (r *run) entries(list []*Value, c entriesContext) *Value {
	fallback := false
	switch word := c.strategy.Text(); word {
	case "", "override":
	case "fallback":
		fallback = true
	default:
		r.fail(fault(c.strategy.pos(), ClassMergeStrategy,
			fmt.Errorf("environment %q: invalid mergeStrategy %q (must be \"override\" or \"fallback\")", c.env.name, word)))
		return emptyMap()
	}
	result := emptyMap()
	add := func(v *Value) {
		if fallback {
			result = mergeB(v, result)
			return
		}
		result = mergeA(result, v)
	}
	for _, entry := range list {
		switch entry.Kind() {
		case String:
			r.entryFiles(entry, c, func(file string) {
				add(r.stateValuesFile(file, c, result, fallback))
			}, func(reason *Reason) { add(&Value{kind: Map, reason: reason}) })
		case Map:
			if odd := entry.oddMap(); odd != nil {
				r.fail(oddKey(odd.pos(), "a key of this map"))
			}
			add(entry.onLayer(c.layer))
		case Unknown:
			add(&Value{kind: Map, reason: entry.reason})
		default:
			r.fail(fault(entry.pos(), ClassOther, fmt.Errorf("unexpected type of value: %s is neither a path nor a map", entry.Kind())))
		}
	}
	return result
}

// oddMap returns the first map, of all that a value holds, with a key that is no text; nil: there is none.
func (v *Value) oddMap() *Value {
	switch v.Kind() {
	case Map:
		if v.oddKey {
			return v
		}
		for _, k := range v.Keys() {
			if odd := v.fields[k].oddMap(); odd != nil {
				return odd
			}
		}
	case List:
		for _, item := range v.items {
			if odd := item.oddMap(); odd != nil {
				return odd
			}
		}
	}
	return nil
}

// onLayer returns an inline map with another layer. Values are made for one when they are read; those of a state
// file are read before it is known what they are for.
func (v *Value) onLayer(layer Layer) *Value {
	if v == nil || v.origin == nil || v.origin.Layer == layer {
		return v
	}
	out := *v
	o := *v.origin
	o.Layer = layer
	out.origin = &o
	if v.fields != nil {
		out.fields = make(map[string]*Value, len(v.fields))
		for k, f := range v.fields {
			out.fields[k] = f.onLayer(layer)
		}
	}
	if v.items != nil {
		out.items = make([]*Value, len(v.items))
		for i, item := range v.items {
			out.items[i] = item.onLayer(layer)
		}
	}
	return &out
}

// entryFiles calls visit for every file that an entry names, or cannot with why that is not known.
func (r *run) entryFiles(entry *Value, c entriesContext, visit func(string), cannot func(*Reason)) {
	names, reason, err := r.resolve(entry.Text(), c.dir)
	switch {
	case reason != "":
		cannot(r.note(entry.pos(), reason))
	case err != nil:
		r.fail(fault(entry.pos(), ClassOther, err))
	case len(names) == 0:
		r.missingFile(entry, c, "environment values", ClassEnvValuesMissing, stageAll)
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".hcl") {
			cannot(r.note(entry.pos(), name+" is written in HCL, which is not evaluated"))
			continue
		}
		visit(name)
	}
}

// resolve returns the files that a path or glob means. A reason says that this cannot be known.
func (r *run) resolve(name, dir string) (names []string, reason string, err error) {
	switch {
	case isRemote(name):
		return nil, remoteName(name) + " is remote, and nothing is fetched", nil
	case path.IsAbs(name):
		return nil, name + " is an absolute path, outside of the folder that may be read", nil
	}
	full := path.Join(dir, name)
	if !fs.ValidPath(full) {
		return nil, name + " leads out of the folder that may be read", nil
	}
	names, err = r.state.files.glob(full)
	return names, "", err
}

// missingFile does what the handler says about a file that is not there.
func (r *run) missingFile(entry *Value, c entriesContext, what string, class Class, stages Stage) {
	word := c.handler.Text()
	switch {
	case c.handler == nil || c.handler.Kind() == Null || word == "Error":
		e := fault(entry.pos(), class, fmt.Errorf("%s file matching %q does not exist in %q", what, entry.Text(), c.dir))
		e.Stages = stages
		r.fail(e)
	case slices.Contains([]string{"Warn", "Info", "Debug"}, word):
	default:
		e := fault(c.handler.pos(), ClassHandler,
			fmt.Errorf("invalid missing file handler %q while processing %q in %q: it must be one of [Error Warn Info Debug]", word, entry.Text(), c.file))
		e.Stages = stages
		r.fail(e)
	}
}

// stateValuesFile reads a file of environment values.
func (r *run) stateValuesFile(name string, c entriesContext, before *Value, fallback bool) *Value {
	values := c.env.merged()
	if fallback {
		values = mergeA(before, values)
	}
	f := r.readValues(name, c.layer, values.Reason(), func(p *parsed) any { return r.stateData(c.env, values, p) })
	if f.oddKey != nil {
		f.faults = append(slices.Clone(f.faults), f.oddKey)
	}
	r.fail(f.faults...)
	return f.value
}

// valuesFile is a values file, read.
type valuesFile struct {
	value  *Value // as helmfile reads it: a map, never nil
	helm   *Value // as helm reads it, where that differs; else nil
	faults Errors // of reading it as helmfile does; some of them do not matter to helm
	oddKey *Error
	words  []Misreading
	lost   *Reason // what the template writes cannot be known
}

// readValues reads a values file, rendering it if its name says so. A file that was read before is not read again,
// nor is an output.
func (r *run) readValues(name string, layer Layer, open *Reason, data func(*parsed) any) *valuesFile {
	text, err := r.state.files.read(name)
	if err != nil {
		return &valuesFile{value: emptyMap(), faults: asFaults(err, source.Position{File: name}, ClassOther)}
	}
	if !strings.HasSuffix(name, ".gotmpl") {
		return r.state.valuesOf(name, layer, string(text), filePlaces{file: name}, nil)
	}
	p := r.state.templates.get(string(text))
	out, f := r.engine.render(string(text), path.Dir(name), data(p), open, offsetsOf(p, name, 0))
	if f != nil {
		if f.Class == ClassUnknown {
			reason := r.note(f.Pos, f.Err.Error())
			return &valuesFile{value: &Value{kind: Map, reason: reason}, lost: reason}
		}
		return &valuesFile{value: emptyMap(), faults: Errors{f}}
	}
	r.noteDecisions(out)
	return r.state.valuesOf(name, layer, out.text, renderedPlaces{out}, r.unknown)
}

// valuesKey is what a values file's reading depends on.
type valuesKey struct {
	name  string
	layer Layer
	text  string
}

// valuesOf reads the text of a values file.
func (s *State) valuesOf(name string, layer Layer, text string, at places, u *unknowns) *valuesFile {
	key := valuesKey{name, layer, text}
	marked := u != nil && strings.Contains(text, markPrefix)
	if f, ok := s.values.Load(key); ok && !marked {
		return f.(*valuesFile)
	}
	f := s.parseValues(text, layer, at, u)
	if !marked {
		s.values.Store(key, f)
	}
	return f
}

func (s *State) parseValues(text string, layer Layer, at places, u *unknowns) *valuesFile {
	f := &valuesFile{value: emptyMap()}
	docs, err := parseYAML([]byte(text), at)
	if err != nil {
		f.faults = asFaults(err, at.at(1, 1), ClassYAML)
		return f
	}
	if len(docs) == 0 {
		return f
	}
	c := &converter{at: at, layer: layer, left: s.limits.Nodes, depth: s.limits.Depth}
	if u != nil {
		c.unknown = u.find
	}
	v := c.document(docs[0])
	f.faults, f.oddKey, f.words = c.faults, c.oddKey, c.words
	if f.value = mapOr(v, &f.faults); c.differs || len(c.faults) > 0 {
		h := &converter{at: at, layer: layer, left: s.limits.Nodes, depth: s.limits.Depth, helm: true, unknown: c.unknown}
		f.helm = mapOr(h.document(docs[0]), new(Errors))
	}
	return f
}

// mapOr returns v as a map; what is none, and not empty, is a fault.
func mapOr(v *Value, faults *Errors) *Value {
	switch v.Kind() {
	case Map:
		return v
	case Unknown:
		return &Value{kind: Map, reason: v.reason}
	case Null:
	default:
		*faults = append(*faults, fault(v.pos(), ClassYAML, fmt.Errorf("cannot unmarshal a %s into a map: a values file has keys at its top", v.Kind())))
	}
	return emptyMap()
}

// isRemote tells whether a path is a URL or a go-getter source.
func isRemote(name string) bool { return strings.Contains(name, "://") || strings.Contains(name, "::") }

// remoteName returns a remote reference without credentials.
func remoteName(name string) string {
	scheme, rest, ok := strings.Cut(name, "://")
	if at := strings.LastIndex(rest, "@"); ok && at >= 0 && at < len(rest) {
		if slash := strings.Index(rest, "/"); slash < 0 || at < slash {
			return scheme + "://" + rest[at+1:]
		}
	}
	return name
}
