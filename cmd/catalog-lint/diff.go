package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

// diffFlags are the flags of diff.
type diffFlags struct {
	read     readFlags
	catalogs catalogFlags
	format   string
	exitCode bool
}

func (p *program) diffCommand() *cobra.Command {
	f := &diffFlags{}
	cmd := command("diff A [B]", "Say what changed in the catalog: entities, relations, what is left dangling, and whom it concerns", func(ctx context.Context, args []string) error {
		return p.diff(ctx, f, args)
	})
	cmd.Long = `diff compares two states of the catalog. Each is

  FILE or URL    a snapshot
  PATH           the files in a folder, or one catalog file
  REV, REV:PATH  a revision of this git repository: a branch, tag or commit

in this order; what is both a path and a revision is meant as a revision with a colon at its end. Without B it is the
work tree. A revision is read by git without touching the work tree.

With --catalog, what entities elsewhere refer to counts too: a removed or renamed entity that only other repositories
need is then left dangling there.`
	cmd.Example = `  catalog-lint diff origin/main
  catalog-lint diff --catalog https://example.com/catalog.snapshot --format markdown origin/main . >> "$GITHUB_STEP_SUMMARY"
  catalog-lint diff --exit-code yesterday.snapshot today.snapshot`
	f.read.add(cmd)
	f.catalogs.add(cmd)
	addFormat(cmd, &f.format, reportFormats())
	cmd.Flags().BoolVar(&f.exitCode, "exit-code", false, "exit with 1 when references are left dangling")
	return cmd
}

// diffReport is a diff as an answer.
type diffReport struct{ *snapshot.Diff }

func (p *program) diff(ctx context.Context, f *diffFlags, args []string) error {
	if len(args) < 1 || len(args) > 2 {
		return usageError("diff takes two states of the catalog, or one to compare the work tree with; see catalog-lint diff --help")
	}
	if err := oneOf("format", f.format, reportFormats()); err != nil {
		return err
	}
	before, after, err := p.sides(ctx, f, args)
	if err != nil {
		return err
	}
	catalogs, err := p.openCatalogs(ctx, &f.catalogs)
	if err != nil {
		return err
	}
	if len(catalogs) > 0 {
		rest := newRest(before, after, catalogs)
		if before.snapshot, err = rest.with(before); err != nil {
			return err
		}
		if after.snapshot, err = rest.with(after); err != nil {
			return err
		}
	}
	d := snapshot.Compare(before.snapshot, after.snapshot)
	if err := p.writeReport(diffReport{d}, f.format); err != nil {
		return err
	}
	if f.exitCode && len(d.Dangling) > 0 {
		return &exit{code: exitFindings}
	}
	return nil
}

// rest is what snapshots of the whole catalog have beside the two states that are compared. It is the same on both sides,
// so that nothing of it is a change; but what it refers to may be gone.
type rest struct {
	before, after *snapshot.Snapshot
	catalogs      []*snapshot.Snapshot
	gone          map[string]bool
}

func newRest(before, after *side, catalogs []*snapshot.Snapshot) *rest {
	r := &rest{before: before.snapshot, after: after.snapshot, catalogs: catalogs}
	r.gone = gone(after.read, catalogs)
	return r
}

// with returns the snapshot of a side and the rest.
func (r *rest) with(s *side) (*snapshot.Snapshot, error) {
	own := s.snapshot
	return snapshot.New(own.Header(), func(yield func(snapshot.Entry) bool) {
		for e := range own.All() {
			if !yield(e) {
				return
			}
		}
		for i, c := range r.catalogs {
			for e := range c.All() {
				if r.has(&e, i) && !yield(e) {
					return
				}
			}
		}
	})
}

// has reports whether the entity that the i-th catalog has belongs to the rest.
func (r *rest) has(e *snapshot.Entry, i int) bool {
	if r.before.Contains(e.Ref) || r.after.Contains(e.Ref) || r.gone[e.Ref.Key()] {
		return false
	}
	for _, c := range r.catalogs[:i] {
		if c.Contains(e.Ref) {
			return false
		}
	}
	return true
}

func (d diffReport) writeText(w io.Writer) error     { return d.WriteText(w) }
func (d diffReport) writeMarkdown(w io.Writer) error { return d.WriteMarkdown(w) }
func (d diffReport) writeJSON(w io.Writer) error     { return d.WriteJSON(w) }
