// Onboard is the script that everybody has, as a program that shows its plan, waits for people, goes on where it stopped, and has a
// counterpart for the day on which somebody leaves.
//
//	go run ./examples/onboard -demo                                   # joining, moving, leaving, all on this machine
//	go run ./examples/onboard [-markdown] [join mary@example.com]     # the plan for a company on this machine; nothing is changed
//	go run ./examples/onboard -dir CHECKOUT -on github,slack join mary@example.com
//	go run ./examples/onboard -dir CHECKOUT -on github,slack -apply -journal FILE join mary@example.com
//	go run ./examples/onboard -dir CHECKOUT -was OLD-CHECKOUT -on github,slack move mary@example.com
//	go run ./examples/onboard -dir CHECKOUT -on github,slack -to group:orders leave mary@example.com
//	go run ./examples/onboard -dir CHECKOUT -on github,slack verify mary@example.com
//	go run ./examples/onboard -dir CHECKOUT -on github,slack -apply -journal FILE -settle arrived join mary@example.com
//
// The checkout has the catalog and onboarding.yaml. Services are asked for by name with -on, and only theirs is read of the
// environment; see services.go. The exit status is 0 when all is done, 1 when something failed, 2 when people have to do something.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword"
	"github.com/goldenpath-go/goldenpath/plan"
)

func main() {
	p := program{getenv: os.Getenv, out: os.Stdout, now: time.Now}
	status, err := p.run(context.Background(), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(status)
}

// program is the program, with what it has of the world.
type program struct {
	getenv  func(string) string
	out     io.Writer
	client  *http.Client       // nil: http.DefaultClient
	op      onepassword.Runner // nil: the command op
	now     func() time.Time   // clock of the journal
	instant bool               // nobody else writes, and nobody asks to wait: a world on this machine
}

// What may have become of a message.
const arrived, lost = "arrived", "lost"

// request is what is wanted.
type request struct {
	dir, was, on, to, journal, digest, settle string
	demo, markdown, apply                     bool
	op, who                                   string
}

func parse(args []string, out io.Writer) (request, error) {
	r := request{op: "join", who: newcomer}
	f := flag.NewFlagSet("onboard", flag.ContinueOnError)
	f.SetOutput(out)
	f.BoolVar(&r.demo, "demo", false, "follow somebody from the first day to the last, all on this machine")
	f.BoolVar(&r.markdown, "markdown", false, "write for a pull request")
	f.BoolVar(&r.apply, "apply", false, "do it, and not only show what would be done")
	f.StringVar(&r.dir, "dir", "", "checkout with the catalog and onboarding.yaml; none: the sample's")
	f.StringVar(&r.was, "was", "", "the checkout as it was before somebody moved")
	f.StringVar(&r.to, "to", "", "who owns from now on what somebody who leaves owns: group:orders")
	f.StringVar(&r.on, "on", "", "services to use, with commas; what is wanted of others is left out; none: those of a company on this machine")
	f.StringVar(&r.journal, "journal", "", "file of what was done; -apply needs it")
	f.StringVar(&r.digest, "digest", "", "with -apply: that of the plan which was approved")
	f.StringVar(&r.settle, "settle", "", "with -apply: what became of the message that was being sent when a run died, arrived or lost")
	if err := f.Parse(args); err != nil {
		return r, err
	}
	if f.NArg() == 2 {
		r.op, r.who = f.Arg(0), f.Arg(1)
	}
	return r, r.check(f.NArg())
}

// check reports what cannot be wanted.
func (r request) check(args int) error {
	switch {
	case args != 0 && args != 2:
		return errors.New("say what is to be done, and about whom: join mary@example.com")
	case r.on != "" && r.dir == "":
		return errors.New("-on needs -dir, the checkout of your company: what is in the sample is made up")
	case r.apply && (r.on == "" || r.journal == ""):
		return errors.New("-apply needs -on, the services to change, and -journal, a file; -demo needs neither")
	case r.settle != "" && (!r.apply || r.settle != arrived && r.settle != lost):
		return errors.New("-settle is arrived or lost, and needs -apply")
	case r.op == string(onboarding.Moving) && r.was == "":
		return errors.New("move needs -was, a checkout as it was before")
	}
	return nil
}

// run returns the exit status.
func (p program) run(ctx context.Context, args []string) (int, error) {
	status, err := p.start(ctx, args)
	if err != nil {
		status = onboarding.ExitFailed
	}
	return status, err
}

func (p program) start(ctx context.Context, args []string) (status int, err error) {
	r, err := parse(args, p.out)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return onboarding.ExitDone, nil
	case err != nil:
		return 0, err
	case r.demo:
		return p.demo(ctx)
	}
	names := strings.Split(r.on, ",")
	if r.on == "" {
		there, err := newPremises()
		if err != nil {
			return 0, err
		}
		p, names = there.program(p.out), everyService()
	}
	if _, err := os.Stat(r.journal); r.journal == "" || !r.apply && errors.Is(err, fs.ErrNotExist) {
		return p.walk(ctx, r, names, nil)
	}
	file, err := plan.OpenFile(r.journal)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return p.walk(ctx, r, names, file)
}

