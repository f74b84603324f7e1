package helmfile

import (
	"fmt"
	"slices"
	"strings"
)

// inherit returns a release with what its templates give it.
func (r *run) inherit(spec, release *Value, above []string) (*Value, *Error) {
	list := release.Get("inherit").Items()
	if release.Get("inherit").Kind() == Map {
		list = []*Value{release.Get("inherit")}
	}
	merged := emptyMap()
	for _, entry := range list {
		if err := r.engine.step(1 + merged.weight()); err != nil {
			return nil, fault(entry.pos(), ClassLimit, fmt.Errorf("release templates inherit too much: %w", err))
		}
		name := entry.Get("template").Text()
		if name == "" {
			return release, nil
		}
		src, err := r.releaseTemplate(spec, release, entry, name, above)
		if err != nil {
			return nil, err
		}
		merged = mergeRecords(r.state.model.release, merged, src, true)
	}
	merged = mergeRecords(r.state.model.release, merged, release, true).withField("inherit", nil)
	merged.origin = release.origin
	return merged, nil
}

func (r *run) releaseTemplate(spec, release, entry *Value, name string, above []string) (*Value, *Error) {
	at := entry.Get("template").pos()
	if slices.Contains(above, name) {
		return nil, fault(at, ClassTemplateCycle, fmt.Errorf("cyclic inheritance detected: %s->%s", strings.Join(above, "->"), name))
	}
	template := spec.Get("templates").Get(name)
	if template == nil {
		e := fault(at, ClassTemplateUnknown, fmt.Errorf("release %q tried to inherit inexistent release template %q", release.Get("name").Text(), name))
		if near := nearestOf(name, spec.Get("templates").Keys()); near != "" {
			e.Hint = "did you mean " + near + "?"
		}
		return nil, e
	}
	if len(above) >= r.state.limits.Nesting {
		return nil, fault(at, ClassLimit, fmt.Errorf("release templates are nested too deeply"))
	}
	src, err := r.inherit(spec, template, slices.Concat(above, []string{name}))
	if err != nil {
		return nil, err
	}
	if src.Kind() != Map {
		src = emptyMap()
	}
	for _, word := range entry.Get("except").Items() {
		if !slices.Contains([]string{"labels", "values", "valuesTemplate", "setTemplate", "set", "setString", "secrets"}, word.Text()) {
			return nil, fault(word.pos(), ClassOther, fmt.Errorf("%q is not allowed under except: it knows labels, values, valuesTemplate, set, setTemplate, setString and secrets", word.Text()))
		}
		src = src.withField(word.Text(), nil)
	}
	return src, nil
}

// defaultInherit returns a release whose inherit begins with those that every release has, without repeats.
func defaultInherit(spec, release *Value) *Value {
	var names []string
	for _, name := range spec.Get("defaultInherit").texts() {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return release
	}
	own := release.Get("inherit")
	list := &Value{kind: List, origin: own.Origin()}
	var rest []*Value
	for _, entry := range own.Items() {
		if name := strings.TrimSpace(entry.Get("template").Text()); name != "" {
			names = slices.DeleteFunc(names, func(n string) bool { return n == name })
			rest = append(rest, entry)
		}
	}
	for _, name := range names {
		list.items = append(list.items, emptyMap().withField("template", textValue(name, spec.Get("defaultInherit"))))
	}
	list.items = append(list.items, rest...)
	return release.withField("inherit", list)
}

// weight is about what it costs to copy a record.
func (v *Value) weight() int {
	n := 0
	for _, f := range v.fieldsOrNil() {
		n += 1 + f.Len()
	}
	return n
}
