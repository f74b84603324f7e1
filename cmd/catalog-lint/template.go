package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/http"
	"github.com/goldenpath-go/goldenpath/scaffold/action/pagerduty"
	slackaction "github.com/goldenpath-go/goldenpath/scaffold/action/slack"
	"github.com/goldenpath-go/goldenpath/scaffold/cases"
	"github.com/goldenpath-go/goldenpath/scaffold/known"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// templateCommand is the parent of what there is to do with software templates.
func (p *program) templateCommand() *cobra.Command {
	cmd := command("template COMMAND", "Show, run and test software templates", nil)
	cmd.Long = `template has what there is to do with software templates (scaffolder.backstage.io/v1beta3), without a Backstage.`
	cmd.AddCommand(p.templateCommands()...)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		return usageError("unknown command %q%s", "template "+strings.Join(args, " "), didYouMean(args[0], commandNames(cmd)))
	}
	return cmd
}

// templateCommands returns the commands below template.
func (p *program) templateCommands() []*cobra.Command {
	return []*cobra.Command{
		p.templateShowCommand(), p.templateDryRunCommand(), p.templateTestCommand(),
		p.templateUpdateCommand(), p.templateDiffCommand(), p.templateCheckCommand(), p.templateAdoptCommand(),
	}
}

// dialectNames returns the names of the dialects of templates.
func dialectNames() []string {
	var names []string
	for _, d := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3, nunjucks.Extended} {
		names = append(names, d.String())
	}
	return names
}

// templateDialect returns the dialect that a flag names.
func templateDialect(word string) (nunjucks.Dialect, error) {
	d, ok := cases.DialectByName(word)
	if !ok {
		return 0, oneOf("dialect", word, dialectNames())
	}
	return d, nil
}

// knownActions returns the actions whose schemas the command has. None of them needs a service's client.
func knownActions() []*scaffold.Action {
	return slices.Concat(known.Actions(), http.Actions(http.Backstage{}), pagerduty.Actions(nil), slackaction.Actions(nil))
}
