package helmfile

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

func folder(name string) string { return path.Dir(name) }

// allValues reads the values of the releases that are on.
func (r *run) allValues(f *File, selectors []Selector) {
	defer func(before Stage) { r.stage = before }(r.stage)
	for _, release := range f.Releases {
		if release.Enabled == No || release.Installed == No || !r.step(1, release.Pos) {
			continue
		}
		r.stage = StageValues | StageTemplate
		x := &releaseValues{run: r, file: f, release: release, merged: emptyMap(), helm: emptyMap()}
		x.read()
		release.values, release.effective, release.ready = x.merged, x.helm, true
	}
}

// releaseValues collects the values of a release, as helmfile merges them and as helm does.
type releaseValues struct {
	run     *run
	file    *File
	release *Release
	merged  *Value
	helm    *Value
}

func (x *releaseValues) read() {
	for _, entry := range x.release.spec.Get("values").Items() {
		x.entry(entry)
	}
	x.secrets()
	x.run.stage = StageTemplate
	x.set("set", LayerSet)
	x.environmentSet()
	x.set("setString", LayerSetString)
	x.setFiles()
	x.helm = coalesce(x.helm, x.run.chartDefaults(x.file, x.release))
}

func (x *releaseValues) add(merged, helm *Value) {
	x.merged = mergeA(x.merged, merged)
	if helm == nil {
		helm = merged
	}
	x.helm = mergeA(x.helm, helm)
}

func (x *releaseValues) open(reason *Reason) {
	v := &Value{kind: Map, reason: reason}
	x.add(v, v)
}

func (x *releaseValues) entry(entry *Value) {
	switch entry.Kind() {
	case Unknown:
		x.open(entry.reason)
	case Map:
		v := x.run.references(entry.onLayer(LayerRelease))
		x.add(v, nil)
	case String:
		x.path(entry)
	default:
		x.run.fail(fault(entry.pos(), ClassOther, fmt.Errorf("unexpected type of value: %s is neither a path nor a map", entry.Kind())))
	}
}

// handler is the release's missingFileHandler, or the file's.
func (x *releaseValues) handler() *Value {
	if h := x.release.spec.Get("missingFileHandler"); h.Kind() != Null {
		return h
	}
	return x.file.spec.Get("missingFileHandler")
}

// path reads a values file of a release.
func (x *releaseValues) path(entry *Value) {
	r := x.run
	prefix := x.release.spec.Get("valuesPathPrefix").Text()
	names, reason, err := r.resolve(prefix+entry.Text(), folder(x.file.Name))
	switch {
	case strings.HasPrefix(entry.Text(), "ref+"):
		x.open(r.note(entry.pos(), refScheme(entry.Text())+" is kept elsewhere"))
	case reason != "":
		x.open(r.note(entry.pos(), reason))
	case err != nil:
		r.fail(fault(entry.pos(), ClassOther, err))
	case len(names) == 0:
		c := entriesContext{dir: folder(x.file.Name), file: x.file.Name, handler: x.handler()}
		r.missingFile(entry, c, "values", ClassValuesMissing, r.stage)
	case len(names) > 1:
		e := fault(entry.pos(), ClassValuesGlob, fmt.Errorf("glob patterns in release values and secrets are not supported: %s matches %s", entry.Text(), strings.Join(names, ", ")))
		e.Hint = "name each file"
		r.fail(e)
	default:
		x.valuesFile(names[0])
	}
}

func (x *releaseValues) valuesFile(name string) {
	r := x.run
	f := r.readValues(name, LayerRelease, x.file.Values.Reason(), func(p *parsed) any { return r.releaseData(x.file, x.release.named(), p) })
	for _, e := range f.faults {
		if e.Class == ClassDuplicateKey {
			only := *e
			only.Stages = StageValues
			e = &only
		}
		r.fail(e)
	}
	merged := r.references(f.value)
	helm := f.helm
	if merged != f.value {
		helm = nil // the file passes through helmfile, which writes it anew
	}
	if helm != nil {
		r.misreads(f.words)
	}
	x.add(merged, helm)
}

// named returns the release's record with what overrides it, as templates of values files see it.
func (r *Release) named() *Value {
	labels := emptyMap()
	for k, v := range r.Labels {
		labels.fields = ensure(labels.fields)
		labels.fields[k] = textValue(v, r.spec.Get("labels").Get(k))
	}
	return r.spec.withField("labels", labels)
}

