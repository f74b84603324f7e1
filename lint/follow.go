package lint

import (
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog/load"
)

// exists reports whether the linted file system has a file or folder at name.
func (r *run) exists(name string) bool {
	name = path.Clean(name)
	if !fs.ValidPath(name) {
		return false
	}
	_, err := fs.Stat(r.fsys, name)
	return err == nil
}

// follow fills in the files that the Locations in read name, and returns them all, sorted.
func (r *run) follow(ctx context.Context, read []*fileResult) []string {
	var found []string
	known := map[string][]string{} // Locations may name one thing many times
	for _, file := range read {
		for i := range file.kept.targets {
			t := &file.kept.targets[i]
			files, again := known[t.Pattern]
			if !again {
				files = r.expand(ctx, t.Pattern)
				known[t.Pattern] = files
				found = append(found, files...)
			}
			t.Files = files
		}
	}
	return uniqueFiles(found)
}

// expand returns the files that a Location's path or pattern names, sorted.
func (r *run) expand(ctx context.Context, pattern string) []string {
	target := load.Target{Path: pattern}
	switch {
	case pattern == "":
		return nil
	case !load.IsPattern(pattern):
		if info, err := fs.Stat(r.fsys, path.Clean(pattern)); err != nil || info.IsDir() {
			return nil
		}
		return []string{path.Clean(pattern)}
	}
	var found []string
	// Folders that cannot be read name no files; the walk is only wrong in being incomplete.
	_ = fs.WalkDir(r.fsys, fixedFolder(pattern), func(name string, e fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return nil
		case e.IsDir() && (e.Name() == ".git" || e.Name() == "node_modules"):
			return fs.SkipDir
		case !e.IsDir() && target.Matches(name):
			found = append(found, name)
		}
		return nil
	})
	slices.Sort(found)
	return found
}

// fixedFolder returns the folder that all matches of pattern lie under.
func fixedFolder(pattern string) string {
	folder := "."
	for segment := range strings.SplitSeq(pattern, "/") {
		if strings.ContainsAny(segment, "*?[{") {
			break
		}
		folder = path.Join(folder, segment)
	}
	return folder
}
