package helmfile

import (
	"context"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkUnknownFields reports fields that helmfile does not know. The nearest name is put in its place only where that is
// asked for: what the field does is new.
func checkUnknownFields(_ context.Context, h *project) {
	h.faults(func(e *helmfile.Error) bool { return e.Class == helmfile.ClassUnknownField }, func(e *helmfile.Error, f *lint.Finding) {
		if name, found := strings.CutPrefix(f.Message, "field "); found {
			name, _, _ = strings.Cut(name, " not found")
			f.Message = "helmfile knows no field " + name + " here"
		}
		l := h.layout(e.Pos.File)
		near, ok := strings.CutPrefix(strings.TrimSuffix(e.Hint, "?"), "did you mean ")
		if l == nil || !ok {
			return
		}
		key, found := l.keys[f.Range.Offset]
		for _, sibling := range key.siblings() {
			found = found && sibling != near
		}
		if found {
			f.Fixes = []lint.Fix{{Message: "write " + near, Edits: []lint.Edit{lint.Replace(f.Range, near)}}}
		}
	})
}

// siblings returns the names of all keys beside a key, itself included.
func (s spot) siblings() []string {
	var names []string
	if s.in != nil {
		for i := range s.in.Fields {
			names = append(names, s.in.Fields[i].Name)
		}
	}
	return names
}

// checkDuplicateKeys reports keys that a mapping has twice.
func checkDuplicateKeys(_ context.Context, h *project) {
	h.faults(func(e *helmfile.Error) bool { return e.Class == helmfile.ClassDuplicateKey }, func(e *helmfile.Error, f *lint.Finding) {
		if l := h.layout(e.Pos.File); l != nil {
			start := l.offset(e.Pos)
			if i := strings.IndexAny(l.raw(start, l.lineEnd(start)), ":"); i > 0 {
				f.Range = l.text.Range(start, start+i)
			}
			if f.Help = "keep one of them"; e.Stages&helmfile.StageTemplate == 0 {
				f.Help += "; helm takes the last, and helmfile refuses to write the values"
			}
		}
	})
}
