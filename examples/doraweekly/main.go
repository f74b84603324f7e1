// Command doraweekly prints the four keys of a local clone and writes them as
// a page:
//
//	go run ./examples/doraweekly -html report.html PATH
//
// Releases are the clone's tags. It needs no network and no token.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/git"
	"github.com/goldenpath-go/goldenpath/dora/report"
	"github.com/goldenpath-go/goldenpath/dora/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], time.Now(), os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "doraweekly:", err)
		os.Exit(1)
	}
}

// settings are the flags.
type settings struct {
	dir, html, store, tags string
	days                   int
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("doraweekly", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.html, "html", "", "file to write the page to")
	flags.StringVar(&s.store, "store", "", "file that keeps the history for the next run")
	flags.StringVar(&s.tags, "tags", "", "pattern of the tags that are releases, such as v*")
	flags.IntVar(&s.days, "days", 90, "length of the window in days")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	s.dir = "."
	if flags.NArg() > 0 {
		s.dir = flags.Arg(0)
	}
	return s, nil
}

func run(ctx context.Context, args []string, now time.Time, stdout, stderr io.Writer) error {
	s, err := parse(args, stderr)
	if err != nil {
		return err
	}
	window := dora.Days(s.days, now)
	history, err := collect(ctx, s, window, stderr)
	if err != nil {
		return err
	}
	figures := dora.Calculate(history, window, nil)
	if err := report.Text(stdout, figures); err != nil {
		return err
	}
	return page(s.html, figures)
}

func collect(ctx context.Context, s settings, window dora.Window, stderr io.Writer) (*dora.History, error) {
	dir, err := filepath.Abs(s.dir)
	if err != nil {
		return nil, err
	}
	name := filepath.Base(dir)
	clone := &git.Clone{Dir: dir, Repo: name}
	options := &dora.CollectOptions{Progress: bar(stderr)}
	if s.store != "" {
		kept, err := store.Open(s.store)
		if err != nil {
			return nil, err
		}
		defer kept.Close()
		options.Store = kept
	}
	scope := dora.Scope{Services: []dora.Service{{Name: name, Repo: name}}}
	sources := dora.Sources{
		Deployments: map[string]dora.DeploymentSource{"tags": &git.Tags{Clone: clone, Pattern: s.tags}},
		Changes:     clone,
	}
	return dora.Collect(ctx, sources, scope, window, options)
}

// page writes the page beside its place and moves it there, so that a reader
// never finds half of one.
func page(name string, figures *dora.Report) error {
	if name == "" {
		return nil
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".doraweekly-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if err := report.HTML(file, figures); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
