package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/baseline"
)

// baselineName is the usual name of a baseline.
const baselineName = ".catalog-lint-baseline.jsonl"

// baselineCommandFlags say what becomes of the baseline.
type baselineCommandFlags struct {
	jobFlags
	baseline baselineFlags
	prune    bool
	add      []string
}

func (p *program) baselineCommand() *cobra.Command {
	f := &baselineCommandFlags{}
	cmd := command("baseline [PATH...]", "Accept the findings of today, so that only new ones are reported", func(ctx context.Context, args []string) error {
		return p.baseline(ctx, f, args)
	})
	cmd.Long = `baseline writes the findings that there are into a file, ` + baselineName + ` beside the configuration unless that
names another. A lint with this baseline reports what is not in it, and entries that are stale. It never adds to it:
commit the file, and watch it shrink.`
	cmd.Example = `  catalog-lint baseline                   accept what there is today
  catalog-lint baseline --prune           take out what has been mended since
  catalog-lint baseline --add 'link-*'    accept the findings of rules that are new, too`
	f.jobFlags.add(cmd)
	f.baseline.add(cmd)
	cmd.Flags().BoolVar(&f.prune, "prune", false, "take out the entries that are stale, add nothing")
	cmd.Flags().StringSliceVar(&f.add, "add", nil, "accept the findings of `RULES`, too: names, or groups such as tier-*")
	return cmd
}

// capture keeps what an accepter is asked about.
type capture struct{ found *lint.Found }

func (c *capture) Accept(_ context.Context, found *lint.Found) (*lint.Accepted, error) {
	c.found = found
	return &lint.Accepted{}, nil
}

func (p *program) baseline(ctx context.Context, f *baselineCommandFlags, args []string) error {
	switch {
	case f.prune && len(f.add) > 0:
		return usageError("--prune and --add exclude each other")
	case slices.Contains(args, "-"):
		return usageError("a baseline is about files, not standard input")
	}
	j, err := p.prepare(ctx, &f.jobFlags, args)
	if err != nil {
		return err
	}
	defer j.stop()
	name, err := p.baselineName(f, j)
	if err != nil {
		return err
	}
	old, err := j.readBaseline(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := f.checkOld(j.at.shown(name), old); err != nil {
		return err
	}
	var seen capture
	j.linter.Accept = []lint.Accepter{&seen}
	result, err := j.run(ctx)
	if err != nil {
		return err
	}
	if p.complainOfErrors(j, result) {
		return &exit{exitBroken, errors.New("the findings are incomplete; the baseline stays as it is")}
	}
	return p.writeBaseline(f, j, name, old, seen.found, result)
}

// baselineName returns where the baseline is, or is to be, from the root.
func (p *program) baselineName(f *baselineCommandFlags, j *job) (string, error) {
	name, err := f.baseline.name(p, j)
	if err != nil || name != "" {
		return name, err
	}
	if j.configFile != "" && within(j.at.root, j.configFile) {
		return j.at.name(filepath.Join(filepath.Dir(j.configFile), baselineName)), nil
	}
	return baselineName, nil
}

// checkOld refuses what would make a baseline grow unnoticed, or what needs one that is not there.
func (f *baselineCommandFlags) checkOld(shown string, old *baseline.Baseline) error {
	switch {
	case f.prune && old == nil:
		return usageError("there is no baseline %s to take anything out of", shown)
	case !f.prune && len(f.add) == 0 && old != nil:
		return usageError("%s is there already: --prune takes out what is stale, --add RULES accepts the findings of further rules", shown)
	}
	return nil
}

// writeBaseline writes what the baseline is to be, and says what that means.
func (p *program) writeBaseline(f *baselineCommandFlags, j *job, name string, old *baseline.Baseline, found *lint.Found, r *lint.Result) error {
	shown := j.at.shown(name)
	next := baseline.New(found.Diagnostics, j.start)
	switch {
	case f.prune:
		next = old.Prune(found)
	case len(f.add) > 0:
		wanted, err := f.wanted(j)
		if err != nil {
			return err
		}
		if old == nil {
			old = &baseline.Baseline{}
		}
		next = old.Add(found, j.start, wanted)
	}
	if err := writeFile(filepath.Join(j.at.root, filepath.FromSlash(name)), next.Bytes()); err != nil {
		return err
	}
	before := 0
	if old != nil {
		before = old.Len()
	}
	p.sayBaseline(shown, before, next.Len())
	if n := len(r.Diagnostics) - len(found.Diagnostics); n > 0 && !f.prune {
		p.complain(fmt.Errorf("%s of required rules cannot be accepted", count(n, "finding", "findings")))
	}
	if f.baseline.file == "" && j.config.Baseline == "" {
		fmt.Fprintf(p.stderr, "to use it, write into %s: baseline: %s\n", lint.ConfigName, path.Base(name))
	}
	return nil
}

// wanted returns what tells the findings of the rules that are to be added.
func (f *baselineCommandFlags) wanted(j *job) (func(d *lint.Diagnostic) bool, error) {
	rules := map[string]bool{}
	set := j.ruleSetter()
	err := set.each("add", f.add, func(r *lint.Rule) error {
		rules[r.Name] = true
		return nil
	})
	return func(d *lint.Diagnostic) bool { return rules[d.Rule] }, err
}

func (p *program) sayBaseline(shown string, before, now int) {
	text := fmt.Sprintf("%s accepts %s", shown, count(now, "finding", "findings"))
	switch {
	case before > now:
		text += fmt.Sprintf(", %d fewer than before", before-now)
	case before > 0 && before < now:
		text += fmt.Sprintf(", %d more than before", now-before)
	case before > 0:
		text += ", as before"
	}
	fmt.Fprintln(p.stderr, text)
}
