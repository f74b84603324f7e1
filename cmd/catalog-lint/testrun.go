package main

import (
	"context"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/ruletest"
	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
)

// testConfig is a configuration that is tested.
type testConfig struct {
	*lint.Config
	rules    []*lint.Rule // all there are, its own included
	coverage ruletest.Coverage
}

// testRun is one run of the command.
type testRun struct {
	*program
	at      *place
	flags   *testFlags
	wanted  *regexp.Regexp
	configs map[string]*testConfig // by file
	passed  int
	failed  int
}

// testFile is a file of tests with the configuration that it tests.
type testFile struct {
	*ruletest.File
	config *testConfig
}

// load reads a file of tests.
func (r *testRun) load(ctx context.Context, name string) (*testFile, error) {
	data, err := bounded.ReadFile(r.at.fsys(), name, maxTestSize)
	if err != nil {
		return nil, err
	}
	file, err := ruletest.Parse(r.at.shown(name), data)
	if err != nil {
		return nil, err
	}
	config, err := r.config(ctx, name, file)
	if err != nil {
		return nil, err
	}
	return &testFile{file, config}, file.Check(config.rules)
}

// file runs the tests of one file.
func (r *testRun) file(ctx context.Context, file *testFile) error {
	for _, c := range file.Cases {
		if !r.wanted.MatchString(c.Name) {
			continue
		}
		outcome, err := c.Run(ctx, allRules(), file.config.Config, r.now)
		if err != nil {
			return err
		}
		file.config.coverage.Add(c, outcome)
		if err := r.report(c, outcome); err != nil {
			return err
		}
	}
	return nil
}

// config returns the configuration that a file tests: the one it names, the one of the command line, or the nearest.
func (r *testRun) config(ctx context.Context, name string, file *ruletest.File) (*testConfig, error) {
	flags := r.flags.config
	if file.Config != "" && flags.file == "" {
		flags.file = filepath.Join(r.at.root, filepath.FromSlash(path.Join(path.Dir(name), file.Config)))
	}
	at := *r.at
	at.common = filepath.Join(r.at.root, filepath.FromSlash(path.Dir(name)))
	config, from, err := r.configuration(ctx, &at, &flags, allRules())
	if err != nil {
		return nil, err
	}
	if r.configs[from] == nil {
		r.configs[from] = &testConfig{Config: config, rules: slices.Concat(allRules(), config.Own)}
	}
	return r.configs[from], nil
}

// report prints what came of a case.
func (r *testRun) report(c *ruletest.Case, o *ruletest.Outcome) error {
	if o.OK() {
		r.passed++
		if r.flags.verbose {
			return writeAll(r.stdout, fmt.Appendf(nil, "ok    %s: %s\n", c.At, c.Name))
		}
		return nil
	}
	r.failed++
	var b strings.Builder
	fmt.Fprintf(&b, "FAIL  %s: %s\n", c.At, c.Name)
	for _, w := range o.Missing {
		fmt.Fprintf(&b, "  - %s\n", w)
	}
	for _, d := range o.Unexpected {
		got := ruletest.Want{Rule: d.Rule, File: d.Range.File, Line: d.Range.Line, Column: d.Range.Column}
		fmt.Fprintf(&b, "  + %s: %s (%s)\n", got, d.Message, c.Place(d.Range.Position))
	}
	for _, e := range o.Errors {
		if e.Pos.File != "" {
			fmt.Fprintf(&b, "  ! %s\n", e)
		} else {
			fmt.Fprintf(&b, "  ! %s\n", e.Err)
		}
	}
	return writeAll(r.stdout, []byte(report.ForLog(b.String())))
}

// finish prints the sum, and says with what the command ends.
func (r *testRun) finish() error {
	gaps := 0
	if r.flags.cover {
		for _, from := range slices.Sorted(maps.Keys(r.configs)) {
			c := r.configs[from]
			for _, gap := range c.coverage.Gaps(c.Own) {
				gaps++
				if err := writeAll(r.stdout, fmt.Appendf(nil, "COVER %s\n", gap)); err != nil {
					return err
				}
			}
		}
	}
	if r.passed+r.failed == 0 {
		return usageError("no test matches --run %s", r.flags.run)
	}
	if err := writeAll(r.stdout, fmt.Appendf(nil, "%s: %d ok, %d failed\n", count(r.passed+r.failed, "test", "tests"), r.passed, r.failed)); err != nil {
		return err
	}
	if r.failed+gaps > 0 {
		return &exit{code: exitFindings}
	}
	return nil
}