// walk does what is wanted, on the services of these names.
func (p program) walk(ctx context.Context, r request, names []string, journal plan.Journal) (int, error) {
	now, err := checkout(ctx, r.dir)
	if err != nil {
		return 0, err
	}
	who, err := now.Person(r.who)
	if err != nil {
		return 0, err
	}
	o, err := p.onboarder(ctx, now, names)
	if err != nil {
		return 0, err
	}
	if o.Journal = journal; r.op == "verify" {
		return p.verify(ctx, o, who)
	}
	review, err := p.review(ctx, o, now, who, r)
	if review != nil && r.settle != "" {
		if err := settle(ctx, o, review, r.settle == arrived); err != nil {
			return 0, err
		}
		review, err = p.review(ctx, o, now, who, r)
	}
	if review == nil {
		return 0, err
	}
	if !r.apply {
		return onboarding.ExitDone, errors.Join(err, p.show(review, r.markdown))
	}
	result, applyErr := o.Apply(ctx, review, &onboarding.ApplyOptions{Digest: r.digest, Now: p.now})
	if result == nil {
		return 0, applyErr
	}
	return result.ExitStatus(), errors.Join(applyErr, p.show(result, r.markdown))
}

// review plans what is wanted. Nothing is changed by it. An error may come with a review of the services that could be asked.
func (p program) review(ctx context.Context, o *onboarding.Onboarder, now *company, who onboarding.Person, r request) (*onboarding.Review, error) {
	switch onboarding.Op(r.op) {
	case onboarding.Joining:
		return now.join(ctx, o, who)
	case onboarding.Moving:
		before, err := checkout(ctx, r.was)
		if err != nil {
			return nil, err
		}
		return now.move(ctx, o, who, before)
	case onboarding.Leaving:
		if r.apply {
			return o.Leave(ctx, who)
		}
		if err := p.handOver(now, who, r); err != nil {
			return nil, err
		}
		return o.Leave(ctx, who)
	}
	return nil, fmt.Errorf("nobody knows how to %q: join, move, leave or verify", r.op)
}

// settle writes down what became of the messages of which nobody knew.
func settle(ctx context.Context, o *onboarding.Onboarder, r *onboarding.Review, sent bool) error {
	for _, i := range r.Items {
		if i.Action == onboarding.Tell && i.State == onboarding.Manual {
			if err := o.Settle(ctx, i.Messenger, r.Changes[0], sent); err != nil {
				return err
			}
		}
	}
	return nil
}

// verify tells what somebody still has.
func (p program) verify(ctx context.Context, o *onboarding.Onboarder, who onboarding.Person) (int, error) {
	left, notes, err := o.Verify(ctx, who)
	for _, h := range left {
		notes = append(notes, "has "+h.Grant.String())
	}
	switch {
	case len(notes) == 0 && err == nil:
		notes = []string{"has nothing left"}
	case len(left) == 0 && err != nil:
		notes = append(notes, "has nothing left where it can be told")
	}
	for _, note := range notes {
		_, writeErr := fmt.Fprintf(p.out, "%s: %s\n", who.Email, note)
		err = errors.Join(err, writeErr)
	}
	if len(left) > 0 {
		return onboarding.ExitFailed, err
	}
	return onboarding.ExitDone, err
}

// written is what a review and a result have in common.
type written interface {
	WriteText(io.Writer) error
	WriteMarkdown(io.Writer) error
}

func (p program) show(w written, markdown bool) error {
	if markdown {
		return w.WriteMarkdown(p.out)
	}
	return w.WriteText(p.out)
}
