package discover

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"strings"
)

// ignorePattern is one line of a .gitignore.
type ignorePattern struct {
	negated bool
	dirOnly bool
	byName  bool   // without a slash: compared with the last name of a path, at any depth
	literal string // the pattern up to its first special character
	exact   bool   // there is no special character: literal is all of it
	wild    wildmatch
}

// ignoreFile is the patterns of one file, in its order, and the folder they are for.
type ignoreFile struct {
	dir      string // "." for the root
	patterns []ignorePattern
}

// parseIgnore reads the content of a .gitignore in dir by the rules of gitignore(5).
func parseIgnore(dir string, data []byte) *ignoreFile {
	f := &ignoreFile{dir: dir}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		if p, ok := parseIgnoreLine(line); ok {
			f.patterns = append(f.patterns, p)
		}
	}
	return f
}

func parseIgnoreLine(line string) (p ignorePattern, ok bool) {
	if line == "" || line[0] == '#' {
		return p, false
	}
	line = trimSpaces(line)
	line, p.negated = strings.CutPrefix(line, "!")
	line, p.dirOnly = strings.CutSuffix(line, "/")
	p.byName = !strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	if line == "" {
		return p, false
	}
	special := strings.IndexAny(line, `*?[\`)
	if special < 0 {
		p.literal, p.exact = line, true
		return p, true
	}
	p.literal = line[:special]
	p.wild = compileWildmatch(line, special)
	return p, true
}

// trimSpaces takes the blanks off the end of line that no backslash keeps.
func trimSpaces(line string) string {
	end := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case ' ':
			continue
		case '\\':
			i++
		}
		end = i + 1
	}
	return line[:min(end, len(line))]
}

// match reports whether the pattern is about name, a path relative to the pattern's folder whose last name is base.
func (p *ignorePattern) match(name, base string, isDir bool) bool {
	if p.dirOnly && !isDir {
		return false
	}
	if p.byName {
		name = base
	}
	if p.exact {
		return name == p.literal
	}
	return strings.HasPrefix(name, p.literal) && p.wild.match(name)
}

// decide returns what the file says of the path name; false for decided when it says nothing. The last pattern that
// matches counts.
func (f *ignoreFile) decide(name string, isDir bool) (ignored, decided bool) {
	if f.dir != "." {
		name = strings.TrimPrefix(name, f.dir+"/")
	}
	base := path.Base(name)
	for i := len(f.patterns) - 1; i >= 0; i-- {
		if p := &f.patterns[i]; p.match(name, base, isDir) {
			return !p.negated, true
		}
	}
	return false, false
}

// ignores is the files that apply in one folder, the weakest first: .git/info/exclude, the root's .gitignore, and so
// on downwards.
type ignores []*ignoreFile

// ignored reports whether git would leave out the path name, given that its folder is not left out.
func (s ignores) ignored(name string, isDir bool) bool {
	for i := len(s) - 1; i >= 0; i-- {
		if ignored, decided := s[i].decide(name, isDir); decided {
			return ignored
		}
	}
	return false
}

// with returns s and the patterns of one more file of fsys, which are for dir. A file that is missing or no regular
// file adds nothing, as with git.
func (s ignores) with(fsys fs.FS, dir, file string) (ignores, error) {
	info, err := fs.Lstat(fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil || !info.Mode().IsRegular() {
		return s, err
	}
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return s, err
	}
	return append(s[:len(s):len(s)], parseIgnore(dir, data)), nil
}
