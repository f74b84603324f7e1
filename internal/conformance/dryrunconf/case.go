package dryrunconf

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// testCase is one request and the answer that the real scaffolder gave.
type testCase struct {
	name   string
	want   answer
	asUser string

	template  []byte
	values    *scaffold.Object // nil: the request had none
	secrets   map[string]string
	contents  map[string][]byte
	malformed string // what the request lacks; empty: nothing
}

// answer is what a dry run answers.
type answer struct {
	Status            int
	Steps             []step
	DirectoryContents []file
	Output            json.RawMessage
	Error             *struct{ Name, Message string }
	Errors            []fault
}

type step struct {
	ID, Name, Action string
	Status           string
}

type file struct {
	Path         string
	Text, Base64 string
}

// content returns the bytes of the file.
func (f file) content() ([]byte, error) {
	if f.Base64 != "" {
		return base64.StdEncoding.DecodeString(f.Base64)
	}
	return []byte(f.Text), nil
}

type fault struct {
	Path    []any
	Message string
}

// readCase reads the folder of a case. Classic asks for the answer of the engine of scaffolder-backend 3.x, where that
// differs.
func readCase(dir string, classic bool) (*testCase, error) {
	c := &testCase{name: filepath.Base(dir), contents: map[string][]byte{}}
	name := filepath.Join(dir, "expected-nunjucks.json")
	if _, err := os.Stat(name); err != nil || !classic {
		name = filepath.Join(dir, "expected.json")
	}
	if err := readJSON(name, &c.want); err != nil {
		return nil, err
	}
	var request struct {
		As   string
		Body json.RawMessage
	}
	if err := readJSON(filepath.Join(dir, "request.json"), &request); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	c.asUser = request.As
	if request.Body != nil {
		return c, c.readBody(request.Body)
	}
	return c, c.readFiles(dir)
}

func readJSON(name string, v any) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// readBody takes a request as it was sent.
func (c *testCase) readBody(body []byte) error {
	value, err := scaffold.ParseJSON(body)
	if err != nil {
		return err
	}
	request, _ := value.(*scaffold.Object)
	c.template = []byte(scaffold.JSON(request.Get("template"), ""))
	c.values = request.Object("values")
	contents, listed := request.Get("directoryContents").([]any)
	switch _, hasValues := request.Lookup("values"); {
	case !listed:
		c.malformed = "directoryContents"
	case !hasValues:
		c.malformed = "values"
	}
	for _, item := range contents {
		o, _ := item.(*scaffold.Object)
		data, err := base64.StdEncoding.DecodeString(o.Text("base64Content"))
		if err != nil {
			return err
		}
		c.contents[o.Text("path")] = data
	}
	return nil
}

// readFiles makes the request of the files of the case.
func (c *testCase) readFiles(dir string) error {
	var err error
	if c.template, err = os.ReadFile(filepath.Join(dir, "template.yaml")); err != nil {
		return err
	}
	values, err := os.ReadFile(filepath.Join(dir, "values.json"))
	if err != nil {
		return err
	}
	parsed, err := scaffold.ParseJSON(values)
	if err != nil {
		return err
	}
	c.values, _ = parsed.(*scaffold.Object)
	if err := readJSON(filepath.Join(dir, "secrets.json"), &c.secrets); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil || isOurs(filepath.ToSlash(rel)) {
			return err
		}
		c.contents[filepath.ToSlash(rel)], err = os.ReadFile(name)
		return err
	})
}

// isOurs tells whether a file of the folder is no part of the request's directory.
func isOurs(name string) bool {
	return slices.Contains([]string{"values.json", "secrets.json", "request.json"}, name) ||
		strings.HasPrefix(name, "expected") && strings.HasSuffix(name, ".json")
}
