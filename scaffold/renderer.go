package scaffold

import (
	"context"
)

// Renderer is the template language.
type Renderer interface {
	// Value renders a text of a template: of an input, a condition or the output. A text that is one expression gives its
	// value, with its type, and Undefined where there is none; any other gives a string. Functions are what expressions may
	// call besides the language's own. An error leaves the text as it is.
	Value(ctx context.Context, text string, values *Object, functions map[string]func() any) (any, error)
	// Text renders the content or the name of a file of a skeleton. Name is that of the file, for messages.
	Text(ctx context.Context, name, text string, values *Object, o TextOptions) (string, error)
}

// TextOptions are those of fetch:template.
type TextOptions struct {
	TrimBlocks   bool // the line break after a block is dropped
	LstripBlocks bool // blanks before a block are dropped
	Cookiecutter bool // {{ }} instead of ${{ }}, and Jinja's ways
}

// scope renders the texts of one part of a template, with what that part sees.
type scope struct {
	renderer  Renderer
	values    *Object
	functions map[string]func() any
	note      func(text string, err error) // of texts that stay as they are
	asked     bool                         // an expression has called always() or failure()
}

// render renders every string within v; names of members stay. A member that becomes undefined vanishes; an item leaves a hole,
// which no schema complains of, which each passes over, and which is written as null.
func (s *scope) render(ctx context.Context, v any) any {
	switch v := v.(type) {
	case string:
		out, err := s.renderer.Value(ctx, v, s.values, s.functions)
		if err != nil {
			if s.note != nil {
				s.note(v, err)
			}
			return v
		}
		return out
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = s.render(ctx, item)
		}
		return items
	case *Object:
		if v == nil {
			return Undefined{}
		}
		o := &Object{}
		for name, value := range v.All() {
			o.Set(name, s.render(ctx, value))
		}
		return o
	}
	return v
}

// condition tells whether an if that was rendered to v lets pass: JavaScript's truth, but an empty list does not.
func condition(v any) bool {
	if items, ok := v.([]any); ok {
		return len(items) > 0
	}
	return truthy(v)
}
