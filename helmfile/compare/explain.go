package compare

import (
	"fmt"
	"maps"
	"slices"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// Explanation says why a release is on or off in an environment.
type Explanation struct {
	Environment string `json:"environment"`
	Release     string `json:"release"`
	Status      Status `json:"status"`
	// Reasons are what decided, in sentences, the first of them in short.
	Reasons []string `json:"reasons"`
	// Condition is its text, empty when there is none, and ConditionAt its place.
	Condition   string `json:"condition,omitempty"`
	ConditionAt Place  `json:"conditionAt,omitzero"`
	// Chain is what set the value that the condition asks for, and what each of these hid.
	Chain []Link `json:"chain"`
	At    Place  `json:"at,omitzero"` // the release's entry
	Notes []Note `json:"notes"`
}

// Link is one place that sets a value, which hides the next.
type Link struct {
	Side
	// Template tells that the value at At was taken from the next link rather than hides it.
	Template bool `json:"template,omitempty"`
}

// Explain says why the releases of a name, as [Named] has it, are on, off or missing in environments of one helmfile.
// Selectors are those of a command line: the environments must have been resolved without them.
func Explain(rs []*helmfile.Resolution, name string, selectors []helmfile.Selector) Explanations {
	out := Explanations{}
	for _, r := range rs {
		t := newTrace(r)
		found := Named(r, name)
		for _, x := range found {
			out = append(out, explain(r, x, selectors, t))
		}
		if len(found) == 0 {
			out = append(out, absence(r, rs, name))
		}
	}
	return out
}

// Named returns the releases of a name; namespace/name and context/namespace/name are taken for names, too.
func Named(r *helmfile.Resolution, name string) []*helmfile.Release {
	return slices.DeleteFunc(r.Releases(), func(x *helmfile.Release) bool {
		return x.Name != name && x.Key() != name && x.ID() != name
	})
}

// absence says why an environment has no release of a name, by those that have one.
func absence(r *helmfile.Resolution, rs []*helmfile.Resolution, name string) Explanation {
	e := Explanation{Environment: r.Environment, Release: name, Status: None, Reasons: []string{}, Chain: []Link{}, Notes: notes(r)}
	for _, other := range rs {
		for _, x := range Named(other, name) {
			e.Release = summarize(x).id()
			visited := slices.ContainsFunc(r.Files, func(f *helmfile.File) bool { return f.Name == x.File.Name })
			reason := fmt.Sprintf("%s defines it for %s; templates or selectors leave it out here", Place(x.Pos).short(), other.Environment)
			if !visited {
				reason = fmt.Sprintf("%s defines it for %s, and is passed over here: it has no environment %s",
					Place(x.Pos).short(), other.Environment, r.Environment)
			}
			if len(e.Reasons) == 0 {
				e.Reasons = append(e.Reasons, reason)
			}
		}
	}
	for _, fault := range r.Errors {
		if fault.Class == helmfile.ClassUndefinedEnvironment {
			e.Reasons = append(e.Reasons, fault.Error())
		}
	}
	if len(e.Reasons) == 0 {
		e.Reasons = append(e.Reasons, "no release has this name")
	}
	return e
}

func explain(r *helmfile.Resolution, x *helmfile.Release, selectors []helmfile.Selector, t *trace) Explanation {
	s := summarize(x)
	e := Explanation{
		Environment: r.Environment, Release: s.id(), Status: s.Status, Reasons: []string{}, Chain: []Link{},
		Condition: x.Condition.Text, ConditionAt: Place(x.Condition.Pos), At: s.At, Notes: notes(r),
	}
	e.Reasons = append(e.Reasons, conditionReason(x), installedReason(x))
	if len(selectors) > 0 && !slices.ContainsFunc(selectors, func(sel helmfile.Selector) bool { return sel.Matches(x.Labels) }) {
		e.Status = Off
		e.Reasons = slices.Insert(e.Reasons, 0, "the selectors leave it out: its labels are "+labelText(x.Labels))
	}
	if x.Condition.Value != nil {
		reader := newReading(&Options{}, x, t, nil)
		e.Chain = reader.chain(x.Condition.Value, []step{{key: "enabled"}})
	}
	return e
}

func conditionReason(x *helmfile.Release) string {
	return orElse(x.Condition.Why, "it has no condition")
}

func installedReason(x *helmfile.Release) string {
	switch x.Installed {
	case helmfile.No:
		return "installed is false" + setAt(x.Field("installed")) + ": what is deployed is removed"
	case helmfile.Maybe:
		return "installed is not known: " + reasonOf(x, "installed")
	}
	if set := x.Field("installed"); set.Kind() != helmfile.Null {
		return "installed is true" + setAt(set)
	}
	return "installed is not set, which means yes"
}

func labelText(labels map[string]string) string {
	text := ""
	for _, k := range slices.Sorted(maps.Keys(labels)) {
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%s=%s", k, labels[k])
	}
	return text
}

// chain returns what set a value, from the top down. What is below a secret is not shown either: it may be the older one.
func (r *reading) chain(v *helmfile.Value, steps []step) []Link {
	out := []Link{}
	for secret := false; v != nil; v = v.Overrode() {
		link := Link{Side: r.side(v, steps, steps)}
		secret = secret || link.State == Secret
		if secret && link.State == Set {
			link.State, link.Value = Secret, nil
		}
		var below []Link
		if paths := r.trace.sources(r.release, v); len(paths) == 1 {
			link.Template = true
			below = r.chain(stateValue(r.release, paths[0]), stateSteps(paths[0]))
			for i := range below {
				if secret && below[i].State == Set {
					below[i].State, below[i].Value = Secret, nil
				}
			}
		}
		out = append(append(out, link), below...)
	}
	return out
}
