package rules

import (
	"fmt"
	"path"
	"strings"
	"unicode"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

var hygieneRules = []*lint.Rule{
	{
		Name:   "description-present",
		Doc:    doc("description-present"),
		Levels: fromGoldenPath(lint.Warning),
		Params: func() any {
			return &descriptionParams{Kinds: []catalog.Kind{catalog.Component, catalog.API, catalog.Resource, catalog.System, catalog.Domain, catalog.Template}}
		},
		Entity: checkDescription,
	},
	{
		Name:   "description-placeholder",
		Doc:    doc("description-placeholder"),
		Levels: always(lint.Warning),
		Entity: checkDescriptionPlaceholder,
	},
	{
		Name:    "file-name",
		Doc:     doc("file-name"),
		Levels:  always(lint.Info),
		Catalog: checkFileNames,
	},
	{
		Name:   "key-order",
		Doc:    doc("key-order"),
		Levels: always(lint.Off),
		Entity: checkKeyOrder,
	},
	{
		Name:   "list-sorted",
		Doc:    doc("list-sorted"),
		Levels: always(lint.Off),
		Params: func() any {
			return &sortedParams{Fields: []string{"tags", "providesApis", "consumesApis", "dependsOn", "children", "members", "memberOf"}}
		},
		Entity: checkSorted,
	},
}

type descriptionParams struct {
	Kinds []catalog.Kind `yaml:"kinds" doc:"the kinds that need a description; all when empty"`
}

func checkDescription(p *lint.EntityPass) {
	kinds := p.Params.(*descriptionParams).Kinds
	if !(requirement{kinds: kinds}).concerns(p) || !catalog.IsBlank(p.Entity.Metadata.Description) {
		return
	}
	p.Report(lint.Finding{
		Range:   p.Key("/metadata/description"),
		Pointer: "/metadata",
		Message: fmt.Sprintf("this %s has no description", p.Entity.Kind),
		Help:    "say in a sentence what it is for",
	})
}

func checkDescriptionPlaceholder(p *lint.EntityPass) {
	text := strings.TrimSpace(p.Entity.Metadata.Description)
	if text != "" && (isUnwritten(text) || looksUnfilled(text)) {
		p.Reportf("/metadata/description", "this description has still to be written")
	}
}

// isUnwritten reports whether a text has a word in it that stands for a text to come.
func isUnwritten(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch word {
		case "TODO", "FIXME", "TBD", "tbd", "XXX":
			return true
		}
	}
	const filler = "orem ipsum"
	return strings.Contains(text, "l"+filler) || strings.Contains(text, "L"+filler)
}

// checkFileNames reports files that nothing leads to but a name that is nearly what discovery looks for.
func checkFileNames(p *lint.CatalogPass) {
	led := map[string]bool{}
	for e := range p.All() {
		for _, t := range e.Targets {
			for _, file := range t.Files {
				led[file] = true
			}
		}
	}
	for e := range p.All() {
		base := path.Base(e.File)
		if led[e.File] || !isNearlyDiscovered(base) {
			continue
		}
		led[e.File] = true
		p.Report(lint.Finding{
			Range:   e.Range,
			Entity:  e.Ref,
			Message: fmt.Sprintf("discovery looks for %s, and no Location names %s", discovered, base),
			Help:    "rename the file, or name it in a Location",
		})
	}
}

func isNearlyDiscovered(base string) bool {
	if base == discovered {
		return false
	}
	name, extension, _ := strings.Cut(strings.ToLower(base), ".")
	name = strings.ReplaceAll(strings.ReplaceAll(name, "_", "-"), " ", "-")
	return (extension == "yaml" || extension == "yml") && (name == "catalog-info" || name == "cataloginfo" || name == "catalog-infos")
}
