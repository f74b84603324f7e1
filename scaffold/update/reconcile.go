package update

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/goldenpath-go/goldenpath/scaffold/internal/merge3"
)

// besideSuffix ends the name of a template's file that could not be put where it belongs.
const besideSuffix = ".template"

// versions are the states of one file: as it was generated, as it is here, as the template has it now. Each may be nil, as
// may be the names where they are.
type versions struct {
	base, ours, theirs             *file
	basePath, oursPath, theirsPath string
}

// reconciler decides what becomes of files.
type reconciler struct {
	here    *worktree
	options *merge3.Options
	theirs  map[string]*file // all that the template makes
}

// decision is what becomes of a file: its paths with their contents.
type decision struct {
	File
	before, after map[string]*file
}

func newDecision(name string) *decision {
	return &decision{File: File{Path: name}, before: map[string]*file{}, after: map[string]*file{}}
}

// changes tells whether anything is to be done.
func (d *decision) changes() bool {
	for name, f := range d.after {
		if !f.equal(d.before[name]) {
			return true
		}
	}
	return false
}

// decide decides on one file. Nil: there is nothing to say.
func (r *reconciler) decide(v versions) (*decision, error) {
	switch {
	case v.base == nil:
		return r.added(v)
	case v.theirs == nil:
		return removed(v), nil
	case v.ours == nil:
		return goneHere(v), nil
	case v.base.equal(v.theirs) && v.basePath == v.theirsPath:
		return nil, nil // the template says what it said
	}
	return r.both(v)
}

// added decides on a file that is new in the template.
func (r *reconciler) added(v versions) (*decision, error) {
	d := newDecision(v.theirsPath)
	ours, err := r.here.file(v.theirsPath)
	switch {
	case errors.Is(err, errInTheWay):
		return r.inTheWay(d, v.theirs)
	case err != nil:
		return nil, err
	case ours == nil:
		d.Outcome, d.after[d.Path] = Created, v.theirs
		return d, nil
	case ours.equal(v.theirs):
		return nil, nil
	}
	d.before[d.Path] = ours
	merged, err := r.merge(d, &file{mode: ours.mode}, ours, v.theirs)
	if err != nil {
		return nil, err
	}
	d.Outcome, d.after[d.Path] = Merged, merged
	switch {
	case d.Conflict == ContentConflict:
		d.Conflict = AddedConflict
	case merged.equal(ours):
		d.Outcome = Kept
	}
	return d, nil
}

// inTheWay puts the template's file beside what is in its place, if that can be done.
func (r *reconciler) inTheWay(d *decision, theirs *file) (*decision, error) {
	d.Outcome, d.Conflict = Kept, PlaceConflict
	return d, r.beside(d, theirs)
}

// beside puts the template's file beside ours, under a name that is free or has the very same, if there is a folder to put it
// into.
func (r *reconciler) beside(d *decision, theirs *file) error {
	for n := 1; ; n++ {
		name := d.Path + besideSuffix
		if n > 1 {
			name = fmt.Sprintf("%s%d", name, n)
		}
		if r.theirs[name] != nil {
			continue
		}
		f, err := r.here.file(name)
		switch {
		case errors.Is(err, errNoFolder):
			return nil
		case err != nil && !errors.Is(err, errInTheWay):
			return err
		case err == nil && (f == nil || f.equal(theirs)):
			d.Beside, d.before[name], d.after[name] = name, f, theirs
			return nil
		}
	}
}

// removed decides on a file that is gone from the template.
func removed(v versions) *decision {
	if v.ours == nil {
		return nil
	}
	d := newDecision(v.oursPath)
	if same(v.ours, v.base) {
		d.Outcome, d.before[d.Path], d.after[d.Path] = Deleted, v.ours, nil
		return d
	}
	d.Outcome, d.Conflict, d.Note = Kept, DeletedConflict, "gone from the template, and edited here"
	return d
}

// same tells whether ours is base but for the ends of its lines.
func same(ours, base *file) bool {
	if ours.equal(base) {
		return true
	}
	return ours.mode == base.mode && !ours.isLink() && bytes.Equal(withEnds(base.data, endsOf(ours.data)), ours.data)
}

// goneHere decides on a file that somebody has deleted here.
func goneHere(v versions) *decision {
	if v.base.equal(v.theirs) {
		return nil
	}
	d := newDecision(v.basePath)
	d.Outcome, d.Note = Kept, "deleted here, and stays so; the template has changed it"
	return d
}

// both decides on a file that is here and in the template, which has changed it.
func (r *reconciler) both(v versions) (*decision, error) {
	d, err := r.place(v)
	if err != nil {
		return nil, err
	}
	merged, err := r.merge(d, v.base, v.ours, v.theirs)
	if err != nil {
		return nil, err
	}
	d.after[d.Path] = merged
	switch {
	case d.Outcome != "":
	case merged.equal(v.ours) && d.From != "":
		d.Outcome = Moved
	case merged.equal(v.ours):
		d.Outcome = Kept
	case same(v.ours, v.base):
		d.Outcome = Updated
	default:
		d.Outcome = Merged
	}
	if d.Outcome == Kept && d.Conflict == "" {
		return nil, nil // what the template does has been done here
	}
	return d, nil
}

// place says where the file goes: to the name that either side gave it.
func (r *reconciler) place(v versions) (*decision, error) {
	d := newDecision(v.oursPath)
	d.before[v.oursPath] = v.ours
	switch {
	case v.theirsPath == v.oursPath || v.theirsPath == v.basePath:
		return d, nil
	case v.oursPath != v.basePath:
		d.Conflict, d.Note = RenamedConflict, "renamed to "+v.theirsPath+" in the template"
		return d, nil
	}
	if f, err := r.here.file(v.theirsPath); f != nil || errors.Is(err, errInTheWay) {
		d.Conflict, d.Note = TakenConflict, "renamed to "+v.theirsPath+" in the template, which is taken here"
		return d, nil
	} else if err != nil {
		return nil, err
	}
	d.Path, d.From = v.theirsPath, v.oursPath
	d.after[v.oursPath] = nil
	return d, nil
}

// merge returns the file that has what both sides made of the base, and notes conflicts.
func (r *reconciler) merge(d *decision, base, ours, theirs *file) (*file, error) {
	if base.isLink() || ours.isLink() || theirs.isLink() {
		return r.choose(d, TypeConflict, base, ours, theirs)
	}
	mode := pick(base.mode, ours.mode, theirs.mode)
	b, o, t := sameEnds(base.data, ours.data, theirs.data)
	result, err := merge3.Merge(b, o, t, r.options)
	if errors.Is(err, merge3.ErrBinary) {
		return r.choose(d, BinaryConflict, &file{mode, base.data}, &file{mode, ours.data}, &file{mode, theirs.data})
	}
	if err != nil {
		return nil, err
	}
	if d.Lines = result.Conflicts; len(d.Lines) > 0 {
		d.Conflict = ContentConflict
	}
	return &file{mode, result.Text}, nil
}

// choose takes the file that one side has changed. If both have, ours stays and theirs is put beside it.
func (r *reconciler) choose(d *decision, c Conflict, base, ours, theirs *file) (*file, error) {
	switch {
	case ours.equal(theirs), base.equal(theirs):
		return ours, nil
	case base.equal(ours):
		return theirs, nil
	}
	d.Outcome, d.Conflict = Kept, c
	return ours, r.beside(d, theirs)
}

// pick merges what has no parts: whichever side has changed it counts, ours if both have.
func pick[T comparable](base, ours, theirs T) T {
	if ours == base {
		return theirs
	}
	return ours
}
