package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/plan"
)

// story is what the parts of the demonstration share.
type story struct {
	program
	*premises
	ctx      context.Context
	now, was string // checkouts
	journal  plan.Journal
	err      error // the first; after it nothing is done
}

// demo follows somebody from the first day to the last.
func (p program) demo(ctx context.Context) (status int, err error) {
	dir, err := os.MkdirTemp("", "onboard")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	there, err := newPremises()
	if err != nil {
		return 0, err
	}
	s, err := newStory(ctx, there, p.out, dir)
	if err != nil {
		return 0, err
	}
	before := s.there()
	s.joins()
	s.moves()
	s.leaves()
	s.say("\n== What there is now, and was not at first\n\n%s", added(before, s.there()))
	return onboarding.ExitDone, s.err
}

func newStory(ctx context.Context, there *premises, out io.Writer, dir string) (*story, error) {
	s := &story{
		program: there.program(out), premises: there, ctx: ctx, journal: &plan.Memory{},
		now: filepath.Join(dir, "now"), was: filepath.Join(dir, "was"),
	}
	return s, errors.Join(unpack("company", s.was), unpack("company", s.now))
}

// unpack writes a folder of the samples into a checkout.
func unpack(folder, dir string) error {
	files, err := fs.Sub(samples, folder)
	if err != nil {
		return err
	}
	return os.CopyFS(dir, files)
}

func (s *story) joins() {
	s.say("== Mary's first day: what would be done\n")
	s.walk(request{op: "join"})
	s.say("\n== It is done: what is there, what waits, and for what\n")
	s.walk(request{op: "join", apply: true})
	s.posted()
	s.say("\n== The same an hour later: nothing is asked for twice\n")
	s.brief(request{op: "join"})
	s.say("\n== Mary accepts at GitHub, with a login of her own, and at 1Password, and joins Slack. The same again\n")
	s.do(s.accept)
	s.walk(request{op: "join", apply: true})
	s.say("\n== And again\n")
	s.brief(request{op: "join"})
}

func (s *story) moves() {
	s.say("\n== A pull request: Mary is in orders instead of payments, and her login is noted\n")
	s.do(func() error { return edit(s.now, "memberOf: [payments, on-call]", "memberOf: [orders, on-call]") })
	s.do(func() error {
		return edit(s.now, "  name: mary\n", "  name: mary\n  annotations: {github.com/user-login: mj-codes}\n")
	})
	s.brief(request{op: "move", was: s.was})
	s.say("\n== Merged\n")
	s.brief(request{op: "move", was: s.was, apply: true})
}

func (s *story) leaves() {
	s.do(func() error { return unpack("later", s.now) })
	s.say("\n== A year later Mary leaves: what she owns and has. Access goes first, messages come last\n")
	s.walk(request{op: "leave", to: "group:orders"})
	s.say("\n== It is done\n")
	s.walk(request{op: "leave", apply: true})
	s.say("\n== What is left\n")
	s.walk(request{op: "verify"})
}

// walk runs the program as a new process would.
func (s *story) walk(r request) {
	s.do(func() error {
		r.dir, r.who = s.now, newcomer
		_, err := s.program.walk(s.ctx, r, everyService(), s.journal)
		return err
	})
}

// brief runs the program and shows the last part of what it says: of a review the plan, of a result the numbers.
func (s *story) brief(r request) {
	var told bytes.Buffer
	quiet := *s
	quiet.out = &told
	quiet.walk(r)
	s.err = quiet.err
	parts := strings.SplitN(told.String(), "\n\n", 2)
	s.say("%s", strings.TrimSuffix(parts[len(parts)-1], "\n"))
}

func (s *story) say(format string, args ...any) {
	s.do(func() error {
		_, err := fmt.Fprintf(s.out, format+"\n", args...)
		return err
	})
}

func (s *story) do(f func() error) {
	if s.err == nil {
		s.err = f()
	}
}

// posted shows the last message in Slack.
func (s *story) posted() {
	if all := s.chat.Messages(); len(all) > 0 {
		s.say("\n== What Slack shows\n\n%s", all[len(all)-1].Text)
	}
}

// edit changes the catalog of a checkout, as a pull request does.
func edit(dir, old, replaced string) error {
	file := filepath.Join(dir, "catalog-info.yaml")
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, bytes.Replace(data, []byte(old), []byte(replaced), 1), 0o600)
}

// added returns the lines of after that before has not.
func added(before, after []string) string {
	more := slices.DeleteFunc(after, func(line string) bool { return slices.Contains(before, line) })
	if len(more) == 0 {
		return "nothing"
	}
	return strings.Join(more, "\n")
}
