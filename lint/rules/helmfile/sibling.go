package helmfile

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// siblings is what stands in the other files of a folder helmfile.d. They are helmfiles of their own, but run together:
// what one names, helm knows for the others as well.
type siblings struct {
	repositories []string
	texts        []string
}

// hasSiblings reports whether the helmfile is one of a folder helmfile.d.
func (h *project) hasSiblings() bool { return path.Base(path.Dir(h.Name)) == "helmfile.d" }

// siblings reads the other files, once.
func (h *project) siblings() *siblings {
	if h.beside != nil {
		return h.beside
	}
	h.beside = &siblings{}
	dir := path.Dir(h.Name)
	if !h.hasSiblings() {
		return h.beside
	}
	entries, err := fs.ReadDir(h.FS(), dir)
	if err != nil {
		return h.beside // nobody is known to be there
	}
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		if name == h.Name || !isRoot(name) {
			continue
		}
		text := h.text(name)
		h.beside.texts = append(h.beside.texts, text)
		if strings.Contains(text, "repositories:") { // mostly one of them has them all, and the others need not be read as YAML
			h.beside.repositories = append(h.beside.repositories, h.repositories(name)...)
		}
	}
	return h.beside
}

// repositories returns the names of the repositories in a file.
func (h *project) repositories(name string) []string {
	l := h.layout(name)
	if l == nil {
		return nil
	}
	var names []string
	for _, s := range l.sorted() {
		if strings.HasPrefix(s.pointer, "/repositories/") && strings.HasSuffix(s.pointer, "/name") && s.value.Kind == tree.String {
			names = append(names, s.value.Text)
		}
	}
	return names
}

// mention reports whether a text stands in any of them.
func (s *siblings) mention(text string) bool {
	return slices.ContainsFunc(s.texts, func(t string) bool { return strings.Contains(t, text) })
}
