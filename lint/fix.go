package lint

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// ApplyFixes returns data, the content of the file called name, with fixes applied: in order of their first edits, each
// wholly or not at all. A fix that overlaps one before it is skipped, as is one that is about another file or reaches
// beyond the end; it may apply once the file has been linted again. When the outcome is no longer the YAML that data
// was (more faults of syntax, another number of documents), data is returned as it is and every fix is skipped.
//
// Fixes are changes of bytes: comments, line ends and whatever they do not touch stay as they are.
func ApplyFixes(name string, data []byte, fixes []Fix) (fixed []byte, applied, skipped []Fix) {
	sorted := slices.Clone(fixes)
	slices.SortStableFunc(sorted, func(a, b Fix) int { return cmp.Compare(firstEdit(a), firstEdit(b)) })
	edits := edits{file: name, size: len(data)}
	for _, f := range sorted {
		if edits.add(f.Edits) {
			applied = append(applied, f)
		} else {
			skipped = append(skipped, f)
		}
	}
	fixed = edits.apply(data)
	if !sameShape(name, data, fixed) {
		return data, nil, sorted
	}
	return fixed, applied, skipped
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

// sameShape reports whether after is at least as good YAML as before.
func sameShape(name string, before, after []byte) bool {
	if bytes.Equal(before, after) {
		return true
	}
	a, b := yamlsrc.Parse(name, before), yamlsrc.Parse(name, after)
	return len(b.Docs) == len(a.Docs) && faults(b) <= faults(a)
}

func faults(s *yamlsrc.Stream) int {
	n := 0
	for _, d := range s.Docs {
		n += len(d.Errors)
	}
	return n
}

// maxFixRounds bounds how often a file is linted and fixed again: two fixes that undo each other would go on for ever.
const maxFixRounds = 10

// errUnsettled says that fixes still change a file after maxFixRounds.
var errUnsettled = errors.New("its fixes do not come to an end")

// Fix lints files as [Linter.Run] does, applies the fix of each diagnostic that has one (see [Diagnostic.Fix]), and again
// until nothing changes. It returns the new content of the files that changed; writing it is the caller's business. A
// file whose fixes do not come to an end is an error, and left out.
func (l *Linter) Fix(ctx context.Context, fsys fs.FS, files []string, unsafe bool) (map[string][]byte, error) {
	over := overlay{FS: fsys, files: map[string][]byte{}}
	for range maxFixRounds {
		r, err := l.Run(ctx, over, files)
		if err != nil {
			return nil, err
		}
		changed, err := over.fix(r, unsafe)
		if err != nil || len(changed) == 0 {
			return over.files, err
		}
	}
	return over.giveUp(ctx, l, files, unsafe)
}

// giveUp drops the files that one more round would change again.
func (o overlay) giveUp(ctx context.Context, l *Linter, files []string, unsafe bool) (map[string][]byte, error) {
	r, err := l.Run(ctx, o, files)
	if err != nil {
		return nil, err
	}
	changed, err := o.fix(r, unsafe)
	errs := []error{err}
	for _, name := range changed {
		delete(o.files, name)
		errs = append(errs, fmt.Errorf("fix %s: %w", name, errUnsettled))
	}
	return o.files, errors.Join(errs...)
}
