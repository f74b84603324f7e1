package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/scaffold/cases"
)

// templateTestFlags say which cases run, and how.
type templateTestFlags struct {
	run      string
	update   bool
	cover    bool
	verbose  bool
	dialects []string
	format   string
}

// formatJUnit is the format that build servers read.
const formatJUnit = "junit"

func (p *program) templateTestCommand() *cobra.Command {
	f := &templateTestFlags{}
	cmd := command("test [PATH...]", "Run the test cases of software templates", func(ctx context.Context, args []string) error {
		return p.templateTest(ctx, f, args)
	})
	cmd.Long = `test runs the cases in PATH: a case, a template, or a folder (default: here) with tests/NAME/case.yaml in it or below. A case
has the values for a template; its run is held against want.yaml (steps, their inputs, the output) and the folder want (the
files), which --update writes. Nothing outside is touched: what an action would ask for is in the case. It exits with 1 when a
case fails.`
	cmd.Example = `  catalog-lint template test
  catalog-lint template test --update templates/go-service     then look at git diff
  catalog-lint template test --cover --format junit > report.xml
  catalog-lint template test --dialect backstage4,nunjucks3    do all cases survive the upgrade?`
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", "", "run only cases whose folders match the regular expression `REGEXP`")
	flags.BoolVar(&f.update, "update", false, "write what the runs do into want.yaml and want, instead of comparing")
	flags.BoolVar(&f.cover, "cover", false, "fail for steps that no case runs, conditions that are never false, parameters that are never set")
	flags.StringSliceVar(&f.dialects, "dialect", nil, "run in `DIALECTS` instead of those that the cases name: "+strings.Join(dialectNames(), ", "))
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "print the cases that pass, too")
	complete(cmd, "dialect", dialectNames()...)
	addFormat(cmd, &f.format, templateTestFormats())
	return cmd
}

func templateTestFormats() []string { return []string{formatText, formatJSON, formatJUnit} }

// templateTest is the job itself.
func (p *program) templateTest(ctx context.Context, f *templateTestFlags, args []string) error {
	if err := oneOf("format", f.format, templateTestFormats()); err != nil {
		return err
	}
	wanted, err := regexp.Compile(f.run)
	if err != nil {
		return usageError("--run: %w", err)
	}
	at, err := p.locateCases(args)
	if err != nil {
		return err
	}
	runner := &cases.Runner{Known: knownActions(), Shown: at.shown}
	for _, word := range f.dialects {
		d, err := templateDialect(word)
		if err != nil {
			return err
		}
		runner.Dialects = append(runner.Dialects, d)
	}
	if f.update {
		runner.Update = at.root
	}
	root, err := os.OpenRoot(at.root) // links in templates and fixtures must not lead out of it
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	list, err := loadCases(root.FS(), at, wanted)
	if err != nil {
		return err
	}
	switch {
	case len(list) == 0 && f.run != "":
		return usageError("no case matches --run %s", f.run)
	case len(list) == 0:
		return usageError("no case is about this template")
	}
	outcomes, err := runner.RunAll(ctx, list)
	if err != nil {
		return err
	}
	return p.templateTestReport(f, at, outcomes)
}

// locateCases finds the root: it holds the templates of all cases that are asked for.
func (p *program) locateCases(args []string) (*place, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	paths := slices.Clone(args)
	for _, arg := range args {
		folder := folderOf(p.absolute(arg))
		if _, err := os.Stat(filepath.Join(folder, cases.FileName)); err == nil {
			paths = append(paths, filepath.Dir(filepath.Dir(folder)))
		}
	}
	at, err := p.locate(paths, "")
	if err != nil {
		return nil, err
	}
	at.names = at.names[:len(args)]
	return at, nil
}

// loadCases reads the cases that are asked for.
func loadCases(fsys fs.FS, at *place, wanted *regexp.Regexp) ([]*cases.Case, error) {
	var list []*cases.Case
	var errs []error
	seen := map[string]bool{}
	for _, asked := range at.names {
		names, of, err := caseFiles(fsys, at, asked)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if seen[name] || !wanted.MatchString(at.shown(path.Dir(name))) {
				continue
			}
			seen[name] = true
			c, err := cases.Load(fsys, name, at.shown)
			switch {
			case err != nil:
				errs = append(errs, err)
			case of == "" || c.Template == of:
				list = append(list, c)
			}
		}
	}
	if len(errs) > 0 {
		return nil, &exit{exitUsage, errors.Join(errs...)}
	}
	return list, nil
}

// caseFiles returns the cases that a path stands for, and the template if it is one.
func caseFiles(fsys fs.FS, at *place, asked string) (names []string, template string, err error) {
	info, err := fs.Stat(fsys, asked)
	if err != nil {
		return nil, "", usageError("%s: no such file or folder", at.shown(asked))
	}
	folder := asked
	switch {
	case info.IsDir():
	case path.Base(asked) == cases.FileName:
		return []string{asked}, "", nil
	default:
		template, folder = asked, path.Dir(asked)
	}
	names, err = cases.Find(fsys, folder)
	if err == nil && len(names) == 0 {
		err = usageError("%s: there is no tests/NAME/%s in it or below", at.shown(asked), cases.FileName)
	}
	return names, template, err
}
