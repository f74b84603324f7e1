package rules

import (
	"embed"
	"slices"

	"github.com/goldenpath-go/goldenpath/lint"
)

// All returns the built-in rules, sorted by name. The list is the caller's, the rules are shared and must not be
// changed.
func All() []*lint.Rule {
	var all []*lint.Rule
	for _, g := range Groups() {
		all = append(all, g.Rules...)
	}
	slices.SortFunc(all, func(a, b *lint.Rule) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return all
}

// Group is a number of rules about one thing.
type Group struct {
	Name  string       // such as ownership
	Title string       // what the rules are about, in a sentence
	Rules []*lint.Rule // in an order for reading
}

// Groups returns the built-in rules by what they are about, in the order of the documentation.
func Groups() []Group {
	return []Group{
		{"YAML", "Text that cannot be read, or not as it looks.", yamlRules},
		{"schema", "The form of an entity: what Backstage's own ingestion refuses.", schemaRules},
		{"naming", "Names, and who has them.", nameRules},
		{"references", "Entities that name other entities.", refRules},
		{"ownership", "Who answers for an entity.", ownerRules},
		{"tiers", "How critical an entity is, and what follows from it.", tierRules},
		{"annotations", "Keys and values that plugins read.", annotationRules},
		{"lifecycle and type", "The words that an organisation agrees on.", lifecycleRules},
		{"links", "Links of an entity.", linkRules},
		{"tags and labels", "Words to search and select by.", tagRules},
		{"APIs", "Definitions and providers.", apiRules},
		{"systems and groups", "What belongs to what.", partRules},
		{"graph", "How everything hangs together.", graphRules},
		{"locations", "Files that name further catalog files.", locationRules},
		{"security", "What should not stand in a catalog file.", securityRules},
		{"hygiene", "What makes a catalog pleasant to read.", hygieneRules},
	}
}

//go:embed doc/*.md
var docs embed.FS

// doc returns the text of a rule; empty when there is none, which lint.Validate does not let pass.
func doc(name string) string {
	text, err := docs.ReadFile("doc/" + name + ".md")
	if err != nil {
		return ""
	}
	return string(text)
}

// always is the severity of a rule in every preset.
func always(s lint.Severity) lint.Levels {
	return lint.Levels{Recommended: s, GoldenPath: s, Strict: s}
}

// fromGoldenPath is off in recommended and s in golden-path and strict.
func fromGoldenPath(s lint.Severity) lint.Levels {
	return lint.Levels{Recommended: lint.Off, GoldenPath: s, Strict: s}
}

// fromStrict is off but in strict.
func fromStrict(s lint.Severity) lint.Levels {
	return lint.Levels{Recommended: lint.Off, GoldenPath: lint.Off, Strict: s}
}
