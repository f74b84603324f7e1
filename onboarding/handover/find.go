package handover

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Report is what somebody hands over.
type Report struct {
	Leaver Leaver
	Items  []Item // by kind, then by entity and place
	Files  []File // as they would be changed, by name
}

// File is a file before and after the change.
type File struct {
	Name          string // path in the file system
	Before, After []byte
}

// Find looks for what l hands over. Without a file system it tells what there is, and proposes no change of files. The error is of
// what is asked for: a new owner that is none. Files that cannot be read are notes of their items.
func Find(c *catalog.Catalog, fsys fs.FS, l Leaver, o *Options) (*Report, error) {
	if o == nil {
		o = &Options{}
	}
	f := &finder{catalog: c, leaver: l, options: o, groups: membersOf(c), report: &Report{Leaver: l}}
	if err := f.check(); err != nil {
		return nil, err
	}
	f.memberships()
	f.owned()
	f.orphans()
	f.mentions()
	if fsys != nil {
		if err := f.codeOwners(fsys); err != nil {
			return nil, err
		}
		f.edit(fsys)
	}
	rank := kinds()
	slices.SortStableFunc(f.report.Items, func(a, b Item) int {
		return cmp.Or(
			cmp.Compare(slices.Index(rank, a.Kind), slices.Index(rank, b.Kind)), a.Group.Compare(b.Group), a.Entity.Compare(b.Entity), a.Place.Compare(b.Place),
		)
	})
	return f.report, nil
}

// finder is a Report in the making.
type finder struct {
	catalog *catalog.Catalog
	leaver  Leaver
	options *Options
	report  *Report

	groups   map[string]map[string]catalog.Ref // members by the keys of groups and their own
	own      []catalog.Ref                     // the leaver's groups in which others are
	orphaned []catalog.Ref                     // and those in which nobody else is
}

// check refuses a leaver and new owners that are none.
func (f *finder) check() error {
	var errs []error
	if f.leaver.Ref.Kind != catalog.User {
		errs = append(errs, fmt.Errorf("%q is no reference to a User", f.leaver.Ref))
	}
	for _, to := range f.options.Each {
		errs = append(errs, f.checkOwner(to))
	}
	if !f.options.To.IsZero() {
		errs = append(errs, f.checkOwner(f.options.To))
	}
	return errors.Join(errs...)
}

func (f *finder) checkOwner(to catalog.Ref) error {
	switch {
	case to.Kind != catalog.Group && to.Kind != catalog.User:
		return fmt.Errorf("%q cannot own anything: it is neither a Group nor a User", to)
	case to.Namespace != "" && !catalog.IsNamespace(to.Namespace), !catalog.IsObjectName(to.Name):
		return fmt.Errorf("%q is no name that an entity can have", to)
	case f.isLeaver(to):
		return fmt.Errorf("%s is who leaves", to)
	}
	return nil
}

func (f *finder) isLeaver(r catalog.Ref) bool { return r.Key() == f.leaver.Ref.Key() }

func (f *finder) add(i Item, e *catalog.Entity) {
	i.Entity = e.Ref()
	i.file, i.document, i.holder = e.Source.File, e.Source.Document, e.Ref()
	if r := e.Range(i.pointer); r.Line > 0 {
		i.Place = r.Position
	}
	f.report.Items = append(f.report.Items, i)
}

// owned finds what the leaver owns.
func (f *finder) owned() {
	for e := range f.ownedBy(f.leaver.Ref) {
		i := Item{Kind: Owner, pointer: ownerPointer, Written: written(e)}
		switch to, ok := f.options.Each[e.Ref().Key()]; {
		case ok:
			i.To = to
		case !f.options.To.IsZero():
			i.To = f.options.To
		case len(f.own) == 1:
			i.To = f.own[0]
		default:
			i.Note = f.undecided()
		}
		f.add(f.known(i), e)
	}
}

// known notes that a new owner is not in the catalog, or is a group in which nobody stays.
func (f *finder) known(i Item) Item {
	if i.To.IsZero() {
		return i
	}
	if _, ok := f.catalog.Get(i.To); !ok {
		i.note(i.To.String() + " is not in the catalog")
	}
	if slices.ContainsFunc(f.orphaned, func(r catalog.Ref) bool { return r.Key() == i.To.Key() }) {
		i.note("nobody stays in " + i.To.String())
	}
	return i
}

// undecided returns who could take over.
func (f *finder) undecided() string {
	if len(f.own) == 0 {
		return "nobody is known who could take over"
	}
	return "who takes over is to be decided: the leaver is in " + join(f.own)
}

// mentions finds the other references to the leaver, and the User.
func (f *finder) mentions() {
	for e := range f.catalog.All() {
		for _, r := range e.References() {
			if r.Err != nil || !f.isLeaver(r.Target) || r.Field.Relation == catalog.OwnedBy {
				continue
			}
			kind := Reference
			if e.Kind == catalog.Group && r.Field.Name == "members" {
				kind = Member
			}
			f.add(Item{Kind: kind, pointer: r.Pointer, Written: r.Written, Note: "would lead nowhere"}, e)
		}
	}
	if e, ok := f.catalog.Get(f.leaver.Ref); ok {
		f.add(Item{Kind: User, Written: e.Metadata.Name, Note: "is to be removed when the account is"}, e)
	}
}
