package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/lint"
)

// lintFlags are the flags of a lint.
type lintFlags struct {
	jobFlags
	accept      acceptFlags
	fix         fixFlags
	formats     []string
	maxFindings int
	color       string
	stats       bool
}

// lintCommand returns the command that lints. It is there twice: as run, and without a name.
func (p *program) lintCommand(use string) *cobra.Command {
	f := &lintFlags{}
	cmd := command(use, "Lint catalog files (what happens without a command)", func(ctx context.Context, args []string) error {
		return p.lint(ctx, f, args)
	})
	cmd.Example = `  catalog-lint                                    lint the repository
  catalog-lint services/orders/catalog-info.yaml  lint one file
  catalog-lint --preset golden-path --format text --format json=lint.json
  catalog-lint --fix --diff                       show what would mend itself
  catalog-lint --new-from origin/main             report what a branch adds
  catalog-lint --stdin-filename catalog-info.yaml - < draft.yaml`
	f.jobFlags.add(cmd)
	f.accept.add(cmd)
	f.fix.add(cmd)
	flags := cmd.Flags()
	flags.StringSliceVar(&f.formats, "format", nil, "print as `FORMAT` ("+strings.Join(formatNames(), ", ")+"), or FORMAT=FILE; may be repeated")
	flags.IntVar(&f.maxFindings, "max-findings", 0, "print at most `N` findings; 0: all")
	flags.StringVar(&f.color, "color", colorAuto, "colours: `WHEN` is auto, always or never")
	flags.BoolVar(&f.quiet, "quiet", false, "print findings only, and no summary")
	flags.BoolVar(&f.stats, "stats", false, "print the sizes and the findings of each rule on standard error")
	complete(cmd, "color", colorAuto, colorAlways, colorNever)
	complete(cmd, "format", formatNames()...)
	return cmd
}

func (f *configFlags) add(cmd *cobra.Command) {
	f.addFile(cmd)
	f.rules.add(cmd)
}

// addFile adds the flags of commands that apply no rules.
func (f *configFlags) addFile(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.file, "config", "", "read the configuration from `FILE` instead of the nearest "+lint.ConfigName)
	flags.BoolVar(&f.noConfig, "no-config", false, "read no configuration")
	flags.StringVar(&f.profile, "profile", "", "add the profile `NAME` of the configuration, such as ci")
}

// lint is the job itself.
func (p *program) lint(ctx context.Context, f *lintFlags, args []string) error {
	if err := f.check(args); err != nil {
		return err
	}
	outputs, err := p.outputs(f)
	if err != nil {
		return err
	}
	j, err := p.prepare(ctx, &f.jobFlags, args)
	if err != nil {
		return err
	}
	defer j.stop()
	if err := p.accept(ctx, j, &f.accept); err != nil {
		return err
	}
	if f.fix.wanted() {
		return p.fix(ctx, j, f, outputs)
	}
	result, err := j.run(ctx)
	if err != nil {
		return err
	}
	j.log.printf("linted: %d files in %s", result.Stats.Files, p.since(j.start))
	return p.finish(f, j, outputs, result)
}

// finish reports, and says with what the command ends.
func (p *program) finish(f *lintFlags, j *job, outputs []output, r *lint.Result) error {
	code := exitClean
	if r.Reaches(j.config.Threshold()) {
		code = exitFindings
	}
	if p.complainOfErrors(j, r) {
		code = exitBroken
	}
	if f.stats {
		p.printStats(r)
	}
	cut := limit(r, f.maxFindings)
	for _, out := range outputs {
		if err := p.write(out, j, r); err != nil {
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

// complainOfErrors says what kept the linter from its work, and reports whether anything did.
func (p *program) complainOfErrors(j *job, r *lint.Result) bool {
	for _, e := range r.Errors {
		if e.Pos.File != "" {
			e.Pos.File = j.at.shown(e.Pos.File)
		}
		p.complain(e)
	}
	return len(r.Errors)+len(j.found.Errors) > 0
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
func (f *lintFlags) check(args []string) error {
	if f.maxFindings < 0 {
		return usageError("--max-findings is not negative")
	}
	if err := f.fix.check(); err != nil {
		return err
	}
	if err := f.accept.check(slices.Contains(args, "-")); err != nil {
		return err
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
