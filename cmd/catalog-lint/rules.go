package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint"
)

// The formats of rules, beside text.
const (
	formatJSON     = "json"
	formatMarkdown = "markdown"
)

func (p *program) rulesCommand() *cobra.Command {
	format, f := "", &configFlags{}
	formats := []string{formatText, formatJSON, formatMarkdown}
	cmd := command("rules", "List the rules with their severities in the presets", func(ctx context.Context, _ []string) error {
		if err := oneOf("format", format, formats); err != nil {
			return err
		}
		all, err := p.rulesHere(ctx, f)
		if err != nil {
			return err
		}
		return p.listRules(all, format)
	})
	cmd.Args = noArguments
	f.addFile(cmd)
	cmd.Flags().StringVar(&format, "format", formatText, "print as `FORMAT`: text, json or markdown")
	complete(cmd, "format", formats...)
	return cmd
}

func (p *program) listRules(all []*lint.Rule, format string) error {
	switch format {
	case formatJSON:
		return p.rulesJSON(all)
	case formatMarkdown:
		return p.rulesMarkdown(all)
	}
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "RULE\t%s\tFINDS\n", strings.ToUpper(strings.Join(lint.Presets(), "\t")))
	for _, r := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.Name, strings.Join(levels(r), "\t"), r.Title())
	}
	return w.Flush()
}

// levels returns the severities of a rule in the presets, in their order.
func levels(r *lint.Rule) []string {
	var out []string
	for _, preset := range lint.Presets() {
		out = append(out, r.Levels.In(preset).String())
	}
	return out
}

// ruleJSON is a rule as data.
type ruleJSON struct {
	Name    string                   `json:"name"`
	Title   string                   `json:"title"`
	Levels  map[string]lint.Severity `json:"levels"`
	Kinds   []string                 `json:"kinds,omitempty"`
	Aliases []string                 `json:"aliases,omitempty"`
	Doc     string                   `json:"doc"`
}

func (p *program) rulesJSON(all []*lint.Rule) error {
	list := []ruleJSON{}
	for _, r := range all {
		one := ruleJSON{Name: r.Name, Title: r.Title(), Levels: map[string]lint.Severity{}, Aliases: r.Aliases, Doc: r.Doc}
		for _, preset := range lint.Presets() {
			one.Levels[preset] = r.Levels.In(preset)
		}
		for _, k := range r.Kinds {
			one.Kinds = append(one.Kinds, string(k))
		}
		list = append(list, one)
	}
	enc := json.NewEncoder(p.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(list)
}

func (p *program) rulesMarkdown(all []*lint.Rule) error {
	var b strings.Builder
	fmt.Fprintf(&b, "| rule | finds | %s |\n|---|---|---|---|---|\n", strings.Join(lint.Presets(), " | "))
	for _, r := range all {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", r.Name, strings.ReplaceAll(r.Title(), "|", `\|`), strings.Join(levels(r), " | "))
	}
	return writeAll(p.stdout, []byte(b.String()))
}
