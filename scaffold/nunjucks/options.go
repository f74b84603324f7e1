package nunjucks

import "github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"

// Dialect is how templates are understood.
type Dialect int

const (
	// Backstage4 is what Backstage's scaffolder runs since plugin-scaffolder-backend 4.0.3: the subset of Nunjucks that
	// Nunjitsu interprets. The default.
	Backstage4 Dialect = iota
	// Nunjucks3 is Nunjucks 3.2.3 as Backstage's scaffolder ran it before.
	Nunjucks3
	// Extended is Backstage4 with the operators && || ! of JavaScript, which Backstage refuses.
	Extended
)

// String returns the name of the dialect in small letters.
func (d Dialect) String() string {
	switch d {
	case Backstage4:
		return "backstage4"
	case Nunjucks3:
		return "nunjucks3"
	case Extended:
		return "extended"
	}
	return "unknown"
}

// Tags are the delimiters of templates. Empty ones stand for the defaults: {% and %}, ${{ and }}, {# and #}; in cookiecutter
// mode variables stand in {{ and }}.
type Tags struct {
	BlockStart, BlockEnd, VariableStart, VariableEnd, CommentStart, CommentEnd string
}

// Options say how an Env understands templates. The zero value is Backstage's own.
type Options struct {
	// Dialect is Backstage4 by default.
	Dialect Dialect
	// TrimBlocks drops the line end after a block tag.
	TrimBlocks bool
	// LstripBlocks drops the white space between the start of a line and a block tag.
	LstripBlocks bool
	// Cookiecutter reads variables in {{ }} and adds what Jinja templates need: slices, True, False and None, methods of
	// lists and dicts by their Python names, the filter jsonify.
	Cookiecutter bool
	// Autoescape escapes printed values for HTML. Backstage never does.
	Autoescape bool
	// Tags are the delimiters.
	Tags Tags
	// Filters are filters by name, besides the built-in ones and before them.
	Filters map[string]Func
	// Globals are variables, or functions of the type Func, that every template sees.
	Globals map[string]any
	// Limits bound templates.
	Limits Limits
}

func (o *Options) syntax() *syntax.Options {
	s := &syntax.Options{
		BlockStart:    orText(o.Tags.BlockStart, "{%"),
		BlockEnd:      orText(o.Tags.BlockEnd, "%}"),
		VariableStart: orText(o.Tags.VariableStart, "${{"),
		VariableEnd:   orText(o.Tags.VariableEnd, "}}"),
		CommentStart:  orText(o.Tags.CommentStart, "{#"),
		CommentEnd:    orText(o.Tags.CommentEnd, "#}"),
		TrimBlocks:    o.TrimBlocks,
		LstripBlocks:  o.LstripBlocks,
		Slices:        o.Cookiecutter || o.Dialect != Nunjucks3,
		Strict:        o.Dialect != Nunjucks3,
		Logical:       o.Dialect == Extended,
		MaxNesting:    o.Limits.Nesting,
	}
	if o.Cookiecutter && o.Tags.VariableStart == "" {
		s.VariableStart = "{{"
	}
	return s
}

func orText(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
