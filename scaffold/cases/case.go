package cases

import (
	"io/fs"
	"path"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/source"
)

// The names of a case's files.
const (
	FileName   = "case.yaml" // of the case itself
	goldenFile = "want.yaml"
	goldenTree = "want"
)

// maxSize bounds a case.yaml, a template and a want.yaml, in bytes.
const maxSize = 1 << 20

// Case is one run of a template and what is wanted of it.
type Case struct {
	Name        string // its folder, from the root of the file system: tests/tier-1
	Description string // may be empty
	Template    string // path of the template's file, from the root
	Dialects    []nunjucks.Dialect

	fsys        fs.FS
	text        *source.Text
	values      Values
	secrets     map[string]string
	user        scaffold.User
	environment *scaffold.Object
	entities    []*scaffold.Object
	task        string
	defaults    bool
	mocks       []*mock
	urls        []mapping
	ignore      []string
	want        want
}

// mock stands for an action that is not run.
type mock struct {
	name    string // id of a step or of an action
	at      int    // byte in the case
	outputs *scaffold.Object
	invent  bool // the outputs, from the action's schema
	err     string
	files   string // folder that is copied into the workspace, from the root
}

// mapping says which file or folder is read for a URL.
type mapping struct{ url, name string }

// want is what a case says of its run by hand.
type want struct {
	at     int // byte in the case
	failed bool
	error  string // part of the message; may be empty
	log    *tree.Node
	inputs *tree.Node // by step
	output *tree.Node
}

// position returns the place of a byte of the case's file.
func (c *Case) position(at int) source.Position { return c.text.Position(at) }

// Load reads a case: the file called name in fsys, which holds the template, too. Positions have the name that shown returns for
// it; nil shows it as it is. What is wrong with the file is a source.Errors.
func Load(fsys fs.FS, name string, shown func(name string) string) (*Case, error) {
	data, err := bounded.ReadFile(fsys, name, maxSize)
	if err != nil {
		return nil, err
	}
	as := name
	if shown != nil {
		as = shown(name)
	}
	c, err := parse(as, path.Dir(name), data)
	if err != nil {
		return nil, err
	}
	c.fsys = fsys
	return c, nil
}

// Parse reads a case, the content of a file called name, without looking at other files. It can be inspected, not run.
func Parse(name string, data []byte) (*Case, error) {
	return parse(name, path.Dir(path.Clean(name)), data)
}
