// Package decode puts YAML values into Go ones by the fields' yaml tags, strictly: unknown keys and wrong types are errors
// with a place, all of them are reported, and what is absent (or empty) stays as it was. So decoding one file over
// another's result gives layers.
//
// It takes string, bool, int, float64, slices, maps with string keys, structs, pointers to these, types with an
// UnmarshalText, and *tree.Node for a value to be looked at later. An enum tag lists the words that a string may be.
package decode

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/source"
)

// Decoder decodes the values of one file.
type Decoder struct {
	Text *source.Text
	Errs source.Errors
	// DidYouMean returns what to add to a message about a word that is none of candidates; may be empty.
	DidYouMean func(word string, candidates []string) string
}

var (
	nodeType            = reflect.TypeFor[*tree.Node]()
	textUnmarshalerType = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// Errorf adds an error at n.
func (d *Decoder) Errorf(n *tree.Node, pointer, format string, args ...any) {
	d.ErrorAt(n.Start, pointer, format, args...)
}

// ErrorAt adds an error at a byte of the file.
func (d *Decoder) ErrorAt(offset int, pointer, format string, args ...any) {
	d.Errs.Add(d.Text.Position(offset), pointer, fmt.Sprintf(format, args...))
}

// Decode puts n into v, which must be settable.
func (d *Decoder) Decode(n *tree.Node, v reflect.Value, pointer string) {
	switch {
	case v.Type() == nodeType:
		v.Set(reflect.ValueOf(n))
	case n.Kind == tree.Null:
	case reflect.PointerTo(v.Type()).Implements(textUnmarshalerType):
		d.decodeText(n, v, pointer)
	default:
		d.decodeKind(n, v, pointer)
	}
}

func (d *Decoder) decodeKind(n *tree.Node, v reflect.Value, pointer string) {
	switch v.Kind() {
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		d.Decode(n, p.Elem(), pointer)
		v.Set(p)
	case reflect.Struct:
		d.decodeStruct(n, v, pointer)
	case reflect.Map:
		d.decodeMap(n, v, pointer)
	case reflect.Slice:
		d.decodeSlice(n, v, pointer)
	default:
		d.decodeScalar(n, v, pointer)
	}
}

func (d *Decoder) decodeText(n *tree.Node, v reflect.Value, pointer string) {
	if n.Kind != tree.String {
		d.wrongType(n, v, pointer)
		return
	}
	u, ok := v.Addr().Interface().(encoding.TextUnmarshaler)
	if !ok {
		return
	}
	if err := u.UnmarshalText([]byte(n.Text)); err != nil {
		d.Errorf(n, pointer, "%v", err)
	}
}

func (d *Decoder) decodeStruct(n *tree.Node, v reflect.Value, pointer string) {
	if n.Kind != tree.Object {
		d.wrongType(n, v, pointer)
		return
	}
	fields := Fields(v.Type())
	for _, f := range n.Fields {
		at := pointer + "/" + tree.Escape(f.Name)
		field, ok := fields.ByName[f.Name]
		if !ok {
			d.ErrorAt(f.KeyStart, at, "unknown key %q%s", f.Name, d.DidYouMean(f.Name, fields.Names))
			continue
		}
		d.Decode(f.Value, v.FieldByIndex(field.Index), at)
		d.checkEnum(f.Value, field.Tag.Get("enum"), at)
	}
}

func (d *Decoder) checkEnum(n *tree.Node, enum, pointer string) {
	if enum == "" {
		return
	}
	for _, item := range append(n.Items, n) {
		word, ok := item.Str()
		if words := strings.Split(enum, ","); ok && !slices.Contains(words, word) {
			d.Errorf(item, pointer, "%q is none of %s%s", word, strings.Join(words, ", "), d.DidYouMean(word, words))
		}
	}
}

func (d *Decoder) decodeMap(n *tree.Node, v reflect.Value, pointer string) {
	if n.Kind != tree.Object {
		d.wrongType(n, v, pointer)
		return
	}
	m := reflect.MakeMapWithSize(v.Type(), len(n.Fields))
	for _, f := range n.Fields {
		e := reflect.New(v.Type().Elem()).Elem()
		d.Decode(f.Value, e, pointer+"/"+tree.Escape(f.Name))
		m.SetMapIndex(reflect.ValueOf(f.Name).Convert(v.Type().Key()), e)
	}
	v.Set(m)
}

func (d *Decoder) decodeSlice(n *tree.Node, v reflect.Value, pointer string) {
	if n.Kind != tree.Array {
		d.wrongType(n, v, pointer)
		return
	}
	s := reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items))
	for i, item := range n.Items {
		at := pointer + "/" + strconv.Itoa(i)
		if item.Kind == tree.Null {
			d.Errorf(item, at, "a list item is empty")
			continue
		}
		d.Decode(item, s.Index(i), at)
	}
	v.Set(s)
}

