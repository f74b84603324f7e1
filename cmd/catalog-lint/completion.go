package main

import (
	"context"

	"github.com/spf13/cobra"
)

// completionCommand replaces cobra's own, which takes an unknown shell for a wish for help.
func (p *program) completionCommand(root *cobra.Command) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	cmd := command("completion SHELL", "Print the script that makes a shell complete catalog-lint", func(_ context.Context, args []string) error {
		if len(args) != 1 {
			return usageError("completion takes one shell: bash, zsh, fish or powershell")
		}
		switch args[0] {
		case "bash":
			return root.GenBashCompletionV2(p.stdout, true)
		case "zsh":
			return root.GenZshCompletion(p.stdout)
		case "fish":
			return root.GenFishCompletion(p.stdout, true)
		case "powershell":
			return root.GenPowerShellCompletionWithDesc(p.stdout)
		}
		return usageError("there is no completion for %s%s", args[0], didYouMean(args[0], shells))
	})
	cmd.Example = `  source <(catalog-lint completion bash)
  catalog-lint completion zsh > "${fpath[1]}/_catalog-lint"
  catalog-lint completion fish | source`
	cmd.ValidArgsFunction = words(shells...)
	return cmd
}
