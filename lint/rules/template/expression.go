package template

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// checkExpressions reports texts that no scaffolder can read, and reads of what is not there.
func checkExpressions(t *template) {
	params := t.parameters()
	for _, x := range t.texts() {
		if !isTemplate(x.value) {
			continue
		}
		in, err := x.inspect()
		var e *nunjucks.Error
		if errors.As(err, &e) {
			t.reportUnreadable(x, e)
		}
		if err != nil {
			continue
		}
		for _, r := range in.Reads {
			if !isDashed(in, r) && !r.Optional {
				t.checkRead(x, r, params)
			}
		}
		t.checkFilters(x, in)
	}
}

// isDashed reports whether a read is part of a name with dashes, of which another rule speaks.
func isDashed(in *nunjucks.Inspection, r nunjucks.Read) bool {
	return slices.ContainsFunc(in.Dashed, func(d nunjucks.Read) bool {
		return d.Keys[0].Offset <= r.Keys[0].Offset && r.Keys[0].Offset < d.Keys[len(d.Keys)-1].EndOffset
	})
}

// reportUnreadable says what becomes of a text that cannot be read.
func (t *template) reportUnreadable(x *text, e *nunjucks.Error) {
	at := offset(x.value, e)
	becomes := "the step gets this text as it is"
	switch {
	case x.step == len(t.steps):
		becomes = "the output shows this text as it is"
	case x.ifs:
		becomes = "the step always runs"
	}
	if strings.HasSuffix(x.value[:at], "|") && strings.HasPrefix(x.value[at:], "|") {
		at-- // the first | was taken for that of a filter
	}
	f := lint.Finding{Message: fmt.Sprintf("not a valid expression, so that %s: %v", becomes, e.Err)}
	end := at + 1
	if o, ok := javaScript(x.value[at:]); ok {
		end = at + len(o.text)
		f.Message = fmt.Sprintf("%s is JavaScript, not Nunjucks, so that %s", o.text, becomes)
		f.Help = o.help
		f.Fixes = t.replaceOperator(x, at, end, o)
	}
	t.report(x, at, end, f)
}

// operator is one of JavaScript's that Nunjucks writes otherwise.
type operator struct{ text, instead, help string }

func javaScript(s string) (operator, bool) {
	for _, o := range [...]operator{
		{"&&", "and", "write and"},
		{"||", "or", "write or"},
		{"??", "or", "write or, or the filter default"},
		{"?", "", "write A if CONDITION else B"},
		{"!", "not", "write not"},
		{"`", "", "join texts with ~"},
	} {
		if strings.HasPrefix(s, o.text) {
			return o, true
		}
	}
	return operator{}, false
}

// replaceOperator returns the fix for an operator that has one word in its place.
func (t *template) replaceOperator(x *text, start, end int, o operator) []lint.Fix {
	r := t.within(x, start, end)
	if o.instead == "" || r.EndOffset-r.Offset != len(o.text) {
		return nil
	}
	word, data := o.instead, t.File.Text.Data
	if !isBlank(data[r.Offset-1]) {
		word = " " + word
	}
	if r.EndOffset < len(data) && !isBlank(data[r.EndOffset]) {
		word += " "
	}
	return []lint.Fix{{Message: "write " + o.instead, Edits: []lint.Edit{lint.Replace(r, word)}}}
}

// checkRead looks at one variable and its members.
func (t *template) checkRead(x *text, r nunjucks.Read, params *parameters) {
	root := r.Keys[0]
	switch {
	case root.Name == "parameters" && len(r.Keys) > 1:
		t.checkParameter(x, r.Keys[1], params)
	case root.Name == "steps" && len(r.Keys) > 1:
		t.checkStep(x, r)
	default:
		if meant, ok := lint.Nearest(root.Name, []string{"parameters", "steps", "secrets", "context", "environment", "user"}); ok {
			t.report(x, root.Offset, root.EndOffset, lint.Finding{
				Message: "there is no variable " + root.Name, Help: "did you mean " + meant + "?",
			})
		}
	}
}

func (t *template) checkParameter(x *text, name nunjucks.Mention, params *parameters) {
	if params.open || params.at[name.Name] != "" || params.named[name.Name] || t.full(x) {
		return
	}
	f := lint.Finding{Message: "there is no parameter " + name.Name}
	if meant, ok := nearestOf(name.Name, params.names); ok {
		f.Help = "did you mean " + meant + "?"
	}
	t.report(x, name.Offset, name.EndOffset, f)
}

// checkStep looks at what is read of a step.
func (t *template) checkStep(x *text, r nunjucks.Read) {
	id := r.Keys[1]
	i, known := t.byID()[id.Name]
	switch {
	case !known && t.open:
	case !known && t.full(x):
	case !known:
		f := lint.Finding{Message: "there is no step " + id.Name}
		if meant, ok := nearestOf(id.Name, t.ids()); ok {
			f.Help = "did you mean " + meant + "?"
		}
		t.report(x, id.Offset, id.EndOffset, f)
	case i >= x.step:
		t.report(x, id.Offset, id.EndOffset, lint.Finding{
			Message: fmt.Sprintf("step %s has not run yet: it has no output here", id.Name),
			Related: []lint.Related{{Range: t.Value(t.steps[i].pointer()), Message: "the step"}},
		})
	case len(r.Keys) > 2 && r.Keys[2].Name != "output":
		t.report(x, r.Keys[2].Offset, r.Keys[2].EndOffset, lint.Finding{
			Message: fmt.Sprintf("a step has no %s", r.Keys[2].Name), Help: "read its output",
		})
	case len(r.Keys) > 3:
		t.checkOutput(x, r.Keys[3], t.steps[i].action)
	}
}

// nearestOf returns the one of names that was probably meant, if there are not too many.
func nearestOf(name string, names []string) (string, bool) {
	if len(names) > mostCandidates {
		return "", false
	}
	return lint.Nearest(name, names)
}

// checkOutput looks at an output of an action whose outputs are known.
func (t *template) checkOutput(x *text, name nunjucks.Mention, action string) {
	known := actions()[action]
	if known == nil {
		return
	}
	if meant, ok := lint.Nearest(name.Name, known.outputs); ok {
		t.report(x, name.Offset, name.EndOffset, lint.Finding{
			Message: fmt.Sprintf("%s has no output %s", action, name.Name), Help: "did you mean " + meant + "?",
		})
	}
}

// checkFilters reports names that are nearly those of filters. An installation may have filters of its own.
func (t *template) checkFilters(x *text, in *nunjucks.Inspection) {
	for _, m := range in.Filters {
		if !m.Undeclared {
			continue
		}
		if meant, ok := lint.Nearest(m.Name, filterNames()); ok {
			t.report(x, m.Offset, m.EndOffset, lint.Finding{Message: "there is no filter " + m.Name, Help: "did you mean " + meant + "?"})
		}
	}
}

func filterNames() []string {
	return []string{
		"abs", "batch", "capitalize", "center", "default", "dictsort", "dump", "escape", "first", "float", "groupby", "indent", "int",
		"join", "last", "length", "list", "lower", "nl2br", "parseEntityRef", "parseRepoUrl", "pick", "projectSlug", "random", "reject",
		"rejectattr", "replace", "reverse", "round", "safe", "select", "selectattr", "slice", "sort", "string", "striptags", "sum",
		"title", "trim", "truncate", "upper", "urlencode", "urlize", "wordcount",
	}
}
