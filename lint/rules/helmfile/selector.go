package helmfile

import (
	"context"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkSelectors reports selectors that are malformed, and those of helmfiles entries that match nothing anywhere.
func checkSelectors(_ context.Context, h *project) {
	h.faults(func(e *helmfile.Error) bool { return e.Class == helmfile.ClassSelector }, h.placeSelector)
	if h.isOpen() || h.isFaulty() {
		return
	}
	var dead []*helmfile.Value
	for _, r := range h.resolved {
		for _, f := range r.Files {
			for _, entry := range f.Field("helmfiles").Items() {
				if entry.Get("selectors").Len() > 0 && !matches(r, f, entry) {
					dead = append(dead, entry)
				}
			}
		}
	}
	for i, entry := range dead {
		o := entry.Get("selectors").Origin()
		times := 0
		for k, other := range dead {
			if p := other.Get("selectors").Origin(); o != nil && p != nil && p.Pos == o.Pos {
				if times++; k < i {
					times = -len(dead) - 1 // it was counted before
				}
			}
		}
		if times == len(h.resolved) {
			h.say(h.at(o.Pos, lint.Finding{Message: "these selectors match no release of the file in any environment", Help: "compare them with the labels there"}))
		}
	}
}

// placeSelector says where the selector stands that a fault names.
func (h *project) placeSelector(_ *helmfile.Error, f *lint.Finding) {
	for _, name := range h.stateFiles() {
		l := h.layout(name)
		if l == nil {
			continue
		}
		for _, s := range l.sorted() {
			if selectorItem().MatchString(s.pointer) && s.value.Text != "" && strings.Contains(f.Message, s.value.Text) {
				f.Range, f.Pointer = l.text.Range(s.start, s.end), s.pointer
				return
			}
		}
	}
}

var selectorItem = expression(`^/helmfiles/\d+/selectors/\d+$`)

// matches reports whether a helmfiles entry selects any release, or a file that is not seen.
func matches(r *helmfile.Resolution, parent *helmfile.File, entry *helmfile.Value) bool {
	for _, f := range r.Files {
		if f.Parent == parent && f.Name == entry.Get("path").Text() {
			return len(f.Releases) > 0
		}
	}
	return true
}
