package cel

import (
	"errors"
	"fmt"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"github.com/goldenpath-go/goldenpath/lint"
)

// template is a text with expressions in it: "${name} has no owner". $${ stands for ${.
type template struct {
	parts []templatePart
}

// templatePart is a text or an expression.
type templatePart struct {
	text    string // of an expression its source
	program *program
}

var errOpenBrace = errors.New("${ without its }")

// template compiles a text; nil when it is empty.
func (c *compiler) template(what string, e lint.Expression, env *environment) *template {
	if e.Text == "" {
		return nil
	}
	t := &template{}
	var text strings.Builder
	rest := 0
	for rest < len(e.Text) {
		i := strings.Index(e.Text[rest:], "${")
		if i < 0 {
			break
		}
		start := rest + i
		if start > 0 && e.Text[start-1] == '$' {
			text.WriteString(e.Text[rest:start-1] + "${")
			rest = start + 2
			continue
		}
		length := expressionLength(e.Text[start+2:])
		if length < 0 {
			c.fault(e, start, what+": "+errOpenBrace.Error())
			return t
		}
		text.WriteString(e.Text[rest:start])
		t.parts = append(t.parts, templatePart{text: text.String()})
		text.Reset()
		f := fragment{Expression: e, what: what, start: start + 2, text: e.Text[start+2 : start+2+length]}
		if checked := c.check(f, env); checked != nil {
			t.parts = append(t.parts, templatePart{text: f.text, program: c.plan(f, checked.NativeRep(), env)})
		}
		rest = start + 2 + length + 1
	}
	text.WriteString(e.Text[rest:])
	t.parts = append(t.parts, templatePart{text: text.String()})
	return t
}

// expressionLength returns how far it is to the brace that ends an expression; -1 when there is none.
func expressionLength(text string) int {
	depth, quote := 0, byte(0)
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case quote != 0 && b == '\\':
			i++
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '\'' || b == '"':
			quote = b
		case b == '{':
			depth++
		case b == '}' && depth == 0:
			return i
		case b == '}':
			depth--
		}
	}
	return -1
}

func (t *template) programs() []*program {
	var all []*program
	if t != nil {
		for _, part := range t.parts {
			all = append(all, part.program)
		}
	}
	return all
}

// outline returns the text with … for its expressions.
func (t *template) outline() string {
	var b strings.Builder
	if t != nil {
		for _, part := range t.parts {
			if part.program != nil {
				b.WriteString("…")
			} else {
				b.WriteString(part.text)
			}
		}
	}
	return b.String()
}

// text returns the text of a template for the subject. What cannot be evaluated stands in it as it is written, and is
// the error.
func (s *subject) text(t *template) (string, error) {
	if t == nil {
		return "", nil
	}
	var b strings.Builder
	var errs []error
	for _, part := range t.parts {
		if part.program == nil {
			b.WriteString(part.text)
			continue
		}
		value, err := s.eval(part.program)
		if err != nil {
			errs = append(errs, err)
			b.WriteString("${" + part.text + "}")
			continue
		}
		b.WriteString(textOf(value))
	}
	return b.String(), errors.Join(errs...)
}

// textOf returns a value as people read it.
func textOf(value ref.Val) string {
	switch v := value.(type) {
	case types.Null:
		return "nothing"
	case *types.Unknown:
		return "?"
	case *entity:
		return v.facts.Ref.String()
	case *relation:
		return v.target.String()
	case *types.Optional:
		if v.HasValue() {
			return textOf(v.GetValue())
		}
		return "nothing"
	case *openList:
		return listText(v.known)
	case traits.Lister:
		return listText(v)
	case traits.Mapper:
		return listText(v)
	}
	if text, ok := value.ConvertToType(types.StringType).(types.String); ok {
		return string(text)
	}
	return fmt.Sprint(value.Value())
}

// listText returns the items of a list, or the keys of a map in order, with commas between them.
func listText(list traits.Iterable) string {
	var items []string
	for it := list.Iterator(); it.HasNext() == types.True; {
		items = append(items, textOf(it.Next()))
	}
	if _, ok := list.(traits.Mapper); ok {
		sortTexts(items)
	}
	return strings.Join(items, ", ")
}
