package secrets

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/internal/yaml12"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// extend adds items to the list of a file of requests, and leaves every other byte of it as it is. What comes out is read
// again: it asks for what it asked for before and for what was added, or is not taken.
func extend(file string, data []byte, before *secrets.Config, items []any, added []secrets.Request) (string, *secrets.Config, error) {
	text := insert(file, string(data), items)
	after, err := secrets.ParseConfig(file, []byte(text))
	if err != nil || !slices.EqualFunc(after.Requests, append(slices.Clone(before.Requests), added...), same) {
		return "", nil, scaffold.Errorf(scaffold.ErrInput, "%s is not written so that requests can be added; write its secrets as a list, one line a member", file)
	}
	return text, after, nil
}

// insert returns the text with the items in it, in the form of the list that is there.
func insert(file, text string, items []any) string {
	var root *tree.Node
	for _, doc := range yamlsrc.Parse(file, []byte(text)).Docs {
		if doc.Root != nil && doc.Root.Kind == tree.Object {
			root = doc.Root
		}
	}
	list := root.Field("secrets")
	switch {
	case list == nil:
		return ended(text) + "secrets:\n" + block(items, "  ")
	case len(list.Value.Items) == 0:
		rest := strings.TrimLeft(text[list.Value.End:], " ")
		return text[:list.KeyEnd] + ":\n" + strings.TrimSuffix(block(items, "  "), "\n") + spaced(rest)
	}
	first, last := list.Value.Items[0], list.Value.Items[len(list.Value.Items)-1]
	before := text[strings.LastIndexByte(text[:first.Start], '\n')+1 : first.Start]
	at := lineEnd(text, last.End)
	return ended(text[:at]) + block(items, before[:max(strings.IndexByte(before, '-'), 0)]) + text[at:]
}

// lineEnd returns where the line ends whose last character, or an earlier one, is before a place.
func lineEnd(text string, end int) int {
	if strings.HasSuffix(text[:end], "\n") {
		return end
	}
	if i := strings.IndexByte(text[end:], '\n'); i >= 0 {
		return end + i + 1
	}
	return len(text)
}

// spaced keeps a comment apart from what it stands behind.
func spaced(rest string) string {
	if strings.HasPrefix(rest, "#") {
		return " " + rest
	}
	return rest
}

func ended(text string) string {
	if text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "\n"
}

// block returns items as a list of YAML, each line indented.
func block(items []any, indent string) string {
	var b strings.Builder
	for line := range strings.Lines(yaml12.Write(items)) {
		b.WriteString(indent + line)
	}
	return b.String()
}
