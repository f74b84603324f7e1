package helmfile

import (
	"context"
	"slices"

	"github.com/goldenpath-go/goldenpath/lint"
)

// alwaysTrue finds what is true if it is not set, and true if it is: `.a.b | default true`, with what .b is taken from and
// b, and `default true .a.b`.
var alwaysTrue = expression(`(\$?[A-Za-z0-9_.]*)\.([A-Za-z0-9_]+)\s*\|\s*default\s+true\b|\bdefault\s+true\s+\(?[$.][A-Za-z0-9_.]+\)?`)

// checkDefaultTrue reports switches in templates that cannot be turned off.
func checkDefaultTrue(_ context.Context, h *project) {
	names := slices.Concat(h.sources(), h.valuesFiles())
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		l := h.layout(name)
		if l == nil || !isRendered(name) {
			continue
		}
		for _, a := range l.acts {
			for _, m := range alwaysTrue().FindAllSubmatchIndex(l.text.Data[a.start:a.end], -1) {
				h.say(l.alwaysTrue(a, m))
			}
		}
	}
}

// aloneBefore finds what an expression begins after.
var aloneBefore = expression(`(\{\{-?|\(|=|\bif|\bwith)\s*$`)

// alwaysTrue returns the finding for what was found in a template.
func (l *layout) alwaysTrue(a action, m []int) lint.Finding {
	from := a.start
	f := lint.Finding{
		Range:   l.text.Range(from+m[0], from+m[1]),
		Message: "this is always true: default takes false for something that is not set",
		Help:    `write get "a.b" true .Values, which keeps false`,
	}
	if m[4] < 0 || !aloneBefore().MatchString(l.raw(a.start, from+m[0])) {
		return f // it is what a function returns that is passed on
	}
	object, key := l.raw(from+m[2], from+m[3]), l.raw(from+m[4], from+m[5])
	if object == "" {
		object = "."
	}
	kept := `get "` + key + `" true ` + object
	f.Help = "write " + kept + ", which keeps false"
	f.Fixes = []lint.Fix{{Message: "write " + kept, Edits: []lint.Edit{lint.Replace(f.Range, kept)}}}
	return f
}
