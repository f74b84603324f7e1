package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/ruletest"
	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/internal/discover"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
)

// testName is how the names of files with tests end.
const testName = "catalog-lint.test.yaml"

// maxTestSize bounds what is read as a file of tests, in bytes.
const maxTestSize = 1 << 20

// testFlags say which tests run.
type testFlags struct {
	config  configFlags
	run     string
	cover   bool
	verbose bool
}

func (p *program) testCommand() *cobra.Command {
	f := &testFlags{}
	cmd := command("test [PATH...]", "Run the tests of custom rules", func(ctx context.Context, args []string) error {
		return p.test(ctx, f, args)
	})
	cmd.Long = `test runs the tests in PATH: a file, or a folder (default: here) with files named *` + testName + `. A test is
a few documents and the findings that the configuration's custom rules are to give. It exits with 1 when one fails.`
	cmd.Example = `  catalog-lint test
  catalog-lint test --cover                     also fail for rules without tests
  catalog-lint test --run 'cost centre' -v rules/` + testName
	f.config.addFile(cmd)
	cmd.Flags().StringVar(&f.run, "run", "", "run only tests whose names match the regular expression `REGEXP`")
	cmd.Flags().BoolVar(&f.cover, "cover", false, "fail for a custom rule without a test that wants a finding of it, and one that wants none")
	cmd.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "print the tests that pass, too")
	return cmd
}

// test is the job itself.
func (p *program) test(ctx context.Context, f *testFlags, args []string) error {
	wanted, err := regexp.Compile(f.run)
	if err != nil {
		return usageError("--run: %w", err)
	}
	at, err := p.locate(args, "")
	if err != nil {
		return err
	}
	names, err := testFiles(at)
	if err != nil {
		return err
	}
	r := &testRun{program: p, at: at, flags: f, wanted: wanted, configs: map[string]*testConfig{}}
	for _, name := range names {
		if err := r.file(ctx, name); err != nil {
			return err
		}
	}
	return r.finish()
}

// testFiles returns the files with tests among what was asked for, sorted.
func testFiles(at *place) ([]string, error) {
	fsys := discover.Tracked(at.fsys(), at.names...)
	var names []string
	for _, asked := range at.names {
		info, err := fs.Stat(fsys, asked)
		if err != nil {
			return nil, usageError("%s: no such file or folder", at.shown(asked))
		}
		if !info.IsDir() {
			names = append(names, asked)
			continue
		}
		err = fs.WalkDir(fsys, asked, func(name string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && strings.HasSuffix(name, testName) {
				names = append(names, name)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if len(names) == 0 {
		return nil, usageError("there is no file named *%s here", testName)
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

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

// file runs the tests of one file.
func (r *testRun) file(ctx context.Context, name string) error {
	data, err := bounded.ReadFile(r.at.fsys(), name, maxTestSize)
	if err != nil {
		return err
	}
	file, err := ruletest.Parse(r.at.shown(name), data)
	if err != nil {
		return &exit{exitUsage, err}
	}
	config, err := r.config(ctx, name, file)
	if err != nil {
		return err
	}
	if err := file.Check(config.rules); err != nil {
		return &exit{exitUsage, err}
	}
	for _, c := range file.Cases {
		if !r.wanted.MatchString(c.Name) {
			continue
		}
		outcome, err := c.Run(ctx, allRules(), config.Config, r.now)
		if err != nil {
			return err
		}
		config.coverage.Add(c, outcome)
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
		fmt.Fprintf(&b, "  ! %s\n", e)
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
