package helmfile

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// maxRounds is how often helmfile renders a release until nothing changes.
const maxRounds = 6

// rounds renders the fields of a release that are templates until nothing changes.
func (r *run) rounds(f *File, spec *Value) (*Value, *Error) {
	before := spec
	for range maxRounds {
		x := &releaseRendering{run: r, file: f, before: before}
		after := x.render(spec)
		if x.fault != nil {
			return nil, x.fault
		}
		if equal(before, after) {
			return after, nil
		}
		before = after
	}
	return nil, fault(spec.pos(), ClassOther, fmt.Errorf("release %q: recursive references can't be resolved", spec.Get("name").Text()))
}

// releaseRendering is one round.
type releaseRendering struct {
	run    *run
	file   *File
	before *Value // the release as the round before left it, which templates see
	fault  *Error
}

func (x *releaseRendering) render(spec *Value) *Value {
	out := *spec
	out.fields = maps.Clone(spec.fields)
	if out.fields == nil {
		out.fields = map[string]*Value{}
	}
	for _, name := range []string{"name", "chart", "namespace", "version"} {
		if v := out.fields[name]; v != nil {
			out.fields[name] = trimmed(x.text(v))
		}
	}
	for _, name := range []string{"waitTemplate", "installedTemplate", "conditionTemplate", "verifyTemplate"} {
		if v := out.fields[name]; v != nil {
			out.fields[name] = x.text(v)
		}
	}
	for _, name := range []string{"labels", "postRendererArgs", "needs", "secrets"} {
		x.shallow(&out, name)
	}
	for _, item := range out.fields["values"].Items() {
		if item.Kind() == Map && item.oddKey && x.fault == nil {
			x.fault = oddKey(item.pos(), "a key of this map")
		}
	}
	if templates := out.fields["valuesTemplate"]; templates.Len() > 0 {
		out.fields["valuesTemplate"] = x.valuesTemplate(templates)
		out.fields["values"] = prepended(out.fields["valuesTemplate"], out.fields["values"])
	}
	x.shallow(&out, "values")
	if set := out.fields["setTemplate"]; set.Len() > 0 {
		out.fields["setTemplate"] = x.setTemplate(set)
		out.fields["set"] = prepended(out.fields["setTemplate"], out.fields["set"])
	}
	return &out
}

func trimmed(v *Value) *Value {
	if v.Kind() != String || strings.TrimSpace(v.Text()) == v.Text() {
		return v
	}
	return textValue(strings.TrimSpace(v.Text()), v)
}

func prepended(first, rest *Value) *Value {
	out := *first
	out.items = slices.Concat(first.items, rest.Items())
	return &out
}

// shallow renders the texts that a list or a map holds directly.
func (x *releaseRendering) shallow(out *Value, name string) {
	v := out.fields[name]
	if v.Len() == 0 {
		return
	}
	next := *v
	next.items = slices.Clone(v.items)
	next.fields = maps.Clone(v.fields)
	for i, item := range v.items {
		next.items[i] = x.text(item)
	}
	for _, k := range v.Keys() {
		next.fields[k] = x.text(v.fields[k])
	}
	out.fields[name] = &next
}

// text renders a string where it is a template.
func (x *releaseRendering) text(v *Value) *Value {
	if v.Kind() != String || !hasTemplate(v.Text()) || x.fault != nil {
		return v
	}
	out, fault := x.execute(v.Text(), v)
	if fault != nil {
		x.fault = fault
		return v
	}
	if reason := x.run.unknown.find(out.text); reason != nil {
		x.run.noteReason(reason)
		return &Value{kind: Unknown, reason: reason, origin: v.origin}
	}
	return textValue(out.text, v)
}

func (x *releaseRendering) execute(text string, v *Value) (*rendered, *Error) {
	r := x.run
	p := r.state.templates.get(text)
	pos := v.pos()
	out, fault := r.engine.render(text, folder(x.file.Name), r.releaseData(x.file, x.before, p), x.file.Values.Reason(), func(int) source.Position { return pos })
	if out != nil {
		r.noteDecisions(out)
	}
	return out, fault
}

// valuesTemplate renders maps as their YAML.
func (x *releaseRendering) valuesTemplate(list *Value) *Value {
	out := *list
	out.items = slices.Clone(list.items)
	for i, item := range list.items {
		if item.Kind() != Map || x.fault != nil {
			continue
		}
		for _, k := range item.Keys() { // those of the map itself may be of any type
			if odd := item.fields[k].oddMap(); odd != nil {
				x.fault = oddKey(odd.pos(), "a key of this map")
				return list
			}
		}
		text, err := writeYAML(item.plain(func(reason *Reason) any { return x.run.unknown.markOf(reason) }))
		if err != nil {
			x.fault = fault(item.pos(), ClassOther, err)
			return list
		}
		if !hasTemplate(text) {
			continue
		}
		done, failed := x.execute(text, item)
		if failed != nil {
			x.fault = failed
			return list
		}
		f := x.run.state.parseValues(done.text, LayerNone, valuePlaces{item.pos()}, x.run.unknown)
		x.run.fail(f.faults...)
		out.items[i] = placedLike(f.value, item)
	}
	return &out
}

// valuePlaces is the one place of a text that was made of a value.
type valuePlaces struct{ pos source.Position }

func (p valuePlaces) at(int, int) source.Position { return p.pos }

// placedLike returns v with the places of like, where the two have the same keys.
func placedLike(v, like *Value) *Value {
	if v == nil || like == nil {
		return v
	}
	out := *v
	if like.origin != nil {
		out.origin = like.origin
	}
	if v.kind == Map {
		out.fields = make(map[string]*Value, len(v.fields))
		for k, f := range v.fields {
			out.fields[k] = placedLike(f, like.Get(k))
		}
	}
	if v.kind == List && like.Len() == v.Len() && like.Kind() == List {
		out.items = make([]*Value, len(v.items))
		for i, item := range v.items {
			out.items[i] = placedLike(item, like.items[i])
		}
	}
	return &out
}

func (x *releaseRendering) setTemplate(list *Value) *Value {
	out := *list
	out.items = slices.Clone(list.items)
	for i, item := range list.items {
		if item.Kind() != Map {
			continue
		}
		next := *item
		next.fields = maps.Clone(item.fields)
		for _, name := range []string{"name", "value", "file"} {
			if v := next.fields[name]; v != nil {
				next.fields[name] = x.text(v)
			}
		}
		x.shallow(&next, "values")
		out.items[i] = &next
	}
	return &out
}

// releaseData returns what the templates of a release see.
func (r *run) releaseData(f *File, spec *Value, p *parsed) releaseData {
	mark := func(v *Value) string {
		if v.Kind() == Unknown {
			return r.unknown.markOf(v.reason)
		}
		return v.Text()
	}
	labels := map[string]string{}
	for k, v := range spec.Get("labels").fieldsOrNil() {
		labels[k] = mark(v)
	}
	d := releaseData{
		Environment: r.environmentData(f.env, p),
		Release: releaseNames{
			Name: mark(spec.Get("name")), Namespace: mark(spec.Get("namespace")), Labels: labels, Chart: mark(spec.Get("chart")),
			ChartVersion: mark(spec.Get("version")), KubeContext: mark(spec.Get("kubeContext")),
		},
		Values:      r.plainFor(f.Values, p, true),
		KubeContext: f.spec.Get("kubeContext").Text(), Namespace: f.spec.Get("namespace").Text(), Chart: f.spec.Get("chart").Text(),
	}
	d.StateValues = &d.Values
	return d
}
