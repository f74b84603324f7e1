// Orgsnapshot writes a snapshot of a GitHub organisation's catalog, for catalog-lint to hold one repository against the
// rest:
//
//	GITHUB_TOKEN=… go run ./examples/orgsnapshot -org acme -o catalog.snapshot -cache .cache
//
// The token needs to read the metadata and contents of the repositories, and nothing else. What Backstage would refuse
// is reported, and left out of the snapshot as of the catalog. What could not be read would be missing from it, and
// everything that refers to it taken for an error: without -incomplete nothing is written then, and it exits with 1.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"time"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/catalog/github"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/lint"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "orgsnapshot:", err)
		os.Exit(1)
	}
}

// options are the command line.
type options struct {
	org, out, server, cache string
	archived, incomplete    bool
}

func parse(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	flags := flag.NewFlagSet("orgsnapshot", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.org, "org", "", "the organisation's `login`")
	flags.StringVar(&o.out, "o", "catalog.snapshot", "the `file` to write")
	flags.StringVar(&o.server, "server", "", "`address` of an Enterprise server, such as https://git.acme.com; empty: github.com")
	flags.StringVar(&o.cache, "cache", "", "`folder` that makes the next run cheap; empty: none")
	flags.BoolVar(&o.archived, "archived", false, "read archived repositories as well")
	flags.BoolVar(&o.incomplete, "incomplete", false, "write the snapshot even when something could not be read")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if o.org == "" || flags.NArg() > 0 {
		return nil, errors.New("-org is required, and nothing but flags is taken")
	}
	return o, nil
}

func run(ctx context.Context, args []string, getenv func(string) string, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	reader, err := o.reader(getenv("GITHUB_TOKEN"), stderr)
	if err != nil {
		return err
	}
	result, err := reader.Read(ctx)
	if err != nil {
		return err
	}
	for _, fault := range result.Refused {
		fmt.Fprintln(stderr, "refused:", fault)
	}
	for _, fault := range result.Unread {
		fmt.Fprintln(stderr, "not read:", fault)
	}
	if len(result.Unread) > 0 && !o.incomplete {
		return errors.New("nothing was written, since the snapshot would lack entities; -incomplete writes it all the same")
	}
	return o.write(result, reader.Source(), stderr)
}

// reader returns what reads the organisation.
func (o *options) reader(token string, stderr io.Writer) (*github.Reader, error) {
	client := gh.NewClient(nil)
	if token != "" {
		client = client.WithAuthToken(token)
	}
	if o.server != "" {
		var err error
		if client, err = client.WithEnterpriseURLs(o.server, o.server); err != nil {
			return nil, err
		}
	}
	r := &github.Reader{
		Client: client, Organization: o.org, Archived: o.archived,
		Log: slog.New(slog.NewTextHandler(stderr, nil)),
	}
	if o.cache != "" {
		r.Cache = github.DirCache(o.cache)
	}
	return r, nil
}

// write writes the snapshot, with the tiers that catalog-lint would see.
func (o *options) write(result *github.Result, source string, stderr io.Writer) error {
	header := snapshot.Header{Created: time.Now(), Source: source}
	s, err := snapshot.FromCatalog(header, result.Catalog, &snapshot.Options{Tier: lint.TierOf(nil)})
	if err != nil {
		return err
	}
	if err := s.WriteFile(o.out); err != nil {
		return err
	}
	n := result.Stats
	fmt.Fprintf(stderr, "%d entities from %d files in %d repositories, by %d requests of which %d found nothing new\n",
		s.Len(), n.Files, n.Repositories, n.Requests, n.Unchanged)
	return nil
}
