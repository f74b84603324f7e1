package cel

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// doc returns the documentation of the rule, made of what the configuration says.
func (r *rule) doc() string {
	var b strings.Builder
	b.WriteString("# " + r.Name + ": " + oneLine(r.message.outline()) + "\n")
	for _, text := range []string{r.help.outline(), r.URL} {
		if text != "" {
			b.WriteString("\n" + strings.TrimSpace(text) + "\n")
		}
	}
	if len(r.Kinds) > 0 {
		b.WriteString("\nOf entities of kind ")
		for i, kind := range r.Kinds {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(string(kind))
		}
		b.WriteString(".\n")
	}
	for _, part := range []struct {
		title string
		lint.Expression
	}{{"Each", r.CustomRule.Each}, {"When", r.CustomRule.When}, {"Check", r.CustomRule.Check}} {
		if part.Text != "" {
			b.WriteString("\n### " + part.title + "\n\n```cel\n" + part.Text + "\n```\n")
		}
	}
	if r.Position.File != "" {
		b.WriteString("\nA rule of " + r.limits.shown(r.Position) + "\n")
	}
	return b.String()
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
