package template

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// checkHyphens reports names with dashes that are read with a dot: that is a subtraction, and gives NaN.
func checkHyphens(t *template) {
	params := t.parameters()
	for x, in := range t.inspected() {
		for _, r := range in.Dashed {
			if i := t.dashedKey(r, params); i > 0 {
				t.reportDashed(x, r, i)
			}
		}
	}
}

// dashedKey returns the index of the name in a path that has the dash, if there is such a thing; 0 if not.
func (t *template) dashedKey(r nunjucks.Read, params *parameters) int {
	name, known := r.Keys[1].Name, false
	switch r.Keys[0].Name {
	case "parameters":
		known = params.at[name] != ""
	case "steps":
		_, known = t.byID()[name]
		if len(r.Keys) > 3 && r.Keys[2].Name == "output" && hasDash(r.Keys[3]) && !hasDash(r.Keys[1]) {
			return 3
		}
	}
	if known && hasDash(r.Keys[1]) {
		return 1
	}
	return 0
}

// hasDash reports whether a name behind a dot has a dash in it.
func hasDash(m nunjucks.Mention) bool { return !m.Subscript && strings.Contains(m.Name, "-") }

func (t *template) reportDashed(x *text, r nunjucks.Read, i int) {
	key := r.Keys[i]
	f := lint.Finding{
		Message: fmt.Sprintf("the dash in %s is a minus here, and the result no number", key.Name),
		Help:    fmt.Sprintf("write ['%s']", key.Name),
	}
	if edit, ok := t.subscript(x, key); ok {
		f.Fixes = []lint.Fix{{Message: f.Help, Edits: []lint.Edit{edit}}}
	}
	t.report(x, key.Offset, key.EndOffset, f)
}

// subscript returns the edit that makes .name to ['name'], in quotes that the YAML around it lets stand.
func (t *template) subscript(x *text, key nunjucks.Mention) (lint.Edit, bool) {
	whole := t.Value(x.pointer())
	at := t.within(x, key.Offset-1, key.EndOffset)
	if at.EndOffset-at.Offset != len(key.Name)+1 {
		return lint.Edit{}, false
	}
	quote := "'"
	if t.File.Text.Data[whole.Offset] == '\'' {
		quote = "''"
	}
	return lint.Replace(at, "["+quote+key.Name+quote+"]"), true
}
