package discover

import (
	"bytes"
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// dropSkeletons takes out the files that templates copy: they hold expressions and are no entities yet.
func (f *finder) dropSkeletons() {
	sources := map[string]bool{}
	for name := range f.found {
		if strings.Contains(name, "template") {
			f.addSources(sources, name)
		}
	}
	if len(sources) == 0 {
		return
	}
	for name := range f.found {
		if liesIn(name, sources) {
			delete(f.found, name)
		}
	}
}

// liesIn reports whether one of the folders that name lies in is among dirs.
func liesIn(name string, dirs map[string]bool) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if dirs[dir] {
			return true
		}
	}
	return false
}

// addSources adds the folders from which the templates in a file copy. One that holds the template itself is none:
// then the template would not be linted either.
func (f *finder) addSources(sources map[string]bool, name string) {
	for _, root := range f.templates(name) {
		for _, step := range items(root.Get("spec").Get("steps")) {
			if dir, ok := sourceFolder(step, path.Dir(name)); ok && !isBelow(name, dir) {
				sources[dir] = true
			}
		}
	}
}

// sourceFolder returns the folder that a step in a file of dir copies. Of an address with an expression in it, it is
// the part in front: whatever the expression gives lies below.
func sourceFolder(step *tree.Node, dir string) (string, bool) {
	action, _ := step.Get("action").Str()
	url, ok := step.Get("input").Get("url").Str()
	if !ok || action != "fetch:template" || strings.Contains(url, "://") {
		return "", false
	}
	if i := strings.Index(url, "${{"); i >= 0 {
		url = url[:strings.LastIndexByte(url[:i], '/')+1]
	}
	return path.Join(dir, url), url != ""
}

// templates returns the roots of the Templates in a file that copy something.
func (f *finder) templates(name string) []*tree.Node {
	data, err := f.read(name)
	if err != nil || !bytes.Contains(data, []byte("fetch:template")) {
		return nil
	}
	var roots []*tree.Node
	for _, d := range yamlsrc.Parse(name, data).Docs {
		if text, _ := d.Root.Get("kind").Str(); text == "Template" && !d.Recursive {
			roots = append(roots, d.Root)
		}
	}
	return roots
}

// items returns the items of an array, and nothing for all else.
func items(n *tree.Node) []*tree.Node {
	if n == nil {
		return nil
	}
	return n.Items
}
