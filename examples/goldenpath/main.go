// Goldenpath walks the golden path: it creates a service from a software template, with a repository, a catalog entry, its secrets in
// Vault, a service in PagerDuty and a message to the team, and takes all of it back when the service is no longer wanted.
//
//	go run ./examples/goldenpath -demo                                 # everything on this machine
//	go run ./examples/goldenpath -state DIR -name payments -description "Takes payments" -owner group:checkout -tier 1
//	go run ./examples/goldenpath -state DIR -teardown                  # days later
//
// What was done is in DIR/journal.jsonl. A run that was killed, or failed with -keep, goes on when it is started again.
// Credentials come from the environment: GITHUB_TOKEN, PAGERDUTY_TOKEN, SLACK_TOKEN, BACKSTAGE_URL, BACKSTAGE_TOKEN,
// VAULT_ADDR and VAULT_TOKEN.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"github.com/goldenpath-go/goldenpath/plan"
)

func main() {
	p := program{getenv: os.Getenv, in: os.Stdin, out: os.Stdout}
	if err := p.run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// program is the program, with what it has of the world.
type program struct {
	getenv func(string) string
	in     io.Reader
	out    io.Writer
	client *http.Client                    // nil: http.DefaultClient
	wrap   func(plan.Journal) plan.Journal // what tests do to the journal; nil: nothing
}

// request is what is wanted.
type request struct {
	state                    string
	values                   map[string]any
	demo, keep, teardown, ok bool
}

func (p program) run(ctx context.Context, args []string) error {
	r, err := parse(args, p.out)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case r.demo:
		return p.demo(ctx)
	case r.state == "":
		return errors.New("-state is required: the folder of the journal")
	}
	return p.walk(ctx, r)
}

func parse(args []string, out io.Writer) (r request, err error) {
	f := flag.NewFlagSet("goldenpath", flag.ContinueOnError)
	f.SetOutput(out)
	f.BoolVar(&r.demo, "demo", false, "create a service and tear it down, all on this machine")
	f.StringVar(&r.state, "state", "", "folder of the journal and the files")
	f.BoolVar(&r.keep, "keep", false, "after a failure keep what was done, to go on from there; otherwise it is taken back")
	f.BoolVar(&r.teardown, "teardown", false, "take back all that the journal says was done")
	f.BoolVar(&r.ok, "yes", false, "delete the repository without asking")
	r.values = map[string]any{}
	for _, name := range []string{"name", "description", "owner", "tier"} {
		f.Func(name, name+" of the service", func(s string) error {
			r.values[name] = s
			return nil
		})
	}
	return r, f.Parse(args)
}

// walk does what is wanted, in its state's folder.
func (p program) walk(ctx context.Context, r request) (err error) {
	file, err := plan.OpenFile(filepath.Join(r.state, "journal.jsonl"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	way, err := p.path(r.state, r.ok)
	if err != nil {
		return err
	}
	if way.journal = file; p.wrap != nil {
		way.journal = p.wrap(file)
	}
	if r.teardown {
		return way.teardown(ctx)
	}
	return way.create(ctx, r.values, r.keep)
}
