package cases

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
)

// Find returns the files of the cases in a folder and those below it, sorted: every tests/NAME/case.yaml, and the folder's own
// if it is a case. Goldens and folders whose names begin with a dot are not looked into, nor is node_modules.
func Find(fsys fs.FS, folder string) ([]string, error) {
	if own := path.Join(folder, FileName); exists(fsys, own) {
		return []string{own}, nil
	}
	var names []string
	err := fs.WalkDir(fsys, folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != folder && (entry.Name()[0] == '.' || entry.Name() == "node_modules" || isGolden(fsys, name)):
			return fs.SkipDir
		case !entry.IsDir() && entry.Name() == FileName && path.Base(path.Dir(path.Dir(name))) == "tests":
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("find cases: %w", err)
	}
	slices.Sort(names)
	return names, nil
}

// isGolden tells whether a folder has the files that a case wants.
func isGolden(fsys fs.FS, folder string) bool {
	return path.Base(folder) == goldenTree && exists(fsys, path.Join(path.Dir(folder), FileName))
}

func exists(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
