package template

import (
	"fmt"
	"maps"
	"slices"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkSkeletonValues reports what files read of the values of a step that it does not pass.
func checkSkeletonValues(t *template) {
	for _, f := range t.fetched() {
		values, ok := f.passed()
		if !ok {
			continue
		}
		names := slices.Sorted(maps.Keys(values))
		for _, x := range f.texts {
			for _, m := range x.missing(f.variable, values) {
				t.reportMissing(f, x, m, names)
			}
		}
	}
}

// passed returns the values that a step passes; false when that cannot be told.
func (f *fetched) passed() (map[string]any, bool) {
	given, has := f.input["values"]
	values, ok := given.(map[string]any)
	if f.variable == "" || has && !ok || hasElsewhere([]any{values}) {
		return nil, false
	}
	return values, true
}

// missing returns what a text reads that is not passed: for each name its places.
func (x *rendered) missing(variable string, values map[string]any) [][]found {
	if x.err != nil {
		return nil
	}
	var all [][]found
	at := map[string]int{}
	for _, r := range x.in.Reads {
		if len(r.Keys) < 2 || r.Keys[0].Name != variable || r.Optional || r.Conditional {
			continue
		}
		name := r.Keys[1]
		if _, passed := values[name.Name]; passed || isDashed(x.in, r) {
			continue
		}
		i, again := at[name.Name]
		if !again {
			i = len(all)
			at[name.Name] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], found{name.Offset, name.EndOffset, name.Name})
	}
	return all
}

func (t *template) reportMissing(f *fetched, x *rendered, places []found, passed []string) {
	if t.Full(t.Value(f.place())) {
		return
	}
	name := places[0].what
	finding := lint.Finding{Message: "the step passes no value " + name}
	if meant, ok := nearestOf(name, passed); ok {
		finding.Help = "did you mean " + meant + "?"
	}
	t.reportIn(f, x, places, finding)
}

// checkUnusedValues reports values that are passed and that no file reads.
func checkUnusedValues(t *template) {
	used := t.usedValues()
	if used == nil {
		return
	}
	for _, f := range t.fetched() {
		values, _ := f.passed()
		for _, name := range slices.Sorted(maps.Keys(values)) {
			at := f.step.pointer() + "/input/values/" + tree.Escape(name)
			if key := t.Key(at); !used[name] && !t.Full(key) {
				t.Report(lint.Finding{Range: key, Pointer: at, Message: fmt.Sprintf("no file of %s reads the value %s", f.root, name)})
			}
		}
	}
}

// usedValues returns the names of values that are read in any skeleton of the template, or passed to one that is not here:
// steps are often given the same values. Nil when that cannot be told.
func (t *template) usedValues() map[string]bool {
	used := t.passedElsewhere()
	for _, f := range t.fetched() {
		if _, ok := f.passed(); !ok || f.partial {
			return nil
		}
		for _, x := range f.texts {
			if x.err != nil {
				return nil
			}
			for _, r := range slices.Concat(x.in.Reads, x.in.Dashed) {
				if r.Keys[0].Name != f.variable {
					continue
				}
				if len(r.Keys) == 1 {
					return nil
				}
				used[r.Keys[1].Name] = true
			}
		}
	}
	return used
}

// passedElsewhere returns the names of values that are passed to skeletons that cannot be looked at.
func (t *template) passedElsewhere() map[string]bool {
	names := map[string]bool{}
	for i := range t.steps {
		s := &t.steps[i]
		if slices.ContainsFunc(t.fetched(), func(f *fetched) bool { return f.step == s }) {
			continue
		}
		input, _ := s.fields["input"].(map[string]any)
		values, _ := input["values"].(map[string]any)
		for name := range values {
			names[name] = true
		}
	}
	return names
}
