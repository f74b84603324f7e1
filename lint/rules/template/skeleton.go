package template

import (
	"io/fs"
	"path"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/backstage"
	"github.com/goldenpath-go/goldenpath/scaffold/skeleton"
	"github.com/goldenpath-go/goldenpath/source"
)

// fetched is a folder or file of the linted tree that a step fetches and renders.
type fetched struct {
	step     *step
	input    map[string]any
	root     string // its path
	variable string // by which files read what the step passes: values, or cookiecutter
	byName   bool   // an extension decides which files are rendered
	texts    []*rendered
	entities []*rendered // the files that will be catalog-info.yaml, rendered or not
	partial  bool        // there is something that could not be looked at

	copied *string // memory of copyInput
}

// rendered is a text of a skeleton that is rendered: what is in a file, or its name.
type rendered struct {
	*source.Text        // called by its path in the linted tree
	rel          string // its path within the skeleton
	isName       bool
	in           *nunjucks.Inspection
	err          error
	strange      []found // reads of variables that files do not have
	owners       []found // of an entity file: what is wrong with them
}

// cookiecutter are the languages of scaffolder 4.x and 3.x for files that were written for cookiecutter.
var cookiecutter = sync.OnceValue(func() []*nunjucks.Env {
	var both []*nunjucks.Env
	for _, d := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3} {
		both = append(both, nunjucks.New(&nunjucks.Options{Dialect: d, Cookiecutter: true, Filters: backstage.Filters(nil)}))
	}
	return both
})

// mostWork is how much is done for the skeletons of the templates in a file: about one for each file of each step, eight bytes
// of pattern that it is held against, variable and entity in it, and ten for each tag that is read. No skeleton that people
// write costs as much.
const mostWork = 80_000

// sharedSkeletons is the key under which the templates of a file share what was read for them.
type sharedSkeletons struct{}

// findFetched reads what the steps fetch and render.
func (t *template) findFetched() []*fetched {
	of := t.ShareFile(sharedSkeletons{}, func() any {
		return &skeletonFiles{mostWork, map[textID]*rendered{}, map[string][]byte{}, map[string][]fs.DirEntry{}}
	}).(*skeletonFiles)
	r := skeletonReader{t, of}
	var all []*fetched
	for i := range t.steps {
		s := &t.steps[i]
		if s.action != "fetch:template" && s.action != "fetch:template:file" {
			continue
		}
		input, _ := s.fields["input"].(map[string]any)
		url, _ := input["url"].(string)
		if root, ok := t.local(url); ok && t.FileExists(root) {
			all = append(all, r.read(s, input, root))
		}
	}
	return all
}

// skeletonReader reads the skeletons of a template.
type skeletonReader struct {
	*template
	*skeletonFiles
}

// skeletonFiles are those of skeletons that were read for the templates of a file, each once: many steps may fetch the same.
type skeletonFiles struct {
	work    int // that may still be done
	known   map[textID]*rendered
	files   map[string][]byte // nil for what cannot be read
	folders map[string][]fs.DirEntry
}

type textID struct {
	file                 string
	isName, raw, cookies bool
}

// spend reports whether so much work may still be done.
func (r *skeletonFiles) spend(work int) bool {
	r.work -= work
	return r.work >= 0
}

// readFile returns what is in a file; nil when it cannot be read.
func (r *skeletonReader) readFile(name string) []byte {
	data, known := r.files[name]
	if known {
		return data
	}
	data, err := r.ReadFile(name)
	if err != nil {
		data = nil
	} else if data == nil {
		data = []byte{}
	}
	r.files[name] = data
	return data
}

// readFolder returns the entries of a folder; false when they cannot be read.
func (r *skeletonReader) readFolder(name string) ([]fs.DirEntry, bool) {
	list, known := r.folders[name]
	if known {
		return list, list != nil
	}
	list, err := r.ReadDir(name)
	if err != nil {
		list = nil
	} else if list == nil {
		list = []fs.DirEntry{}
	}
	r.folders[name] = list
	return list, list != nil
}

// skeletonTree is a skeleton that is being read.
type skeletonTree struct {
	*skeletonReader
	*fetched
	split   *skeleton.Files
	cost    int  // of holding a name against the patterns
	cookies bool // variables stand in {{ }}
}

// patterns returns what a step copies as it is, and what it costs to hold a name against that; false when it cannot be told.
func patterns(input map[string]any) (raw []string, cost int, ok bool) {
	list, _ := input["copyWithoutTemplating"].([]any)
	for _, item := range list {
		pattern, isText := item.(string)
		braces := strings.Count(pattern, "{")
		if !isText || isTemplate(pattern) || braces > 1 {
			return nil, 0, false
		}
		cost += 1 + len(pattern)/8
		if braces > 0 {
			cost += len(pattern) * len(pattern) / 64
		}
		raw = append(raw, pattern)
	}
	return raw, cost, true
}

