package lint

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// ApplyFixes returns data, the content of the file called name, with fixes applied: in order of their first edits, each
// wholly or not at all. A fix that overlaps one before it is skipped, as is one that is about another file or reaches
// beyond the end; it may apply once the file has been linted again. Skipped is also a fix after which the file would not
// be the YAML that it was: with more faults of syntax, another number of documents, or another value in a place that no
// edit touches. A fix that reshapes documents is applied alone, and not looked at in this way.
//
// Fixes are changes of bytes: comments, line ends and whatever they do not touch stay as they are.
func ApplyFixes(name string, data []byte, fixes []Fix) (fixed []byte, applied, skipped []Fix) {
	sorted := slices.Clone(fixes)
	slices.SortStableFunc(sorted, func(a, b Fix) int { return cmp.Compare(firstEdit(a), firstEdit(b)) })
	p := patch{edits: edits{file: name, size: len(data)}, data: data}
	if i := slices.IndexFunc(sorted, func(f Fix) bool { return f.Reshapes }); i >= 0 && p.edits.add(sorted[i].Edits) {
		return p.edits.apply(data), sorted[i : i+1 : i+1], slices.Concat(sorted[:i], sorted[i+1:])
	}
	p.add(sorted)
	return p.edits.apply(data), p.applied, p.skipped
}

func firstEdit(f Fix) int {
	first := -1
	for _, e := range f.Edits {
		if first < 0 || e.Offset < first {
			first = e.Offset
		}
	}
	return first
}

// patch is a set of fixes after which a file is still what it was.
type patch struct {
	edits            edits
	data             []byte
	before           *yamlsrc.Stream // data; nil: not read yet
	applied, skipped []Fix
}

// add adds those of fixes that it can: all at once if the outcome is as good as they promise, else half by half.
func (p *patch) add(fixes []Fix) {
	with := edits{file: p.edits.file, size: p.edits.size, list: slices.Clone(p.edits.list)}
	var fitting, others []Fix
	for _, f := range fixes {
		if with.add(f.Edits) {
			fitting = append(fitting, f)
		} else {
			others = append(others, f)
		}
	}
	switch {
	case len(fitting) == 0:
	case p.keeps(&with):
		p.edits = with
		p.applied = append(p.applied, fitting...)
	case len(fitting) == 1:
		p.skipped = append(p.skipped, fitting[0])
	default:
		half := len(fitting) / 2
		p.add(fitting[:half])
		p.add(fitting[half:])
	}
	p.skipped = append(p.skipped, others...)
}

// keeps reports whether the edits of with change nothing but what they say.
func (p *patch) keeps(with *edits) bool {
	after := with.apply(p.data)
	if bytes.Equal(p.data, after) {
		return true
	}
	if p.before == nil {
		p.before = yamlsrc.Parse(with.file, p.data)
	}
	return sameElsewhere(p.before, yamlsrc.Parse(with.file, after), with.list)
}

// maxFixRounds bounds how often a file is linted and fixed again: two fixes that undo each other would go on for ever.
const maxFixRounds = 10

// errUnsettled says that fixes still change a file after maxFixRounds.
var errUnsettled = errors.New("its fixes do not come to an end")

// Fixed is what [Linter.Fix] has come to.
type Fixed struct {
	Files   map[string][]byte // the new content of the files that changed
	Before  map[string][]byte // what they were
	Applied map[string]int    // how many fixes were applied to each of them
	Result  *Result           // what is left; a diagnostic that still has a fix is one whose fix cannot be applied
}

// Fix lints files as [Linter.Run] does, applies the fix of each diagnostic that has one (see [Diagnostic.Fix]), and again
// until nothing changes. Writing the outcome is the caller's business. A file whose fixes do not come to an end stays as
// it was, and is an error; the rest is returned all the same.
func (l *Linter) Fix(ctx context.Context, fsys fs.FS, files []string, unsafe bool) (*Fixed, error) {
	all := *l
	all.MaxPerRule = -1 // what is not listed has fixes, too
	fixed, err := all.fix(ctx, fsys, files, unsafe)
	if fixed != nil {
		fixed.Result.Diagnostics = l.limited(fixed.Result.Diagnostics)
	}
	return fixed, err
}

func (l *Linter) fix(ctx context.Context, fsys fs.FS, files []string, unsafe bool) (*Fixed, error) {
	over := overlay{FS: fsys, files: map[string][]byte{}, before: map[string][]byte{}}
	applied := map[string]int{}
	for range maxFixRounds {
		r, err := l.Run(ctx, over, files)
		if err != nil {
			return nil, err
		}
		changed, err := over.fix(r, unsafe)
		if err != nil {
			return nil, err
		}
		if len(changed) == 0 {
			return over.fixed(r, applied), nil
		}
		for name, n := range changed {
			applied[name] += n
		}
	}
	return over.giveUp(ctx, l, files, unsafe, applied)
}

// giveUp drops the files that one more round would change again.
func (o overlay) giveUp(ctx context.Context, l *Linter, files []string, unsafe bool, applied map[string]int) (*Fixed, error) {
	r, err := l.Run(ctx, o, files)
	if err != nil {
		return nil, err
	}
	trial := overlay{FS: o.FS, files: maps.Clone(o.files), before: maps.Clone(o.before)}
	changed, err := trial.fix(r, unsafe)
	errs := []error{err}
	for _, name := range sortedKeys(changed) {
		delete(o.files, name)
		delete(o.before, name)
		delete(applied, name)
		errs = append(errs, fmt.Errorf("fix %s: %w", name, errUnsettled))
	}
	if r, err = l.Run(ctx, o, files); err != nil {
		return nil, err
	}
	return o.fixed(r, applied), errors.Join(errs...)
}

func (o overlay) fixed(r *Result, applied map[string]int) *Fixed {
	return &Fixed{Files: o.files, Before: o.before, Applied: applied, Result: r}
}
