package helmfile

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// nameOnly finds the name of the environment where a template puts it in.
var nameOnly = expression(`\{\{-?\s*\.Environment\.Name\s*-?\}\}`)

// environmentFile is the place of what an environment is made of: a base, or one of its values.
var environmentFile = expression(`^/(bases/\d+|environments/[^/]+/(values|secrets)/\d+)$`)

// named returns the environments of a helmfile that defines whichever it is asked for: bases, or the environment itself, are
// called by its name. These are the ones that there are files for. False if the helmfile is not such a one.
func (h *project) named() ([]helmfile.Environment, bool) {
	l := h.layout(h.Name)
	if l == nil || !isRendered(h.Name) || !l.isDynamic() {
		return nil, false
	}
	at := map[string]helmfile.Environment{}
	for _, s := range l.sorted() {
		text := strings.Trim(l.raw(s.start, s.end), `"'`)
		if !environmentFile().MatchString(s.pointer) || strings.Count(nameOnly().ReplaceAllString(text, ""), "{{") > 0 {
			continue
		}
		before, after, ok := strings.Cut(nameOnly().ReplaceAllString(path.Join(path.Dir(h.Name), text), "*"), "*")
		if !ok || strings.ContainsAny(before+after, "*?[\\") {
			continue
		}
		files, _ := fs.Glob(h.FS(), before+"*"+after) // the pattern is one
		for _, file := range files {
			name := strings.TrimSuffix(strings.TrimPrefix(file, before), after)
			if _, known := at[name]; !known {
				at[name] = helmfile.Environment{Name: name, Pos: l.text.Position(s.start)}
			}
		}
	}
	var all []helmfile.Environment
	for _, name := range slices.Sorted(maps.Keys(at)) {
		all = append(all, at[name])
	}
	return all, true
}

// isDynamic reports whether a base, or the key of an environment, has the environment's name put in.
func (l *layout) isDynamic() bool {
	for _, s := range l.keys {
		if strings.HasPrefix(s.pointer, "/environments/") && strings.Count(s.pointer, "/") == 2 && nameOnly().MatchString(l.raw(s.start, s.end)) {
			return true
		}
	}
	for _, s := range l.values {
		if strings.HasPrefix(s.pointer, "/bases/") && nameOnly().MatchString(l.raw(s.start, s.end)) {
			return true
		}
	}
	return false
}