func ensure(m map[string]*Value) map[string]*Value {
	if m == nil {
		m = map[string]*Value{}
	}
	return m
}

// secrets says that encrypted files may set keys.
func (x *releaseValues) secrets() {
	r := x.run
	for _, entry := range x.release.spec.Get("secrets").Items() {
		if entry.Kind() != String {
			x.open(r.note(entry.pos(), "a secret of release "+x.release.Name+" is encrypted"))
			continue
		}
		names, reason, _ := r.resolve(x.release.spec.Get("valuesPathPrefix").Text()+entry.Text(), folder(x.file.Name))
		if reason == "" && len(names) == 0 {
			c := entriesContext{dir: folder(x.file.Name), file: x.file.Name, handler: x.handler()}
			r.missingFile(entry, c, "secrets", ClassValuesMissing, r.stage)
			continue
		}
		if reason == "" {
			reason = entry.Text() + " is encrypted"
		}
		x.open(r.note(entry.pos(), reason))
	}
}

// set applies `set` or `setString` to what helm gets.
func (x *releaseValues) set(field string, layer Layer) {
	for _, entry := range x.release.spec.Get(field).Items() {
		name, value, values := entry.Get("name"), entry.Get("value"), entry.Get("values")
		origin := &Origin{Pos: value.pos(), Key: name.pos(), Layer: layer}
		asText := layer == LayerSetString
		switch {
		case value.Kind() == Unknown:
			x.assign(name, &Value{kind: Unknown, reason: value.reason, origin: origin})
		case value.Text() != "":
			x.assign(name, x.typed(value, asText, origin))
		case !asText && entry.Get("file").Text() != "":
		case values.Len() > 0:
			origin.Pos = values.pos()
			list := &Value{kind: List, origin: origin}
			for _, item := range values.items {
				list.items = append(list.items, x.typed(item, asText, &Origin{Pos: item.pos(), Layer: layer}))
			}
			x.assign(name, list)
		}
	}
}

func (x *releaseValues) assign(name, value *Value) {
	if name.Kind() == Unknown {
		x.open(name.reason)
		return
	}
	if !x.run.step(1+len(x.helm.fields)/16, name.pos()) {
		return
	}
	next, err := setHelm(x.helm, name.Text(), value)
	if err != nil {
		x.run.fail(fault(name.pos(), ClassOther, err))
		return
	}
	x.helm = next
}

// typed returns an entry's value as helm makes it of the command line that helmfile writes.
func (x *releaseValues) typed(v *Value, asText bool, origin *Origin) *Value {
	if v.Kind() == Unknown {
		return &Value{kind: Unknown, reason: v.reason, origin: origin}
	}
	if v.Kind() == Map || v.Kind() == List || v.Kind() == Null {
		b, err := json.Marshal(v.plain(func(r *Reason) any { return x.run.unknown.markOf(r) }))
		if err != nil {
			return &Value{kind: Null, origin: origin}
		}
		return typed(string(b), asText, origin)
	}
	if resolved := x.run.reference(v); resolved != v {
		if resolved.Kind() == Unknown {
			return &Value{kind: Unknown, reason: resolved.reason, origin: origin}
		}
		v = resolved
	}
	return typed(withoutEscapes(v.Text()), asText, origin)
}

