package cases

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/textdiff"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/source"
)

// readTree returns what is in a folder, sorted by path; nothing when there is no such folder. Links are not followed.
func readTree(fsys fs.FS, folder string) ([]scaffold.File, error) {
	var files []scaffold.File
	err := fs.WalkDir(fsys, folder, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == folder {
			return fs.SkipAll
		}
		if err != nil || name == folder {
			return err
		}
		f := scaffold.File{Path: strings.TrimPrefix(name, folder+"/"), Mode: entry.Type()}
		switch {
		case entry.IsDir():
		case entry.Type()&fs.ModeSymlink != 0:
			target, err := fs.ReadLink(fsys, name)
			if err != nil {
				return err
			}
			f.Data = []byte(target)
		default:
			info, err := entry.Info()
			if err != nil {
				return err
			}
			f.Mode = info.Mode()
			f.Data, err = fs.ReadFile(fsys, name)
			if err != nil {
				return err
			}
		}
		files = append(files, f)
		return nil
	})
	slices.SortFunc(files, func(a, b scaffold.File) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

// put writes a file into a workspace.
func put(w *scaffold.Workspace, f scaffold.File) error {
	switch {
	case f.Mode.IsDir():
		return w.MkdirAll(f.Path, 0o755)
	case f.Mode&fs.ModeSymlink != 0:
		return w.Link(string(f.Data), f.Path)
	case isExecutable(f):
		return w.WriteNew(f.Path, f.Data, 0o755)
	}
	return w.WriteNew(f.Path, f.Data, 0o644)
}

func isExecutable(f scaffold.File) bool { return f.Mode.IsRegular() && f.Mode.Perm()&0o111 != 0 }

// emptyFolders returns the folders of a tree that nothing is in.
func emptyFolders(files []scaffold.File) []string {
	full := map[string]bool{}
	for _, f := range files {
		full[path.Dir(f.Path)] = true
	}
	var out []string
	for _, f := range files {
		if f.Mode.IsDir() && !full[f.Path] {
			out = append(out, f.Path)
		}
	}
	return out
}

// compareTrees returns how files and links differ; below is the folder of the wanted ones as people see it. Folders are compared by
// what is in them.
func compareTrees(wanted, got []scaffold.File, below string) []Problem {
	var out []Problem
	have := map[string]scaffold.File{}
	for _, f := range got {
		if !f.Mode.IsDir() {
			have[f.Path] = f
		}
	}
	for _, w := range wanted {
		if w.Mode.IsDir() {
			continue
		}
		pos := source.Position{File: path.Join(below, w.Path)}
		f, there := have[w.Path]
		delete(have, w.Path)
		switch {
		case !there:
			out = append(out, Problem{Pos: pos, Message: "the run does not make this " + noun(w)})
		case f.Mode.Type() != w.Mode.Type():
			out = append(out, Problem{Pos: pos, Message: fmt.Sprintf("the run makes a %s, not a %s", noun(f), noun(w))})
		case !bytes.Equal(f.Data, w.Data):
			out = append(out, differs(pos, w, f))
		}
	}
	for _, f := range got {
		if _, extra := have[f.Path]; extra {
			out = append(out, Problem{Pos: source.Position{File: path.Join(below, f.Path)}, Message: "the run makes this " + noun(f) + ", which is not wanted"})
		}
	}
	return out
}

func noun(f scaffold.File) string {
	if f.Mode&fs.ModeSymlink != 0 {
		return "link"
	}
	return "file"
}

// differs says how the content of a file differs.
func differs(pos source.Position, want, got scaffold.File) Problem {
	switch {
	case want.Mode&fs.ModeSymlink != 0:
		return Problem{Pos: pos, Message: fmt.Sprintf("the link leads to %q, not to %q", got.Data, want.Data)}
	case isBinary(want.Data) || isBinary(got.Data):
		at := 0
		for at < min(len(want.Data), len(got.Data)) && want.Data[at] == got.Data[at] {
			at++
		}
		return Problem{Pos: pos, Message: fmt.Sprintf("differs from byte %d on: %d bytes, not %d", at, len(got.Data), len(want.Data))}
	}
	return Problem{Pos: pos, Message: "differs", Diff: string(textdiff.Unified(want.Path, want.Data, got.Data))}
}

func isBinary(data []byte) bool { return bytes.IndexByte(data, 0) >= 0 }
