package github

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Modes of files in git.
const (
	modeFile       = "100644"
	modeExecutable = "100755"
	modeLink       = "120000"
)

// file is a file as a commit has it.
type file struct {
	path, mode string
	data       []byte // of a link its target
}

// filesOf returns the files of a folder of the workspace that git would take: without .git, what .gitignore names, and empty
// folders. The paths begin with the folder to.
func filesOf(w *scaffold.Workspace, folder, to string) ([]file, error) {
	root, err := w.Path(folder)
	if err != nil {
		return nil, err
	}
	all, err := w.Files()
	if err != nil {
		return nil, err
	}
	rules := ignoresOf(all, root)
	var out []file
	for _, f := range all {
		name, ok := below(root, f.Path)
		if !ok || f.Mode.IsDir() || rules.ignored(name) || strings.Contains("/"+name+"/", "/.git/") {
			continue
		}
		out = append(out, file{path.Join(to, name), modeOf(f.Mode), f.Data})
	}
	return out, nil
}

// ignoresOf returns the patterns of all .gitignore files below a folder.
func ignoresOf(all []scaffold.File, root string) ignores {
	var found []scaffold.File
	for _, f := range all {
		if name, ok := below(root, f.Path); ok && path.Base(name) == ".gitignore" && f.Mode.IsRegular() {
			f.Path = name
			found = append(found, f)
		}
	}
	slices.SortStableFunc(found, func(a, b scaffold.File) int { return strings.Count(a.Path, "/") - strings.Count(b.Path, "/") })
	rules := ignores{}
	for _, f := range found {
		rules.add(path.Dir(f.Path), string(f.Data))
	}
	return rules
}

// below returns the name of a file as seen from a folder.
func below(folder, name string) (string, bool) {
	if folder == "." {
		return name, true
	}
	return strings.CutPrefix(name, folder+"/")
}

func modeOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return modeLink
	case mode&0o111 != 0:
		return modeExecutable
	}
	return modeFile
}
