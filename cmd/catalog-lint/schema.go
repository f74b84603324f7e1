package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
)

func (p *program) schemaCommand() *cobra.Command {
	cmd := command("schema [KIND]", "Print the JSON Schema of a kind of entity, for editors", func(_ context.Context, args []string) error {
		if len(args) > 1 {
			return usageError("schema takes one kind")
		}
		return p.schema(catalog.Kind(append(args, "")[0]))
	})
	cmd.Long = "schema prints the JSON Schema of the entities of a kind, or without one that of what all kinds have in common."
	cmd.ValidArgsFunction = words(kindNames()...)
	return cmd
}

func (p *program) schema(kind catalog.Kind) error {
	if known, ok := kind.Canonical(); ok {
		kind = known
	}
	data, err := load.Schema(kind)
	if errors.Is(err, load.ErrNoSchema) {
		return usageError("unknown kind %q%s", kind, didYouMean(string(kind), kindNames()))
	}
	if err != nil {
		return err
	}
	return writeAll(p.stdout, append(data, '\n'))
}

func kindNames() []string {
	var names []string
	for _, k := range catalog.Kinds() {
		names = append(names, string(k))
	}
	return names
}
