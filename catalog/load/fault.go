package load

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// keyword says which demand of a shape is not met.
type keyword uint8

const (
	wrongType keyword = iota
	missing
	tooShort
	notInEnum
	noWord
	unknown
)

// fault is a value that is not of its shape.
type fault struct {
	keyword keyword
	place   *place     // of the value; of missing, of the object that lacks something
	node    *tree.Node // the value, or the object
	shape   *shape     // what it should be; of unknown, what the object should be
	lacks   *field     // of missing
	holder  *tree.Node // of unknown: the object
	words   *fault     // what Backstage says instead, if that is something else
}

// key returns what two faults have in common that are about the same thing.
func (f *fault) key() string {
	if f.keyword == missing {
		return f.place.pointer() + " " + f.lacks.name
	}
	return f.place.pointer()
}

// backstage returns Backstage's words: with the parameters of the schema's keyword if detailed.
func (f *fault) backstage(detailed bool) string {
	if f.words != nil {
		return f.words.backstage(detailed)
	}
	at := f.place
	if f.keyword == unknown {
		at = at.up
	}
	message, parameters := f.schemaWords()
	if !detailed {
		return at.path() + " " + message
	}
	return at.path() + " " + message + " - " + parameters
}

// schemaWords returns Ajv's message and its parameters.
func (f *fault) schemaWords() (message, parameters string) {
	switch f.keyword {
	case missing:
		return "must have required property '" + f.lacks.name + "'", "missingProperty: " + f.lacks.name
	case tooShort:
		return "must NOT have fewer than 1 characters", "limit: 1"
	case notInEnum:
		return "must be equal to one of the allowed values", "allowedValues: " + strings.Join(f.shape.enum, ",")
	case noWord:
		return `must match pattern "^\w+$"`, `pattern: ^\w+$`
	case unknown:
		return "must NOT have additional properties", "additionalProperty: " + f.place.field.Name
	}
	return "must be " + f.shape.types.String(), "type: " + f.shape.types.String()
}

// rule returns the most specific lint rule for the fault, or general.
func (f *fault) rule(general string) string {
	switch {
	case f.keyword == unknown:
		return ruleRootField
	case f.keyword != wrongType:
		return general
	case f.node.Kind == tree.Null:
		return ruleNullValue
	case f.shape.types&textType != 0 && (f.node.Kind == tree.Number || f.node.Kind == tree.Bool):
		return ruleScalarType
	}
	return general
}

// explain returns what is wrong and what to do in plain words.
func (f *fault) explain() (message, help string) {
	name := f.place.name()
	switch f.keyword {
	case missing:
		return f.explainMissing()
	case tooShort:
		return name + " is an empty text" + f.reason(), helpRemoveOrFill(f)
	case notInEnum:
		message = fmt.Sprintf("%s is %s, but must be %s", name, quote(f.node.Text), oneOf(f.shape.enum))
		return message, didYouMean(f.node.Text, f.shape.enum)
	case noWord:
		return fmt.Sprintf("%s is %s, but may only have letters, digits and _", name, quote(f.node.Text)), ""
	case unknown:
		return f.explainUnknown()
	}
	return f.explainType()
}

func (f *fault) explainMissing() (message, help string) {
	name, where := f.lacks.name, "at the top of the document"
	if f.place != nil {
		name, where = f.place.name()+"."+name, "under "+f.place.name()
		if f.place.field == nil {
			where = "to " + f.place.name()
		}
	}
	if typo := f.misspelt(); typo != "" {
		help = fmt.Sprintf("rename %s to %s", typo, f.lacks.name)
	} else if f.lacks.add != "" {
		help = fmt.Sprintf("add %q %s", f.lacks.add, where)
	}
	return fmt.Sprintf("%s is missing: %s %s", name, f.shape.noun, f.lacks.need), help
}

// reason says why a required member cannot be empty.
func (f *fault) reason() string {
	if f.required() {
		return ": " + f.place.noun + " " + f.place.def.need
	}
	return ""
}

// misspelt returns the member of the object that was probably meant to be the one it lacks.
func (f *fault) misspelt() string {
	for i := range f.node.Fields {
		if name := f.node.Fields[i].Name; !f.shape.knows(name) && closest(name, []string{f.lacks.name}) != "" {
			return name
		}
	}
	return ""
}

func (f *fault) explainUnknown() (message, help string) {
	name := f.place.name()
	help = "move it under metadata or spec, or remove it"
	if meant := f.meant(); meant != "" {
		help = "did you mean " + meant + "?"
	}
	return fmt.Sprintf("%s is not allowed here: %s has apiVersion, kind, metadata and spec, nothing else", name, f.shape.noun), help
}

// meant returns the member that an unknown one was probably meant to be: one that is not there.
func (f *fault) meant() string {
	if meant := closest(f.place.field.Name, f.shape.names()); member(f.holder, meant) == nil {
		return meant
	}
	return ""
}

func (f *fault) explainType() (message, help string) {
	name, want := f.place.name(), f.shape.types.plain()
	switch {
	case f.node.Kind == tree.Null && f.required():
		return name + " has no value" + f.reason(), helpRemoveOrFill(f)
	case f.node.Kind == tree.Null:
		return name + " has no value, but must be " + want, helpRemoveOrFill(f)
	case isUnquotedTemplate(f.node):
		return name + " is not text: to YAML, {{ }} without quotes is a mapping", "put it in quotes: \"{{ … }}\""
	case f.shape.types == textType && (f.node.Kind == tree.Number || f.node.Kind == tree.Bool):
		return fmt.Sprintf("%s is %s, but must be text", name, describe(f.node)), "put it in quotes: " + doubleQuote(f.node.Text)
	case f.shape.types == arrayType && isWord(f.node.Text) && f.node.Kind == tree.String:
		return fmt.Sprintf("%s is %s, but must be a list", name, describe(f.node)), fmt.Sprintf("write it as a list: [%s]", f.node.Text)
	case f.shape.types == objectType && f.node.Kind == tree.String:
		return fmt.Sprintf("%s is %s, but must be a mapping", name, describe(f.node)), "write each of its members as \"key: value\""
	}
	return fmt.Sprintf("%s is %s, but must be %s", name, describe(f.node), want), ""
}

// required reports whether the value belongs to a member that the object cannot do without.
func (f *fault) required() bool {
	return f.place != nil && f.place.def != nil && f.place.def.need != ""
}

func helpRemoveOrFill(f *fault) string {
	switch {
	case f.required() && f.place.def.add != "":
		return fmt.Sprintf("write it as in %q", f.place.def.add)
	case f.place.key() == nil:
		return "remove it, or write something"
	}
	return fmt.Sprintf("write a value after %q, or remove the line", f.place.field.Name+":")
}

// names returns the names of the fields that a file may have.
func (s *shape) names() []string {
	var names []string
	for i := range s.fields {
		names = append(names, s.fields[i].name)
	}
	return names
}
