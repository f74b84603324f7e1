package rules

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

var nameRules = []*lint.Rule{
	refusal("name-format"),
	{
		Name:    "name-duplicate",
		Doc:     doc("name-duplicate"),
		Levels:  always(lint.Error),
		Catalog: checkDuplicateNames,
	},
	{
		Name:    "name-conflict",
		Doc:     doc("name-conflict"),
		Levels:  always(lint.Warning),
		Catalog: checkConflictingNames,
	},
	{
		Name:   "name-style",
		Doc:    doc("name-style"),
		Levels: fromStrict(lint.Warning),
		Params: func() any { return &nameStyleParams{Pattern: `[a-z0-9]+(-[a-z0-9]+)*`, Max: 40} },
		Entity: checkNameStyle,
	},
	{
		Name:   "name-matches-repo",
		Doc:    doc("name-matches-repo"),
		Kinds:  []catalog.Kind{catalog.Component},
		Levels: always(lint.Off),
		Entity: checkNameOfPlace,
	},
	{
		Name:   "title-same-as-name",
		Doc:    doc("title-same-as-name"),
		Levels: always(lint.Off),
		Entity: checkTitle,
	},
}

type nameStyleParams struct {
	Pattern pattern `yaml:"pattern" doc:"regular expression (RE2) that the whole name must match"`
	Max     int     `yaml:"max" doc:"the most characters a name may have; 0 for no bound"`
}

// pattern is a regular expression that a whole text must match.
type pattern string

// UnmarshalText reads the expression, and refuses what is none.
func (p *pattern) UnmarshalText(text []byte) error {
	*p = pattern(text)
	_, err := p.compile()
	return err
}

func (p pattern) compile() (*regexp.Regexp, error) {
	return regexp.Compile(`^(?:` + string(p) + `)$`)
}

func (p pattern) match(text string) bool {
	re, err := p.compile()
	return err != nil || re.MatchString(text)
}

func checkNameStyle(p *lint.EntityPass) {
	params, name := p.Params.(*nameStyleParams), p.Entity.Metadata.Name
	if name == "" || !p.Document.OK {
		return
	}
	if !params.Pattern.match(name) {
		p.Reportf("/metadata/name", "name %q is not in the agreed style, %s", name, params.Pattern)
	}
	if n := utf8.RuneCountInString(name); params.Max > 0 && n > params.Max {
		p.Reportf("/metadata/name", "name %q has %d characters, more than %d", name, n, params.Max)
	}
}

func checkTitle(p *lint.EntityPass) {
	title := p.Entity.Metadata.Title
	if title == "" || !strings.EqualFold(title, p.Entity.Metadata.Name) {
		return
	}
	f := lint.Finding{Pointer: "/metadata/title", Message: fmt.Sprintf("title %q only repeats the name", title)}
	if edit, ok := removeEntry(p.File.Text, p.Key(f.Pointer), p.Value(f.Pointer)); ok {
		f.Fixes = safe("remove the title", edit)
	}
	p.Report(f)
}
