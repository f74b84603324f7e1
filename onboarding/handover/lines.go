package handover

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/bounded"
)

// maxCodeOwners is how large a file GitHub reads, in bytes.
const maxCodeOwners = 3 << 20

// codeOwners finds the lines of CODEOWNERS that name nobody who stays.
func (f *finder) codeOwners(fsys fs.FS) error {
	names := f.options.CodeOwners
	if names == nil {
		names = []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}
	}
	gone := f.gone()
	for _, name := range names {
		data, err := bounded.ReadFile(fsys, name, maxCodeOwners)
		if errors.Is(err, fs.ErrNotExist) && f.options.CodeOwners == nil {
			continue
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		f.lines(ParseCodeOwners(name, data), gone)
		if f.options.CodeOwners == nil {
			return nil
		}
	}
	return nil
}

// gone returns the names in CODEOWNERS of those who will not be there: the leaver, and groups in which nobody else is.
func (f *finder) gone() []string {
	var names []string
	for _, login := range f.leaver.Logins {
		names = append(names, "@"+login)
	}
	if f.leaver.Email != "" {
		names = append(names, f.leaver.Email)
	}
	if e, ok := f.catalog.Get(f.leaver.Ref); ok {
		if spec, ok := e.Spec.(*catalog.UserSpec); ok && spec.Profile != nil && spec.Profile.Email != "" {
			names = append(names, spec.Profile.Email)
		}
	}
	for _, ref := range append([]catalog.Ref{f.leaver.Ref}, f.orphaned...) {
		if handle := f.handle(ref); handle != "" {
			names = append(names, handle)
		}
	}
	return names
}

// handle returns what CODEOWNERS calls a User or a Group, by their annotations; empty: that is not known.
func (f *finder) handle(ref catalog.Ref) string {
	e, ok := f.catalog.Get(ref)
	if !ok {
		return ""
	}
	key := catalog.AnnotationGitHubTeamSlug
	if e.Kind == catalog.User {
		key = catalog.AnnotationGitHubUserLogin
	}
	handle := "@" + e.Metadata.Annotations[key]
	if _, isTeam := e.Spec.(*catalog.GroupSpec); !isCodeOwner(handle) || isTeam != strings.Contains(handle, "/") {
		return ""
	}
	return handle
}

// lines adds the lines of a file that name only those who are gone.
func (f *finder) lines(c *CodeOwners, gone []string) {
	var found []Item
	for _, rule := range c.Rules {
		stays := func(o CodeOwnerName) bool {
			return !slices.ContainsFunc(gone, func(name string) bool { return len(name) == len(o.Name) && strings.EqualFold(name, o.Name) })
		}
		if len(rule.Owners) == 0 || slices.ContainsFunc(rule.Owners, stays) {
			continue
		}
		first, last := rule.Owners[0].Range, rule.Owners[len(rule.Owners)-1].Range
		i := Item{
			Kind: CodeOwner, Place: first.Position, Written: string(c.Text.Data[rule.Range.Offset:rule.Range.EndOffset]),
			file: c.Text.Name, span: [2]int{first.Offset, last.EndOffset},
		}
		found = append(found, f.successor(i))
	}
	if after := splice(c.Text.Data, found); after != nil {
		f.report.Files = append(f.report.Files, File{c.Text.Name, c.Text.Data, after})
	}
	f.report.Items = append(f.report.Items, found...)
}

// successor fills in who takes over a line.
func (f *finder) successor(i Item) Item {
	switch {
	case !f.options.To.IsZero():
		i.To = f.options.To
	case len(f.own) == 1:
		i.To = f.own[0]
	default:
		i.Note = f.undecided()
		return i
	}
	if i.New = f.handle(i.To); i.New == "" {
		i.Note = "what " + i.To.String() + " is called at GitHub is not known: it needs an annotation"
	}
	return i
}

// splice puts what is new in the place of the owners of lines; nil: nothing is new.
func splice(data []byte, items []Item) []byte {
	var out []byte
	at := 0
	for _, i := range items {
		if i.New != "" {
			out = append(append(out, data[at:i.span[0]]...), i.New...)
			at = i.span[1]
		}
	}
	if at == 0 {
		return nil
	}
	return append(out, data[at:]...)
}