func (d *Decoder) decodeScalar(n *tree.Node, v reflect.Value, pointer string) {
	switch {
	case v.Kind() == reflect.String && (n.Kind == tree.String || n.Kind == tree.Number):
		v.SetString(n.Text) // a number as it is written: order: [1, 2, 3] says what it seems to
	case v.Kind() == reflect.Bool && n.Kind == tree.Bool:
		v.SetBool(n.Bool)
	case v.Kind() == reflect.Int && n.Kind == tree.Number && n.Number == math.Trunc(n.Number) && math.Abs(n.Number) < 1<<31:
		v.SetInt(int64(n.Number))
	case v.Kind() == reflect.Float64 && n.Kind == tree.Number:
		v.SetFloat(n.Number)
	default:
		d.wrongType(n, v, pointer)
	}
}

func (d *Decoder) wrongType(n *tree.Node, v reflect.Value, pointer string) {
	d.Errorf(n, pointer, "%s is wanted here, not %s", describeType(v.Type()), Describe(n))
}

func describeType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Slice:
		return "a list"
	case reflect.Map:
		return "a mapping"
	case reflect.Struct:
		if reflect.PointerTo(t).Implements(textUnmarshalerType) {
			return "a text"
		}
		return "a mapping"
	}
	return "a text"
}

// Describe returns what n is, in words.
func Describe(n *tree.Node) string {
	switch n.Kind {
	case tree.Object, tree.Set:
		return "a mapping"
	case tree.Array:
		return "a list"
	case tree.Null:
		return "nothing"
	case tree.Number:
		return "the number " + n.Text
	case tree.Bool:
		return n.Text
	}
	return strconv.Quote(n.Text)
}

// FieldSet are the fields of a struct by their Names in YAML.
type FieldSet struct {
	ByName map[string]reflect.StructField
	Names  []string // in the struct's order
}

// Fields returns the fields of a struct that have a yaml tag.
func Fields(t reflect.Type) FieldSet {
	fs := FieldSet{ByName: map[string]reflect.StructField{}}
	for _, f := range reflect.VisibleFields(t) {
		name := f.Tag.Get("yaml")
		if !f.IsExported() || name == "" || name == "-" {
			continue
		}
		fs.ByName[name] = f
		fs.Names = append(fs.Names, name)
	}
	return fs
}

// Check returns what the decoder could not fill in a value of type t.
func Check(t reflect.Type) error {
	if t == nodeType || reflect.PointerTo(t).Implements(textUnmarshalerType) {
		return nil
	}
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Float64:
		return nil
	case reflect.Slice, reflect.Pointer:
		return Check(t.Elem())
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			return fmt.Errorf("%s has keys that are no strings", t)
		}
		return Check(t.Elem())
	case reflect.Struct:
		return checkStruct(t)
	}
	return fmt.Errorf("%s cannot be read from YAML", t)
}

func checkStruct(t reflect.Type) error {
	var errs []error
	for _, f := range reflect.VisibleFields(t) {
		if !f.IsExported() || f.Tag.Get("yaml") == "" {
			errs = append(errs, fmt.Errorf("field %s of %s has no yaml tag or is not exported", f.Name, t))
			continue
		}
		if err := Check(f.Type); err != nil {
			errs = append(errs, fmt.Errorf("field %s: %w", f.Name, err))
		}
	}
	return errors.Join(errs...)
}
