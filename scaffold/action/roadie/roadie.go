// Package roadie has those actions of the scaffolder module roadiehq:utils that work on files and texts alone:
// roadiehq:utils:fs:write, fs:append, fs:parse and serialize:json. Backstage does not come with them, yet templates use
// few others as much.
package roadie

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

const (
	written = `{"type": "object", "properties": {"path": {"type": "string"}}}`

	writeInput = `{
  "type": "object",
  "required": ["path", "content"],
  "properties": {
    "path": {"type": "string", "description": "Relative path"},
    "content": {"type": "string", "description": "This will be the content of the file"},
    "preserveFormatting": {"type": "boolean", "description": "Specify whether to preserve formatting for JSON content"}
  }
}`

	appendInput = `{
  "type": "object",
  "required": ["path", "content"],
  "properties": {
    "path": {"type": "string", "description": "Path to existing file to append."},
    "content": {"type": "string", "description": "This will be appended to the file"}
  }
}`

	parseInput = `{
  "type": "object",
  "required": ["path"],
  "properties": {
    "path": {"type": "string", "description": "Path to the file to read."},
    "parser": {"type": "string", "enum": ["yaml", "json", "multiyaml"], "description": "Optionally parse the content to an object."}
  }
}`

	parseOutput = `{"type": "object", "properties": {"content": {}}}`

	jsonInput = `{
  "type": "object",
  "required": ["data"],
  "properties": {
    "data": {"type": "object", "description": "Input data to perform serialization on."},
    "replacer": {"type": "array", "items": {"type": "string"}, "description": "Replacer array"},
    "space": {"type": "string", "description": "Space character"}
  }
}`

	jsonOutput = `{"type": "object", "properties": {"serialized": {"type": "string"}}}`
)

// Actions returns the actions.
func Actions() []*scaffold.Action {
	action := func(id, doc, input, output string, run func(context.Context, *scaffold.Call) error) *scaffold.Action {
		return &scaffold.Action{ID: "roadiehq:utils:" + id, Doc: doc, Input: []byte(input), Output: []byte(output), DryRun: true, Run: run}
	}
	return []*scaffold.Action{
		action("fs:write", "Writes a text to a file.", writeInput, written, write),
		action("fs:append", "Appends a text to a file.", appendInput, written, appendTo),
		action("fs:parse", "Reads a file, as text or as what it holds.", parseInput, parseOutput, parse),
		action("serialize:json", "Writes a value as JSON.", jsonInput, jsonOutput, serialize),
	}
}

// write writes a file. What preserveFormatting does to JSON is not what it is called: it is written anew, indented.
func write(_ context.Context, c *scaffold.Call) error {
	content := c.Input.Text("content")
	if c.Input.Bool("preserveFormatting") {
		if v, err := scaffold.ParseJSON([]byte(content)); err == nil {
			content = scaffold.JSON(v, "  ")
		}
	}
	return put(c, func([]byte) []byte { return []byte(content) })
}

func appendTo(_ context.Context, c *scaffold.Call) error {
	return put(c, func(before []byte) []byte { return append(before, c.Input.Text("content")...) })
}

// put gives the file that the input names what change makes of its content, nil if there is none.
func put(c *scaffold.Call, change func(before []byte) []byte) error {
	name, err := c.Workspace.Path(c.Input.Text("path"))
	if err != nil {
		return err
	}
	var before []byte
	mode := newMode
	if info, err := c.Workspace.Stat(name); err == nil {
		mode = info.Mode()
		if before, err = c.Workspace.ReadFile(name); err != nil {
			return fmt.Errorf("write %s: %w", name, c.Workspace.Wrap(err))
		}
	}
	if err := c.Workspace.WriteNew(name, change(before), mode); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	c.Output("path", c.Workspace.FullPath(name))
	return nil
}

// newMode is that of new files.
const newMode fs.FileMode = 0o644

func parse(_ context.Context, c *scaffold.Call) error {
	name, err := c.Workspace.Path(c.Input.Text("path"))
	if err != nil {
		return err
	}
	data, err := c.Workspace.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, c.Workspace.Wrap(err))
	}
	content, err := parsed(name, data, c.Input.Text("parser"))
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	c.Output("content", content)
	return nil
}

// parsed returns what a file holds, as a parser sees it; without one the text.
func parsed(name string, data []byte, parser string) (any, error) {
	switch parser {
	case "":
		return strings.ToValidUTF8(string(data), "\ufffd"), nil
	case "json":
		return scaffold.ParseJSON(data)
	}
	docs, err := scaffold.ParseYAML(name, data)
	switch {
	case err != nil:
		return nil, err
	case parser == "multiyaml":
		return docs, nil
	case len(docs) > 1:
		return nil, scaffold.Errorf(scaffold.ErrInput, "it holds %d documents, not one", len(docs))
	case len(docs) == 0:
		return nil, nil
	}
	return docs[0], nil
}

func serialize(_ context.Context, c *scaffold.Call) error {
	data := c.Input.Get("data")
	if _, ok := c.Input.Lookup("replacer"); ok {
		data = only(data, c.Input.Texts("replacer"))
	}
	space := []rune(c.Input.Text("space"))
	c.Output("serialized", scaffold.JSON(data, string(space[:min(len(space), 10)]))) // as much as JavaScript takes of it
	return nil
}

// only returns a value with only those members of its objects that are named, in that order, as JSON.stringify leaves them.
func only(v any, names []string) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = only(v[i], names)
		}
		return out
	case *scaffold.Object:
		out := &scaffold.Object{}
		for i, name := range names {
			if m, ok := v.Lookup(name); ok && !slices.Contains(names[:i], name) {
				out.Set(name, only(m, names))
			}
		}
		return out
	}
	return v
}
