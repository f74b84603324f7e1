package rules

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
)

var schemaRules = []*lint.Rule{
	refusal("schema-envelope"),
	refusal("schema-root-field"),
	mendable("schema-kind-unknown", fixKind),
	refusal("schema-kind"),
	refusal("schema-null-value"),
	mendable("schema-scalar-type", fixQuotes),
	refusal("schema-placeholder", "placeholder"),
	schemaUnknownField,
}

// fixKind replaces a kind or API version that nobody claims by the nearest that somebody does.
func fixKind(p *lint.FilePass, _ *load.Document, problem *load.Problem) []lint.Fix {
	var known []string
	switch problem.Pointer {
	case "/kind":
		for _, k := range catalog.Kinds() {
			known = append(known, string(k))
		}
	case "/apiVersion":
		known = []string{catalog.V1alpha1, catalog.V1beta1, catalog.ScaffolderV1beta3}
	}
	written := strings.Trim(raw(p.File.Text, problem.Range), `"'`)
	near, ok := lint.Nearest(written, known)
	if !ok {
		return nil
	}
	edit, ok := rewrite(p.File.Text, problem.Range, near)
	if !ok {
		return nil
	}
	return unsafe("replace by "+near, edit)
}

// fixQuotes makes a text of a number or boolean by putting it in quotes as it is written.
func fixQuotes(p *lint.FilePass, _ *load.Document, problem *load.Problem) []lint.Fix {
	text := raw(p.File.Text, problem.Range)
	if text == "" || strings.ContainsAny(text, "\"'*&!|>{}[]\n") {
		return nil
	}
	return safe("put it in quotes", lint.Replace(problem.Range, `"`+text+`"`))
}
