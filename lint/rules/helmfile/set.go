package helmfile

import (
	"context"
	"fmt"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// tagName is the path of a value that is a text even if it looks like a number.
var tagName = expression(`(?i)(tag|version|revision|commit|sha|digest)$`)

// number is what helm makes an integer of.
var number = expression(`^(0|[1-9]\d*)$`)

// checkNumericTags reports tags of digits that reach the chart as numbers.
func checkNumericTags(_ context.Context, h *project) {
	h.sets(func(rel *helmfile.Release, item *helmfile.Value, add func(lint.Finding)) {
		v := item.Get("value")
		if v.Kind() != helmfile.String && v.Kind() != helmfile.Int || !tagName().MatchString(item.Get("name").Text()) || !number().MatchString(v.Text()) || v.Origin() == nil {
			return
		}
		f := h.at(v.Origin().Pos, lint.Finding{
			Message: fmt.Sprintf("%s reaches the chart as a number: helm makes one of digits", item.Get("name").Text()), Help: "use setString",
		})
		if edit, ok := h.asSetString(f); ok {
			f.Fixes = []lint.Fix{{Message: "write setString instead of set", Safe: true, Edits: []lint.Edit{edit}}}
		}
		add(f)
	})
}

// asSetString returns the edit that makes a setString of the set that a finding is in: if all in it are such tags, and
// the release has no other.
func (h *project) asSetString(f lint.Finding) (lint.Edit, bool) {
	l := h.layout(f.Range.File)
	m := ownRelease().FindStringSubmatch(f.Pointer)
	if m == nil || isRendered(f.Range.File) {
		return lint.Edit{}, false
	}
	key, ok := l.key(m[1] + "/" + m[2])
	_, taken := l.key(m[1] + "/setString")
	if !ok || taken || m[2] != "set" || !allTags(key.value) {
		return lint.Edit{}, false
	}
	return lint.Edit{File: l.text.Name, Offset: key.start, EndOffset: key.end, New: "setString"}, true
}

func allTags(set *tree.Node) bool {
	for _, item := range set.Items {
		name, value := item.Get("name"), item.Get("value")
		if name == nil || value == nil || !tagName().MatchString(name.Text) || !number().MatchString(value.Text) {
			return false
		}
	}
	return true
}

// checkEmptySets reports values that are set to nothing, which helmfile drops.
func checkEmptySets(_ context.Context, h *project) {
	h.sets(func(rel *helmfile.Release, item *helmfile.Value, add func(lint.Finding)) {
		v := item.Get("value")
		if v.Kind() != helmfile.String || v.Text() != "" || v.Origin() == nil || item.Get("values").Len() > 0 || item.Get("file").Text() != "" {
			return
		}
		if l := h.layout(v.Origin().Pos.File); l == nil || !l.isKnown(v.Origin().Pos) {
			return
		}
		add(h.at(v.Origin().Pos, lint.Finding{
			Message: fmt.Sprintf("%s is not set: helmfile drops an empty value", item.Get("name").Text()), Help: "set it in values, which keep the empty text",
		}))
	})
}

// stateValue is a template that writes a value of the state as it is.
var stateValue = expression(`^\{\{-?\s*\.(State)?Values(\.[A-Za-z0-9_]+)+\s*(\|\s*(quote|squote|toString)\s*)*-?\}\}$`)

// isKnown reports whether what stands at a position is rendered from nothing but values of the state: what other templates
// write may depend on what is not known here.
func (l *layout) isKnown(pos source.Position) bool {
	start := l.text.LineStart(pos.Line)
	end := start + len(l.text.Line(pos.Line))
	for _, a := range l.acts {
		if a.start < end && a.end > start && !stateValue().MatchString(l.raw(a.start, a.end)) {
			return false
		}
	}
	return true
}

// sets calls check for every item of set and setTemplate in every environment.
func (h *project) sets(check func(rel *helmfile.Release, item *helmfile.Value, add func(lint.Finding))) {
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, rel := range r.Releases() {
			for _, field := range []string{"set", "setTemplate"} {
				for _, item := range rel.Field(field).Items() {
					check(rel, item, add)
				}
			}
		}
	})
}
