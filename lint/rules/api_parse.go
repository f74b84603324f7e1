package rules

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

const definitionPointer = "/spec/definition"

// format is a language for APIs whose texts are YAML or JSON and say in a member at the top which they are.
type format struct {
	name     string
	versions map[string][]string // what the versions in each member begin with; any of the members is enough
}

// formats are the formats by the types of APIs.
var formats = map[string]format{
	"openapi":  {"an OpenAPI description", map[string][]string{"openapi": {"3."}, "swagger": {"2."}}},
	"asyncapi": {"an AsyncAPI description", map[string][]string{"asyncapi": {"1.", "2.", "3."}}},
}

// checkDefinitionParse reads definitions that stand in the file or in one that could be read, and are no templates.
func checkDefinitionParse(p *lint.EntityPass) {
	spec, ok := p.Entity.Spec.(*catalog.APISpec)
	if !ok || catalog.IsBlank(spec.Definition) || strings.Contains(spec.Definition, "{{") {
		return
	}
	f, ok := formats[strings.ToLower(spec.Type)]
	if !ok {
		return
	}
	root, line, err := parseDefinition(spec.Definition)
	if err == nil {
		err = f.check(root)
	}
	if err == nil {
		return
	}
	finding := lint.Finding{Range: definitionRange(p, line), Pointer: definitionPointer, Message: "the definition " + err.Error()}
	if file := definitionFile(p); file != "" {
		finding.Message = file + " " + err.Error()
		if line > 0 {
			finding.Message = fmt.Sprintf("line %d of %s", line, finding.Message)
		}
	}
	p.Report(finding)
}

// parseDefinition returns the document that text is. A text that is none is an error, at a line of text if that is known:
// of JSON if it looks like that, else of YAML.
func parseDefinition(text string) (root *tree.Node, line int, err error) {
	root, line, err = parseYAML(text)
	if err != nil && strings.HasPrefix(strings.TrimSpace(text), "{") {
		line, err = jsonFault(text)
	}
	return root, line, err
}

// parseYAML returns the first document that is not empty; nil without an error when nothing is known but that a key stands
// there twice, which readers of definitions take.
func parseYAML(text string) (*tree.Node, int, error) {
	stream := yamlsrc.Parse("definition", []byte(text))
	for _, d := range stream.Docs {
		for _, e := range d.Errors {
			if e.Code != "DUPLICATE_KEY" {
				return nil, stream.Text.Position(e.Start).Line, fmt.Errorf("is no YAML: %s", e.Message)
			}
		}
		if len(d.Errors) > 0 {
			return nil, 0, nil
		}
		if d.Root != nil && d.Root.Kind != tree.Null {
			return d.Root, 0, nil
		}
	}
	return nil, 0, errors.New("has nothing but comments in it")
}

// jsonFault returns what is wrong with a text that is no JSON, and in which line. JSON that is too deep for YAML's reader
// has no fault.
func jsonFault(text string) (int, error) {
	var syntax *json.SyntaxError
	var value json.RawMessage
	err := json.Unmarshal([]byte(text), &value)
	if !errors.As(err, &syntax) {
		return 0, nil
	}
	before := text[:min(max(int(syntax.Offset)-1, 0), len(text))]
	return 1 + strings.Count(before, "\n"), fmt.Errorf("is no JSON: %w", err)
}

// check reports whether a document says that it is of the format. A nil one is not known.
func (f format) check(root *tree.Node) error {
	switch {
	case root == nil:
		return nil
	case root.Kind != tree.Object:
		return fmt.Errorf("is not %s, but plain text", f.name)
	}
	for _, member := range sortedKeys(f.versions) {
		n := root.Get(member)
		if n == nil {
			continue
		}
		begins := func(prefix string) bool { return strings.HasPrefix(n.Text+".", prefix) }
		switch {
		case n.Kind != tree.String && n.Kind != tree.Number:
			return fmt.Errorf("states no version under %s", member)
		case !slices.ContainsFunc(f.versions[member], begins):
			return fmt.Errorf("states %s %q, which is no version of it", member, n.Text)
		}
		return nil
	}
	for _, other := range formats {
		for member := range other.versions {
			if root.Get(member) != nil {
				return fmt.Errorf("is not %s, but %s", f.name, other.name)
			}
		}
	}
	return fmt.Errorf("is not %s: it lacks %s", f.name, strings.Join(sortedKeys(f.versions), " or "))
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// definitionFile returns the file that the definition comes from; "" when it stands in the entity.
func definitionFile(p *lint.EntityPass) string {
	for i := range p.Document.Placeholders {
		if h := &p.Document.Placeholders[i]; h.Pointer == definitionPointer {
			return h.Path
		}
	}
	return ""
}

// definitionRange returns the range of a line of the definition where that is a line of the file: in a literal block. Else
// that of the definition.
func definitionRange(p *lint.EntityPass, line int) source.Range {
	whole := p.Value(definitionPointer)
	text := p.File.Text
	at := whole.Line + line
	if line == 0 || !strings.HasPrefix(raw(text, whole), "|") || at > whole.EndLine {
		return whole
	}
	content := strings.TrimRight(text.Line(at), "\r\n")
	start := text.LineStart(at)
	indent := len(content) - len(strings.TrimLeft(content, " "))
	if indent == len(content) {
		return whole
	}
	return text.Range(start+indent, start+len(strings.TrimRight(content, " ")))
}
