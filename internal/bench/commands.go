package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/internal/bench/company"
	"github.com/goldenpath-go/goldenpath/internal/bench/monorepo"
)

// commandsMode is the first argument of a run that measures the commands about a whole catalog, each in processes of
// its own:
//
//	go run ./internal/bench commands                    # on 100,000 entities, and snapshot of 10,000 files
//	go run ./internal/bench commands -entities 5000 -rounds 9
const commandsMode = "commands"

// commands prints what the commands about a whole catalog cost, a row for each.
func commands(ctx context.Context, args []string, out io.Writer) (err error) {
	b := bench{ctx: ctx, out: out}
	flags := flag.NewFlagSet("bench commands", flag.ContinueOnError)
	entities := flags.Int("entities", 100_000, "entities of the snapshot")
	files := flags.Int("files", 10_000, "files that a snapshot is made of")
	flags.IntVar(&b.rounds, "rounds", 5, "times that everything is measured; medians are shown")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *entities < 2000 || *files < 10 || b.rounds < 1 {
		return errors.New("entities must be 2000 or more, files 10 or more, rounds 1 or more")
	}
	if b.dir, err = os.MkdirTemp("", "catalog-lint-bench"); err != nil {
		return err
	}
	defer func() { err = firstError(err, os.RemoveAll(b.dir)) }()
	if err := b.build(); err != nil {
		return err
	}
	folder := filepath.Join(b.dir, "files")
	if err := monorepo.Write(folder, monorepo.Files(*files, 1)); err != nil {
		return err
	}
	c := company.New(*entities)
	now, before := filepath.Join(b.dir, "now.snapshot"), filepath.Join(b.dir, "before.snapshot")
	if err := firstError(writeSnapshot(now, c.Entries()), writeSnapshot(before, earlier(c.Entries()))); err != nil {
		return err
	}
	needed, needs := extremes(c)
	b.printf("%s %s/%s, %d cores\n\n| command | CPU | elapsed | printed |\n|---|---|---|---|\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	for _, row := range []struct {
		name string
		args []string
	}{
		{"impact of what most depend on", []string{"impact", "--catalog", now, needed}},
		{"impact of what a thousand depend on", []string{"impact", "--catalog", now, c.Hub().String()}},
		{"owners", []string{"owners", "--catalog", now}},
		{"why", []string{"why", "--catalog", now, needs, needed}},
		{"graph --focus", []string{"graph", "--catalog", now, "--focus", needs}},
		{"diff of two snapshots", []string{"diff", before, now}},
		{fmt.Sprintf("snapshot of %d files", *files), []string{"snapshot", "--created", "none", "-o", filepath.Join(b.dir, "files.snapshot"), folder}},
	} {
		if err := b.commandRow(row.name, row.args); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) commandRow(name string, args []string) error {
	var cpus, clocks []time.Duration
	printed := 0
	for range b.rounds {
		u, err := b.measure([]string{"GOGC=", "GOMEMLIMIT="}, b.lint, args...)
		if err != nil {
			return err
		}
		cpus, clocks, printed = append(cpus, u.cpu), append(clocks, u.elapsed), len(u.output)
	}
	b.printf("| %s | %s | %s | %.1f MB |\n", name, seconds(median(cpus)), seconds(median(clocks)), float64(printed)/1e6)
	return nil
}

func writeSnapshot(name string, entries iter.Seq[snapshot.Entry]) error {
	s, err := snapshot.New(snapshot.Header{}, entries)
	if err != nil {
		return err
	}
	return s.WriteFile(name)
}

// earlier yields entities as they may have been: one in a hundred was of another lifecycle, one in five hundred was not.
func earlier(entries iter.Seq[snapshot.Entry]) iter.Seq[snapshot.Entry] {
	return func(yield func(snapshot.Entry) bool) {
		n := 0
		for e := range entries {
			if n++; n%500 == 0 {
				continue
			}
			if n%100 == 1 {
				e.Lifecycle = "experimental"
			}
			if !yield(e) {
				return
			}
		}
	}
}

// extremes returns a component on which most others depend, directly or by way of others, and one that depends on it.
func extremes(c *company.Company) (needed, needs string) {
	g := c.Graph()
	dependents := map[catalog.Ref]int{}
	for r := range g.Relations(catalog.DependsOn) {
		dependents[r.Target]++
	}
	var most catalog.Ref
	for ref := range g.All() {
		if ref.Kind == catalog.Component && dependents[ref] > dependents[most] {
			most = ref
		}
	}
	for ref := range g.AllDependents(most, catalog.DependsOn) {
		needs = ref.String() // the last is the farthest
	}
	return most.String(), needs
}
