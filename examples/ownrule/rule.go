package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

//go:embed acme-data-class.md
var page string

const (
	label  = "acme.io/data-class"
	labels = "/metadata/labels"
)

// dataClass wants everything that may hold data to say how careful one has to be with it.
var dataClass = &lint.Rule{
	Name:   "acme-data-class",
	Doc:    page,
	Kinds:  []catalog.Kind{catalog.Component, catalog.Resource},
	Levels: lint.Levels{Recommended: lint.Warning, GoldenPath: lint.Error, Strict: lint.Error},
	Params: func() any { return &dataClassParams{Classes: []string{"public", "internal", "confidential"}} },
	Entity: checkDataClass,
}

type dataClassParams struct {
	Classes []string `yaml:"classes" doc:"what the label may say"`
}

func checkDataClass(p *lint.EntityPass) {
	classes := p.Params.(*dataClassParams).Classes
	class, stated := p.Entity.Metadata.Labels[label]
	switch {
	case !stated:
		p.Report(lint.Finding{
			Range:   p.Key(labels), // of the labels, or of what would hold them
			Pointer: labels,
			Message: fmt.Sprintf("%s does not say what data it holds", p.Facts.Ref),
			Help:    fmt.Sprintf("add label %s: %s", label, strings.Join(classes, ", ")),
		})
	case !slices.Contains(classes, class):
		p.Report(unknownClass(p, class, classes))
	}
}

// unknownClass suggests the class that was probably meant. Where only capitals are wrong, that is safe to put in its
// place; where letters are, somebody has to look.
func unknownClass(p *lint.EntityPass, class string, classes []string) lint.Finding {
	pointer := labels + "/acme.io~1data-class" // a slash in a key is ~1 in a pointer
	f := lint.Finding{
		Pointer: pointer,
		Message: fmt.Sprintf("%q is no class of data", class),
		Help:    "say one of " + strings.Join(classes, ", "),
	}
	if near, ok := lint.Nearest(class, classes); ok {
		f.Help = "did you mean " + near + "?"
		f.Fixes = []lint.Fix{{
			Message: "replace by " + near,
			Safe:    strings.EqualFold(class, near),
			Edits:   []lint.Edit{lint.Replace(p.Value(pointer), near)},
		}}
	}
	return f
}
