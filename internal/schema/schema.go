// Package schema holds values against JSON Schemas, drafts 4 to 2020-12. It is the only package that knows the library
// which does that.
package schema

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// Schema is a JSON Schema. It is compiled when it is first needed, once, and may be used by several goroutines.
type Schema struct {
	name    string
	data    []byte
	compile func() (*jsonschema.Schema, error)
}

// Fault is a value that a schema does not allow.
type Fault struct {
	Pointer string // JSON pointer of the value
	Message string // what is wrong with it, lower case
}

// New returns the schema that data holds. The name stands in error messages, and references within the schema that are
// relative are relative to it; other files are never read.
func New(name string, data []byte) *Schema {
	s := &Schema{name: name, data: data}
	s.compile = sync.OnceValues(s.compiled)
	return s
}

// Compile reports whether the schema can be used.
func (s *Schema) Compile() error {
	_, err := s.compile()
	return err
}

func (s *Schema) compiled() (*jsonschema.Schema, error) {
	c := jsonschema.NewCompiler()
	c.AssertFormat = true
	c.LoadURL = refuse
	address := "schema:///" + s.name
	if err := c.AddResource(address, bytes.NewReader(s.data)); err != nil {
		return nil, fmt.Errorf("read JSON Schema %s: %w", s.name, err)
	}
	compiled, err := c.Compile(address)
	if err != nil {
		return nil, fmt.Errorf("read JSON Schema %s: %w", s.name, err)
	}
	return compiled, nil
}

// refuse keeps schemas from reading further files or addresses.
func refuse(address string) (io.ReadCloser, error) {
	return nil, fmt.Errorf("refers to %s, which is not part of it", address)
}

// Check returns what is wrong with value, a plain JSON value (nil, bool, float64, string, []any, map[string]any), in
// the order of the pointers. Only a schema that cannot be used is an error.
func (s *Schema) Check(value any) ([]Fault, error) {
	compiled, err := s.compile()
	if err != nil {
		return nil, err
	}
	var invalid *jsonschema.ValidationError
	err = compiled.Validate(tree.Finite(value))
	switch {
	case err == nil:
		return nil, nil
	case !errors.As(err, &invalid):
		return nil, fmt.Errorf("check against JSON Schema %s: %w", s.name, err)
	}
	faults := leaves(nil, invalid)
	slices.SortFunc(faults, func(a, b Fault) int {
		return strings.Compare(a.Pointer+"\x00"+a.Message, b.Pointer+"\x00"+b.Message)
	})
	return slices.Compact(faults), nil
}

// leaves adds the faults that have no closer cause.
func leaves(faults []Fault, e *jsonschema.ValidationError) []Fault {
	if len(e.Causes) == 0 {
		return append(faults, Fault{Pointer: unescape(e.InstanceLocation), Message: e.Message})
	}
	for _, cause := range e.Causes {
		faults = leaves(faults, cause)
	}
	return faults
}

// unescape undoes the escaping that the library adds to that of JSON pointers.
func unescape(pointer string) string {
	if plain, err := url.PathUnescape(pointer); err == nil {
		return plain
	}
	return pointer
}
