package helmfile

import (
	"maps"
	"path"
	"strings"
)

// Build returns the file as `helmfile build` prints it: parts and bases merged, releases with their templates
// inherited and rendered, labels and contexts filled in. What is unknown is its [*Reason].
func (f *File) Build(s *State) map[string]any {
	m := s.model
	out := m.state.export(f.spec)
	out["filepath"] = path.Base(f.Name)
	if list, ok := out["helmfiles"].([]any); ok {
		for _, entry := range list {
			if e, ok := entry.(map[string]any); ok {
				name, _ := e["path"].(string)
				e["path"] = strings.TrimPrefix(name, folder(f.Name)+"/")
			}
		}
	}
	for name, value := range map[string]any{"helmBinary": "helm", "kustomizeBinary": "kustomize", "templates": map[string]any{}} {
		if _, ok := out[name]; !ok {
			out[name] = value
		}
	}
	if defaults, _ := out["helmDefaults"].(map[string]any); len(defaults) > 0 {
		out["helmDefaults"] = withZeros(defaults)
	} else {
		delete(out, "helmDefaults")
	}
	releases := make([]any, len(f.Releases))
	for i, r := range f.Releases {
		releases[i] = r.build(m)
	}
	if delete(out, "releases"); len(releases) > 0 {
		out["releases"] = releases
	}
	out["renderedvalues"] = f.Values.Interface()
	return out
}

func (r *Release) build(m *model) map[string]any {
	spec := r.spec.withField("installedTemplate", nil).withField("conditionTemplate", nil)
	out := m.release.export(spec)
	labels := map[string]any{}
	for k, v := range r.Labels {
		labels[k] = v
	}
	out["labels"] = labels
	if r.Installed != Maybe && r.spec.Get("installedTemplate") != nil {
		out["installed"] = r.Installed == Yes
	}
	if len(r.Needs) > 0 {
		needs := make([]any, len(r.Needs))
		for i, n := range r.Needs {
			needs[i] = n
		}
		out["needs"] = needs
	}
	return out
}

// withZeros adds the fields of helmDefaults that are printed though they are empty.
func withZeros(defaults map[string]any) map[string]any {
	out := map[string]any{"waitRetries": 0, "timeout": 0}
	for _, name := range []string{
		"verify", "enableDNS", "devel", "wait", "waitForJobs", "recreatePods", "force", "atomic", "rollbackOnFailure", "forceConflicts",
		"skipDeps", "skipRefresh", "reuseValues",
	} {
		out[name] = false
	}
	for k, v := range defaults {
		out[k] = v
	}
	return out
}

// export returns a record as plain data, without what is empty.
func (r *record) export(v *Value) map[string]any {
	out := maps.Clone(r.zeros)
	if out == nil {
		out = map[string]any{}
	}
	for k, f := range v.fieldsOrNil() {
		known, ok := r.fields[k]
		if !ok || f.Kind() == Null {
			continue
		}
		if value, ok := known.export(f); ok {
			out[k] = value
		}
	}
	return out
}

func (f field) export(v *Value) (any, bool) {
	if v.Kind() == Unknown {
		return v.reason, true
	}
	switch f.typ {
	case textField:
		return v.Text(), v.Text() != ""
	case boolField:
		b, _ := v.truth()
		return b, true
	case namesField:
		return v.texts(), len(v.texts()) > 0
	case recordField:
		return f.of.export(v), true
	case namedField:
		out := map[string]any{}
		for k, item := range v.fieldsOrNil() {
			out[k] = f.of.export(item)
		}
		return out, len(out) > 0
	case setField, recordsField, inheritField, helmfilesField:
		out := make([]any, 0, v.Len())
		if v.Kind() == Map {
			out = append(out, f.of.export(v))
		}
		for _, item := range v.Items() {
			if item.Kind() == Map {
				out = append(out, f.of.export(item))
				continue
			}
			out = append(out, item.Interface())
		}
		return out, len(out) > 0
	}
	return v.Interface(), v.Kind() != List || v.Len() > 0
}
