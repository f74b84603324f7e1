package urlreader

import (
	"context"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// unpacker makes a tree of the entries of an archive, or of a folder on disk.
type unpacker struct {
	ctx    context.Context
	limits Limits
	folder string // which is wanted, below the top; "." for all
	strip  bool   // the archive has one folder that all is in, which is left out

	top     string // that folder
	entries int
	total   int64
	files   memory
}

func newUnpacker(ctx context.Context, limits Limits, folder string, strip bool) *unpacker {
	root := &node{name: ".", mode: fs.ModeDir | 0o755}
	return &unpacker{ctx: ctx, limits: limits, folder: folder, strip: strip, files: memory{".": root}}
}

func refused(format string, args ...any) error {
	return scaffold.Errorf(scaffold.ErrNotAllowed, format, args...)
}

// add adds an entry. Content is read only of files and links that are wanted.
func (u *unpacker) add(name string, mode fs.FileMode, content io.Reader) error {
	if err := u.ctx.Err(); err != nil {
		return err
	}
	if u.entries++; u.entries > u.limits.entries() {
		return limitError("there are more than %d files and folders", u.limits.entries())
	}
	inside, wanted, err := u.place(name)
	if err != nil || !wanted {
		return err
	}
	switch {
	case mode.IsDir():
		return u.makeFolder(inside)
	case inside == ".":
		return scaffold.Errorf(scaffold.ErrInput, "%s is no folder", name)
	case mode.IsRegular():
		return u.addFile(inside, name, mode, content)
	case mode&fs.ModeSymlink != 0:
		return u.addLink(inside, name, content)
	}
	return refused("%s is no file, folder or link", name)
}

// longest is how many bytes a name may have.
const longest = 4096

// place returns where in the tree an entry goes.
func (u *unpacker) place(name string) (inside string, wanted bool, err error) {
	clean := strings.TrimSuffix(strings.TrimPrefix(name, "./"), "/")
	if clean == "" || clean == "." {
		return "", false, nil
	}
	if !isPath(clean) || len(clean) > longest {
		return "", false, refused("the name %.100q leads elsewhere", name)
	}
	if strings.Count(clean, "/") > u.limits.depth() {
		return "", false, limitError("%q is below more than %d folders", name, u.limits.depth())
	}
	if u.strip {
		top, rest, nested := strings.Cut(clean, "/")
		if u.top == "" {
			u.top = top
		}
		if top != u.top {
			return "", false, refused("%q is beside the folder %s, in which all should be", name, u.top)
		}
		if clean = rest; !nested {
			return "", false, nil
		}
	}
	inside, wanted = below(u.folder, clean)
	return inside, wanted, nil
}

func (u *unpacker) addFile(inside, name string, mode fs.FileMode, content io.Reader) error {
	data, err := u.read(name, content)
	if err != nil {
		return err
	}
	perm := fs.FileMode(0o644)
	if mode&0o111 != 0 {
		perm = 0o755
	}
	return u.put(inside, &node{mode: perm, data: data})
}

func (u *unpacker) addLink(inside, name string, content io.Reader) error {
	target, err := u.read(name, content)
	if err != nil {
		return err
	}
	if !leads(inside, target) {
		return refused("the link %s leads out of the folder, to %q", name, target)
	}
	return u.put(inside, &node{mode: fs.ModeSymlink | 0o777, data: target})
}

// read returns content, which counts.
func (u *unpacker) read(name string, content io.Reader) (string, error) {
	var b strings.Builder
	n, err := io.Copy(&b, capAt(content, u.limits.file(), name))
	if err != nil {
		return "", err
	}
	if u.total += n; u.total > u.limits.total() {
		return "", limitError("the files have more than %d bytes", u.limits.total())
	}
	return b.String(), nil
}

// makeFolder makes a folder with those it stands in. It may be there already.
func (u *unpacker) makeFolder(name string) error {
	if n, ok := u.files[name]; ok {
		if !n.IsDir() {
			return refused("%s is there twice", name)
		}
		return nil
	}
	return u.put(name, &node{mode: fs.ModeDir | 0o755})
}

// put adds a node to the folder it stands in. That must not be a link: what is below one would land elsewhere.
func (u *unpacker) put(name string, n *node) error {
	if _, ok := u.files[name]; ok {
		return refused("%s is there twice", name)
	}
	folder := path.Dir(name)
	if err := u.makeFolder(folder); err != nil {
		return err
	}
	if len(u.files) > u.limits.entries() { // with the folders that no entry is about
		return limitError("there are more than %d files and folders", u.limits.entries())
	}
	n.name = path.Base(name)
	u.files[name] = n
	u.files[folder].entries = append(u.files[folder].entries, n)
	return nil
}

// tree returns what was unpacked. There must have been something.
func (u *unpacker) tree() (memory, error) {
	if len(u.files) == 1 && u.folder != "." {
		return nil, scaffold.Errorf(scaffold.ErrNotFound, "there is no folder %s", u.folder)
	}
	for _, n := range u.files {
		slices.SortFunc(n.entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	}
	return u.files, nil
}
