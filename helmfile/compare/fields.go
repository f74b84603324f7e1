package compare

import (
	"maps"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// fields are the differences between two releases apart from their values.
func fields(a, b *reading) []Change {
	d := &differ{}
	d.status(a, b)
	for _, f := range []struct{ name, lack string }{
		{"name", ""}, {"namespace", "the context's default"}, {"kubeContext", "the current one"}, {"chart", ""},
		{"version", "the newest when it is deployed"},
	} {
		d.side(f.name, a.field(f.name, f.lack), b.field(f.name, f.lack))
	}
	for _, label := range labels(a.release, b.release) {
		d.side("labels."+escapeKey(label), a.label(label), b.label(label))
	}
	d.side("needs", a.needs(), b.needs())
	for _, name := range []string{
		"wait", "waitForJobs", "timeout", "atomic", "force", "historyMax", "createNamespace", "missingFileHandler", "verify",
		"skipDeps", "disableValidation", "hooks", "dependencies", "jsonPatches", "strategicMergePatches", "transformers",
	} {
		at := spot{}.field(step{key: name})
		d.compare(at, a.plainReading(), b.plainReading(), a.release.Field(name), b.release.Field(name))
	}
	return d.out
}

// plainReading is for what no chart and no secret adds to.
func (r *reading) plainReading() *reading {
	return &reading{mask: r.mask, release: r.release, trace: r.trace}
}

// side adds a difference between two texts.
func (d *differ) side(path string, a, b Side) {
	kind := Changed
	switch {
	case a.State == Unknown || b.State == Unknown:
		kind = Untold
	case a.State == Absent && b.State == Absent || a.State == b.State && a.Value == b.Value:
		return
	case a.State == Absent:
		kind = OnlyB
	case b.State == Absent:
		kind = OnlyA
	}
	d.out = append(d.out, Change{Kind: kind, Path: path, A: a.masked(), B: b.masked(), steps: []step{{key: path}}})
}

// masked hides a text that is a secret by its form, such as a URL with a password.
func (s Side) masked() Side {
	if text, ok := s.Value.(string); ok && isSecretForm(text) {
		s.State, s.Value = Secret, nil
	}
	return s
}

func (d *differ) status(a, b *reading) {
	x, y := a.status(), b.status()
	d.side("status", x, y)
}

func (r *reading) status() Side {
	word, why := status(r.release)
	s := Side{State: Set, Value: string(word), Why: why, Path: "status", At: Place(r.release.Condition.Pos)}
	if word == Maybe {
		s.State, s.Value = Unknown, nil
	}
	decided := r.release.Condition.Value
	if r.release.Enabled == helmfile.Yes && r.release.Installed != helmfile.Yes {
		decided = r.release.Field("installed")
	}
	if o := decided.Origin(); o != nil {
		s.From = Place(o.Pos)
	}
	return s
}

// field describes a field that every release has, in effect or as a default.
func (r *reading) field(name, lack string) Side {
	s := Side{State: Set, Path: name}
	effective := map[string]string{
		"name": r.release.Name, "namespace": r.release.Namespace, "kubeContext": r.release.Context(), "chart": r.release.Chart,
		"version": r.release.Version,
	}[name]
	if reason := r.release.Unknown[name]; reason != nil {
		s.State, s.Why, s.At = Unknown, reason.String(), Place(reason.Pos)
		return s
	}
	if effective == "" {
		s.State, s.Why, s.At = Absent, lack, Place(r.release.Pos)
		return s
	}
	s.Value = effective
	s.locate(r, r.setter(name, effective))
	return s
}

// setter returns the value that decided a field: the release's own, or that of its file or environment.
func (r *reading) setter(name, effective string) *helmfile.Value {
	f := r.release.File
	for _, v := range []*helmfile.Value{r.release.Field(name), f.Field(name), f.Field("helmDefaults").Get(name)} {
		if v.Text() == effective {
			return v
		}
	}
	if name == "kubeContext" {
		for _, env := range f.Field("environments").Keys() {
			if v := f.Field("environments").Get(env).Get(name); v.Text() == effective {
				return v
			}
		}
	}
	return r.release.Field(name)
}

// labels returns the labels that either has, without those that only repeat fields.
func labels(a, b *helmfile.Release) []string {
	all := map[string]bool{}
	for _, r := range []*helmfile.Release{a, b} {
		for k := range r.Labels {
			all[k] = true
		}
		for field := range r.Unknown {
			if label, ok := strings.CutPrefix(field, "labels."); ok {
				all[label] = true
			}
		}
	}
	for _, builtIn := range []string{"name", "namespace", "chart"} {
		delete(all, builtIn)
	}
	return slices.Sorted(maps.Keys(all))
}

func (r *reading) label(name string) Side {
	s := Side{State: Set, Path: "labels." + escapeKey(name)}
	if reason := r.release.Unknown["labels."+name]; reason != nil {
		s.State, s.Why, s.At = Unknown, reason.String(), Place(reason.Pos)
		return s
	}
	text, ok := r.release.Labels[name]
	if !ok {
		s.State = Absent
		return s
	}
	s.Value = text
	s.locate(r, r.release.Field("labels").Get(name))
	return s
}

func (r *reading) needs() Side {
	s := Side{State: Set, Path: "needs", Value: strings.Join(r.release.Needs, ", ")}
	if len(r.release.Needs) == 0 {
		s.State, s.Value = Absent, nil
		return s
	}
	s.locate(r, r.release.Field("needs"))
	return s
}
