package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/baseline"
)

// acceptFlags say which findings are held back although nobody has ignored them.
type acceptFlags struct {
	baseline   baselineFlags
	strict     bool
	noBaseline bool
	newFrom    string
	changed    string
}

// upstreamFlag is the value of --changed without a value.
const upstreamFlag = "@{upstream}"

func (f *acceptFlags) add(cmd *cobra.Command) {
	f.baseline.add(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&f.noBaseline, "no-baseline", false, "report what the baseline accepts, too")
	flags.BoolVar(&f.strict, "strict-baseline", false, "take stale entries of the baseline for errors")
	flags.StringVar(&f.newFrom, "new-from", "", "report only findings that revision `REV` does not have, wherever lines and files are now")
	flags.StringVar(&f.changed, "changed", "", "report only findings in files that have changed since the branch left `REV`, and what the changes cause elsewhere")
	flags.Lookup("changed").NoOptDefVal = upstreamFlag
}

func (f *acceptFlags) check(stdin bool) error {
	switch {
	case f.newFrom != "" && f.changed != "":
		return usageError("--new-from and --changed exclude each other")
	case stdin && f.newFrom != "":
		return usageError("--new-from is about files, not standard input")
	case stdin && f.changed != "":
		return usageError("--changed is about files, not standard input")
	case f.noBaseline && f.baseline.file != "":
		return usageError("--baseline and --no-baseline exclude each other")
	case f.noBaseline && f.strict:
		return usageError("--strict-baseline and --no-baseline exclude each other")
	}
	return nil
}

// baselineFlags say where the baseline is.
type baselineFlags struct{ file string }

func (f *baselineFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.file, "baseline", "", "accept the findings in `FILE`, which catalog-lint baseline writes (default what the configuration says)")
}

// name returns the name of the baseline from the root; "" when there is none.
func (f *baselineFlags) name(p *program, j *job) (string, error) {
	if f.file == "" {
		return j.config.Baseline, nil
	}
	file := p.absolute(f.file)
	if !within(j.at.root, file) {
		return "", usageError("--baseline=%s is outside of the root, %s", f.file, j.at.root)
	}
	return j.at.name(file), nil
}

// accept has j hold back what f says. What is stale in the baseline is only seen by who sees all findings, so it comes
// first.
func (p *program) accept(ctx context.Context, j *job, f *acceptFlags) error {
	if err := p.acceptBaseline(j, f); err != nil {
		return err
	}
	var since *sinceRevision
	var err error
	switch {
	case f.newFrom != "":
		since, err = p.newFrom(ctx, j, f.newFrom)
	case f.changed != "":
		since, err = p.changedSince(ctx, j, f.changed)
	}
	if err != nil || since == nil {
		return err
	}
	j.linter.Accept = append(j.linter.Accept, since)
	return nil
}

func (p *program) acceptBaseline(j *job, f *acceptFlags) error {
	if f.noBaseline {
		return nil
	}
	name, err := f.baseline.name(p, j)
	if err != nil {
		return err
	}
	if name == "" {
		if f.strict {
			return usageError("--strict-baseline needs a baseline: give --baseline, or write the key into the configuration")
		}
		return nil
	}
	known, err := j.readBaseline(name)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no baseline %s; catalog-lint baseline writes it", j.at.shown(name))
	}
	if err != nil {
		return err
	}
	if f.strict {
		set := j.ruleSetter()
		if err := set.severities([]string{baseline.StaleRule + "=" + lint.Error.String()}); err != nil {
			return err
		}
	}
	j.log.printf("baseline: %s, %d findings", j.at.shown(name), known.Len())
	j.linter.Accept = append(j.linter.Accept, known)
	return nil
}

// maxBaselineSize is the largest baseline that is read, in bytes.
const maxBaselineSize = 64 << 20

// readBaseline reads the baseline called name from the root.
func (j *job) readBaseline(name string) (*baseline.Baseline, error) {
	data, err := bounded.ReadFile(j.disk, name, maxBaselineSize)
	if err != nil {
		return nil, fmt.Errorf("read baseline %s: %w", j.at.shown(name), reason(err))
	}
	known, err := baseline.Parse(name, data)
	if err != nil {
		j.at.relabel(err, j.at.root)
		return nil, err
	}
	return known, nil
}

// reason returns why a file could not be read, without its name.
func reason(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}
