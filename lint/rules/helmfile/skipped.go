package helmfile

import (
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkSkipped reports entries of helmfiles whose file lacks the environment: helmfile skips it without a word.
func (h *project) checkSkipped() {
	files := map[string]*helmfile.File{}
	for _, r := range h.resolved {
		for _, f := range r.Files {
			files[f.Name] = f
		}
	}
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		if r.Environment == "default" {
			return // it is always there
		}
		here := map[string]*helmfile.File{}
		for _, f := range r.Files {
			here[f.Name] = f
		}
		for _, parent := range here {
			for _, entry := range parent.Field("helmfiles").Items() {
				name := h.stateFile(entry.Get("path").Text()) // from the root: patterns are expanded
				o := entry.Get("path").Origin()
				if o == nil || here[name] != nil || !h.lacks(name, files[name], entry, r.Environment) {
					continue
				}
				add(h.at(o.Pos, lint.Finding{
					Message: name + " is skipped: it does not define the environment", Help: "define it there, with {} if there is nothing to set",
				}))
			}
		}
	})
}

// stateFile returns the state file that a path leads to: in a folder, that with the name that helmfile looks for.
func (h *project) stateFile(name string) string {
	for _, base := range []string{"helmfile.yaml", "helmfile.yaml" + rendered} {
		if inner := path.Join(name, base); name != "" && h.exists(inner) {
			return inner
		}
	}
	return name
}

// lacks reports whether an entry's file does not have an environment. One that defines none at all has those that its parent
// hands it values for.
func (h *project) lacks(name string, f *helmfile.File, entry *helmfile.Value, environment string) bool {
	if f != nil {
		own := f.Field("environments")
		return own.Reason() == nil && own.Get(environment) == nil && (own.Len() > 0 || !isHanded(entry))
	}
	l := h.layout(name)
	if l == nil || isRendered(name) && hasControl(l.text.Data) {
		return false
	}
	some := false
	for _, s := range l.keys {
		if s.pointer == "/environments/"+environment || s.pointer == "/bases" {
			return false
		}
		some = some || strings.HasPrefix(s.pointer, "/environments/")
	}
	return some || !isHanded(entry)
}

// isHanded reports whether a parent hands values, or its environments, to the file of an entry.
func isHanded(entry *helmfile.Value) bool {
	inherits := slices.ContainsFunc(entry.Get("inherits").Items(), func(v *helmfile.Value) bool { return v.Text() == "environments" })
	return inherits || entry.Get("values").Len() > 0
}
