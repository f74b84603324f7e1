package fetch

import (
	"io/fs"
	"path"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// entry is a file, link or folder that is fetched.
type entry struct {
	name string
	mode fs.FileMode
}

// list returns all entries of a tree: those of a folder by name, before those of the folders within it.
func list(tree fs.FS) ([]entry, error) {
	var out []entry
	for folders := []string{"."}; len(folders) > 0; folders = folders[1:] {
		found, err := fs.ReadDir(tree, folders[0])
		if err != nil {
			return nil, err
		}
		for _, d := range found {
			info, err := d.Info()
			if err != nil {
				return nil, err
			}
			e := entry{path.Join(folders[0], d.Name()), info.Mode()}
			out = append(out, e)
			if e.mode.IsDir() {
				folders = append(folders, e.name)
			}
		}
	}
	return out, nil
}

func (e entry) isLink() bool { return e.mode&fs.ModeSymlink != 0 }

// copy puts the entry into the workspace as it is.
func (e entry) copy(tree fs.FS, w *scaffold.Workspace, to string) error {
	switch {
	case e.mode.IsDir():
		return w.Wrap(w.MkdirAll(to, 0o755))
	case e.isLink():
		link, err := fs.ReadLink(tree, e.name)
		if err != nil {
			return err
		}
		return w.Link(link, to)
	}
	data, err := fs.ReadFile(tree, e.name)
	if err != nil {
		return err
	}
	return w.WriteNew(to, data, writable(e.mode))
}
