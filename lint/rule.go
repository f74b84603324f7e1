package lint

import (
	"context"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Rule is one check. Rules are values: their names, texts and levels are data, from which help, documentation and
// reports are made. Exactly one of File, Entity, Catalog and Root is set; it says what the check may look at. [Validate]
// tells whether a list of rules keeps to what is said here.
//
// A rule is never changed once it is in use, and its check may be called for several files at once. What it reports
// follows from its pass alone: with a [Linter.Cache], a file that has not changed is not checked again.
type Rule struct {
	// Name is stable for ever: kebab case, its group first (owner-present).
	Name string
	// Doc is Markdown: a title line "# name: what it finds", why, then "### Bad" and "### Good" with a fenced YAML
	// sample each, from which tests are made; "### Parameters" where Params is set.
	Doc string
	// Aliases are earlier names, still taken in configuration and comments.
	Aliases []string
	// Kinds limits an Entity check, without regard to case; nil means all.
	Kinds []catalog.Kind
	// Levels are the severities in the presets. The zero value means Warning in all of them.
	Levels Levels
	// Keep lists what a Catalog check reads of entities beside their facts: it is in Facts.Kept. All other checks have the
	// entity itself.
	Keep []Keep
	// Params returns a pointer to a struct with default values, decoded from the configuration by its yaml names (see
	// [ParseConfig] for the types that its fields may have); nil when the rule takes none.
	Params func() any

	// File checks one file's text and documents, readable or not.
	File func(*FilePass)
	// Entity checks one entity that could be read, without regard to any other.
	Entity func(*EntityPass)
	// Catalog checks the facts of all entities together.
	Catalog func(*CatalogPass)
	// Root checks a root of Tool with all files that it leads to; a finding may be in any of them.
	Root func(context.Context, *RootPass)
	// Tool is the program whose files a Root check is about; nil for all others.
	Tool *Tool

	builtin bool // reported by the Linter itself; it has no check
}

// Keep says which values of entities a Catalog check reads.
type Keep struct {
	Kinds    []catalog.Kind // of the entities, without regard to case; nil means all
	Pointers []string       // JSON pointers, such as /metadata/labels/tier
}

// appliesTo reports whether an Entity check is for entities of kind k.
func (r *Rule) appliesTo(k catalog.Kind) bool { return isAmong(r.Kinds, k) }

// isAmong reports whether kinds, of which none means all, have k.
func isAmong(kinds []catalog.Kind, k catalog.Kind) bool {
	if len(kinds) == 0 {
		return true
	}
	for _, want := range kinds {
		if strings.EqualFold(string(want), string(k)) {
			return true
		}
	}
	return false
}

// Title returns the first line of Doc: what the rule finds, in a few words.
func (r *Rule) Title() string { return docTitle(r) }
