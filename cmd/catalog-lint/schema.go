package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint/report"
)

func (p *program) schemaCommand() *cobra.Command {
	cmd := command("schema [KIND|report]", "Print the JSON Schema of a kind of entity, or of the report json", func(_ context.Context, args []string) error {
		if len(args) > 1 {
			return usageError("schema takes one kind")
		}
		return p.schema(catalog.Kind(append(args, "")[0]))
	})
	cmd.Long = `schema prints the JSON Schema of the entities of a kind, for editors, or without one that of what all kinds have in
common. schema report prints that of what --format json writes, with the lines of --format jsonl under $defs/line.`
	cmd.ValidArgsFunction = words(append(kindNames(), reportSchema)...)
	return cmd
}

// reportSchema asks for the schema of reports. No kind of Backstage's has that name.
const reportSchema = "report"

func (p *program) schema(kind catalog.Kind) error {
	if kind == reportSchema {
		return writeAll(p.stdout, report.Schema())
	}
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
