package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint"
)

// firstConfig is what init writes.
const firstConfig = `# Configuration of catalog-lint. All keys: catalog-lint config --schema
version: 1

# golden-path enforces what a platform team relies on: owners, tiers, on-call, runbooks. recommended reports only what
# is stated wrongly, strict has an opinion on everything. catalog-lint rules shows the difference.
extends: [preset:golden-path]

# Where an entity's tier stands, and the tiers in use, the most critical first.
tier:
  keys: [label:tier, annotation:tier, spec:tier, tag:tier-]
  order: ["1", "2", "3"]

# A reference that leads nowhere is reported for the kinds whose entities are all in this repository.
references:
  closed: []

rules:
  # annotation-required: {severity: error, kinds: [Component], types: [service], keys: [pagerduty.com/service-id]}
`

func (p *program) initCommand() *cobra.Command {
	return command("init [DIR]", "Write a "+lint.ConfigName+" to begin with", func(_ context.Context, args []string) error {
		if len(args) > 1 {
			return usageError("init takes one folder")
		}
		return p.init(append(args, ".")[0])
	})
}

// init writes the first configuration, unless there is one.
func (p *program) init(folder string) error {
	file := filepath.Join(p.absolute(folder), lint.ConfigName)
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usageError("%s is there already; nothing was changed", filepath.Join(folder, lint.ConfigName))
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(firstConfig)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	fmt.Fprintln(p.stderr, "wrote "+filepath.Join(folder, lint.ConfigName))
	return nil
}
