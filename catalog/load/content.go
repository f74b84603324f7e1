package load

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// content is what the placeholders of one name make of a file.
type content struct {
	node  *tree.Node // nil when there is none
	size  int        // of the file, in bytes
	err   error      // why the file cannot be read
	cause string     // why it is not what it should be, in Backstage's words with FILE for its name
}

// mostRepeated bounds what is put in more than once, in bytes of files: a small file may name a large one, or itself,
// thousands of times. What is beyond it no rule of form judges.
const mostRepeated = 256 << 10

// readContent reads the file that a placeholder means.
func (in *ingestion) readContent(p *placeholder) {
	written := p.target.Text
	c, again := in.contentOf(p.Key, p.Path)
	if again {
		in.repeated += c.size
	}
	switch {
	case c.err != nil:
		p.fail(in, fmt.Sprintf("names %s, which cannot be read: %v", quote(written), c.err), "correct the path, or add the file",
			fmt.Sprintf("Error: Placeholder %s could not read location %s, NotFoundError: %v", p.Key, written, c.err))
	case c.cause != "":
		why := plainCause(c.cause)
		p.fail(in, fmt.Sprintf("names %s, which is not what it should be: %s", quote(written), firstLine(why)), "",
			fmt.Sprintf("Error: Placeholder %s %s", p.Key, strings.Replace(c.cause, "FILE", written, 1)))
	case in.repeated > mostRepeated:
		p.omitted = true
	default:
		p.content = movedTo(p.node, c.node)
	}
}

// contentOf returns what placeholders called key make of the file at path, and whether that has been asked before.
func (r *reader) contentOf(key, path string) (c *content, again bool) {
	id := [2]string{key, path}
	if c, again = r.contents[id]; again {
		return c, true
	}
	if r.contents == nil {
		r.contents = make(map[[2]string]*content)
	}
	c = &content{}
	r.contents[id] = c
	data, err := r.readFile(path)
	if err != nil {
		c.err = err
		return c, false
	}
	c.size = len(data)
	c.node, c.cause = r.parseContent(key, path, data)
	return c, false
}

// plainCause returns Backstage's words for what is wrong with a file's content without what means nothing to its author.
func plainCause(cause string) string {
	return strings.NewReplacer(
		" at FILE", "", "SyntaxError: ", "", "YAMLParseError: ", "", "Error: ", "",
		endless, "an anchor contains an alias of itself", "Maximum call stack size exceeded", "it is nested too deeply",
	).Replace(cause)
}

// endless is what JavaScript says when it walks a value that contains itself.
const endless = "RangeError: Maximum call stack size exceeded"

// parseContent returns what a placeholder is replaced by, or why there is nothing, in Backstage's words with FILE for
// the name of the file.
func (r *reader) parseContent(key, name string, data []byte) (content *tree.Node, cause string) {
	switch key {
	case "$json":
		n, err := parseJSON(data)
		if err != nil {
			return nil, fmt.Sprintf("failed to parse JSON data at FILE, SyntaxError: %v", err)
		}
		return n, ""
	case "$yaml":
		return parseYAMLContent(name, data)
	case "$openapi", "$asyncapi":
		text, err := r.bundle(name, data)
		if err != nil {
			return nil, fmt.Sprintf("unable to bundle the file at FILE, Error: %v", err)
		}
		return textNode(text), ""
	}
	return textNode(strings.ToValidUTF8(string(data), "\ufffd")), ""
}

func textNode(s string) *tree.Node { return &tree.Node{Kind: tree.String, Text: s} }

func parseYAMLContent(name string, data []byte) (content *tree.Node, cause string) {
	stream := yamlsrc.Parse(name, data)
	if len(stream.Docs) != 1 {
		return nil, fmt.Sprintf("expected to find exactly one document of data at FILE, found %d", len(stream.Docs))
	}
	doc := stream.Docs[0]
	switch {
	case len(doc.Errors) > 0:
		return nil, "found an error in the data at FILE, " + syntaxWords(stream.Text, doc.Errors[0])
	case doc.Recursive:
		return nil, "found an error in the data at FILE, " + endless
	case doc.Root == nil:
		return &tree.Node{}, ""
	}
	return doc.Root, ""
}

// parseJSON reads one JSON value. As in JavaScript, of members of the same name the last one counts, in the place of
// the first, and names that look like array indices come first.
func parseJSON(data []byte) (*tree.Node, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	n, err := readJSON(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("unexpected text after the value")
	}
	return n, nil
}

func readJSON(d *json.Decoder) (*tree.Node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case bool:
		return &tree.Node{Kind: tree.Bool, Bool: t, Text: strconv.FormatBool(t)}, nil
	case string:
		return textNode(t), nil
	case json.Number:
		f, _ := strconv.ParseFloat(t.String(), 64) // out of range: infinite, as in JavaScript
		return &tree.Node{Kind: tree.Number, Number: f, Text: t.String()}, nil
	case json.Delim:
		if t == '[' {
			return readJSONArray(d)
		}
		return readJSONObject(d)
	}
	return &tree.Node{}, nil
}

func readJSONArray(d *json.Decoder) (*tree.Node, error) {
	n := &tree.Node{Kind: tree.Array}
	for d.More() {
		item, err := readJSON(d)
		if err != nil {
			return nil, err
		}
		n.Items = append(n.Items, item)
	}
	_, err := d.Token()
	return n, err
}

func readJSONObject(d *json.Decoder) (*tree.Node, error) {
	n := &tree.Node{Kind: tree.Object}
	places := make(map[string]int)
	for d.More() {
		name, err := readJSON(d)
		if err != nil {
			return nil, err
		}
		value, err := readJSON(d)
		if err != nil {
			return nil, err
		}
		if i, twice := places[name.Text]; twice {
			n.Fields[i].Value = value
			continue
		}
		places[name.Text] = len(n.Fields)
		n.Fields = append(n.Fields, tree.Field{Name: name.Text, Value: value})
	}
	slices.SortStableFunc(n.Fields, compareIndices)
	_, err := d.Token()
	return n, err
}

// compareIndices orders members by JavaScript's rule: those whose names are array indices first, by number.
func compareIndices(a, b tree.Field) int {
	switch first, second := isArrayIndex(a.Name), isArrayIndex(b.Name); {
	case first && second:
		x, _ := strconv.Atoi(a.Name)
		y, _ := strconv.Atoi(b.Name)
		return x - y
	case first:
		return -1
	case second:
		return 1
	}
	return 0
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return strings.TrimSuffix(line, ":")
}
