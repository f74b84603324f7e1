package helmfile

import (
	"context"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkValuesFiles reports values files that are not there.
func checkValuesFiles(_ context.Context, h *project) {
	missing := []helmfile.Class{helmfile.ClassEnvValuesMissing, helmfile.ClassValuesMissing}
	h.faults(func(e *helmfile.Error) bool { return slices.Contains(missing, e.Class) }, func(e *helmfile.Error, f *lint.Finding) {
		f.Help = "add the file, or set missingFileHandler: Warn"
		if e.Class == helmfile.ClassEnvValuesMissing {
			f.Help += " for the environment: that of the file does not count here"
		}
	})
}

// handlers are the words that a missingFileHandler may be.
func handlers() []string { return []string{"Error", "Warn", "Info", "Debug"} }

// checkHandlers reports words that no missingFileHandler may be. The real helmfile refuses them when a file is missing.
func checkHandlers(_ context.Context, h *project) {
	for _, name := range h.stateFiles() {
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

// sorted returns the values of a file that have keys or are items, in order.
func (l *layout) sorted() []spot {
	all := make([]spot, 0, len(l.values))
	for _, s := range l.values {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b spot) int { return a.start - b.start })
	return all
}
