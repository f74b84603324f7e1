package update

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // of the schema
	"encoding/hex"
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/internal/yaml12"
)

// AnswersFile is where the answers are, from the root of what was generated.
const AnswersFile = ".goldenpath/answers.yaml"

// Format is the version of the answers' format that this package writes. It reads no later one.
const Format = 1

// ErrNoAnswers says that a tree has no answers file: it was not generated, or before there were such files. Adopt makes one.
var ErrNoAnswers = errors.New("there is no " + AnswersFile)

// AnswersSchema returns the JSON Schema of the answers file.
func AnswersSchema() []byte { return slices.Clone(answersSchema) }

//go:embed answers.schema.json
var answersSchema []byte

// Answers say what a tree was generated from.
type Answers struct {
	Template Origin
	Folder   string           // of the workspace: what the tree has; empty: all of it
	Values   *scaffold.Object // of the template's parameters, without secrets; never nil after ParseAnswers
	// Files are the digests of the files as the template made them, by path: sha256:hex, of a link's target.
	Files map[string]string
}

// Origin is a template in a version.
type Origin struct {
	Ref     string `yaml:"ref"`     // entity reference: template:default/go-service
	URL     string `yaml:"url"`     // where the versions are, for people and programs; may be empty
	Path    string `yaml:"path"`    // the template's folder there; empty: the root
	Version string `yaml:"version"` // as the Source names it
	Digest  string `yaml:"digest"`  // of the template's folder, as the Source has it; may be empty
}

// answersForm is the file.
type answersForm struct {
	Format   int               `yaml:"format"`
	Template Origin            `yaml:"template"`
	Folder   string            `yaml:"folder"`
	Values   *tree.Node        `yaml:"values"`
	Files    map[string]string `yaml:"files"`
}

// ParseAnswers reads answers, the content of the file called name. What is wrong with it is a source.Errors.
func ParseAnswers(name string, data []byte) (*Answers, error) {
	stream := yamlsrc.Parse(name, data)
	d := &decode.Decoder{Text: stream.Text, DidYouMean: func(string, []string) string { return "" }}
	root := d.Root(stream, "an answers file")
	if root == nil {
		return nil, d.Errs.Err()
	}
	var form answersForm
	d.Decode(root, reflect.ValueOf(&form).Elem(), "")
	check(d, root, &form)
	if d.Errs.Sort(); len(d.Errs) > 0 {
		return nil, d.Errs
	}
	values, _ := scaffold.ValueOf(form.Values).(*scaffold.Object)
	if values == nil {
		values = &scaffold.Object{}
	}
	return &Answers{Template: form.Template, Folder: form.Folder, Values: values, Files: form.Files}, nil
}

// check looks at what the form's types do not say.
func check(d *decode.Decoder, root *tree.Node, form *answersForm) {
	if n := root.Get("format"); n == nil {
		d.Errorf(root, "", "format is missing; this is no answers file")
	} else if form.Format < 1 || form.Format > Format {
		d.Errorf(n, "/format", "format %s is not known here, %d is the latest", n.Text, Format)
	}
	if form.Template.Version == "" {
		d.Errorf(root, "/template", "template.version is missing: from which version was this generated?")
	}
	if v := form.Values; v != nil && v.Kind != tree.Object && v.Kind != tree.Null {
		d.Errorf(v, "/values", "a mapping is wanted here, not %s", decode.Describe(v))
	}
	if form.Folder != "" && !fs.ValidPath(form.Folder) {
		d.Errorf(root.Get("folder"), "/folder", "%q is no path within the workspace", form.Folder)
	}
	for name, digest := range form.Files {
		at := "/files/" + tree.Escape(name)
		if n := root.Get("files").Get(name); !fs.ValidPath(name) {
			d.Errorf(n, at, "%q is no path within the tree", name)
		} else if !strings.HasPrefix(digest, digestPrefix) {
			d.Errorf(n, at, "%q is no digest of the form %shex", digest, digestPrefix)
		}
	}
}

const answersHead = "# From which template this was generated, in which version and with which values. Updates read and write it.\n"

// YAML returns the file.
func (a *Answers) YAML() []byte {
	origin := &scaffold.Object{}
	for _, member := range [][2]string{
		{"ref", a.Template.Ref}, {"url", a.Template.URL}, {"path", a.Template.Path}, {"version", a.Template.Version}, {"digest", a.Template.Digest},
	} {
		if member[1] != "" {
			origin.Set(member[0], member[1])
		}
	}
	o := scaffold.NewObject("format", Format, "template", origin)
	if a.Folder != "" {
		o.Set("folder", a.Folder)
	}
	values := a.Values
	if values == nil {
		values = &scaffold.Object{}
	}
	o.Set("values", values)
	files := map[string]any{}
	for name, digest := range a.Files {
		files[name] = digest
	}
	o.Set("files", scaffold.ValueOf(files))
	return []byte(answersHead + yaml12.Write(o))
}

const digestPrefix = "sha256:"

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return digestPrefix + hex.EncodeToString(sum[:])
}

// readAnswers reads the answers of a tree.
func readAnswers(w *scaffold.Workspace) (*Answers, error) {
	data, err := w.ReadFile(AnswersFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoAnswers
	}
	if err != nil {
		return nil, err
	}
	return ParseAnswers(AnswersFile, data)
}

// answers returns what becomes of the answers file.
func (t *worktree) answers(a *Answers) (*decision, error) {
	d := newDecision(AnswersFile)
	before, err := t.file(AnswersFile)
	if err != nil {
		return nil, err
	}
	d.Outcome, d.before[d.Path], d.after[d.Path] = Created, before, &file{plain, a.YAML()}
	if before != nil {
		d.Outcome = Updated
	}
	if before != nil && !before.isLink() {
		d.after[d.Path].mode = before.mode
	}
	return d, nil
}

// answersDiff shows what changes in the answers without the digests of files, which tell nobody anything.
func (d *decision) answersDiff() string {
	var b strings.Builder
	writeDiff(&b, d.Path, d.Path, withoutFiles(d.before[d.Path]), withoutFiles(d.after[d.Path]))
	return b.String()
}

func withoutFiles(f *file) *file {
	if f == nil {
		return nil
	}
	text, _, _ := bytes.Cut(f.data, []byte("\nfiles:"))
	return &file{f.mode, append(bytes.TrimSuffix(text, []byte("\n")), '\n')}
}
