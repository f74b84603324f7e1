// Command doraweekly prints the four keys of a local clone, and writes them as
// a page with charts:
//
//	go run ./examples/doraweekly PATH
//
// Releases are the clone's tags or, with -merges, what was merged to its main
// branch. A release is taken for failed where one of its commits was reverted
// later; what else failed can be told with -events, a file of JSON lines such
// as package dora reads. It needs neither a network nor a token, and is several
// times faster where git is installed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/report"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], time.Now(), os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// What it exits with.
const (
	exitDone  = 0
	exitFault = 1
	exitUsage = 2
)

// settings are the command line.
type settings struct {
	dir, html, store, tags, repo, catalog, events string
	merges                                        bool
	days                                          int
	to                                            time.Time
	explain                                       dora.Metric
}

func parse(args []string, now time.Time, stderr io.Writer) (settings, error) {
	s := settings{dir: ".", to: now}
	flags := flag.NewFlagSet("doraweekly", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "Usage: doraweekly [flags] [PATH]\n\nPATH is a clone; the working directory if it is left out.")
		flags.PrintDefaults()
	}
	flags.StringVar(&s.html, "html", "delivery.html", "`file` to write the page to; empty: none")
	flags.StringVar(&s.store, "store", "", "`file` that keeps the history for the next run")
	flags.StringVar(&s.tags, "tags", "", "`pattern` of the tags that are releases, such as v*; empty: all")
	flags.BoolVar(&s.merges, "merges", false, "take what was merged to the main branch for deployed, instead of tags")
	flags.StringVar(&s.repo, "repo", "", "`name` of the repository, as the catalog has it; empty: that of the folder, or the only one of the catalog")
	flags.StringVar(&s.catalog, "catalog", "", "catalog `file` with the services of the clone and their owners")
	flags.StringVar(&s.events, "events", "", "`file` of JSON lines with more events, such as incidents")
	flags.IntVar(&s.days, "days", 90, "length of the window in `days`")
	flags.Func("to", "`day` on which the window ends, 2026-04-01; empty: now", func(text string) (err error) {
		s.to, err = time.Parse(time.DateOnly, text)
		return err
	})
	flags.Func("explain", "print the events behind a `metric` instead of the table", func(text string) error {
		s.explain = dora.Metric(text)
		for _, m := range dora.AllMetrics() {
			if m == s.explain {
				return nil
			}
		}
		return fmt.Errorf("not one of %q", dora.AllMetrics())
	})
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	switch {
	case flags.NArg() > 1:
		return s, fmt.Errorf("one clone at a time, not %q; flags stand before it", flags.Args())
	case s.days <= 0:
		return s, fmt.Errorf("a window of %d days has nothing in it", s.days)
	case flags.NArg() == 1:
		s.dir = flags.Arg(0)
	}
	return s, nil
}

func run(ctx context.Context, args []string, now time.Time, stdout, stderr io.Writer) int {
	s, err := parse(args, now, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitDone
	case err != nil:
		fmt.Fprintln(stderr, "doraweekly:", err)
		return exitUsage
	}
	if err := s.report(ctx, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "doraweekly:", err)
		return exitFault
	}
	return exitDone
}

func (s settings) report(ctx context.Context, stdout, stderr io.Writer) error {
	window := dora.Days(s.days, s.to)
	history, err := s.collect(ctx, window, stderr)
	if err != nil {
		return err
	}
	figures := dora.Calculate(history, window, &dora.Options{
		Bucket: dora.Week, Signals: []dora.Signal{dora.ByIncident, dora.ByRollback, dora.ByRevert, dora.ByHotfix},
	})
	if err := s.hint(history, figures, stderr); err != nil {
		return err
	}
	if s.explain != "" {
		return report.Explain(stdout, figures, "", s.explain)
	}
	if err := report.Text(stdout, figures); err != nil || s.html == "" {
		return err
	}
	if err := page(s.html, figures); err != nil {
		return err
	}
	fmt.Fprintf(stderr, "\nThe page is in %s\n", s.html)
	return nil
}

// hint says what to do where nothing was deployed.
func (s settings) hint(h *dora.History, figures *dora.Report, stderr io.Writer) error {
	if figures.Org.Deployments.Count > 0 {
		return nil
	}
	var last time.Time
	for d := range h.Deployments() {
		if d.Finished.After(last) {
			last = d.Finished
		}
	}
	switch {
	case last.IsZero() && s.merges:
		return fmt.Errorf("%s: nothing was merged to its main branch", s.dir)
	case last.IsZero() && s.tags != "":
		return fmt.Errorf("%s: no tag matches %s; without -tags every tag is a release", s.dir, s.tags)
	case last.IsZero():
		return fmt.Errorf("%s has no tags (fetch them with git fetch --tags); where its main branch is what is deployed, use -merges", s.dir)
	}
	fmt.Fprintf(stderr, "Nothing was deployed in these %d days; the last time was on %s. Longer: -days N; earlier: -to DAY.\n\n", s.days, last.Format(time.DateOnly))
	return nil
}

// page writes the page beside its place and moves it there, so that a reader
// never finds half of one.
func page(name string, figures *dora.Report) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".doraweekly-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if err := errors.Join(report.HTML(file, figures), file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
