package load

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// bundle returns the text of an API definition with what it refers to in other files of the file system put in. A
// definition that refers to none is returned as it is. References that lead round in a circle, and those to other
// hosts, stay.
func (r *reader) bundle(name string, data []byte) (string, error) {
	b := &bundler{read: r.readFile, files: make(map[string]*tree.Node)}
	root, err := b.parse(name, data)
	if err != nil {
		return "", err
	}
	whole, err := b.expand(root, []string{name + "#"})
	if err != nil {
		return "", err
	}
	if whole == root {
		return strings.ToValidUTF8(string(data), "\ufffd"), nil
	}
	return scriptJSON(whole), nil
}

// bundler puts files together.
type bundler struct {
	read  func(path string) ([]byte, error)
	files map[string]*tree.Node // those read, by path
	steps int                   // values looked at so far
}

// mostSteps bounds what references that lead to references can grow to.
const mostSteps = 200_000

var errTooLarge = errors.New("its references grow without end")

func (b *bundler) parse(name string, data []byte) (*tree.Node, error) {
	root, cause := parseYAMLContent(name, data)
	if cause != "" {
		return nil, errors.New(firstLine(strings.Replace(cause, "FILE", name, 1)))
	}
	b.files[name] = root
	return root, nil
}

// expand returns n with its external references replaced. way is the references that led here, as FILE#POINTER.
func (b *bundler) expand(n *tree.Node, way []string) (*tree.Node, error) {
	if b.steps++; b.steps > mostSteps {
		return nil, errTooLarge
	}
	if ref, ok := value(n, "$ref").Str(); ok {
		return b.expandReference(n, ref, way)
	}
	changed := *n
	same := true
	changed.Items, changed.Fields = slices.Clone(n.Items), slices.Clone(n.Fields)
	for i, item := range n.Items {
		whole, err := b.expand(item, way)
		if err != nil {
			return nil, err
		}
		same = same && whole == item
		changed.Items[i] = whole
	}
	for i := range n.Fields {
		whole, err := b.expand(n.Fields[i].Value, way)
		if err != nil {
			return nil, err
		}
		same = same && whole == n.Fields[i].Value
		changed.Fields[i].Value = whole
	}
	if same {
		return n, nil
	}
	return &changed, nil
}

func (b *bundler) expandReference(n *tree.Node, ref string, way []string) (*tree.Node, error) {
	here, _, _ := strings.Cut(way[len(way)-1], "#")
	file, pointer, _ := strings.Cut(ref, "#")
	switch {
	case strings.Contains(file, ":"):
		return n, nil
	case file == "" && len(way) == 1:
		return n, nil
	case file == "":
		file = here
	default:
		file = path.Join(path.Dir(here), file)
	}
	step := file + "#" + pointer
	if slices.Contains(way, step) {
		return n, nil
	}
	root, ok := b.files[file]
	if !ok {
		data, err := b.read(file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		if root, err = b.parse(file, data); err != nil {
			return nil, err
		}
	}
	target, at := (&locator{root: root}).find(pointer)
	if at.pointer() != strings.TrimSuffix(pointer, "/") {
		return nil, fmt.Errorf("%s has no %s", file, pointer)
	}
	return b.expand(target, append(slices.Clone(way), step))
}
