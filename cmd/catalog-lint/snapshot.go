package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/lint/report"
)

// snapshotFlags are the flags of snapshot.
type snapshotFlags struct {
	read    readFlags
	service serviceFlags
	output  string
	created string
}

func (p *program) snapshotCommand() *cobra.Command {
	f := &snapshotFlags{}
	cmd := command("snapshot [PATH...]", "Write the whole catalog into one file, for --catalog in other repositories", func(ctx context.Context, args []string) error {
		return p.snapshot(ctx, f, args)
	})
	cmd.Long = `snapshot writes what there is in the catalog into one small text file: of every entity its name, type, owner, tier,
where it was read from and what it refers to. Runs in other repositories then know what exists: catalog-lint --catalog.

It reads the checkouts at each PATH, of which one may hold many, or with --backstage a running Backstage. What Backstage
would refuse is left out, as is an entity whose name one before it has, and both are said. When anything cannot be read,
nothing is written. The same entities give the same bytes, but for the time of writing, which --created or the variable
SOURCE_DATE_EPOCH sets.`
	cmd.Example = `  catalog-lint snapshot -o catalog.snapshot checkouts/
  BACKSTAGE_TOKEN=... catalog-lint snapshot --backstage https://backstage.example.com --token-env BACKSTAGE_TOKEN -o catalog.snapshot`
	f.read.add(cmd)
	f.service.add(cmd)
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "write to `FILE`, which is replaced as a whole or not at all (default standard output)")
	cmd.Flags().StringVar(&f.created, "created", "", "`TIME` to write down as that of writing: 2026-03-01T12:00:00Z, or none (default SOURCE_DATE_EPOCH, else now)")
	complete(cmd, "created", "none")
	return cmd
}

func (p *program) snapshot(ctx context.Context, f *snapshotFlags, args []string) error {
	created, err := p.created(f.created)
	if err != nil {
		return err
	}
	if err := f.service.check(args); err != nil {
		return err
	}
	var s *snapshot.Snapshot
	if f.service.url != "" {
		s, err = p.snapshotOfService(ctx, f, created)
	} else {
		s, err = p.snapshotOfFiles(ctx, f, args, created)
	}
	if err != nil {
		return err
	}
	if f.output == "" {
		_, err = s.WriteTo(p.stdout)
		return err
	}
	if err := s.WriteFile(p.absolute(f.output)); err != nil {
		return snapshotError(f.output, err)
	}
	fmt.Fprintf(p.stderr, "wrote %s to %s\n", count(s.Len(), "entity", "entities"), report.ForLog(f.output))
	return nil
}

// snapshotError says why a snapshot cannot be written; that another file is written first does not matter to anybody.
func snapshotError(name string, err error) error {
	var path *fs.PathError
	var link *os.LinkError
	if errors.As(err, &path) || errors.As(err, &link) {
		return writeError(name, err)
	}
	return err
}

// snapshotOfFiles returns a snapshot of the entities in files.
func (p *program) snapshotOfFiles(ctx context.Context, f *snapshotFlags, paths []string, created time.Time) (*snapshot.Snapshot, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	all, err := p.readPaths(ctx, paths, &f.read)
	if err != nil {
		return nil, err
	}
	return snapshotOf(snapshot.Header{Created: created, Source: sourceOf(all)}, entities(all))
}

func snapshotOf(h snapshot.Header, all []*defined) (*snapshot.Snapshot, error) {
	return snapshot.New(h, func(yield func(snapshot.Entry) bool) {
		for _, e := range all {
			if !yield(e.Entry) {
				return
			}
		}
	})
}

// sourceOf says where entities were read from, without anything of the machine: the address of the first repository that
// has one, and how many others there were.
func sourceOf(all []*reading) string {
	checkouts, base := 0, ""
	for _, r := range all {
		if len(r.entities) == 0 {
			continue
		}
		checkouts++
		if base == "" || r.base != "" && r.base < base {
			base = r.base
		}
	}
	switch {
	case base == "":
		return ""
	case checkouts == 1:
		return base
	}
	return fmt.Sprintf("%s and %s", base, count(checkouts-1, "other checkout", "other checkouts"))
}

var errCreated = errors.New(`is no time such as 2026-03-01T12:00:00Z`)

// created returns the time that a snapshot is to bear: the zero time for none.
func (p *program) created(flag string) (time.Time, error) {
	epoch := strings.TrimSpace(p.getenv("SOURCE_DATE_EPOCH"))
	switch {
	case flag == "none":
		return time.Time{}, nil
	case flag != "":
		t, err := time.Parse(time.RFC3339, flag)
		if err != nil {
			return t, usageError("--created=%s %w", flag, errCreated)
		}
		return t, nil
	case epoch != "":
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return time.Time{}, usageError("SOURCE_DATE_EPOCH=%s is no number of seconds", epoch)
		}
		return time.Unix(seconds, 0), nil
	}
	return p.now(), nil
}

// count returns n with the word for one or many.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
