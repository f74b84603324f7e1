package template

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// checkConditions reports conditions that come out the same whatever the parameters are.
func checkConditions(t *template) {
	for _, x := range t.texts() {
		if x.ifs {
			t.checkCondition(x)
		}
	}
}

func (t *template) checkCondition(x *text) {
	if !isTemplate(x.value) {
		if x.value != "" {
			t.report(x, 0, len(x.value), lint.Finding{
				Message: "this condition always holds: it is text, and any text does", Help: "write ${{ }} around an expression, or true or false without quotes",
			})
		}
		return
	}
	in, err := x.inspect()
	switch {
	case err != nil || len(in.Outputs) == 0 || in.Tag:
	case in.Sole && in.Truth == nunjucks.Always:
		t.report(x, 0, len(x.value), lint.Finding{Message: "this condition always holds, whatever is asked", Help: alternative(x.value)})
	case in.Sole && in.Truth == nunjucks.Never:
		t.report(x, 0, len(x.value), lint.Finding{Message: "this condition never holds, whatever is asked"})
	case !in.Sole && hasText(x.value):
		t.report(x, 0, len(x.value), lint.Finding{
			Message: "this condition always holds: with what stands around ${{ }} it is text, and any text does",
			Help:    "put everything into one ${{ }}",
		})
	}
}

// alternative returns what to do about a == 'x' or 'y'.
func alternative(value string) string {
	if strings.Contains(value, "==") && strings.Contains(value, " or ") {
		return "compare with each value: a == 'x' or a == 'y'"
	}
	return ""
}

// hasText reports whether a text has more than one expression or tag in it: something that prints whatever they give.
func hasText(value string) bool {
	return !strings.HasPrefix(value, "${{") && !strings.HasPrefix(value, "{%") && !strings.HasPrefix(value, "{#") ||
		!strings.HasSuffix(value, "}")
}
