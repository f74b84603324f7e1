package scaffold

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/scaffold/internal/regex"
	"github.com/goldenpath-go/goldenpath/source"
)

// maxPatternSteps bounds the work of one pattern on one text: some take time without end.
const maxPatternSteps = 5_000_000

var errPatternSteps = errors.New("it takes too long")

// compilePattern reads a pattern as Backstage's validator does: as a JavaScript regular expression with the flag u, or
// without it where that gives none.
func compilePattern(pattern string) (*regex.Regexp, error) {
	re, err := regex.Compile(pattern, "u")
	var unknown *regex.UnknownPropertyError
	if err == nil || errors.As(err, &unknown) {
		return re, err
	}
	return regex.Compile(pattern, "")
}

// matches tells whether a pattern is found in s.
func (c *checker) matches(pattern, s string) bool {
	re, err := compilePattern(pattern)
	if err != nil {
		c.fail("%w", &patternError{pattern, err})
		return false
	}
	text := regex.Text{Units: utf16.Encode([]rune(s))}
	if strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		text.ASCII = s
	}
	steps := 0
	found, err := re.Find(text, 0, false, func(n int) error {
		if steps += n; steps > maxPatternSteps {
			return errPatternSteps
		}
		return nil
	})
	if err != nil {
		c.fail("%w", &patternError{pattern, err})
	}
	return found != nil
}

// isPattern tells whether s is a JavaScript regular expression without flags.
func isPattern(s string) bool {
	_, err := regex.Compile(s, "")
	return err == nil
}

// patternError says why a pattern cannot be used.
type patternError struct {
	pattern string
	err     error
}

func (e *patternError) Error() string { return "pattern " + quote(e.pattern) + ": " + e.err.Error() }

func (e *patternError) Unwrap() error { return e.err }

// placePattern adds to the error of a pattern where in the template it is written; pointer is that of the schema.
func (t *Template) placePattern(err error, schema *Object, pointer string) error {
	var p *patternError
	if !errors.As(err, &p) || t.root == nil {
		return err
	}
	within, ok := findPattern(schema, p.pattern)
	if !ok {
		return err
	}
	return &source.Error{Pos: t.Position(pointer + within), Path: pointer + within, Err: err}
}

// findPattern returns the pointer to a pattern within a schema, and whether it is there.
func findPattern(schema any, pattern string) (string, bool) {
	items, _ := schema.([]any)
	for i, item := range items {
		if at, ok := findPattern(item, pattern); ok {
			return "/" + strconv.Itoa(i) + at, true
		}
	}
	o, _ := schema.(*Object)
	for name, value := range o.All() {
		at := "/" + tree.Escape(name)
		if name == "pattern" && value == pattern {
			return at, true
		}
		if patterns, ok := value.(*Object); ok && name == "patternProperties" {
			if _, there := patterns.Lookup(pattern); there {
				return at + "/" + tree.Escape(pattern), true
			}
		}
		if inner, ok := findPattern(value, pattern); ok {
			return at + inner, true
		}
	}
	return "", false
}
