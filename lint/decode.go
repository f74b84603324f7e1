package lint

import (
	"encoding"
	"fmt"
	"reflect"

	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/source"
)

// decoder decodes the values of one configuration file: see package decode.
type decoder struct {
	text *source.Text
	errs source.Errors
}

var (
	nodeType            = reflect.TypeFor[*tree.Node]()
	textUnmarshalerType = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (d *decoder) errorf(n *tree.Node, pointer, format string, args ...any) {
	d.errorAt(n.Start, pointer, format, args...)
}

func (d *decoder) errorAt(offset int, pointer, format string, args ...any) {
	d.errs.Add(d.text.Position(offset), pointer, fmt.Sprintf(format, args...))
}

// decode puts n into v, which must be settable.
func (d *decoder) decode(n *tree.Node, v reflect.Value, pointer string) {
	d.with(func(w *decode.Decoder) { w.Decode(n, v, pointer) })
}

// with has the work done, and keeps the errors.
func (d *decoder) with(work func(*decode.Decoder)) {
	w := decode.Decoder{Text: d.text, DidYouMean: didYouMean}
	work(&w)
	d.errs = append(d.errs, w.Errs...)
}

func yamlFields(t reflect.Type) decode.FieldSet { return decode.Fields(t) }

func describeNode(n *tree.Node) string { return decode.Describe(n) }

func didYouMean(word string, candidates []string) string {
	if near, ok := Nearest(word, candidates); ok {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}
