package helmfile

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkWords reports what helm reads otherwise than helmfile in plain values files. What helm makes of a value is put in
// its place: the chart receives the same. In a file that helmfile reads as well, the two differ, and somebody has to say
// which is meant.
func checkWords(_ context.Context, h *project) {
	state := h.stateValues()
	h.each(func(r *helmfile.Resolution, add func(lint.Finding)) {
		for _, m := range r.Misreadings {
			now, ok := boolean(m.Text)
			if !ok {
				continue
			}
			f := h.at(m.Pos, lint.Finding{Message: fmt.Sprintf("helm reads %s as %s, and helmfile as text", m.Text, now), Help: "write " + now + ", or quote it"})
			if m.Key {
				f.Message = fmt.Sprintf("helm reads the key %s as %s: the chart gets the key %q", m.Text, now, now)
				f.Help = "quote it"
				f.Fixes = []lint.Fix{{Message: "quote it", Edits: []lint.Edit{lint.Replace(f.Range, `"`+m.Text+`"`)}}}
			} else if f.Range.EndOffset-f.Range.Offset == len(m.Text) {
				quoted := lint.Fix{Message: "quote it", Edits: []lint.Edit{lint.Replace(f.Range, `"`+m.Text+`"`)}}
				read := lint.Fix{Message: "write " + now + ", as helm reads it", Edits: []lint.Edit{lint.Replace(f.Range, now)}}
				read.Safe = !slices.Contains(state, m.Pos.File) && !isAbbreviation(m.Text)
				if f.Fixes = []lint.Fix{read, quoted}; isAbbreviation(m.Text) {
					f.Fixes = []lint.Fix{quoted, read}
				}
			}
			add(f)
		}
	})
}

// isAbbreviation reports whether a word is more likely to be short for another than to mean yes or no: NO is Norway, and y
// an axis.
func isAbbreviation(word string) bool {
	return len(word) == 1 || len(word) == 2 && strings.ToUpper(word) == word
}

// stateValues returns the files that environments have their values from, in any of them.
func (h *project) stateValues() []string {
	var names []string
	for _, r := range h.resolved {
		for _, f := range r.Files {
			for _, entry := range f.Field("environments").Lookup(r.Environment, "values").Items() {
				names = append(names, path.Join(path.Dir(f.Name), entry.Text()))
			}
		}
	}
	return names
}

// boolean returns what YAML 1.1 makes of a word.
func boolean(word string) (string, bool) {
	switch strings.ToLower(word) {
	case "yes", "on", "y":
		return "true", true
	case "no", "off", "n":
		return "false", true
	}
	return "", false
}
