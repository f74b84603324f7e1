// Package yaml12 writes YAML as the scaffolder's actions do: block style, two blanks of indentation, lines folded at 80
// columns, texts plain where YAML 1.2 reads them back as texts and else in double quotes.
package yaml12

import (
	"iter"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// Mapping is a value with named members in an order.
type Mapping interface {
	Len() int
	All() iter.Seq2[string, any]
}

const step = "  "

// Write returns v, which is nil, bool, float64, string, []any or a Mapping, as a document.
func Write(v any) string {
	var w writer
	switch v := v.(type) {
	case Mapping:
		if v.Len() > 0 {
			w.mapping(v, "")
			return w.String()
		}
	case []any:
		if len(v) > 0 {
			w.sequence(v, "")
			return w.String()
		}
	}
	w.scalar(v, "", 0)
	w.WriteByte('\n')
	return w.String()
}

type writer struct{ strings.Builder }

// mapping writes members, the first where the writer stands, the others after the indent; each ends its line.
func (w *writer) mapping(m Mapping, indent string) {
	first := true
	for name, value := range m.All() {
		if !first {
			w.WriteString(indent)
		}
		first = false
		key := keyText(name)
		w.WriteString(key)
		w.WriteByte(':')
		w.member(value, indent, len(key)+2)
	}
}

// member writes the value of a key that takes width columns.
func (w *writer) member(value any, indent string, width int) {
	switch v := value.(type) {
	case Mapping:
		if v.Len() > 0 {
			w.WriteString("\n" + indent + step)
			w.mapping(v, indent+step)
			return
		}
	case []any:
		if len(v) > 0 {
			w.WriteString("\n" + indent + step)
			w.sequence(v, indent+step)
			return
		}
	}
	w.WriteByte(' ')
	w.scalar(value, indent+step, width)
	w.WriteByte('\n')
}

// sequence writes items like mapping writes members.
func (w *writer) sequence(items []any, indent string) {
	for i, item := range items {
		if i > 0 {
			w.WriteString(indent)
		}
		w.WriteString("- ")
		switch v := item.(type) {
		case Mapping:
			if v.Len() > 0 {
				w.mapping(v, indent+step)
				continue
			}
		case []any:
			if len(v) > 0 {
				w.sequence(v, indent+step)
				continue
			}
		}
		w.scalar(item, indent+step, 0)
		w.WriteByte('\n')
	}
}

// scalar writes a value of one line, or a text whose further lines have the indent. Width is what stands before it in its
// line, 0 if it begins where further lines do.
func (w *writer) scalar(v any, indent string, width int) {
	switch v := v.(type) {
	case bool:
		if v {
			w.WriteString("true")
			return
		}
		w.WriteString("false")
	case float64:
		w.WriteString(number(v))
	case string:
		w.WriteString(text(v, indent, width))
	case []any:
		w.WriteString("[]")
	case Mapping:
		w.WriteString("{}")
	default:
		w.WriteString("null")
	}
}

func number(f float64) string {
	switch s := tree.FormatNumber(f); s {
	case "NaN":
		return ".nan"
	case "Infinity":
		return ".inf"
	case "-Infinity":
		return "-.inf"
	default:
		return s
	}
}
