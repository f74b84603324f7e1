package helmfile

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkComments reports variables that are required in a comment: rendering comes before YAML, and knows no comments.
func checkComments(_ context.Context, h *project) {
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, ref := range r.References {
			l := h.layout(ref.Pos.File)
			if ref.Kind != helmfile.RefRequiredEnv || l == nil || !isRendered(ref.Pos.File) {
				continue
			}
			a, ok := l.actionAt(l.offset(ref.Pos))
			if !ok || !l.inComment(a.start) {
				continue
			}
			f := lint.Finding{
				Range: l.text.Range(a.start, a.end), Message: fmt.Sprintf("the comment is rendered as well: without %s nothing loads", ref.Path),
				Help: "write {{/* … */}}",
			}
			if edit, ok := l.commented(a); ok {
				f.Fixes = []lint.Fix{{Message: "make it a comment of the template", Safe: true, Edits: []lint.Edit{edit}}}
			}
			add(f)
		}
	})
}

// actionAt returns the template that an offset lies in.
func (l *layout) actionAt(offset int) (action, bool) {
	i := sort.Search(len(l.acts), func(i int) bool { return l.acts[i].end > offset })
	if i == len(l.acts) || l.acts[i].start > offset {
		return action{}, false
	}
	return l.acts[i], true
}

// commented returns the edit that makes a template a comment.
func (l *layout) commented(a action) (lint.Edit, bool) {
	inner := l.raw(a.start+2, a.end-2)
	if strings.HasPrefix(inner, "-") || strings.HasSuffix(inner, "-") || strings.Contains(inner, "*/") {
		return lint.Edit{}, false
	}
	return lint.Edit{File: l.text.Name, Offset: a.start, EndOffset: a.end, New: "{{/*" + inner + "*/}}"}, true
}

// everywhere are the variables that every shell sets.
func everywhere() []string { return []string{"HOME", "PATH", "PWD", "SHELL", "USER"} }

// checkRequiredEnv lists the variables that must be set, each at its first place.
func checkRequiredEnv(_ context.Context, h *project) {
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, name := range slices.Sorted(maps.Keys(r.MissingEnv)) {
			if places := r.MissingEnv[name]; len(places) > 0 && !slices.Contains(everywhere(), name) {
				add(h.at(places[0], lint.Finding{
					Message: fmt.Sprintf("the environment variable %s must be set", name), Help: "set it where helmfile runs, or write env with a default",
				}))
			}
		}
	})
}
