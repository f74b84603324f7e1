package helmfile

import (
	"context"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// checkNeverTrue reports conditions that are false because the value that they ask for is not there, or no boolean: the
// release is off, and nothing says so.
func checkNeverTrue(_ context.Context, h *project) {
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, rel := range r.Releases() {
			if !h.isNeverTrue(rel) {
				continue
			}
			c := rel.Condition
			f := h.at(c.Pos, lint.Finding{
				Message: fmt.Sprintf("%s is off without a word: nothing sets %s", rel.Name, c.Text), Help: "set it to true or false",
			})
			if c.Value != nil {
				f.Message = fmt.Sprintf("%s is off without a word: %s is %s, and only a boolean counts", rel.Name, c.Text, article(c.Value.Kind()))
				f.Help = "write true or false, without quotes"
				f.Related = h.related(c.Value.Origin(), "it is set here")
				f.Fixes = h.asBoolean(c.Value)
			}
			add(f)
		}
	})
}

// checkConditionPaths reports conditions whose path leads nowhere, unless it is given when helmfile is called.
func checkConditionPaths(_ context.Context, h *project) {
	h.faults(func(e *helmfile.Error) bool {
		return (e.Class == helmfile.ClassConditionMissing || e.Class == helmfile.ClassConditionNotMap) && !h.isGiven(e)
	}, nil)
}

// isNeverTrue reports whether a release is off because what its condition asks for is not there, or no boolean.
func (h *project) isNeverTrue(rel *helmfile.Release) bool {
	c := rel.Condition
	return c.Truth == helmfile.No && len(c.Path) > 0 && c.Value.Kind() != helmfile.Bool && rel.Unknown["condition"] == nil && !h.asksEnvironment(rel)
}

// asBoolean returns the fix that makes a boolean of a text that looks like one. It turns the release on, or says that it is
// off, and so it is not safe.
func (h *project) asBoolean(v *helmfile.Value) []lint.Fix {
	o := v.Origin()
	if o == nil || v.Kind() != helmfile.String || isRendered(o.Pos.File) || h.layout(o.Pos.File) == nil {
		return nil
	}
	at, _ := h.place(o.Pos)
	now, ok := boolean(v.Text())
	if text := strings.ToLower(v.Text()); text == "true" || text == "false" {
		now, ok = text, true
	}
	if raw := h.layout(o.Pos.File).raw(at.Offset, at.EndOffset); !ok || strings.Trim(raw, `"'`) != v.Text() {
		return nil
	}
	return []lint.Fix{{Message: "write " + now, Edits: []lint.Edit{lint.Replace(at, now)}}}
}

// article returns a kind of value as it is spoken of.
func article(k helmfile.Kind) string {
	if k == helmfile.Null {
		return "null"
	}
	return "a " + k.String()
}

// related returns the second place that a value comes from.
func (h *project) related(o *helmfile.Origin, message string) []lint.Related {
	if o == nil || o.Pos == (source.Position{}) || h.layout(o.Pos.File) == nil {
		return nil
	}
	at, _ := h.place(o.Pos)
	return []lint.Related{{Range: at, Message: message}}
}
