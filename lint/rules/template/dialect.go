package template

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// checkDialects reports texts that Backstage's scaffolder understands otherwise since version 4.0.3.
func checkDialects(t *template) {
	for _, x := range t.texts() {
		if !isTemplate(x.value) {
			continue
		}
		now, old := x.current(), x.classic()
		var e *nunjucks.Error
		switch {
		case now.err == nil && old.err == nil:
			t.compareDialects(x, now.in)
		case old.err == nil && errors.As(now.err, &e):
			t.reportDialect(x, e, "scaffolder 4.x cannot read this, 3.x could", old.in)
		case now.err == nil && errors.As(old.err, &e):
			t.reportDialect(x, e, "scaffolder 3.x cannot read this, 4.x can", now.in)
		}
	}
}

func (t *template) reportDialect(x *text, e *nunjucks.Error, message string, in *nunjucks.Inspection) {
	at := offset(x.value, e)
	f := lint.Finding{Message: fmt.Sprintf("%s: %v", message, e.Err)}
	if slices.ContainsFunc(in.Reads, func(r nunjucks.Read) bool { return strings.ContainsAny(r.Keys[0].Name, "&|") }) {
		f.Help = "write and with spaces around it"
	}
	t.report(x, at, at+1, f)
}

// compareDialects looks at what both can read.
func (t *template) compareDialects(x *text, in *nunjucks.Inspection) {
	t.checkMethods(x, in)
	switch {
	case in.Tag && x.ifs:
		t.report(x, 0, len(x.value), lint.Finding{
			Message: "scaffolder 4.x takes what a block prints for text, which always holds; 3.x read true and false",
			Help:    "write one ${{ A if CONDITION else B }}",
		})
	case in.Sole && (strings.HasPrefix(x.value, "${{-") || strings.HasSuffix(x.value, "-}}")):
		t.report(x, 0, len(x.value), lint.Finding{
			Message: "scaffolder 3.x makes text of this because of the dash, 4.x keeps the type of the value", Help: "leave out the dash",
		})
	case in.Sole && strings.Contains(x.value, "\n"):
		t.report(x, 0, len(x.value), lint.Finding{
			Message: "scaffolder 3.x makes text of this because of the line break, 4.x keeps the type of the value", Help: "write it on one line",
		})
	}
}

// checkMethods reports methods that scaffolder 4.x does not have.
func (t *template) checkMethods(x *text, in *nunjucks.Inspection) {
	for _, m := range in.Methods {
		if slices.Contains(methods(), m.Name) {
			continue
		}
		instead, known := classicMethods()[m.Name]
		if !known {
			continue
		}
		t.report(x, m.Offset, m.EndOffset, lint.Finding{
			Message: fmt.Sprintf("scaffolder 4.x has no method %s, 3.x had", m.Name), Help: instead,
		})
	}
}

// methods are those of strings, numbers, lists and regular expressions that both have.
func methods() []string {
	return []string{
		"at", "charAt", "charCodeAt", "concat", "copyWithin", "endsWith", "fill", "flat", "includes", "indexOf", "join", "lastIndexOf",
		"pop", "push", "replace", "reverse", "shift", "slice", "sort", "splice", "split", "startsWith", "substring", "test",
		"toExponential", "toFixed", "toLowerCase", "toPrecision", "toUpperCase", "toString", "trim", "trimEnd", "trimStart", "unshift",
	}
}

// classicMethods are those that JavaScript has and scaffolder 4.x has not, with what does the same in both.
func classicMethods() map[string]string {
	return map[string]string{
		"replaceAll": "use the filter replace, which replaces all", "substr": "use substring", "match": "use test of a regular expression: r/…/.test(text)",
		"search": "use test of a regular expression: r/…/.test(text)", "padStart": "", "padEnd": "", "repeat": "", "codePointAt": "use charCodeAt",
		"localeCompare": "", "normalize": "", "toLocaleLowerCase": "use toLowerCase, or the filter lower", "toLocaleUpperCase": "use toUpperCase, or the filter upper",
		"matchAll": "", "map": "", "filter": "use the filter selectattr", "find": "use the filters selectattr and first", "some": "", "every": "",
		"reduce": "", "forEach": "use {% for %}", "flatMap": "", "entries": "", "keys": "", "hasOwnProperty": "use the operator in", "trimLeft": "use trimStart", "trimRight": "use trimEnd",
	}
}
