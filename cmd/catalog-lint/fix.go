package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/internal/textdiff"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
)

// fixFlags say what becomes of findings that can be mended.
type fixFlags struct{ fix, diff, unsafe bool }

func (f *fixFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.fix, "fix", false, "mend what can be mended safely, and report what is left")
	flags.BoolVar(&f.diff, "diff", false, "print what --fix would change, as a diff, and change nothing; exit with 1 if there is anything")
	flags.BoolVar(&f.unsafe, "unsafe-fixes", false, "with --fix or --diff: apply also fixes that may change what is meant")
}

func (f *fixFlags) wanted() bool { return f.fix || f.diff }

func (f *fixFlags) check() error {
	if f.unsafe && !f.wanted() {
		return usageError("--unsafe-fixes goes with --fix or --diff")
	}
	return nil
}

// fix mends what it can, and reports what is left; or it shows what it would mend.
func (p *program) fix(ctx context.Context, j *job, f *lintFlags, outputs []output) error {
	fixed, err := j.linter.Fix(ctx, j.fsys, j.found.Files, f.fix.unsafe)
	j.stop()
	if fixed == nil {
		return err
	}
	code := exitClean
	if err != nil {
		p.complain(err) // about some files; the others are as they should be
		code = exitBroken
	}
	p.sayRefused(j, fixed.Result, f.fix.unsafe)
	if f.fix.diff {
		return p.showFixes(j, f, fixed, code)
	}
	if j.stdin() {
		return p.fixStdin(j, f, outputs, fixed, code)
	}
	written := p.writeFixes(j, fixed)
	if len(written) < len(fixed.Files) {
		code = exitBroken
	}
	if !f.quiet && len(written) > 0 {
		fmt.Fprintln(p.stderr, "mended "+extent(fixed, written))
	}
	return atLeast(code, p.finish(f, j, outputs, fixed.Result))
}

// sayRefused says which fixes were not applied after all.
func (p *program) sayRefused(j *job, r *lint.Result, unsafe bool) {
	for i := range r.Diagnostics {
		d := &r.Diagnostics[i]
		fix, ok := d.Fix(unsafe)
		if !ok {
			continue
		}
		at := d.Range.Position
		at.File = j.at.shown(at.File)
		fmt.Fprintln(p.stderr, report.ForLog(fmt.Sprintf("%s: not mended, since more would change than this: %s [%s]", at, fix.Message, d.Rule)))
	}
}

// showFixes prints what would be written.
func (p *program) showFixes(j *job, f *lintFlags, fixed *lint.Fixed, code int) error {
	if p.complainOfErrors(j, fixed.Result) {
		code = exitBroken
	}
	var out bytes.Buffer
	names := slices.Sorted(maps.Keys(fixed.Files))
	for _, name := range names {
		out.Write(textdiff.Unified(name, fixed.Before[name], fixed.Files[name]))
	}
	if err := writeAll(p.stdout, out.Bytes()); err != nil {
		return err
	}
	if len(names) > 0 {
		code = max(code, exitFindings)
		if !f.quiet {
			fmt.Fprintln(p.stderr, "would mend "+extent(fixed, names))
		}
	}
	if code != exitClean {
		return &exit{code: code}
	}
	return nil
}

// fixStdin prints what standard input has become; what is left to be said goes to files only.
func (p *program) fixStdin(j *job, f *lintFlags, outputs []output, fixed *lint.Fixed, code int) error {
	text, changed := fixed.Files[j.at.names[0]]
	if !changed {
		var err error
		if text, err = j.disk.ReadFile(j.at.names[0]); err != nil {
			return err
		}
	}
	if err := writeAll(p.stdout, text); err != nil {
		return err
	}
	toFiles := slices.DeleteFunc(slices.Clone(outputs), func(o output) bool { return o.file == "" })
	return atLeast(code, p.finish(f, j, toFiles, fixed.Result))
}

// extent returns how much was mended in files.
func extent(fixed *lint.Fixed, files []string) string {
	n := 0
	for _, name := range files {
		n += fixed.Applied[name]
	}
	return count(n, "finding", "findings") + " in " + count(len(files), "file", "files")
}

// writeFixes writes the files that have changed, and returns those that it could write.
func (p *program) writeFixes(j *job, fixed *lint.Fixed) []string {
	var written []string
	for _, name := range slices.Sorted(maps.Keys(fixed.Files)) {
		if err := j.at.rewrite(name, fixed.Before[name], fixed.Files[name]); err != nil {
			p.complain(fmt.Errorf("%s: not mended: %w", j.at.shown(name), err))
			continue
		}
		written = append(written, name)
	}
	return written
}

var (
	errMoved   = errors.New("it has changed in the meantime")
	errOutside = errors.New("it is a link to a file outside of the root")
)

// rewrite replaces the content of a file, which must be before. A symbolic link stays one: the file that it leads to is
// replaced.
func (a *place) rewrite(name string, before, after []byte) error {
	file, err := filepath.EvalSymlinks(filepath.Join(a.root, filepath.FromSlash(name)))
	if err != nil {
		return reason(err)
	}
	if root, err := filepath.EvalSymlinks(a.root); err != nil || !within(root, file) {
		return errOutside
	}
	info, err := os.Stat(file)
	if err != nil {
		return reason(err)
	}
	if err := writable(file); err != nil {
		return reason(err)
	}
	now, err := os.ReadFile(file)
	if err != nil {
		return reason(err)
	}
	if !bytes.Equal(now, before) {
		return errMoved
	}
	return replaceFile(file, after, info)
}

// writable returns why a file may not be written: replacing it would not ask.
func writable(file string) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// atLeast returns err with an exit code of at least code.
func atLeast(code int, err error) error {
	if code == exitClean {
		return err
	}
	var e *exit
	if errors.As(err, &e) {
		return &exit{code: max(code, e.code), err: e.err}
	}
	if err != nil {
		return err
	}
	return &exit{code: code}
}
