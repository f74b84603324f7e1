package dryrunconf

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// comparison collects what differs in one case.
type comparison struct {
	*testCase
	dir     string
	classic bool
	found   []Difference
}

func (c *comparison) add(what string, got, want any) {
	c.found = append(c.found, Difference{Case: c.name, What: what, Got: got, Want: want})
}

func workspaceName() *regexp.Regexp {
	return regexp.MustCompile(regexp.QuoteMeta(strings.TrimSuffix(os.TempDir(), "/")) + `/dry-run-\d+`)
}

// success compares a run that succeeded.
func (c *comparison) success(r *scaffold.Result) {
	if c.want.Status != 200 {
		c.add("status", 200, fmt.Sprintf("%d %+v %+v", c.want.Status, c.want.Error, c.want.Errors))
		return
	}
	steps := []step{}
	for _, s := range r.Steps {
		steps = append(steps, step{ID: s.ID, Name: s.Name, Action: s.Action, Status: string(s.Status)})
	}
	if !slices.Equal(steps, c.want.Steps) {
		c.add("steps", steps, c.want.Steps)
	}
	c.files(r.Files)
	c.output(r.Output)
}

// output compares the output as JSON.
func (c *comparison) output(o *scaffold.Object) {
	text := anonymous(scaffold.JSON(o, ""), c.dir)
	var got, want any
	if err := errors.Join(json.Unmarshal([]byte(text), &got), json.Unmarshal(c.want.Output, &want)); err != nil {
		c.add("output", err, "JSON")
		return
	}
	if !reflect.DeepEqual(got, want) {
		var line bytes.Buffer
		_ = json.Compact(&line, c.want.Output) // it was read already
		c.add("output", text, line.String())
	}
}

// files compares what is in the workspace, as far as the answer has it: without folders and a .git at the top.
func (c *comparison) files(files []scaffold.File) {
	got := map[string][]byte{}
	for _, f := range files {
		if !f.Mode.IsDir() && f.Mode&fs.ModeSymlink == 0 && !strings.HasPrefix(f.Path, ".git/") {
			got[f.Path] = f.Data
		}
	}
	for _, f := range c.want.DirectoryContents {
		want, err := f.content()
		data, there := got[f.Path]
		switch {
		case err != nil:
			c.add("file "+f.Path, err, "base64")
		case !there:
			c.add("file "+f.Path, "missing", fmt.Sprintf("%q", want))
		case !bytes.Equal(data, want):
			c.add("file "+f.Path, fmt.Sprintf("%q", data), fmt.Sprintf("%q", want))
		}
		delete(got, f.Path)
	}
	for name, data := range got {
		c.add("file "+name, fmt.Sprintf("%q", data), "missing")
	}
}

// failure compares a run that failed: status and class, and that the thing which the real error names is named.
func (c *comparison) failure(err error) {
	status, name := class(err, c.classic)
	if status != c.want.Status {
		c.add("status", fmt.Sprintf("%d: %v", status, err), c.want.Status)
		return
	}
	if c.want.Errors != nil {
		c.faults(err)
		return
	}
	if name != c.want.Error.Name {
		c.add("class", name, c.want.Error.Name)
	}
	text := anonymous(err.Error(), c.dir)
	for _, thing := range thingsNamed(c.want.Error.Message) {
		if !strings.Contains(text, thing) {
			c.add("error", text, fmt.Sprintf("%q of %s", thing, c.want.Error.Message))
		}
	}
}

// thingsNamed returns what an error is about: what stands in quotes, and JSON pointers.
func thingsNamed(message string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`'([^']+)'|"([^"]+)"|(/spec/\S+)`).FindAllStringSubmatch(message, -1) {
		thing := m[1] + m[2] + m[3]
		if _, rest, ok := strings.Cut(thing, "<UUID>/"); ok {
			thing = rest
		}
		out = append(out, thing)
	}
	return out
}

// faults compares validation errors: path and message, in order.
func (c *comparison) faults(err error) {
	var invalid *scaffold.ValidationError
	if !errors.As(err, &invalid) {
		c.add("errors", err, c.want.Errors)
		return
	}
	show := func(path []any, message string) string { return fmt.Sprintf("%v %s", path, message) }
	var got, want []string
	for _, f := range invalid.Faults {
		got = append(got, show(f.Path, f.Message))
	}
	for _, f := range c.want.Errors {
		want = append(want, show(f.Path, f.Message))
	}
	if !slices.Equal(got, want) {
		c.add("errors", strings.Join(got, "\n\t\t"), strings.Join(want, "\n\t\t"))
	}
}
