package cases

import (
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/source"
)

// Values are parameters of a template, with the places where they are written. The zero value has none.
type Values struct {
	text *source.Text
	node *tree.Node // nil: there are none
}

// ParseValues reads parameters: YAML or JSON, the content of the file called name. What is wrong is a source.Errors.
func ParseValues(name string, data []byte) (Values, error) {
	stream := yamlsrc.Parse(name, data)
	d := decode.Decoder{Text: stream.Text, DidYouMean: didYouMean}
	root := d.Root(stream, "the values of a template")
	if root != nil && root.Kind == tree.Null {
		root = nil
	}
	return Values{stream.Text, root}, d.Errs.Err()
}

// Object returns the values; empty when there are none.
func (v Values) Object() *scaffold.Object {
	if o, ok := scaffold.ValueOf(v.node).(*scaffold.Object); ok {
		return o
	}
	return &scaffold.Object{}
}

// Position returns where the value at a path of names (string) and indices (int) is written, or the nearest around it; the zero
// Position when nothing was read.
func (v Values) Position(path []any) source.Position {
	if v.node == nil {
		return source.Position{}
	}
	at := v.node
	for _, key := range path {
		next := child(at, key)
		if next == nil {
			break
		}
		at = next
	}
	return v.text.Position(at.Start)
}

func child(n *tree.Node, key any) *tree.Node {
	switch key := key.(type) {
	case string:
		return n.Get(key)
	case int:
		if key < len(n.Items) {
			return n.Items[key]
		}
	}
	return nil
}

// mapTexts returns a copy of v with all its texts, names included, changed by f.
func mapTexts(v any, f func(string) string) any {
	switch v := v.(type) {
	case string:
		return f(v)
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = mapTexts(item, f)
		}
		return items
	case *scaffold.Object:
		o := &scaffold.Object{}
		for name, value := range v.All() {
			o.Set(f(name), mapTexts(value, f))
		}
		return o
	}
	return v
}

// pathText returns a path as JavaScript writes it: tags[0].name.
func pathText(path []any) string {
	var b strings.Builder
	for _, key := range path {
		switch key := key.(type) {
		case string:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(key)
		case int:
			b.WriteString("[" + strconv.Itoa(key) + "]")
		}
	}
	return b.String()
}