// withoutEscapes drops backslashes as helm does when it reads a --set value.
func withoutEscapes(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			if i++; i == len(s) {
				break
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// environmentSet applies `env`, whose values name variables.
func (x *releaseValues) environmentSet() {
	for _, entry := range x.release.spec.Get("env").Items() {
		name, value := entry.Get("name"), entry.Get("value")
		text, ok := x.run.options.Environ[value.Text()]
		if !ok {
			x.run.fail(fault(value.pos(), ClassOther, fmt.Errorf("the environment variable %s is not set", value.Text())))
			continue
		}
		x.assign(name, typed(withoutEscapes(text), false, &Origin{Pos: value.pos(), Key: name.pos(), Layer: LayerSet}))
	}
}

// setFiles applies the entries of `set` that name a file, which helm does last.
func (x *releaseValues) setFiles() {
	r := x.run
	for _, entry := range x.release.spec.Get("set").Items() {
		name, file := entry.Get("name"), entry.Get("file")
		if file.Text() == "" || entry.Get("value").Text() != "" {
			continue
		}
		origin := &Origin{Pos: file.pos(), Key: name.pos(), Layer: LayerSet}
		full := path.Join(folder(x.file.Name), file.Text())
		data, err := r.state.files.read(full)
		if err != nil {
			r.fail(asFaults(fmt.Errorf("set %s: %w", name.Text(), err), file.pos(), ClassOther)...)
			continue
		}
		x.assign(name, &Value{kind: String, scalar: string(data), text: string(data), origin: origin})
	}
}

// references replaces the texts that are references; v itself is returned when there are none.
func (r *run) references(v *Value) *Value {
	switch v.Kind() {
	case String:
		return r.reference(v)
	case List:
		var out *Value
		for i, item := range v.items {
			if next := r.references(item); next != item {
				if out == nil {
					c := *v
					c.items = slices.Clone(v.items)
					out = &c
				}
				out.items[i] = next
			}
		}
		return or(out, v)
	case Map:
		var out *Value
		for _, k := range v.Keys() {
			if next := r.references(v.fields[k]); next != v.fields[k] {
				if out == nil {
					c := *v
					c.fields = maps.Clone(v.fields)
					out = &c
				}
				out.fields[k] = next
			}
		}
		return or(out, v)
	}
	return v
}

func or(v, other *Value) *Value {
	if v == nil {
		return other
	}
	return v
}

// reference resolves a text that is a reference, or has one within.
func (r *run) reference(v *Value) *Value {
	text := v.Text()
	if v.Kind() != String || !isReference(text) {
		return v
	}
	if resolved, ok := localReference(text, r.options.Environ); ok {
		return textValue(resolved, v)
	}
	if strings.HasPrefix(text, "ref+") || strings.HasPrefix(text, "secretref+") || strings.Contains(text, " ref+") {
		return &Value{kind: Unknown, reason: r.note(v.pos(), refScheme(text)+" is a secret kept elsewhere"), origin: v.origin}
	}
	return v
}

// chartDefaults returns the values.yaml of a local chart.
func (r *run) chartDefaults(f *File, release *Release) *Value {
	chart := release.Chart
	if forced := f.spec.Get("chart").Text(); forced != "" {
		chart = forced
	}
	open := func(format string, args ...any) *Value {
		return &Value{kind: Map, reason: &Reason{Text: fmt.Sprintf(format, args...), Pos: release.spec.Get("chart").pos()}}
	}
	if !isLocalChart(chart) {
		return open("the defaults of the chart %s are not here", remoteName(chart))
	}
	dir := path.Join(folder(f.Name), chart)
	if v, ok := r.state.charts.Load(dir); ok {
		return v.(*Value)
	}
	if folder, ok := r.state.files.stat(dir); !ok || !folder || path.IsAbs(chart) {
		return open("the chart %s is not here", chart)
	}
	text, err := r.state.files.read(path.Join(dir, "values.yaml"))
	v := emptyMap()
	if err == nil {
		read := r.state.parseValues(string(text), LayerChart, filePlaces{file: path.Join(dir, "values.yaml")}, nil)
		v = or(read.helm, read.value)
	}
	r.state.charts.Store(dir, v)
	return v
}

// isLocalChart tells a folder from repository/name and from a URL, as helmfile does.
func isLocalChart(chart string) bool {
	if strings.HasPrefix(chart, "./") || strings.HasPrefix(chart, "../") {
		return true
	}
	if strings.Contains(chart, "://") {
		return false
	}
	n := strings.Count(chart, "/") + 1
	return path.IsAbs(chart) || n != 2 && n != 3
}

// coalesce returns values over a chart's defaults: null removes a default, and stays where there is none.
func coalesce(values, defaults *Value) *Value {
	out := *values
	out.fields = make(map[string]*Value, len(values.fields)+len(defaults.fields))
	for k, v := range values.fields {
		out.fields[k] = v
	}
	if out.reason == nil {
		out.reason = defaults.reason
	}
	for k, d := range defaults.fields {
		v, ok := out.fields[k]
		switch {
		case !ok:
			out.fields[k] = d
		case v.Kind() == Null:
			delete(out.fields, k)
		case v.Kind() == Map && d.Kind() == Map:
			out.fields[k] = coalesce(v, d)
		default:
			out.fields[k] = hide(d, v)
		}
	}
	return &out
}
