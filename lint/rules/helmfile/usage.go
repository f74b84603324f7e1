package helmfile

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// whole finds templates that use the values other than by their paths, or render what is not seen.
var whole = expression(`\.(State)?Values([^.A-Za-z0-9_]|$)|\.Environment\.Values|\b(include|tpl|template)\b`)

// checkUnusedValues reports values of environments that nothing mentions.
func checkUnusedValues(_ context.Context, h *project) {
	if h.isOpen() || h.isFaulty() || h.usesWhole() {
		return
	}
	used, above := map[string]bool{}, map[string]bool{}
	use := func(at string) {
		for used[at] = true; at != ""; at = at[:max(0, strings.LastIndexByte(at, '.'))] {
			above[at] = true
		}
	}
	for _, r := range h.resolved {
		for _, ref := range r.References {
			if ref.Kind == helmfile.RefValues {
				use(ref.Path)
			}
		}
		for _, rel := range r.Releases() {
			if len(rel.Condition.Path) > 0 {
				use(strings.Join(rel.Condition.Path, "."))
			}
		}
	}
	for _, name := range h.sources() {
		for _, path := range h.laterPaths(name) {
			use(path)
		}
	}
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		leaves := h.leaves(r)
		for _, at := range slices.Sorted(maps.Keys(leaves)) {
			o := leaves[at].Origin()
			if o == nil || o.Key == (source.Position{}) || above[at] || isBelow(used, at) || !h.isOwn(o.Pos.File) {
				continue
			}
			add(h.at(o.Key, lint.Finding{Message: fmt.Sprintf("nothing uses the value %s", at), Help: "remove it"}))
		}
	})
}

// valuePath finds paths into the values in a template.
var valuePath = expression(`\.(?:State)?Values\.([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)`)

// laterPaths returns the values that templates in a state file mention which are not rendered with it: those of hooks are
// when they run.
func (h *project) laterPaths(name string) []string {
	l := h.layout(name)
	if l == nil {
		return nil
	}
	var paths []string
	for _, a := range l.acts {
		for _, m := range valuePath().FindAllStringSubmatch(l.raw(a.start, a.end), -1) {
			paths = append(paths, m[1])
		}
	}
	return paths
}

// isOwn reports whether a file is one that no other helmfile is likely to have values from: it lies below the helmfile.
func (h *project) isOwn(name string) bool {
	dir := path.Dir(h.Name)
	return name == h.Name || !h.hasSiblings() && (dir == "." || strings.HasPrefix(name, dir+"/"))
}

// isBelow reports whether a path, or one above it, is used.
func isBelow(used map[string]bool, at string) bool {
	for ; at != ""; at = at[:max(0, strings.LastIndexByte(at, '.'))] {
		if used[at] {
			return true
		}
	}
	return used[""]
}

// usesWhole reports whether a template may use any value.
func (h *project) usesWhole() bool {
	if len(h.stateFiles()) > 1 {
		return true // files hand values to others
	}
	names := h.sources()
	for _, r := range h.resolved {
		for _, rel := range r.Releases() {
			for _, field := range []string{"values", "secrets", "hooks", "strategicMergePatches", "jsonPatches", "transformers"} {
				for _, item := range rel.Field(field).Items() {
					names = append(names, path.Join(path.Dir(rel.File.Name), item.Text()))
				}
			}
		}
	}
	names = append(names, h.stateValues()...)
	return slices.ContainsFunc(names, func(name string) bool {
		text := h.Text(name)
		return text != nil && slices.ContainsFunc(actions(text.Data), func(a action) bool { return whole().Match(text.Data[a.start:a.end]) })
	})
}

// checkTypos reports keys that one environment has alone, and that are one slip away from one that all others have.
func checkTypos(_ context.Context, h *project) {
	if len(h.resolved) < 3 || h.hasUnknowns() {
		return // with two, nobody can tell which is meant
	}
	all := make([]map[string]*helmfile.Value, len(h.resolved))
	for i, r := range h.resolved {
		all[i] = h.leaves(r)
	}
	for i, own := range all {
		candidates := byParent(all[(i+1)%len(all)])
		for _, at := range slices.Sorted(maps.Keys(own)) {
			if o := own[at].Origin(); o != nil && o.Key != (source.Position{}) && alone(all, i, at) {
				if meant, ok := similar(all, i, at, candidates[parent(at)]); ok {
					f := h.at(o.Key, lint.Finding{Message: fmt.Sprintf("only %s has %s, and only it lacks %s", h.resolved[i].Environment, at, meant), Help: "did you mean " + lastKey(meant) + "?"})
					f.Fixes = []lint.Fix{{Message: "write " + lastKey(meant), Edits: []lint.Edit{lint.Replace(f.Range, lastKey(meant))}}}
					h.say(f)
				}
			}
		}
	}
}

// alone reports whether only environment i has a path.
func alone(all []map[string]*helmfile.Value, i int, at string) bool {
	for k, other := range all {
		if _, ok := other[at]; ok && k != i {
			return false
		}
	}
	return true
}

// byParent returns paths by the path of the map that they are in.
func byParent(leaves map[string]*helmfile.Value) map[string][]string {
	paths := map[string][]string{}
	for at := range leaves {
		above := parent(at)
		paths[above] = append(paths[above], at)
	}
	return paths
}

// similar returns the one path among candidates, which lie beside at, that all but environment i have, and that is a slip
// away.
func similar(all []map[string]*helmfile.Value, i int, at string, candidates []string) (string, bool) {
	var found []string
	for _, candidate := range candidates {
		if !oneSlip(lastKey(candidate), lastKey(at)) {
			continue
		}
		has := 0
		for k := range all {
			if _, ok := all[k][candidate]; ok && k != i {
				has++
			} else if ok {
				has = -len(all)
			}
		}
		if has == len(all)-1 {
			found = append(found, candidate)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

func parent(at string) string {
	keys := keysOf(at)
	return strings.Join(keys[:len(keys)-1], "\x00")
}

func lastKey(at string) string {
	keys := keysOf(at)
	return keys[len(keys)-1]
}

// oneSlip reports whether two names of four letters or more differ by one that is missing, another or swapped with the
// next, and by more than digits.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 4 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) < len(b):
		return a[i:] == b[i+1:] && !isDigit(b[i])
	case i == len(a):
		return false
	case a[i+1:] == b[i+1:]:
		return !isDigit(a[i]) || !isDigit(b[i])
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
