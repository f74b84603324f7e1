package helmfile

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkValuesFiles reports values files that are not there.
func checkValuesFiles(_ context.Context, h *project) {
	missing := []helmfile.Class{helmfile.ClassEnvValuesMissing, helmfile.ClassValuesMissing}
	selected := func(e *helmfile.Error) bool { return slices.Contains(missing, e.Class) && !h.isIgnored(missingPath(e)) }
	h.faults(selected, func(e *helmfile.Error, f *lint.Finding) {
		f.Message = strings.TrimSuffix(f.Message, ` in "."`)
		f.Help = "add the file, or set missingFileHandler: Warn"
		if e.Class == helmfile.ClassEnvValuesMissing {
			f.Help += " for the environment: that of the file does not count here"
		}
		if name, ok := h.besideBase(e.Pos.File, f.Message); ok {
			f.Help = "there is " + name + ", but what a base names is taken from the folder of the helmfile that names the base"
		}
	})
}

// missingFile finds the name in what is said of a missing file, and the folder that it is looked for in.
var missingFile = expression(`matching "([^"]+)" does not exist(?: in "([^"]*)")?`)

// missingPath returns the path of a values file that is not there; empty when the fault is about something else.
func missingPath(e *helmfile.Error) string {
	m := missingFile().FindStringSubmatch(e.Err.Error())
	if m == nil {
		return ""
	}
	return path.Join(m[2], m[1])
}

// besideBase returns the file that a missing one would be if its path were taken from the base that names it.
func (h *project) besideBase(base, message string) (string, bool) {
	m := missingFile().FindStringSubmatch(message)
	if m == nil || path.Dir(base) == path.Dir(h.Name) {
		return "", false
	}
	name := path.Join(path.Dir(base), m[1])
	return name, h.exists(name)
}

// handlers are the words that a missingFileHandler may be.
func handlers() []string { return []string{"Error", "Warn", "Info", "Debug"} }

// checkHandlers reports words that no missingFileHandler may be. The real helmfile refuses them when a file is missing.
func checkHandlers(_ context.Context, h *project) {
	for _, name := range h.sources() {
		l := h.layout(name)
		if l == nil {
			continue
		}
		for _, s := range l.sorted() {
			if !strings.HasSuffix(s.pointer, "/missingFileHandler") || strings.Contains(s.pointer, "/values/") || s.value.Kind != tree.String {
				continue
			}
			raw := l.raw(s.start, s.end)
			if slices.Contains(handlers(), s.value.Text) || strings.Contains(raw, "{{") || s.value.Text == "" {
				continue
			}
			f := lint.Finding{
				Range: l.text.Range(s.start, s.end), Pointer: s.pointer, Help: "write Error, Warn, Info or Debug",
				Message: "invalid missing file handler \"" + s.value.Text + "\": helmfile refuses it as soon as a file is missing",
			}
			for _, word := range handlers() {
				if strings.EqualFold(word, s.value.Text) {
					f.Fixes = []lint.Fix{{Message: "write " + word, Safe: true, Edits: []lint.Edit{lint.Replace(f.Range, word)}}}
				}
			}
			h.say(f)
		}
	}
}
