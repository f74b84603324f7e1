package helmfile

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// checkUnreachable reports releases that are off in every environment that has them.
func checkUnreachable(_ context.Context, h *project) {
	type state struct {
		rel   *helmfile.Release
		open  bool
		other bool // it is off for another reason than the one that helmfile-condition-never-true tells
	}
	var order []source.Position
	seen := map[source.Position]*state{}
	for _, r := range h.resolved {
		for _, rel := range r.Releases() {
			s := seen[rel.Pos]
			if s == nil {
				s = &state{rel: rel}
				seen[rel.Pos] = s
				order = append(order, rel.Pos)
			}
			s.open = s.open || rel.Active() != helmfile.No || h.asksEnvironment(rel)
			s.other = s.other || rel.Installed == helmfile.No || !h.isNeverTrue(rel)
		}
	}
	for _, pos := range order {
		s := seen[pos]
		if s.open || !s.other || s.rel.Unknown["name"] != nil {
			continue
		}
		f := lint.Finding{Message: fmt.Sprintf("%s is deployed in no environment", s.rel.Name), Help: "remove it, or turn it on somewhere"}
		if s.rel.Installed == helmfile.No {
			f.Help = "remove it once it is uninstalled everywhere, or turn it on somewhere"
		}
		f.Related = h.related(decider(s.rel), "off because of this")
		h.say(h.at(pos, f))
	}
}

// asksEnvironment reports whether variables of the process may decide on a release.
func (h *project) asksEnvironment(rel *helmfile.Release) bool {
	if h.asking == nil {
		h.asking = map[string]bool{}
		for _, r := range h.resolved {
			for _, ref := range r.References {
				h.asking[ref.Pos.File] = h.asking[ref.Pos.File] || ref.Kind == helmfile.RefEnv
			}
		}
	}
	o := rel.Condition.Value.Origin()
	if h.asking[rel.File.Name] || o != nil && h.asking[o.Pos.File] {
		return true
	}
	// What is not there may be there if a template of the values says so.
	return len(rel.Condition.Path) > 0 && o == nil && slices.ContainsFunc(h.stateValues(), func(name string) bool { return h.asking[name] })
}

// decider returns what turned a release off, where a value did.
func decider(rel *helmfile.Release) *helmfile.Origin {
	if rel.Installed == helmfile.No {
		return rel.Field("installed").Origin()
	}
	return rel.Condition.Value.Origin()
}

// checkNamespaces reports releases whose namespace is that of whoever deploys them.
func checkNamespaces(_ context.Context, h *project) {
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, rel := range r.Releases() {
			if rel.Namespace == "" && rel.Field("namespace") == nil && rel.Unknown["namespace"] == nil && rel.Unknown["name"] == nil {
				add(h.at(rel.Pos, lint.Finding{
					Message: fmt.Sprintf("%s has no namespace: it goes to that of the current context", rel.Name), Help: "set namespace",
				}))
			}
		}
	})
}

// checkNeedsOff reports needs of releases that are off.
func checkNeedsOff(_ context.Context, h *project) {
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, rel := range r.Releases() {
			if rel.Active() != helmfile.Yes {
				continue
			}
			items := rel.Field("needs").Items()
			for i, need := range rel.Needs {
				other := h.find(rel.File, need)
				if other == nil || other.Active() != helmfile.No || i >= len(items) || items[i].Origin() == nil || h.asksEnvironment(other) {
					continue
				}
				add(h.at(items[i].Origin().Pos, lint.Finding{
					Message: fmt.Sprintf("%s needs %s, which is off: helmfile does not wait for it", rel.Name, other.Name),
					Help:    "turn it on there, or give both the same condition",
				}))
			}
		}
	})
}

// find returns the release of a file that a need names, if it is the only one.
func (h *project) find(f *helmfile.File, need string) *helmfile.Release {
	index := h.byNeed[f]
	if index == nil {
		index = map[string][]*helmfile.Release{}
		for _, rel := range f.Releases {
			for name := range map[string]bool{rel.ID(): true, rel.Key(): true, strings.TrimPrefix(rel.Key(), "/"): true} {
				index[name] = append(index[name], rel)
			}
		}
		h.byNeed[f] = index
	}
	if found := index[need]; len(found) == 1 {
		return found[0]
	}
	return nil
}

// checkCommonLabels reports labels of releases that commonLabels overwrite.
func checkCommonLabels(_ context.Context, h *project) {
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, rel := range r.Releases() {
			common := rel.File.Field("commonLabels")
			l := h.layout(rel.Pos.File)
			if common.Len() == 0 || l == nil {
				continue
			}
			own := l.values[l.offset(rel.Pos)].value.Get("labels")
			if own == nil {
				continue
			}
			for _, f := range own.Fields {
				v := common.Get(f.Name)
				if v == nil || v.Text() == f.Value.Text || strings.Contains(l.raw(f.Value.Start, f.Value.End), "{{") {
					continue
				}
				add(lint.Finding{
					Range: l.text.Range(f.KeyStart, f.KeyEnd), Message: fmt.Sprintf("the label %s of %s becomes %s: commonLabels win", f.Name, rel.Name, v.Text()),
					Help: "give one of them another name", Related: h.related(v.Origin(), "the common label"),
				})
			}
		}
	})
}

// checkContexts reports kube contexts of environments that helmDefaults hide.
func checkContexts(_ context.Context, h *project) {
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, f := range r.Files {
			own := f.Field("environments").Lookup(r.Environment, "kubeContext")
			all := f.Field("helmDefaults").Get("kubeContext")
			if own.Text() == "" || all.Text() == "" || own.Text() == all.Text() || own.Kind() != helmfile.String || all.Kind() != helmfile.String || own.Origin() == nil {
				continue
			}
			add(h.at(own.Origin().Pos, lint.Finding{
				Message: fmt.Sprintf("releases go to %s, not here: helmDefaults come before the environment", all.Text()),
				Help:    "remove kubeContext from helmDefaults", Related: h.related(all.Origin(), "the context that is used"),
			}))
		}
	})
}
