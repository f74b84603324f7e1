package lint

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/source"
)

// CustomRule is a rule of an organisation's own, in the words of its configuration. This package only reads it; package
// cel makes a [Rule] of it. Whatever can be set for other rules can be set for it, under its name.
type CustomRule struct {
	Name     string
	Kinds    []catalog.Kind  // nil means all
	Severity Severity        // in every preset; Unset means Warning
	Each     Expression      // a list: the rule is about each item of it; empty: about the entity
	When     Expression      // a condition; empty: always
	Check    Expression      // what must hold
	Message  Expression      // what is said where it does not: text, with expressions in ${…}
	Help     Expression      // what to do, in the same form; may be empty
	URL      string          // of more to read; may be empty
	At       Expression      // where the finding stands: a field, or a JSON pointer; empty: what the check reads
	Position source.Position // of the rule in the configuration; zero when it comes from elsewhere
}

// Expression is a text in a configuration that has a meaning of its own, and faults with places of their own.
type Expression struct {
	Text string

	file   *source.Text
	places []int // of the bytes of Text and of its end; nil when they are not known
}

// Position returns the place in the configuration of the byte at offset of Text; the zero Position when there is none.
func (e Expression) Position(offset int) source.Position {
	if e.file == nil {
		return source.Position{}
	}
	return e.file.Position(e.places[min(max(offset, 0), len(e.places)-1)])
}

// customFile is a CustomRule as it stands in a file.
type customFile struct {
	Name     string   `yaml:"name" doc:"name of the rule: kebab case, the organisation or a group first"`
	Kinds    []string `yaml:"kinds" doc:"kinds of entities that it is about; none: all"`
	Each     string   `yaml:"each" doc:"CEL expression: a list; when, check and message are about each item, which is called it"`
	When     string   `yaml:"when" doc:"CEL expression: a condition for the rule to apply"`
	Check    string   `yaml:"check" doc:"CEL expression: what must hold"`
	Message  string   `yaml:"message" doc:"what is said where the check does not hold; ${…} holds a CEL expression"`
	Help     string   `yaml:"help" doc:"what to do; ${…} holds a CEL expression"`
	URL      string   `yaml:"url" doc:"address of more to read"`
	At       string   `yaml:"at" doc:"where a finding stands: a field such as metadata.labels, or a JSON pointer"`
	Severity Severity `yaml:"severity" doc:"how much a finding matters; warning unless given"`
	Required bool     `yaml:"required" doc:"no configuration that extends this one, no override and no comment may lower or silence the rule"`
}

// custom takes over the custom rules of a file; n is their list.
func (c *configReader) custom(d *decoder, n *tree.Node, rules []customFile) {
	for i := range rules {
		item, at := n.Items[i], "/custom/"+strconv.Itoa(i)
		if item.Kind != tree.Object || !c.customName(d, item, at, rules[i].Name) {
			continue
		}
		for _, name := range []string{"check", "message"} {
			if item.Get(name) == nil {
				d.errorf(item, at, "custom rule %s needs a %s", rules[i].Name, name)
			}
		}
		checkPatterns(d, item, at, "kinds", checkKind)
		c.config.Custom = append(c.config.Custom, rules[i].rule(d.text, item))
		c.traceAt(d, item, "/custom/"+rules[i].Name)
		c.addRule(&Rule{Name: rules[i].Name})
		if rules[i].Required {
			c.config.Rules[rules[i].Name] = RuleConfig{Severity: or(rules[i].Severity, Warning), Required: true}
		}
	}
}

// customName reports what is wrong with the name of a custom rule, and returns whether it can have it.
func (c *configReader) customName(d *decoder, item *tree.Node, at, name string) bool {
	n := item.Get("name")
	if n == nil {
		d.errorf(item, at, "a custom rule needs a name")
		return false
	}
	at += "/name"
	if err := checkName(&Rule{Name: name}); err != nil {
		d.errorf(n, at, "%q: %v", name, err)
		return false
	}
	own := slices.IndexFunc(c.config.Custom, func(r CustomRule) bool { return r.Name == name })
	switch {
	case own >= 0:
		d.errorf(n, at, "custom rule %s is there already, at %s; its severity can be set under rules", name, c.config.Custom[own].Position)
	case c.rules[name] != nil || c.alias[name] != "":
		d.errorf(n, at, "%s is a rule that there is already; its severity can be set under rules", name)
	default:
		return true
	}
	return false
}

// addRule makes a rule known, so that the configuration can speak of it.
func (c *configReader) addRule(r *Rule) {
	c.rules[r.Name] = r
	at, _ := slices.BinarySearch(c.names, r.Name)
	c.names = slices.Insert(c.names, at, r.Name)
}

// compile has rules made of the custom ones.
func (c *configReader) compile() {
	if c.options.Compile == nil || len(c.config.Custom) == 0 {
		return
	}
	own, err := c.options.Compile(c.config.Custom)
	var many source.Errors
	switch {
	case errors.As(err, &many):
		c.errs = append(c.errs, many...)
	case err != nil:
		c.errs = append(c.errs, &source.Error{Pos: c.config.Custom[0].Position, Err: err})
	}
	c.config.Own = own
}

// rule returns the rule that item, which f was decoded from, describes.
func (f *customFile) rule(text *source.Text, item *tree.Node) CustomRule {
	r := CustomRule{Name: f.Name, Severity: f.Severity, URL: f.URL, Position: text.Position(item.Start)}
	for _, kind := range f.Kinds {
		r.Kinds = append(r.Kinds, catalog.Kind(kind))
	}
	r.Each = newExpression(text, item.Get("each"), f.Each)
	r.When = newExpression(text, item.Get("when"), f.When)
	r.Check = newExpression(text, item.Get("check"), f.Check)
	r.Message = newExpression(text, item.Get("message"), f.Message)
	r.Help = newExpression(text, item.Get("help"), f.Help)
	r.At = newExpression(text, item.Get("at"), f.At)
	return r
}

// newExpression returns what n, which was decoded into value, holds.
func newExpression(text *source.Text, n *tree.Node, value string) Expression {
	if n == nil || value == "" {
		return Expression{}
	}
	trimmed := strings.TrimRight(value, " \n")
	return Expression{Text: trimmed, file: text, places: decode.Places(text.Data, n, trimmed)}
}

// customSchema returns the JSON Schema of a list of custom rules.
func customSchema() schema {
	item := structSchema(reflect.TypeFor[customFile]())
	item["required"] = []string{"name", "check", "message"}
	return schema{"description": "rules of one's own, in CEL", "type": "array", "items": item}
}
