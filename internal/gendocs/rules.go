package main

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
	"github.com/goldenpath-go/goldenpath/lint/rules/template"
)

const intro = `# Rules of catalog-lint

<!-- Made from the rules by go generate ./lint/rules; change the texts in lint/rules/doc, lint/rules/template/doc and lint/rules/helmfile/doc. -->

Each rule has a severity in each preset: **recommended** runs without a configuration, **golden-path** enforces ownership,
tiers, on-call, runbooks and annotations, **strict** says everything there is to say and expects the linted files to be
the whole catalog. A configuration may change every one of them. Safe fixes are applied by ` + "`--fix`" + ` alone; unsafe ones
may not be what was meant.

A sample of several files has the name of each above its text.
`

// Rules returns the page about all rules, those of the Linter itself included.
func Rules() string {
	var b strings.Builder
	b.WriteString(intro)
	groups := append(rules.Groups(),
		rules.Group{Name: "templates", Title: "Software templates, as the scaffolder will run them.", Rules: template.All()},
		rules.Group{Name: "helmfiles", Title: "Helmfiles, resolved in every environment that they define.", Rules: helmfile.All()},
		rules.Group{Name: "the linter itself", Title: "What the linter says of files and comments.", Rules: lint.BuiltinRules()},
	)
	for _, g := range groups {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n%s", heading(g.Name), g.Title, table(g.Rules))
	}
	for _, g := range groups {
		for _, r := range g.Rules {
			b.WriteString("\n" + section(r))
		}
	}
	return b.String()
}

func heading(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// table lists the rules of a group with their severities.
func table(list []*lint.Rule) string {
	var b strings.Builder
	b.WriteString("| rule | what it finds | recommended | golden-path | strict |\n|---|---|---|---|---|\n")
	for _, r := range list {
		fmt.Fprintf(&b, "| [%s](#%s) | %s |", r.Name, r.Name, r.Title())
		for _, preset := range lint.Presets() {
			fmt.Fprintf(&b, " %s |", r.Levels.In(preset))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// section returns the text of one rule, a level deeper than the page's own headings.
func section(r *lint.Rule) string {
	title, text, _ := strings.Cut(r.Doc, "\n")
	_, title, _ = strings.Cut(title, ": ")
	text = strings.TrimSpace(text)
	out := fmt.Sprintf("## %s\n\n*%s.*\n\n%s\n", r.Name, heading(title), text)
	if len(r.Aliases) > 0 {
		out += fmt.Sprintf("\nAlso called %s.\n", strings.Join(r.Aliases, ", "))
	}
	return out
}
