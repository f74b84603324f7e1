// Package skeleton says what the action fetch:template makes of the files of a skeleton, without making it: which of them are
// rendered, and which are copied as they are. The action itself goes by it, and so does who looks at templates without running
// them.
package skeleton

import (
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/internal/glob"
)

// Files tells the files of a skeleton apart.
type Files struct {
	raw       *glob.Set
	extension string // of the files that are rendered, with its dot; empty: all
}

// New returns what tells files apart by the inputs copyWithoutTemplating, which are patterns, and templateFileExtension: true
// stands for .njk, and a text may or may not begin with a dot; all else for files of any name. The two exclude each other.
func New(copyWithoutTemplating []string, templateFileExtension any) *Files {
	f := &Files{raw: glob.New(copyWithoutTemplating...)}
	switch e := templateFileExtension.(type) {
	case bool:
		if e {
			f.extension = ".njk"
		}
	case string:
		if e != "" {
			f.extension = "." + strings.TrimPrefix(e, ".")
		}
	}
	return f
}

// ByExtension reports whether a file's extension decides.
func (f *Files) ByExtension() bool { return f.extension != "" }

// Entry returns what a file or folder is called in what is made, and whether a file's content is rendered, if it is text.
// Variables in its name are rendered in any case. Names are relative to the skeleton, with slashes.
func (f *Files) Entry(name string, folder bool) (to string, rendered bool) {
	if f.extension == "" {
		return name, !f.raw.Match(name)
	}
	if folder || extension(name) != f.extension {
		return name, false
	}
	return strings.TrimSuffix(name, f.extension), true
}

// extension returns the extension of a file's name; a name that only begins with a dot has none.
func extension(name string) string {
	base := path.Base(name)
	if strings.LastIndexByte(base, '.') == 0 {
		return ""
	}
	return path.Ext(base)
}
