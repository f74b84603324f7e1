package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
)

var tagRules = []*lint.Rule{
	mendable("tag-format", fixTag),
	{
		Name:   "tag-duplicate",
		Doc:    doc("tag-duplicate"),
		Levels: always(lint.Warning),
		Entity: checkDuplicateTags,
	},
	{
		Name:   "tag-allowed",
		Doc:    doc("tag-allowed"),
		Levels: always(lint.Off),
		Params: func() any { return &allowedTagParams{} },
		Entity: checkAllowedTags,
	},
	refusal("label-format"),
}

// fixTag writes a tag in lower case, where that is all it lacks.
func fixTag(p *lint.FilePass, _ *load.Document, problem *load.Problem) []lint.Fix {
	text := raw(p.File.Text, problem.Range)
	lower := strings.ToLower(text)
	if lower == text || !catalog.IsTag(strings.Trim(lower, `"'`)) {
		return nil
	}
	return safe("write it in lower case", lint.Replace(problem.Range, lower))
}

func checkDuplicateTags(p *lint.EntityPass) {
	first := map[string]int{}
	for i, tag := range p.Entity.Metadata.Tags {
		lower := strings.ToLower(tag)
		before, again := first[lower]
		if !again {
			first[lower] = i
			continue
		}
		pointer := tagPointer(i)
		if p.Full(p.Value(pointer)) {
			continue
		}
		f := lint.Finding{
			Pointer: pointer,
			Message: fmt.Sprintf("tag %s is there already", tag),
			Related: []lint.Related{{Range: p.Value(tagPointer(before)), Message: "first here"}},
		}
		if edit, ok := removeItem(p.File.Text, p.Value(pointer), len(p.Entity.Metadata.Tags)); ok {
			f.Fixes = safe("remove the second", edit)
		}
		p.Report(f)
	}
}

func tagPointer(i int) string { return "/metadata/tags/" + strconv.Itoa(i) }

type allowedTagParams struct {
	Tags []string `yaml:"tags" doc:"the organisation's tags; any when empty"`
}

func checkAllowedTags(p *lint.EntityPass) {
	allowed := p.Params.(*allowedTagParams).Tags
	if len(allowed) == 0 {
		return
	}
	for i, tag := range p.Entity.Metadata.Tags {
		if slices.Contains(allowed, tag) {
			continue
		}
		f := lint.Finding{Pointer: tagPointer(i), Message: fmt.Sprintf("tag %s is not in the organisation's list", tag)}
		if near, ok := lint.Nearest(tag, allowed); ok {
			f.Help = "did you mean " + near + "?"
		}
		p.Report(f)
	}
}
