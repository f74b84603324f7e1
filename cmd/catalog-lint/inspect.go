package main

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/internal/discover"
)

// inspectFlags are the flags of inspect.
type inspectFlags struct {
	find    findFlags
	format  string
	maxSize size
}

// The formats of inspect.
const (
	formatText  = "text"
	formatJSONL = "jsonl"
)

func (p *program) inspectCommand() *cobra.Command {
	f := &inspectFlags{maxSize: 1 << 20}
	cmd := command("inspect PATH...", "Show what Backstage would make of each document", func(ctx context.Context, args []string) error {
		return p.inspect(ctx, f, args)
	})
	cmd.Long = `inspect shows what Backstage's ingestion would make of each document, without any rule of catalog-lint: the entity it
is, whether it is taken, the stage that refuses it and Backstage's words, the relations it makes, what Locations lead
to, and what placeholders read. With --format jsonl it is one JSON object a document.`
	cmd.Example = `  catalog-lint inspect catalog-info.yaml
  catalog-lint inspect --format jsonl . | jq 'select(.ok | not)'`
	f.find.add(cmd)
	cmd.Flags().StringVar(&f.format, "format", formatText, "print as `FORMAT`: text or jsonl")
	cmd.Flags().Var(&f.maxSize, "max-file-size", "refuse larger files: bytes, or with a unit as in `1MiB`")
	complete(cmd, "format", formatText, formatJSONL)
	return cmd
}

func (p *program) inspect(ctx context.Context, f *inspectFlags, args []string) error {
	if err := oneOf("format", f.format, []string{formatText, formatJSONL}); err != nil {
		return err
	}
	at, disk, err := p.files(ctx, args, &f.find, int64(f.maxSize))
	if err != nil {
		return err
	}
	fsys := discover.Tracked(disk, at.names...)
	found, err := p.find(ctx, at, fsys, &f.find, nil, nil)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(p.stdout)
	code := exitClean
	if len(found.Errors) > 0 {
		code = exitBroken
	}
	for _, name := range found.Files {
		rows, err := inspectFile(ctx, fsys, name, f, at)
		if err != nil {
			code = max(code, p.complainOfPath(at, err))
			continue
		}
		for _, r := range rows {
			if err := r.write(out, f.format, at); err != nil {
				return err
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if code != exitClean {
		return &exit{code: code}
	}
	return ctx.Err()
}

// inspectFile returns a row for each document of a file.
func inspectFile(ctx context.Context, fsys fs.FS, name string, f *inspectFlags, at *place) ([]row, error) {
	data, err := bounded.ReadFile(fsys, name, int64(f.maxSize))
	if err != nil {
		return nil, err
	}
	file := load.Parse(ctx, name, data, &load.Options{
		BaseURL:  f.find.base(at),
		ReadFile: func(path string) ([]byte, error) { return bounded.ReadFile(fsys, path, bounded.PlaceholderSize) },
	})
	rows := make([]row, len(file.Documents))
	for i, d := range file.Documents {
		rows[i] = newRow(name, d)
	}
	return rows, nil
}
