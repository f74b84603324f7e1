package helmfile

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkEnvironments reports environments that templates compare with, or commands name, and no file defines, and files that
// helmfile skips since they lack an environment of the others.
func checkEnvironments(_ context.Context, h *project) {
	h.checkSkipped()
	h.checkCalls()
	names := h.environmentNames()
	if len(names) < 2 || h.isOpen() {
		return
	}
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, ref := range r.References {
			if ref.Kind != helmfile.RefEnvironment || slices.Contains(names, ref.Path) || ref.Path == "" {
				continue
			}
			f := h.at(ref.Pos, lint.Finding{Message: fmt.Sprintf("no environment is called %s: this is the same in all of them", ref.Path)})
			f.Help = "there are " + listedAll(slices.Sorted(slices.Values(names)))
			add(f)
		}
	})
}

// environmentNames returns the names of all environments that there are: default is always one.
func (h *project) environmentNames() []string {
	names := []string{"default"}
	for _, e := range h.environments {
		if e.Name != "default" {
			names = append(names, e.Name)
		}
	}
	return names
}

// isOpen reports whether a part of what the helmfile is made of cannot be known, such as a base from the network. Secrets are
// no such part: they are values.
func (h *project) isOpen() bool {
	return slices.ContainsFunc(h.resolved, func(r *helmfile.Resolution) bool {
		return slices.ContainsFunc(r.Unknowns, func(u *helmfile.Reason) bool { return !isSecret(u) })
	})
}

// hasUnknowns reports whether anything of the helmfile cannot be known, values included.
func (h *project) hasUnknowns() bool {
	return slices.ContainsFunc(h.resolved, func(r *helmfile.Resolution) bool { return len(r.Unknowns) > 0 })
}

// isSecret reports whether something is not known because it is encrypted, or kept in a store.
func isSecret(u *helmfile.Reason) bool {
	return strings.HasSuffix(u.Text, " is encrypted") || strings.HasSuffix(u.Text, " is a secret kept elsewhere")
}

// checkDefault reports environments that lack values of the one called default: it is a base of none.
func checkDefault(_ context.Context, h *project) {
	i := slices.IndexFunc(h.resolved, func(r *helmfile.Resolution) bool { return r.Environment == "default" })
	if i < 0 || h.hasUnknowns() {
		return
	}
	for k, r := range h.resolved {
		if k == i {
			continue
		}
		var missing []string
		for path := range h.leaves(h.resolved[i]) {
			if valueAt(r, path) == nil {
				missing = append(missing, path)
			}
		}
		if len(missing) == 0 {
			continue
		}
		slices.Sort(missing)
		h.say(h.at(h.environments[k].Pos, lint.Finding{
			Message: fmt.Sprintf("%s lacks what default has: %s", r.Environment, listed(missing)),
			Help:    "put what all environments share into the top-level values; default is a base of none",
		}))
	}
}

// leaves returns the values of the root in an environment, by path.
func (h *project) leaves(r *helmfile.Resolution) map[string]*helmfile.Value {
	all := map[string]*helmfile.Value{}
	for _, f := range r.Files {
		if f.Name == h.Name {
			f.Values.Leaves(func(path string, leaf *helmfile.Value) bool {
				if !strings.Contains(path, "[") {
					all[path] = leaf
				}
				return true
			})
		}
	}
	return all
}

// valueAt returns the value of the root at a path, as [helmfile.Value.Leaves] writes it.
func valueAt(r *helmfile.Resolution, path string) *helmfile.Value {
	if len(r.Files) == 0 {
		return nil
	}
	return r.Files[len(r.Files)-1].Values.Lookup(keysOf(path)...)
}

// keysOf takes a path apart.
func keysOf(path string) []string {
	keys := strings.Split(strings.ReplaceAll(path, `\.`, "\x00"), ".")
	for i, k := range keys {
		keys[i] = strings.ReplaceAll(k, "\x00", ".")
	}
	return keys
}
