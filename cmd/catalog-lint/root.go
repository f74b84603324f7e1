package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/goldenpath-go/goldenpath/lint"
)

const about = `catalog-lint tells what is wrong with Backstage catalog files: what Backstage's own ingestion would refuse, and
what your organisation wants to be said in them. It works offline, and reads every file to its end.

Without a command it lints: catalog-lint [PATH...] is catalog-lint run [PATH...].

Exit codes:
  0  nothing found at or above --fail-on
  1  findings
  2  the command line or the configuration is wrong, or no catalog file was found
  3  something could not be read or written`

// rootCommand returns the command line's tree.
func (p *program) rootCommand() *cobra.Command {
	root := p.lintCommand("catalog-lint [PATH...]")
	root.Long = about
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(
		p.lintCommand("run [PATH...]"), p.inspectCommand(), p.rulesCommand(), p.explainCommand(), p.initCommand(),
		p.configCommand(), p.schemaCommand(), p.versionCommand(), p.completionCommand(root), p.testCommand(),
		p.baselineCommand(), p.snapshotCommand(), p.diffCommand(), p.graphCommand(), p.impactCommand(), p.whyCommand(), p.ownersCommand(),
		p.templateCommand(), p.helmfileCommand(),
	)
	root.SetHelpCommand(helpCommand(root))
	return root
}

// helpCommand replaces cobra's own, which takes any word for a path to lint.
func helpCommand(root *cobra.Command) *cobra.Command {
	return command("help [COMMAND]", "Describe a command", func(_ context.Context, args []string) error {
		at := root
		for _, name := range args {
			i := slices.IndexFunc(at.Commands(), func(c *cobra.Command) bool { return c.Name() == name })
			if i < 0 {
				return usageError("unknown command %q%s", strings.Join(args, " "), didYouMean(name, commandNames(at)))
			}
			at = at.Commands()[i]
		}
		return at.Help()
	})
}

// command returns a command whose errors mean that it could not do its job, unless they say otherwise.
func command(use, short string, run func(ctx context.Context, args []string) error) *cobra.Command {
	return &cobra.Command{
		Use:                   use,
		Short:                 short,
		DisableFlagsInUseLine: true,
		Args:                  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			err := run(cmd.Context(), args)
			var e *exit
			if err == nil || errors.As(err, &e) {
				return err
			}
			return &exit{exitBroken, err}
		},
	}
}

// noArguments refuses arguments.
func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError("unexpected argument %q", args[0])
	}
	return nil
}

// flagError adds the name that was probably meant to an error about a flag.
func flagError(cmd *cobra.Command, err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !unknown {
		return usageError("%w; see catalog-lint --help", err)
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near, ok := lint.Nearest(name, known); ok {
		return usageError("unknown flag --%s; did you mean --%s?", name, near)
	}
	return usageError("unknown flag --%s; see catalog-lint --help", name)
}

// oneOf returns an error when word is none of the words that a flag takes.
func oneOf(flag, word string, words []string) error {
	for _, w := range words {
		if w == word {
			return nil
		}
	}
	return usageError("--%s=%s is none of %s%s", flag, word, strings.Join(words, ", "), didYouMean(word, words))
}

// didYouMean returns the candidate that was probably meant, as the end of a message; empty when there is none.
func didYouMean(word string, candidates []string) string {
	if near, ok := lint.Nearest(word, candidates); ok {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return ""
}

// words completes a flag or an argument from a list.
func words(list ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(list, cobra.ShellCompDirectiveNoFileComp)
}

// complete has a flag completed. Only a name that is no flag's fails, and then there is nothing to complete.
func complete(cmd *cobra.Command, flag string, list ...string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, words(list...))
}

// commandNames returns the names of the commands.
func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	return names
}
