package ruletest

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"

	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// DefaultFile is the name of the file that a case's documents are in.
const DefaultFile = "catalog-info.yaml"

// File is a file of tests.
type File struct {
	Config string // path of the configuration, from the file's folder; empty: the nearest
	Cases  []*Case
}

// Case is a small catalog and what is wanted in it.
type Case struct {
	Name    string
	Rules   []string // that are on; nil: the configuration's own
	Catalog string   // open or closed; empty: as the configuration says
	Wants   []Want
	At      source.Position

	files map[string]content
}

// content is a file of a case.
type content struct {
	text   string
	places []int // of its bytes in the file of tests
	in     *source.Text
}

// Want is a finding that is wanted.
type Want struct {
	Rule    string
	File    string
	Line    int
	Column  int            // 0: any
	Message *regexp.Regexp // nil: any
	At      source.Position
}

// String returns the want as it is shown.
func (w Want) String() string {
	place := "line " + strconv.Itoa(w.Line)
	if w.Column > 0 {
		place += ":" + strconv.Itoa(w.Column)
	}
	if w.File != DefaultFile {
		place = w.File + ", " + place
	}
	text := place + ": " + w.Rule
	if w.Message != nil {
		text += ": " + strconv.Quote(w.Message.String())
	}
	return text
}

// The form of the file.
type (
	fileForm struct {
		Version int        `yaml:"version"`
		Config  string     `yaml:"config"`
		Cases   []caseForm `yaml:"cases"`
	}
	caseForm struct {
		Name      string            `yaml:"name"`
		Rules     []string          `yaml:"rules"`
		Catalog   string            `yaml:"catalog" enum:"open,closed"`
		Documents string            `yaml:"documents"`
		Files     map[string]string `yaml:"files"`
		Want      []wantForm        `yaml:"want"`
	}
	wantForm struct {
		Rule    string `yaml:"rule"`
		File    string `yaml:"file"`
		Line    int    `yaml:"line"`
		Column  int    `yaml:"column"`
		Message string `yaml:"message"`
	}
)

// parser reads one file of tests.
type parser struct {
	decode.Decoder
	names map[string]bool // of cases
}

// Parse reads a file of tests. Its error is a [source.Errors] of all that is wrong.
func Parse(name string, data []byte) (*File, error) {
	stream := yamlsrc.Parse(name, data)
	p := parser{decode.Decoder{Text: stream.Text, DidYouMean: didYouMean}, map[string]bool{}}
	root := p.Root(stream, "a file of tests")
	if root == nil {
		return nil, p.Errs
	}
	var form fileForm
	p.Decode(root, reflect.ValueOf(&form).Elem(), "")
	if form.Version != 1 {
		p.Errorf(root, "", "version 1 is wanted; write version: 1")
	}
	f := &File{Config: form.Config}
	for i := range form.Cases {
		f.Cases = append(f.Cases, p.readCase(root.Get("cases").Items[i], form.Cases[i], "/cases/"+strconv.Itoa(i)))
	}
	if len(f.Cases) == 0 {
		p.Errorf(root, "", "there are no cases")
	}
	p.Errs.Sort()
	return f, p.Errs.Err()
}

func (p *parser) readCase(n *tree.Node, form caseForm, at string) *Case {
	c := &Case{Name: form.Name, Rules: form.Rules, Catalog: form.Catalog, At: p.Text.Position(n.Start), files: map[string]content{}}
	switch {
	case n.Kind != tree.Object: // reported when it is decoded
	case form.Name == "":
		p.Errorf(n, at, "a case needs a name")
	case p.names[form.Name]:
		p.Errorf(n, at, "there is another case called %q", form.Name)
	case (form.Documents == "") == (form.Files == nil):
		p.Errorf(n, at, "a case has documents or files")
	}
	p.names[form.Name] = true
	if form.Documents != "" {
		c.files[DefaultFile] = p.content(n.Get("documents"), form.Documents)
	}
	for name, text := range form.Files {
		c.files[name] = p.content(n.Get("files").Get(name), text)
	}
	for i, w := range form.Want {
		c.Wants = append(c.Wants, p.want(c, n.Get("want").Items[i], w, at+"/want/"+strconv.Itoa(i)))
	}
	return c
}

func (p *parser) content(n *tree.Node, text string) content {
	return content{text: text, places: decode.Places(p.Text.Data, n, text), in: p.Text}
}

func (p *parser) want(c *Case, n *tree.Node, form wantForm, at string) Want {
	w := Want{Rule: form.Rule, File: form.File, Line: form.Line, Column: form.Column, At: p.Text.Position(n.Start)}
	if w.File == "" {
		w.File = DefaultFile
	}
	_, ok := c.files[w.File]
	switch {
	case n.Kind != tree.Object: // reported when it is decoded
	case w.Rule == "" || w.Line < 1:
		p.Errorf(n, at, "a want has a rule, and a line from 1 on")
	case !ok:
		p.Errorf(n, at, "there is no file %s in this case", w.File)
	}
	if form.Message != "" {
		message, err := regexp.Compile(form.Message)
		if err != nil {
			p.Errorf(n.Get("message"), at+"/message", "%v", err)
		}
		w.Message = message
	}
	return w
}

func didYouMean(word string, candidates []string) string {
	if near, ok := lint.Nearest(word, candidates); ok {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}
