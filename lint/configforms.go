package lint

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/bounded"
	jsonschema "github.com/goldenpath-go/goldenpath/internal/schema"
	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// Schemas say what an organisation's own kinds and annotations look like.
type Schemas struct {
	Kinds       []*load.CustomKind         // added to those of Linter.Load
	Annotations map[string]*AnnotationForm // by key
}

// AnnotationForm is what the value of an annotation may be. The zero value allows anything.
type AnnotationForm struct {
	Pattern *regexp.Regexp // that the value matches, in whole or in part; nil: any
	Values  []string       // one of which the value is; nil: any
	Schema  []byte         // a JSON Schema of the text; empty: any
	Help    string         // what to do otherwise; may be empty

	compiled *jsonschema.Schema
}

// Check returns what is wrong with a value of the annotation, a sentence each. Its error says that the schema is none.
func (f *AnnotationForm) Check(value string) ([]string, error) {
	var faults []string
	if f.Pattern != nil && !f.Pattern.MatchString(value) {
		faults = append(faults, fmt.Sprintf("%q does not match %s", value, f.Pattern))
	}
	if f.Values != nil && !slices.Contains(f.Values, value) {
		faults = append(faults, fmt.Sprintf("%q is none of %s%s", value, strings.Join(f.Values, ", "), didYouMean(value, f.Values)))
	}
	s := f.compiled
	if s == nil && len(f.Schema) > 0 {
		s = jsonschema.New("annotation", f.Schema)
	}
	if s == nil {
		return faults, nil
	}
	found, err := s.Check(value)
	for _, fault := range found {
		faults = append(faults, fmt.Sprintf("%q: %s", value, fault.Message))
	}
	return faults, err
}

// schemasFile is Schemas as they stand in a file.
type schemasFile struct {
	Kinds       []kindFile                `yaml:"kinds" doc:"kinds that the installation has beside Backstage's own"`
	Annotations map[string]annotationFile `yaml:"annotations" doc:"what the values of annotations may be, by key"`
}

type kindFile struct {
	Kind        string   `yaml:"kind" doc:"the kind, in exactly its spelling"`
	APIVersions []string `yaml:"apiVersions" doc:"the versions that it is known in; none: any"`
	Schema      string   `yaml:"schema" doc:"path of the JSON Schema of the whole entity; none: anything goes"`
}

type annotationFile struct {
	Pattern string   `yaml:"pattern" doc:"regular expression that the value matches, in whole or in part"`
	Values  []string `yaml:"values" doc:"the values that there are"`
	Schema  string   `yaml:"schema" doc:"path of a JSON Schema of the text"`
	Help    string   `yaml:"help" doc:"what to do about other values"`
}

// schemas takes over the schemas of a file; n is their mapping.
func (c *configReader) schemas(d *decoder, n *tree.Node, file schemasFile) {
	for i, k := range file.Kinds {
		item, at := n.Get("kinds").Items[i], "/schemas/kinds/"+strconv.Itoa(i)
		kind := &load.CustomKind{Kind: k.Kind, APIVersions: k.APIVersions, Schema: c.schemaFile(d, item, at)}
		if item.Kind != tree.Object {
			continue
		}
		if err := kind.Check(); err != nil {
			d.errorf(item, at, "%v", err)
		}
		c.config.Schemas.Kinds = append(c.config.Schemas.Kinds, kind)
	}
	for _, key := range sortedKeys(file.Annotations) {
		c.annotationForm(d, n.Get("annotations").Get(key), key, file.Annotations[key])
	}
}

func (c *configReader) annotationForm(d *decoder, n *tree.Node, key string, file annotationFile) {
	at := "/schemas/annotations/" + tree.Escape(key)
	form := &AnnotationForm{Values: file.Values, Schema: c.schemaFile(d, n, at), Help: file.Help}
	if file.Pattern == "" && file.Values == nil && file.Schema == "" && n.Kind == tree.Object {
		d.errorf(n, at, "a pattern, values or a schema is wanted for annotation %s", key)
	}
	if file.Pattern != "" {
		pattern, err := regexp.Compile(file.Pattern)
		if err != nil {
			d.errorf(n.Get("pattern"), at+"/pattern", "%v", err)
		}
		form.Pattern = pattern
	}
	if len(form.Schema) > 0 {
		form.compiled = jsonschema.New(file.Schema, form.Schema)
		if err := form.compiled.Compile(); err != nil {
			d.errorf(n.Get("schema"), at+"/schema", "%v", err)
		}
	}
	if c.config.Schemas.Annotations == nil {
		c.config.Schemas.Annotations = map[string]*AnnotationForm{}
	}
	c.config.Schemas.Annotations[key] = form
}

// schemaFile reads the file that n's member schema names; empty when there is none.
func (c *configReader) schemaFile(d *decoder, n *tree.Node, at string) []byte {
	name, ok := n.Get("schema").Str()
	if !ok || name == "" {
		return nil
	}
	data, err := c.besides(d.text.Name, name)
	if err != nil {
		d.errorf(n.Get("schema"), at+"/schema", "read JSON Schema: %v", err)
	}
	return data
}

// besides reads a file whose path is relative to the folder of the configuration called from.
func (c *configReader) besides(from, name string) ([]byte, error) {
	switch {
	case isURL(from):
		return nil, errors.New("a configuration from a URL cannot name files")
	case c.fsys == nil:
		return nil, fmt.Errorf("%s cannot be read here: there are no files", name)
	}
	return bounded.ReadFile(c.fsys, path.Join(path.Dir(from), name), maxConfigSize)
}
