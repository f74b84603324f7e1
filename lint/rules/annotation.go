package rules

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

var annotationRules = []*lint.Rule{
	refusal("annotation-key"),
	{
		Name:   "annotation-near-miss",
		Doc:    doc("annotation-near-miss"),
		Levels: always(lint.Warning),
		Entity: func(p *lint.EntityPass) { eachAnnotation(p, checkAnnotationSpelling) },
	},
	{
		Name:   "annotation-required",
		Doc:    doc("annotation-required"),
		Levels: fromGoldenPath(lint.Error),
		Params: func() any { return defaultRequired() },
		Entity: checkRequiredAnnotations,
	},
	{
		Name:   "annotation-format",
		Doc:    doc("annotation-format"),
		Levels: lint.Levels{Recommended: lint.Warning, Strict: lint.Error},
		Entity: func(p *lint.EntityPass) { eachAnnotation(p, checkAnnotationForm) },
	},
	{
		Name:   "annotation-schema",
		Doc:    doc("annotation-schema"),
		Levels: always(lint.Error),
		Entity: checkAnnotationSchemas,
	},
	{
		Name:   "annotation-deprecated",
		Doc:    doc("annotation-deprecated"),
		Levels: always(lint.Warning),
		Entity: func(p *lint.EntityPass) { eachAnnotation(p, checkAnnotationDeprecated) },
	},
	{
		Name:   "annotation-empty",
		Doc:    doc("annotation-empty"),
		Levels: always(lint.Warning),
		Entity: func(p *lint.EntityPass) { eachAnnotation(p, checkAnnotationEmpty) },
	},
	{
		Name:   "annotation-placeholder",
		Doc:    doc("annotation-placeholder"),
		Levels: always(lint.Warning),
		Entity: func(p *lint.EntityPass) { eachAnnotation(p, checkAnnotationPlaceholder) },
	},
	{
		Name:   "annotation-managed",
		Doc:    doc("annotation-managed"),
		Levels: always(lint.Warning),
		Entity: func(p *lint.EntityPass) { eachAnnotation(p, checkAnnotationManaged) },
	},
	{
		Name:   "project-slug-matches",
		Doc:    doc("project-slug-matches"),
		Levels: always(lint.Off),
		Entity: checkSlug,
	},
	{
		Name:   "techdocs-dir",
		Doc:    doc("techdocs-dir"),
		Levels: always(lint.Warning),
		Entity: checkTechDocsDir,
	},
}

// annotation is one annotation of an entity.
type annotation struct {
	*catalog.Annotation // what is known of its key; nil when nothing is
	key, value          string
}

func (a annotation) pointer() string { return "/metadata/annotations/" + tree.Escape(a.key) }

// eachAnnotation calls check in any order: findings are sorted in the end.
func eachAnnotation(p *lint.EntityPass, check func(*lint.EntityPass, annotation)) {
	known := wellKnown()
	for key, value := range p.Entity.Metadata.Annotations {
		check(p, annotation{known[key], key, value})
	}
}

func checkAnnotationSpelling(p *lint.EntityPass, a annotation) {
	if a.Annotation != nil {
		return
	}
	near, ok := lint.Nearest(a.key, keysLike(a.key))
	if !ok || counted(a.key, near) {
		return
	}
	key := p.Key(a.pointer())
	f := lint.Finding{
		Range:   key,
		Pointer: a.pointer(),
		Message: fmt.Sprintf("no plugin known here reads %s", a.key),
		Help:    fmt.Sprintf("did you mean %s?", near),
	}
	if edit, ok := rewrite(p.File.Text, key, near); ok {
		f.Fixes = unsafe("rename to "+near, edit)
	}
	p.Report(f)
}

// checkAnnotationForm covers key and value: which of them is wrong, nobody knows.
func checkAnnotationForm(p *lint.EntityPass, a annotation) {
	if a.Annotation == nil || a.Managed || a.Form.Accepts(strings.TrimSpace(a.value)) {
		return
	}
	if catalog.IsBlank(a.value) || looksUnfilled(a.value) || strings.Contains(a.value, "{{") {
		return // another rule's matter, or a template's
	}
	key, value := p.Key(a.pointer()), p.Value(a.pointer())
	p.Report(lint.Finding{
		Range:   p.File.Text.Range(key.Offset, value.EndOffset),
		Pointer: a.pointer(),
		Message: fmt.Sprintf("%s must be %s; %s cannot work", a.key, a.Form, quoted(a.value)),
	})
}

// quoted returns a value in quotes, cut when it is long.
func quoted(value string) string {
	const most = 60
	if runes := []rune(value); len(runes) > most {
		value = string(runes[:most-1]) + "…"
	}
	return fmt.Sprintf("%q", value)
}

func checkAnnotationDeprecated(p *lint.EntityPass, a annotation) {
	if a.Annotation == nil || !a.Deprecated {
		return
	}
	key := p.Key(a.pointer())
	f := lint.Finding{Range: key, Pointer: a.pointer(), Message: a.key + " is not read any more"}
	if a.Successor == "" {
		p.Report(f)
		return
	}
	f.Help = "use " + a.Successor
	if _, both := p.Entity.Metadata.Annotations[a.Successor]; !both {
		if edit, ok := rewrite(p.File.Text, key, a.Successor); ok {
			f.Fixes = safe("rename to "+a.Successor, edit)
		}
	} else if edit, ok := removeEntry(p.File.Text, key, p.Value(a.pointer())); ok {
		f.Fixes = safe("remove it, since "+a.Successor+" is there", edit)
	}
	p.Report(f)
}

func checkAnnotationEmpty(p *lint.EntityPass, a annotation) {
	trimmed := strings.Trim(a.value, " \t")
	switch {
	case catalog.IsBlank(a.value):
		p.Reportf(a.pointer(), "annotation %s is empty", a.key)
	case trimmed != a.value:
		f := lint.Finding{Pointer: a.pointer(), Message: fmt.Sprintf("the value of %s begins or ends with spaces", a.key)}
		if edit, ok := rewrite(p.File.Text, p.Value(a.pointer()), trimmed); ok {
			f.Fixes = safe("trim the spaces", edit)
		}
		p.Report(f)
	}
}

func checkAnnotationPlaceholder(p *lint.EntityPass, a annotation) {
	if looksUnfilled(a.value) {
		p.Reportf(a.pointer(), "%s is %s: a placeholder that was never filled in", a.key, quoted(a.value))
	}
}

func checkAnnotationManaged(p *lint.EntityPass, a annotation) {
	if a.key != catalog.AnnotationManagedByLocation && a.key != catalog.AnnotationManagedByOriginLocation && a.key != catalog.AnnotationOrphan {
		return
	}
	key := p.Key(a.pointer())
	f := lint.Finding{
		Range:   key,
		Pointer: a.pointer(),
		Message: a.key + " is written by the catalog itself, over whatever stands here",
	}
	if a.key == catalog.AnnotationOrphan {
		f.Message = a.key + " is for the catalog to write: it says that nothing leads to the entity any more"
	}
	if edit, ok := removeEntry(p.File.Text, key, p.Value(a.pointer())); ok && len(p.Entity.Metadata.Annotations) > 1 {
		f.Fixes = safe("remove it", edit)
	}
	p.Report(f)
}
