// Command conformance holds packages of this module against recorded answers of the real systems:
//
//	go run ./internal/conformance KIND PATH [-files DIR] [-dialect NAME] [-v]
//
// It prints each difference, then "N passed, N failed", and exits 1 if any failed, 2 when it is called wrongly, and 3
// when the answers cannot be read. It is for maintainers; tests use the same code.
//
// To add a kind, put it in a file kind_NAME.go and name it in kinds.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// The exit codes.
const (
	exitFailed     = 1
	exitUsage      = 2
	exitUnreadable = 3
)

// kind is one set of answers that can be compared.
type kind struct {
	name  string
	about string // what PATH is
	run   func(ctx context.Context, path string, s settings) (tally, error)
}

// settings are the flags, and where differences go.
type settings struct {
	files   string
	dialect string
	verbose bool
	out     io.Writer
}

// tally is how a comparison went.
type tally struct{ passed, failed int }

func kinds() []kind {
	return []kind{catalogKind, doraKind, dryrunKind, helmfileKind, nunjucksKind, templatesKind, vaultKind}
}

func main() { os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("conformance", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { usage(stderr) }
	s := settings{out: stdout}
	flags.StringVar(&s.files, "files", "", "")
	flags.StringVar(&s.dialect, "dialect", "backstage4", "")
	flags.BoolVar(&s.verbose, "v", false, "")
	positional, err := parse(flags, args)
	if err != nil {
		return exitUsage
	}
	for _, k := range kinds() {
		if len(positional) == 2 && k.name == positional[0] {
			return compare(ctx, k, positional[1], s, stderr)
		}
	}
	usage(stderr)
	return exitUsage
}

func compare(ctx context.Context, k kind, path string, s settings, stderr io.Writer) int {
	t, err := k.run(ctx, path, s)
	if err != nil {
		fmt.Fprintf(stderr, "conformance: %v\n", err)
		return exitUnreadable
	}
	fmt.Fprintf(s.out, "%d passed, %d failed\n", t.passed, t.failed)
	if t.failed > 0 {
		return exitFailed
	}
	return 0
}

// parse takes flags before, between and after the positional arguments.
func parse(flags *flag.FlagSet, args []string) (positional []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		if args = flags.Args(); len(args) == 0 {
			return positional, nil
		}
		positional, args = append(positional, args[0]), args[1:]
	}
}

func usage(w io.Writer) {
	var b strings.Builder
	b.WriteString("usage: conformance KIND PATH [-files DIR] [-dialect NAME] [-v]\n\nkinds:\n")
	for _, k := range kinds() {
		fmt.Fprintf(&b, "  %-10s %s\n", k.name, k.about)
	}
	b.WriteString("\nflags:\n  -files DIR  folder of the files that the answers are about (default: PATH's)\n")
	b.WriteString("  -dialect NAME  of templates: backstage4 (default), nunjucks3, extended\n")
	b.WriteString("  -v          also print what is equal in sense but not in words\n")
	fmt.Fprint(w, b.String())
}
