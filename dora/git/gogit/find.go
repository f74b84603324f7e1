package gogit

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// place is where git keeps a clone: what is a worktree's own, and what all its
// worktrees have in common. Mostly they are one.
type place struct{ own, common string }

// find looks for a clone in a folder and in those above it.
func find(dir string) (place, error) {
	if _, err := os.Stat(dir); err != nil {
		return place{}, err
	}
	at, err := filepath.Abs(dir)
	if err != nil {
		return place{}, err
	}
	for {
		for _, p := range []string{linked(at), at} {
			if found, ok := repository(p); ok {
				return found, nil
			}
		}
		above := filepath.Dir(at)
		if above == at {
			return place{}, errors.New("no git repository there or above")
		}
		at = above
	}
}

// linked returns the folder .git, or the one that a file of this name tells.
func linked(dir string) string {
	name := filepath.Join(dir, ".git")
	if target, ok := firstLine(name, "gitdir: "); ok {
		return absolute(dir, target)
	}
	return name
}

// repository says whether a folder is where git keeps a clone.
func repository(dir string) (place, bool) {
	if _, err := os.Lstat(filepath.Join(dir, "HEAD")); err != nil {
		return place{}, false
	}
	p := place{own: dir, common: dir}
	if common, ok := firstLine(filepath.Join(dir, "commondir"), ""); ok {
		p.common = absolute(dir, common)
	}
	for _, name := range []string{"objects", "refs"} {
		if info, err := os.Stat(filepath.Join(p.common, name)); err != nil || !info.IsDir() {
			return place{}, false
		}
	}
	return p, true
}

// firstLine returns what follows a prefix in a file of one line.
func firstLine(name, prefix string) (string, bool) {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 1<<16 {
		return "", false
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return "", false
	}
	rest, ok := strings.CutPrefix(string(text), prefix)
	return strings.TrimRight(rest, "\r\n"), ok
}
