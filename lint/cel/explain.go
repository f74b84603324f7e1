package cel

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

var (
	undeclared = regexp.MustCompile(`^undeclared reference to '([^']*)'`)
	undefined  = regexp.MustCompile(`^undefined field '([^']*)'`)
	noOverload = regexp.MustCompile(`^found no matching overload for '([^']*)' applied to '(.*)'$`)
)

// explain returns the message of a fault in an expression in fewer words, with the name that was probably meant.
func (e *environment) explain(fault *common.Error, text string) string {
	message := fault.Message
	if m := undeclared.FindStringSubmatch(message); m != nil {
		return fmt.Sprintf("unknown name %q%s", m[1], didYouMean(m[1], e.names()))
	}
	if m := undefined.FindStringSubmatch(message); m != nil {
		fields := append(sortedFields(), slices.Sorted(maps.Keys(relationFields()))...)
		return fmt.Sprintf("unknown field %q%s", m[1], didYouMean(m[1], fields))
	}
	if m := noOverload.FindStringSubmatch(message); m != nil {
		return fmt.Sprintf("%s cannot be applied to %s", strings.Trim(m[1], "_[]@"), m[2])
	}
	if word, ok := strings.CutPrefix(message, "reserved identifier: "); ok {
		return fmt.Sprintf("%s is a reserved word of CEL; a field of that name is reached through what has it, as in entity.%s", word, word)
	}
	if isSyntax(fault) {
		return syntaxMessage(strings.TrimPrefix(message, syntaxError), text)
	}
	return message
}

// syntaxError is how the messages about syntax begin.
const syntaxError = "Syntax error: "

func isSyntax(fault *common.Error) bool { return strings.HasPrefix(fault.Message, syntaxError) }

// syntaxMessage cuts a parser's message down to what is wrong, without all that could stand there instead.
func syntaxMessage(message, text string) string {
	message, _, _ = strings.Cut(message, " expecting ")
	if strings.Contains(message, "'<EOF>'") {
		return "the expression ends too early"
	}
	if quote, ok := strings.CutPrefix(message, "token recognition error at: '"); ok && strings.IndexAny(quote, `'"`) == 0 {
		return "a text without its closing quote"
	}
	if strings.Contains(message, "'='") || strings.Contains(message, "token recognition error at: '= '") {
		return "a single = compares nothing; write =="
	}
	if len(message) > len(text)+80 {
		message = message[:len(text)+80]
	}
	return strings.NewReplacer("mismatched input", "unexpected", "extraneous input", "unexpected",
		"no viable alternative at input", "unexpected", "token recognition error at:", "unexpected").Replace(message)
}

// names returns what can stand in an expression.
func (e *environment) names() []string {
	names := slices.Clone(e.variables)
	for name := range e.Functions() {
		if name[0] != '_' && name[0] != '@' && name[0] != '!' && name[0] != '-' {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func didYouMean(word string, candidates []string) string {
	if near, ok := lint.Nearest(word, candidates); ok {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return ""
}

// failure is the error of an expression that has no value, with the place in the configuration where it has none.
type failure struct {
	message string
	at      source.Position
}

func (f *failure) Error() string { return f.message }

// failure returns what is to be said of the expression, whose evaluation ended with err.
func (p *program) failure(err error) error {
	f := &failure{message: "cannot be evaluated: " + err.Error(), at: p.source.Position(p.source.start)}
	var node interface{ NodeID() int64 }
	if !errors.As(err, &node) {
		return f
	}
	called := ""
	ast.PreOrderVisit(p.ast.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.ID() != node.NodeID() {
			return
		}
		f.at = p.source.Position(p.source.start + byteOffset(p.source.text, startOf(p.ast, e)))
		if e.Kind() == ast.CallKind {
			called = strings.Trim(e.AsCall().FunctionName(), "_[]@!:?")
		}
	}))
	if called != "" && strings.HasPrefix(err.Error(), "no such overload") {
		f.message = "cannot be evaluated: " + called + " does not go with what it is applied to; a field that is missing is null, which has(…) tells"
	}
	return f
}

// describeType returns a type in words.
func describeType(t *types.Type) string {
	switch t.Kind() {
	case types.StringKind:
		return "a text"
	case types.BoolKind:
		return "true or false"
	case types.IntKind, types.UintKind, types.DoubleKind:
		return "a number"
	case types.ListKind:
		return "a list"
	case types.MapKind:
		return "a mapping"
	case types.NullTypeKind:
		return "null"
	}
	return "of type " + t.String()
}

// describeValue returns the type of a value in words.
func describeValue(value ref.Val) string {
	if t, ok := value.Type().(*types.Type); ok {
		return describeType(t)
	}
	return "of type " + value.Type().TypeName()
}

func sortTexts(texts []string) { slices.Sort(texts) }
