// Command bench measures catalog-lint for docs/performance.md, in ratios taken in one run on one machine:
//
//	go run ./internal/bench                       # everything: some minutes, and 400 MB of files for a while
//	go run ./internal/bench -sizes 1000 -limit 1.5   # one size; exits 1 when a lint costs over 1.5 times a bare parse
//	go run ./internal/bench graph                 # whole catalogs as graphs and snapshots, up to a million entities
//	go run ./internal/bench commands              # impact, owners and their like on a catalog of 100,000 entities
//	go run ./internal/bench templates             # templates, beside Nunjucks on Node, text/template and gonja
//
// It builds catalog-lint and an empty program, writes catalogs of the given sizes, and runs each measured program in a
// process of its own, the ones to be compared taking turns. Times are CPU times, user and system together. The bare
// parse is goccy/go-yaml's parser over the same bytes, read beforehand, with the runtime's usual settings.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// The first arguments of processes of this program that do one thing only: parse the files under a folder, or make
// them. This process stays small, since what it holds when it starts another counts as that one's memory.
const (
	parseMode = "parse"
	makeMode  = "make"
)

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 && args[0] == graphMode {
		return graphs(ctx, args[1:], out)
	}
	if len(args) > 0 && args[0] == commandsMode {
		return commands(ctx, args[1:], out)
	}
	if len(args) > 0 && args[0] == templatesMode {
		return templates(ctx, args[1:], out)
	}
	if len(args) > 1 && args[0] == parseMode {
		return parseOnly(out, args[1])
	}
	if len(args) > 2 && args[0] == makeMode {
		return makeFiles(out, args[1], args[2])
	}
	b := bench{ctx: ctx, out: out}
	sizes := ""
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&sizes, "sizes", "1000,10000,100000", "numbers of files, with commas between")
	flags.IntVar(&b.rounds, "rounds", 5, "times that each pair is measured; medians are shown")
	flags.Float64Var(&b.limit, "limit", 0, "fail when a lint on one core costs more than so many bare parses; 0: never")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var err error
	if b.sizes, err = parseSizes(sizes, 10); err != nil {
		return err
	}
	return b.run()
}

// parseSizes reads numbers with commas between, none of them below least.
func parseSizes(words string, least int) ([]int, error) {
	var sizes []int
	for word := range strings.SplitSeq(words, ",") {
		size, err := strconv.Atoi(word)
		if err != nil || size < least {
			return nil, fmt.Errorf("size %q is no number from %d", word, least)
		}
		sizes = append(sizes, size)
	}
	return sizes, nil
}

var errSlow = errors.New("the lint is slower than the limit allows")
