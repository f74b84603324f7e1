package scaffold

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// ValueOf returns v as templates hold it. Maps get their members in alphabetical order, numbers become float64; what is not
// JSON-like already is taken as encoding/json writes it, and becomes Undefined if it cannot be written.
func ValueOf(v any) any {
	switch v := v.(type) {
	case nil, bool, float64, string, *Object, Undefined:
		return v
	case int:
		return float64(v)
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = ValueOf(item)
		}
		return items
	case map[string]any:
		return objectOf(v)
	case *tree.Node:
		return fromTree(v)
	}
	data, err := json.Marshal(v)
	if err != nil {
		return Undefined{}
	}
	value, err := ParseJSON(data)
	if err != nil {
		return Undefined{}
	}
	return value
}

func objectOf(m map[string]any) *Object {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	o := &Object{}
	for _, name := range names {
		o.Set(name, ValueOf(m[name]))
	}
	return o
}

// ParseJSON reads one JSON value, its members in their order.
func ParseJSON(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	v, err := parseValue(dec)
	if err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("read JSON: something follows the value at byte %d", dec.InputOffset())
	}
	return v, nil
}

func parseValue(dec *json.Decoder) (any, error) {
	token, err := dec.Token()
	if err != nil {
		return nil, noEOF(err)
	}
	switch token {
	case json.Delim('['):
		items := []any{}
		for dec.More() {
			item, err := parseValue(dec)
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		_, err := dec.Token()
		return items, noEOF(err)
	case json.Delim('{'):
		return parseObject(dec)
	}
	return token, nil
}

func parseObject(dec *json.Decoder) (any, error) {
	o := &Object{}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, noEOF(err)
		}
		value, err := parseValue(dec)
		if err != nil {
			return nil, err
		}
		o.Set(fmt.Sprint(name), value)
	}
	_, err := dec.Token()
	return o, noEOF(err)
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// fromTree returns what a document holds.
func fromTree(n *tree.Node) any {
	if n == nil {
		return Undefined{}
	}
	switch n.Kind {
	case tree.Bool:
		return n.Bool
	case tree.Number:
		return n.Number
	case tree.String:
		return n.Text
	case tree.Array:
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = fromTree(item)
		}
		return items
	case tree.Object, tree.Set:
		o := &Object{}
		for i := range n.Fields {
			o.Set(n.Fields[i].Name, fromTree(n.Fields[i].Value))
		}
		return o
	}
	return nil
}

// truthy converts v to a boolean as JavaScript does.
func truthy(v any) bool {
	switch v := v.(type) {
	case nil, Undefined:
		return false
	case bool:
		return v
	case float64:
		return v != 0 && v == v
	case string:
		return v != ""
	}
	return true
}