// read reads what a step fetches.
func (r *skeletonReader) read(s *step, input map[string]any, root string) *fetched {
	raw, cost, ok := patterns(input)
	if !ok || !r.spend(cost) {
		return &fetched{step: s, input: input, root: root, partial: true}
	}
	t := skeletonTree{skeletonReader: r, fetched: &fetched{step: s, input: input, root: root, variable: "values"}, cost: 1 + cost}
	t.split = skeleton.New(raw, input["templateFileExtension"])
	t.byName = t.split.ByExtension()
	if t.cookies = input["cookiecutterCompat"] == true; t.cookies {
		t.variable = "cookiecutter"
	}
	if s.action == "fetch:template:file" {
		t.file("")
	} else {
		t.folder("")
	}
	return t.fetched
}

// folder reads a folder of the skeleton, and those in it.
func (t *skeletonTree) folder(rel string) {
	list, ok := t.readFolder(path.Join(t.root, rel))
	t.partial = t.partial || !ok
	for _, e := range list {
		if t.partial = t.partial || !t.spend(t.cost); t.work < 0 {
			return
		}
		name := path.Join(rel, e.Name())
		t.name(name)
		switch {
		case e.IsDir():
			t.folder(name)
		case e.Type().IsRegular():
			t.file(name)
		}
	}
}

// name adds the last part of a path if there is something to render in it.
func (t *skeletonTree) name(rel string) {
	base := path.Base(rel)
	if t.hasMarks(base) {
		t.add(t.text(rel, base, textID{isName: true}))
	}
}

// add adds a text that is rendered, if there is not too much to look at already.
func (t *skeletonTree) add(x *rendered) {
	if x == nil || x.in != nil && !t.spend(len(x.in.Reads)) {
		t.partial = true
		return
	}
	t.texts = append(t.texts, x)
}

// addEntity adds a file that will be catalog-info.yaml.
func (t *skeletonTree) addEntity(x *rendered) {
	if x != nil && t.spend(len(x.owners)) {
		t.entities = append(t.entities, x)
	}
}

// file adds what is in a file, if it is rendered.
func (t *skeletonTree) file(rel string) {
	to, isRendered := t.split.Entry(rel, false)
	if rel == "" { // it is all that is fetched, and rendered in any case
		to, isRendered = t.root, true
	}
	isEntity := strings.HasPrefix(path.Base(to), "catalog-info.y")
	if !isRendered && !isEntity {
		return
	}
	data := t.readFile(path.Join(t.root, rel))
	t.partial = t.partial || data == nil
	if !isText(data) {
		return
	}
	if isEntity {
		t.addEntity(t.text(rel, string(data), textID{raw: true}))
	}
	if isRendered && t.hasMarks(string(data)) {
		t.add(t.text(rel, string(data), textID{}))
	}
}

// isText reports whether a file is rendered, and places in it are those in its bytes.
func isText(data []byte) bool { return !skeleton.IsBinary(data) && utf8.Valid(data) }

// hasMarks reports whether there is something to render.
func (t *skeletonTree) hasMarks(s string) bool {
	return isTemplate(s) || t.cookies && strings.Contains(s, "{{")
}

// text returns a text, read as both scaffolders do: as the newer, or where only the older can read it, as that. Nil when that is
// too much.
func (t *skeletonTree) text(rel, data string, id textID) *rendered {
	id.file, id.cookies = path.Join(t.root, rel), t.cookies
	if x := t.known[id]; x != nil && x.rel == rel {
		return x
	}
	if !t.spend(10 * (strings.Count(data, "{{") + strings.Count(data, "{%") + strings.Count(data, "{#") + strings.Count(data, "\n---"))) {
		return nil
	}
	x := &rendered{Text: source.NewText(id.file, []byte(data)), rel: rel, isName: id.isName}
	t.known[id] = x
	if id.raw {
		x.owners = x.findOwners()
	} else {
		x.in, x.err = t.inspect(data)
		x.strange = x.foreign(t.variable)
	}
	return x
}

func (t *skeletonTree) inspect(data string) (*nunjucks.Inspection, error) {
	languages := []*nunjucks.Env{current(), classic()}
	if t.cookies {
		languages = cookiecutter()
	}
	in, err := languages[0].Inspect("", data)
	if err != nil {
		if old, oldErr := languages[1].Inspect("", data); oldErr == nil {
			return old, nil
		}
	}
	return in, err
}
