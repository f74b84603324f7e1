package lint_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// A rule of one's own, on a catalog in memory.
func Example() {
	onCall := &lint.Rule{
		Name:  "acme-on-call",
		Doc:   "# acme-on-call: a service that nobody is called for",
		Kinds: []catalog.Kind{catalog.Component},
		Entity: func(p *lint.EntityPass) {
			if p.Facts.Type == "service" && p.Entity.Metadata.Annotations["acme.io/on-call"] == "" {
				p.Report(lint.Finding{Range: p.Value("/metadata/name"), Message: "nobody is on call for this service"})
			}
		},
	}
	l := lint.Linter{Rules: []*lint.Rule{onCall}}
	fsys := fstest.MapFS{"catalog-info.yaml": {Data: []byte(componentYAML("orders", "team-a"))}}
	result, err := l.Run(context.Background(), fsys, []string{"catalog-info.yaml"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range result.Diagnostics {
		fmt.Printf("%s: %s: %s [%s]\n", d.Range, d.Severity, d.Message, d.Rule)
	}
	// Output:
	// catalog-info.yaml:4:9: warning: nobody is on call for this service [acme-on-call]
}

// A rule about several entities sees the facts of all of them.
func ExampleView() {
	unused := &lint.Rule{
		Name: "acme-unused-group",
		Catalog: func(p *lint.CatalogPass) {
			for e := range p.All() {
				if e.Ref.Kind == catalog.Group && len(p.Dependents(e.Ref)) == 0 {
					p.Report(lint.Finding{Range: e.Range, Entity: e.Ref, Message: fmt.Sprintf("nothing refers to %s", e.Ref)})
				}
			}
		},
	}
	l := lint.Linter{Rules: []*lint.Rule{unused}}
	fsys := fstest.MapFS{
		"all.yaml":     {Data: []byte(locationYAML("./orders.yaml", "./teams/*.yaml"))},
		"orders.yaml":  {Data: []byte(componentYAML("orders", "team-a"))},
		"teams/a.yaml": {Data: []byte(groupYAML("team-a"))},
		"teams/b.yaml": {Data: []byte(groupYAML("team-b"))},
	}
	result, err := l.Run(context.Background(), fsys, []string{"all.yaml"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range result.Diagnostics {
		fmt.Printf("%s: %s\n", d.Range, d.Message)
	}
	// Output:
	// teams/b.yaml:4:9: nothing refers to group:default/team-b
}

// What is wrong in a configuration is reported all at once.
func ExampleParseConfig() {
	text := "version: 1\nextend: [preset:strict]\nrules:\n  sufix-unused: off\n  suppression-reason: eror\n"
	_, err := lint.ParseConfig(".catalog-lint.yaml", []byte(text), nil, nil)
	fmt.Println(err)
	// Output:
	// .catalog-lint.yaml:2:1: unknown key "extend" (did you mean "extends"?)
	// .catalog-lint.yaml:4:3: unknown rule "sufix-unused"
	// .catalog-lint.yaml:5:23: severity "eror" is none of off, info, warning, error
}

// A configuration in Go: the golden path, one rule louder, another off for generated files.
func ExampleConfig() {
	config := &lint.Config{
		Preset: lint.GoldenPath,
		Rules:  map[string]lint.RuleConfig{"suppression-reason": {Severity: lint.Error}},
		Overrides: []lint.Override{
			{Scope: lint.Scope{Paths: []string{"generated/**"}}, Rules: map[string]lint.Severity{"suppression-reason": lint.Off}},
		},
	}
	ignored := "# catalog-lint: ignore-file=suppression-unused\n" + groupYAML("team")
	fsys := fstest.MapFS{"a.yaml": {Data: []byte(ignored)}, "generated/b.yaml": {Data: []byte(ignored)}}
	l := lint.Linter{Config: config}
	result, err := l.Run(context.Background(), fsys, []string{"a.yaml", "generated/b.yaml"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range result.Diagnostics {
		fmt.Printf("%s: %s [%s]\n", d.Range, d.Severity, d.Rule)
	}
	fmt.Println("failed:", result.Reaches(config.Threshold()))
	// Output:
	// a.yaml:1:1: error [suppression-reason]
	// a.yaml:1:29: warning [suppression-unused]
	// generated/b.yaml:1:29: warning [suppression-unused]
	// failed: true
}

func ExampleApplyFixes() {
	text := []byte("owner: team-a # for now\n")
	fixes := []lint.Fix{{
		Message: "replace by group:default/team-a",
		Edits:   []lint.Edit{{File: "a.yaml", Offset: 7, EndOffset: 13, New: "group:default/team-a"}},
	}}
	fixed, applied, _ := lint.ApplyFixes("a.yaml", text, fixes)
	fmt.Printf("%d fix: %s", len(applied), fixed)
	// Output:
	// 1 fix: owner: group:default/team-a # for now
}
