package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/internal/bench/company"
)

// graphMode is the first argument of a run that measures graphs and snapshots, in this process:
//
//	go run ./internal/bench graph                    # a table of four sizes, up to a million entities
//	go run ./internal/bench graph -sizes 5000 -rounds 9
const graphMode = "graph"

// graphs prints what whole catalogs cost, a row for each size. Times are CPU times, the garbage collector's included.
func graphs(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("bench graph", flag.ContinueOnError)
	words := flags.String("sizes", "1000,10000,100000,1000000", "numbers of entities, with commas between")
	rounds := flags.Int("rounds", 3, "times that everything is measured; medians are shown")
	if err := flags.Parse(args); err != nil {
		return err
	}
	sizes, err := parseSizes(*words, 100)
	switch {
	case err != nil:
		return err
	case *rounds < 1:
		return errors.New("rounds must be 1 or more")
	}
	yaml := parsing(ctx, *rounds)
	fmt.Fprintf(out, "%s %s/%s, %d cores; the YAML of an entity is read in %.1f µs\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), yaml/1e3)
	fmt.Fprintln(out, "| entities | references | build | B an entity | cycles | impact | affected | snapshot: write | B an entity | open | read all | YAML : read all |")
	fmt.Fprintln(out, "|---|---|---|---|---|---|---|---|---|---|---|---|")
	for _, size := range sizes {
		if err := graphRow(ctx, out, company.New(size), *rounds, yaml); err != nil {
			return err
		}
	}
	return nil
}

func graphRow(ctx context.Context, out io.Writer, c *company.Company, rounds int, yaml float64) error {
	var g *catalog.Graph
	held := heap(func() { g = c.Graph() })
	build := timed(rounds, func() { c.Graph() })
	cycles := timed(rounds, func() { g.Cycles(catalog.DependsOn) })
	affected := 0
	impact := timed(10*rounds, func() { affected = len(g.Impact(c.Hub()).Affected) })
	g = nil
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var file bytes.Buffer
	if err := snapshot.Write(&file, snapshot.Header{}, c.Entries()); err != nil {
		return err
	}
	entries := slices.Collect(c.Entries())
	write := timed(rounds, func() { _ = snapshot.Write(io.Discard, snapshot.Header{}, slices.Values(entries)) }) // as above
	entries = nil
	var s *snapshot.Snapshot
	open := timed(rounds, func() { s, _ = snapshot.Open(file.Bytes()) }) // what was just written
	read := open + timed(rounds, func() {
		for range s.All() {
		}
	})
	n := float64(c.Len())
	fmt.Fprintf(out, "| %d | %d | %s | %.0f | %s | %s | %d | %s | %.0f | %s | %s | %.0f |\n", c.Len(), c.References(),
		short(build), float64(held)/n, short(cycles), short(impact), affected, short(write), float64(file.Len())/n, short(open), short(read),
		yaml*n/float64(read))
	return nil
}

// parsing returns the nanoseconds that it takes to read an entity of the company from YAML.
func parsing(ctx context.Context, rounds int) float64 {
	var files [][]byte
	for e := range company.New(1000).Entries() {
		if e.Ref.Kind == catalog.Component {
			files = append(files, company.YAML(&e))
		}
	}
	elapsed := timed(3*rounds, func() {
		for _, data := range files {
			for _, d := range load.Parse(ctx, "catalog-info.yaml", data, nil).Documents {
				d.Entity.References()
			}
		}
	})
	return float64(elapsed) / float64(len(files))
}

// timed returns the CPU time that f takes, the median of the rounds.
func timed(rounds int, f func()) time.Duration {
	var all []time.Duration
	for range rounds {
		runtime.GC() // what came before is not to be paid now
		start := ownCPU()
		f()
		all = append(all, ownCPU()-start)
	}
	return median(all)
}

// heap returns the bytes that what f makes holds.
func heap(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return after.HeapAlloc - before.HeapAlloc
}

func short(d time.Duration) string {
	switch {
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0f ms", millis(d))
	}
	return fmt.Sprintf("%.2f ms", millis(d))
}
