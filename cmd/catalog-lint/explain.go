package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint"
)

func (p *program) explainCommand() *cobra.Command {
	f := &configFlags{}
	cmd := command("explain RULE...", "Say why a rule is there, with a bad and a good sample", func(ctx context.Context, args []string) error {
		if len(args) == 0 {
			return usageError("explain needs the name of a rule; catalog-lint rules lists them")
		}
		all, err := p.rulesHere(ctx, f)
		if err != nil {
			return err
		}
		return p.explain(all, args)
	})
	f.addFile(cmd)
	cmd.ValidArgsFunction = words(ruleNames(allRules())...)
	return cmd
}

func (p *program) explain(all []*lint.Rule, names []string) error {
	var b strings.Builder
	for i, name := range names {
		r := findRule(all, name)
		if r == nil {
			return usageError("unknown rule %q%s", name, didYouMean(name, ruleNames(all)))
		}
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s\n\n### Severity\n\n", strings.TrimSpace(r.Doc))
		for i, level := range levels(r) {
			fmt.Fprintf(&b, "- %s: %s\n", lint.Presets()[i], level)
		}
		if len(r.Aliases) > 0 {
			fmt.Fprintf(&b, "\nEarlier names: %s\n", strings.Join(r.Aliases, ", "))
		}
	}
	return writeAll(p.stdout, []byte(b.String()))
}

// findRule returns the rule of that name or earlier name, or nil.
func findRule(all []*lint.Rule, name string) *lint.Rule {
	for _, r := range all {
		if r.Name == name || slices.Contains(r.Aliases, name) {
			return r
		}
	}
	return nil
}
