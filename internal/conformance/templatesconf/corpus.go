package templatesconf

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// entry is a template of the corpus.
type entry struct {
	name     string // the file's, with # and the number of the template in it after the first
	file     string
	index    int    // of the template in the file
	id       string // of file and template, by content
	template *scaffold.Template
	refused  error // why the file cannot be read; there is no template then
}

// readCorpus reads the templates in the file at path, or in those of a folder, in order. Files that hold no templates are
// passed over; one with a template that cannot be read is one entry.
func readCorpus(path string) (entries []entry, err error) {
	err = filepath.WalkDir(path, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".yaml") && !strings.HasSuffix(file, ".yml") {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil || !holdsTemplate(file, data) {
			return err
		}
		rel, err := filepath.Rel(path, file)
		if err != nil || rel == "." {
			rel = filepath.Base(file)
		}
		name := filepath.ToSlash(rel)
		found, err := scaffold.ParseAll(name, data)
		if err != nil {
			entries = append(entries, entry{name: name, file: name, id: digest(string(data)), refused: err})
			return nil
		}
		entries = append(entries, entriesOf(name, digest(string(data)), found)...)
		return nil
	})
	if err == nil && len(entries) == 0 {
		err = fmt.Errorf("%s holds no templates", path)
	}
	return entries, err
}

// holdsTemplate tells whether a file is YAML and has a document that is meant as a template.
func holdsTemplate(name string, data []byte) bool {
	for _, doc := range yamlsrc.Parse(name, data).Docs {
		if doc.Root == nil || doc.Root.Kind != tree.Object {
			continue
		}
		if kind, _ := doc.Root.Get("kind").Str(); kind == "Template" {
			return true
		}
	}
	return false
}

func entriesOf(name, id string, found []*scaffold.Template) []entry {
	out := make([]entry, len(found))
	for i, t := range found {
		out[i] = entry{name: name, file: name, index: i, id: id, template: t}
		if i > 0 {
			number := fmt.Sprintf("#%d", i+1)
			out[i].name, out[i].id = name+number, id+number
		}
	}
	return out
}
