package load

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/goldenpath-go/goldenpath/internal/schema"
)

// CustomKind is a kind of entity that an installation has beside Backstage's own. Its entities get an UnknownSpec. The
// fields must not change once the kind is in use; it may be used by several goroutines.
type CustomKind struct {
	APIVersions []string // those that it is known in; empty means any
	Kind        string   // in exactly its spelling
	// Schema is a JSON Schema, of draft 4 to 2020-12, of the whole entity. It cannot refer to other files. Empty:
	// anything goes. It is compiled when the first such entity is met.
	Schema []byte

	once     sync.Once
	compiled *schema.Schema
}

// Check reports whether the kind can be used: whether it has a name and its schema is one.
func (k *CustomKind) Check() error {
	if k.Kind == "" {
		return errors.New("custom kind without a name")
	}
	if s := k.schema(); s != nil {
		return s.Compile()
	}
	return nil
}

func (k *CustomKind) schema() *schema.Schema {
	k.once.Do(func() {
		if len(k.Schema) > 0 {
			k.compiled = schema.New(k.Kind, k.Schema)
		}
	})
	return k.compiled
}

// custom returns the kinds of the options that claim an entity.
func (o *Options) custom(version, kind string) []*CustomKind {
	var claiming []*CustomKind
	for _, k := range o.Kinds {
		if k.Kind == kind && (len(k.APIVersions) == 0 || slices.Contains(k.APIVersions, version)) {
			claiming = append(claiming, k)
		}
	}
	return claiming
}

// customKind checks the entity by the schema of a custom kind. What has been found before is not said again.
func (in *ingestion) customKind(k *CustomKind) {
	s := k.schema()
	if s == nil {
		return
	}
	faults, err := s.Check(plain(in.root))
	if err != nil {
		faults = []schema.Fault{{Pointer: "/kind", Message: fmt.Sprintf("the schema of kind %s cannot be used: %v", k.Kind, err)}}
	}
	at := &locator{text: in.text, root: in.root}
	for _, f := range faults {
		_, place := at.find(f.Pointer)
		if !in.once(f.Pointer) {
			continue
		}
		in.add(Problem{
			Rule: ruleKind, Stage: StageValidate, Pointer: f.Pointer, Range: at.shown(f.Pointer),
			Message: place.name() + ": " + f.Message,
			Help:    "see the schema of kind " + k.Kind,
		}, "")
	}
}
