package helmfile

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/source"
)

// State is a helmfile with all that belongs to it, ready to be resolved for any environment. Files, and the texts of
// templates, are read and parsed once for all of them. It may be used by many goroutines.
type State struct {
	files     *files
	options   Options
	limits    Limits
	model     *model
	templates templates
	values    sync.Map // valuesKey to *valuesFile
	parts     sync.Map // partKey to *readPart
	charts    sync.Map // name to *Value
	start     []string
	dir       string
}

// Load finds the state files that name stands for, as `helmfile -f` and `helmfile` do: a file; or a folder with
// helmfile.yaml or helmfile.yaml.gotmpl (not both), with a folder helmfile.d, or with state files of any name. Paths
// are slash-separated and relative to the root of fsys; "" is its root. Nothing is read outside of fsys, run, or
// fetched. o may be nil.
//
// Load fails when there is no state file, or more than one of those names, with an [*Error] or an [*fs.PathError].
// What is wrong within the files is told by [State.Resolve].
func Load(fsys fs.FS, name string, o *Options) (*State, error) {
	if o == nil {
		o = &Options{}
	}
	s := &State{options: *o, limits: o.Limits.withDefaults(), model: newModel()}
	s.files = &files{fsys: fsys, limits: s.limits}
	s.templates.funcs = functionNames()
	if name = path.Clean(name); name == "" {
		name = "."
	}
	dir, ok := s.files.stat(name)
	switch {
	case !ok:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	case !dir:
		s.start, s.dir = []string{name}, path.Dir(name)
		return s, nil
	}
	s.dir = name
	var err error
	s.start, err = s.find(name)
	return s, err
}

// The names that are looked for.
const (
	defaultFile   = "helmfile.yaml"
	defaultFolder = "helmfile.d"
)

// find returns the state files of a folder that is the working directory.
func (s *State) find(dir string) ([]string, error) {
	has := func(name string) bool {
		folder, ok := s.files.stat(path.Join(dir, name))
		return ok && !folder
	}
	plain, rendered := has(defaultFile), has(defaultFile+".gotmpl")
	folder, ok := s.files.stat(path.Join(dir, defaultFolder))
	pos := source.Position{File: path.Join(dir, defaultFile)}
	switch file := path.Join(dir, defaultFile); {
	case plain && rendered:
		return nil, fault(pos, ClassBothNames, errors.New("both helmfile.yaml and helmfile.yaml.gotmpl exist. Please remove one of them"))
	case (plain || rendered) && folder && ok:
		return nil, fault(pos, ClassOther, errors.New("there can be helmfile.yaml or helmfile.d, but not both"))
	case plain:
		return []string{file}, nil
	case rendered:
		return []string{file + ".gotmpl"}, nil
	case folder && ok:
		return s.stateFiles(path.Join(dir, defaultFolder))
	}
	found, err := s.stateFiles(dir)
	if err == nil && len(found) == 0 {
		return nil, fault(source.Position{File: dir}, ClassOther, errors.New("no state file found: helmfile.yaml, helmfile.yaml.gotmpl or helmfile.d"))
	}
	return found, err
}

// stateFiles returns the state files of a folder, whatever their names, in order.
func (s *State) stateFiles(dir string) ([]string, error) {
	plain, err := s.files.glob(path.Join(dir, "*.y*ml"))
	if err != nil {
		return nil, err
	}
	rendered, err := s.files.glob(path.Join(dir, "*.y*ml.gotmpl"))
	found := slices.Concat(plain, rendered)
	slices.Sort(found)
	return found, err
}

// StateFiles returns the state files that resolving begins with.
func (s *State) StateFiles() []string { return slices.Clone(s.start) }

// File returns the content of a file of the helmfile's file system.
func (s *State) File(name string) ([]byte, error) { return s.files.read(name) }

// partKey is what reading a part of a state file depends on.
type partKey struct {
	name string
	line int
	text string
}

// readPart is a part, parsed and checked.
type readPart struct {
	docs   []*Value
	faults Errors
}

// part reads the text of a part: its documents, which helmfile merges with lists appended.
func (s *State) part(name string, line int, text string, at places, u *unknowns) *readPart {
	key := partKey{name, line, text}
	marked := strings.Contains(text, markPrefix)
	if p, ok := s.parts.Load(key); ok && !marked {
		return p.(*readPart)
	}
	p := s.parsePart(name, text, at, u)
	if !marked {
		s.parts.Store(key, p)
	}
	return p
}

func (s *State) parsePart(name, text string, at places, u *unknowns) *readPart {
	p := &readPart{}
	docs, err := parseYAML([]byte(text), at)
	if err != nil && strings.Contains(text, markPrefix) {
		docs, err = parseYAML([]byte(withoutLoneMarks(text, u)), at)
	}
	if err != nil {
		p.faults = asFaults(err, at.at(1, 1), ClassYAML)
	}
	for _, d := range docs {
		c := &converter{at: at, left: s.limits.Nodes, depth: s.limits.Depth, unknown: u.find}
		v := c.document(d)
		check := &checker{faults: c.faults}
		check.record(v, s.model.state)
		p.faults = append(p.faults, afterSyntax(check.faults, len(c.faults))...)
		if v.Kind() == Map {
			p.docs = append(p.docs, v)
		}
	}
	if hasTemplate(text) {
		p.hint(name)
	}
	return p
}

// withoutLoneMarks returns a text without the lines on which nothing but something unknown stands, where a map or a
// list would go on.
func withoutLoneMarks(text string, u *unknowns) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if u.mark.ReplaceAllString(strings.TrimSpace(line), "") == "" {
			lines[i] = ""
		}
	}
	return strings.Join(lines, "\n")
}

// afterSyntax drops what follows from faults that the decoder had found before, the first n: fields of a wrong type.
func afterSyntax(faults Errors, n int) Errors {
	if n == 0 {
		return faults
	}
	return append(faults[:n:n], slices.DeleteFunc(faults[n:], func(e *Error) bool { return e.Class != ClassUnknownField })...)
}

// hint says what helmfile says of a file that looks like a template but is not named like one.
func (p *readPart) hint(name string) {
	for _, f := range p.faults {
		if f.Class == ClassYAML && f.Hint == "" && !strings.HasSuffix(name, ".gotmpl") {
			f.Hint = "a file with templates is named " + fmt.Sprintf("%s.gotmpl", path.Base(name))
		}
	}
}
