package main

import (
	"context"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/internal/discover"
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
	var loaded []*testFile
	var errs []error
	for _, name := range names {
		file, err := r.load(ctx, name)
		if err != nil {
			errs = append(errs, err)
		}
		loaded = append(loaded, file)
	}
	if len(errs) > 0 {
		return &exit{exitUsage, errors.Join(errs...)}
	}
	for _, file := range loaded {
		if err := r.file(ctx, file); err != nil {
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
