package lint_test

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// The rules of these tests: one of each scope.
var (
	nameBad = &lint.Rule{
		Name: "name-bad",
		Doc: `# name-bad: a name that starts with bad

Why not.

### Bad

` + "```yaml\n" + groupYAML("bad") + "```" + `

### Good

` + "```yaml\n" + groupYAML("good") + "```\n",
		Aliases: []string{"name-old"},
		Levels:  lint.Levels{Recommended: lint.Warning, GoldenPath: lint.Error},
		Entity: func(p *lint.EntityPass) {
			if strings.HasPrefix(p.Entity.Metadata.Name, "bad") {
				p.Reportf("/metadata/name", "the name %s is bad", p.Entity.Metadata.Name)
			}
		},
	}

	tagNoise = &lint.Rule{
		Name: "tag-noise",
		Doc: `# tag-noise: a tag that says nothing

Why.

### Bad

` + "```yaml\n" + groupYAML("noisy", "noise") + "```" + `

### Good

` + "```yaml\n" + groupYAML("quiet", "signal") + "```" + `

### Parameters

The tags.
`,
		Kinds:  []catalog.Kind{"group"},
		Levels: lint.Levels{Recommended: lint.Info, Strict: lint.Error},
		Params: func() any { return &noiseParams{Tags: []string{"noise"}} },
		Entity: func(p *lint.EntityPass) {
			for i, tag := range p.Entity.Metadata.Tags {
				for _, noise := range p.Params.(*noiseParams).Tags {
					if tag == noise {
						reportTag(p, i)
					}
				}
			}
		},
	}

	textFixme = &lint.Rule{
		Name:   "text-fixme",
		Levels: lint.Levels{Recommended: lint.Info},
		File: func(p *lint.FilePass) {
			text := p.File.Text
			for at, from := 0, 0; ; from = at + len("FIXME") {
				at = strings.Index(string(text.Data[from:]), "FIXME") + from
				if at < from {
					return
				}
				p.Report(lint.Finding{Range: text.Range(at, at+len("FIXME")), Message: "fix me"})
			}
		},
	}

	ownerExists = &lint.Rule{
		Name:   "owner-exists",
		Levels: lint.Levels{Recommended: lint.Error},
		Catalog: func(p *lint.CatalogPass) {
			for e := range p.All() {
				for i := range e.Refs {
					if r := &e.Refs[i]; r.Field == "owner" && p.Exists(r.Target) == lint.No {
						p.ReportAt(e, r, "%s does not exist", r.Target)
					}
				}
			}
		},
	}

	fileRule = &lint.Rule{Name: "file-seen", Levels: lint.Levels{Recommended: lint.Info}, File: func(p *lint.FilePass) {
		p.Report(lint.Finding{Message: "seen"})
	}}
)

type noiseParams struct {
	Tags []string `yaml:"tags" doc:"the tags that say nothing"`
}

func reportTag(p *lint.EntityPass, i int) {
	at := "/metadata/tags/" + string(rune('0'+i))
	p.Report(lint.Finding{
		Pointer: at,
		Message: "this tag says nothing",
		Help:    "say something",
		Fixes:   []lint.Fix{{Message: "say signal", Safe: true, Edits: []lint.Edit{lint.Replace(p.Value(at), "signal")}}},
	})
}

func groupYAML(name string, tags ...string) string {
	text := "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: " + name + "\n"
	if len(tags) > 0 {
		text += "  tags:\n"
	}
	for _, tag := range tags {
		text += "    - " + tag + "\n"
	}
	return text + "spec:\n  type: team\n  children: []\n"
}

func componentYAML(name, owner string) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: " + name +
		"\nspec:\n  type: service\n  lifecycle: production\n  owner: " + owner + "\n"
}

func locationYAML(targets ...string) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: all\nspec:\n  targets:\n    - " +
		strings.Join(targets, "\n    - ") + "\n"
}
