package main

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/discover"
	"github.com/goldenpath-go/goldenpath/lint"
)

// lintFlags are the flags of a lint.
type lintFlags struct {
	config      configFlags
	find        findFlags
	formats     []string
	noIgnores   bool
	maxFindings int
	maxFileSize size
	color       string
	quiet       bool
	verbose     bool
	stats       bool
	jobs        int
}

// lintCommand returns the command that lints. It is there twice: as run, and without a name.
func (p *program) lintCommand(use string) *cobra.Command {
	f := &lintFlags{maxFileSize: 1 << 20}
	cmd := command(use, "Lint catalog files (what happens without a command)", func(ctx context.Context, args []string) error {
		return p.lint(ctx, f, args)
	})
	cmd.Example = `  catalog-lint                                    lint the repository
  catalog-lint services/orders/catalog-info.yaml  lint one file
  catalog-lint --preset golden-path --format text --format json=lint.json
  catalog-lint --stdin-filename catalog-info.yaml - < draft.yaml`
	f.config.add(cmd)
	f.find.add(cmd)
	flags := cmd.Flags()
	flags.StringSliceVar(&f.formats, "format", nil, "print as `FORMAT` (text, compact, json, github), or FORMAT=FILE; may be repeated")
	flags.BoolVar(&f.noIgnores, "no-inline-ignores", false, "let comments and annotations silence nothing")
	flags.IntVar(&f.maxFindings, "max-findings", 0, "print at most `N` findings; 0: all")
	flags.Var(&f.maxFileSize, "max-file-size", "report larger files instead of reading them: bytes, or with a unit as in `1MiB`")
	flags.StringVar(&f.color, "color", colorAuto, "colours: `WHEN` is auto, always or never")
	flags.BoolVar(&f.quiet, "quiet", false, "print findings only, and no summary")
	flags.BoolVar(&f.verbose, "verbose", false, "say on standard error what is done")
	flags.BoolVar(&f.stats, "stats", false, "print the sizes and the findings of each rule on standard error")
	flags.IntVar(&f.jobs, "jobs", 0, "read `N` files at once; 0: as many as there are processors")
	complete(cmd, "color", colorAuto, colorAlways, colorNever)
	complete(cmd, "format", formatNames()...)
	return cmd
}

func (f *configFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.file, "config", "", "read the configuration from `FILE` instead of the nearest "+lint.ConfigName)
	flags.BoolVar(&f.noConfig, "no-config", false, "read no configuration")
	f.rules.add(cmd)
}

// lint is the job itself.
func (p *program) lint(ctx context.Context, f *lintFlags, args []string) error {
	if err := f.check(); err != nil {
		return err
	}
	at, disk, err := p.files(ctx, args, &f.find, int64(f.maxFileSize))
	if err != nil {
		return err
	}
	all := allRules()
	config, configFile, err := p.configuration(at, &f.config, all)
	if err != nil {
		return err
	}
	outputs, err := p.outputs(f)
	if err != nil {
		return err
	}
	log := p.newLog(f.verbose)
	log.printf("root: %s", at.root)
	log.printf("configuration: %s", orNone(configFile))
	start := p.now()
	fsys, stop := p.progress(disk, f.quiet)
	fsys = discover.Tracked(fsys, at.names...)
	found, err := p.find(ctx, at, fsys, &f.find, config)
	if err != nil {
		stop()
		return err
	}
	log.printf("found: %d files in %s", len(found.Files), p.since(start))
	p.sized(len(found.Files))
	linter := &lint.Linter{
		Rules: all, Config: config, Load: load.Options{BaseURL: f.find.base(at)}, MaxFileSize: int64(f.maxFileSize),
		NoIgnores: f.noIgnores, Now: p.now, Workers: f.jobs,
	}
	log.printf("base URL: %s", orNone(linter.Load.BaseURL))
	result, err := linter.Run(ctx, fsys, found.Files)
	stop()
	if err != nil {
		return err
	}
	log.printf("linted: %d files in %s", result.Stats.Files, p.since(start))
	return p.finish(f, at, fsys, config, outputs, found, result)
}

// finish reports, and says with what the command ends.
func (p *program) finish(f *lintFlags, at *place, fsys fs.FS, config *lint.Config, outputs []output, found *discover.Result, r *lint.Result) error {
	code := exitClean
	if r.Reaches(config.Threshold()) {
		code = exitFindings
	}
	for _, e := range r.Errors {
		e.Pos.File = at.shown(e.Pos.File)
		p.complain(e)
		code = exitBroken
	}
	if len(found.Errors) > 0 {
		code = exitBroken
	}
	if f.stats {
		p.printStats(r)
	}
	cut := limit(r, f.maxFindings)
	for _, out := range outputs {
		if err := p.write(out, at, fsys, r); err != nil {
			p.complain(err)
			code = exitBroken
		}
	}
	if cut > 0 {
		p.complain(fmt.Errorf("%d more findings are not shown (--max-findings %d)", cut, f.maxFindings))
	}
	if code != exitClean {
		return &exit{code: code}
	}
	return nil
}

// limit cuts the findings down to n, unless that is 0, and returns how many it has cut off.
func limit(r *lint.Result, n int) int {
	if n <= 0 || len(r.Diagnostics) <= n {
		return 0
	}
	cut := len(r.Diagnostics) - n
	r.Diagnostics = r.Diagnostics[:n]
	return cut
}

// check refuses values that no flag takes.
func (f *lintFlags) check() error {
	if f.maxFindings < 0 || f.jobs < 0 {
		return usageError("--max-findings and --jobs are not negative")
	}
	return oneOf("color", f.color, []string{colorAuto, colorAlways, colorNever})
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func (p *program) since(start time.Time) time.Duration {
	return p.now().Sub(start).Round(time.Millisecond)
}

// log says what is done, where that is wanted.
type log struct {
	p  *program
	on bool
}

func (p *program) newLog(on bool) log { return log{p, on} }

func (l log) printf(format string, args ...any) {
	if l.on {
		fmt.Fprintf(l.p.stderr, format+"\n", args...)
	}
}
