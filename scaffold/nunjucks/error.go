package nunjucks

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/syntax"
)

// Error is why a template cannot be read or rendered, and where.
type Error struct {
	// Template is the name that the template was given.
	Template string
	// Line and Column are the place, from 1, the column in code points. At the end of a template without a place of its own,
	// that is the end.
	Line, Column int
	// Syntax says that the template cannot be read at all.
	Syntax bool
	// Err is the cause: a *LimitError, the error of a context or of a Func, or one that only has a text.
	Err error

	classic string
}

// Error returns name:line:column: message.
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %v", e.Template, e.Line, e.Column, e.Err)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Classic returns the text that Nunjucks 3.2 gives: for errors while rendering, the place in it is that of the call that began
// last, counted from 0.
func (e *Error) Classic() string { return e.classic }

const unknownPath = "(unknown path)"

// syntaxError makes an Error of one from reading.
func (t *Template) syntaxError(err error) error {
	var se *syntax.Error
	if !errors.As(err, &se) {
		return err
	}
	e := &Error{Template: t.name, Syntax: true, Err: errors.New(se.Message)}
	offset := se.Offset
	if offset == syntax.NoPlace {
		offset = len(t.src)
	}
	e.Line, e.Column = place(t.src, offset)
	switch {
	case se.Class != "":
		e.classic = unknownPath + "\n  " + se.Class + ": " + se.Message
	case se.Offset == syntax.NoPlace:
		e.classic = unknownPath + "\n  " + se.Message
	default:
		line, column := unitPlace(t.src, offset)
		e.classic = fmt.Sprintf("%s [Line %d, Column %d]\n  %s", unknownPath, line+1, column+1, se.Message)
	}
	return e
}

// failure is an error while rendering and the place of the node in which it arose.
type failure struct {
	offset int
	call   int // the call that Nunjucks would name, or -1
	err    error
	blocks []*unit // around it; Nunjucks wraps the error once for each
}

// Error returns the text of the cause.
func (f *failure) Error() string { return f.err.Error() }

// at notes where err arose, unless that is known.
func (r *run) at(offset int, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := err.(*failure); ok {
		return err
	}
	f := &failure{offset: offset, call: r.unit.lastCall, err: err, blocks: r.blocks}
	if len(r.blocks) > 0 {
		f.call = r.outermost.lastCall
	}
	return f
}

func (t *Template) renderError(err error) error {
	f, ok := err.(*failure)
	if !ok {
		f = &failure{call: -1, err: err}
	}
	e := &Error{Template: t.name, Err: f.err}
	e.Line, e.Column = place(t.src, f.offset)
	e.classic = unknownPath + t.classicPlace(f.call) + "\n  "
	for _, u := range f.blocks {
		e.classic += "Template render error: " + unknownPath + t.classicPlace(u.lastCall) + "\n  "
	}
	e.classic += classicText(f.err)
	var thrown *js.Error
	if errors.As(f.err, &thrown) && thrown.Name != "TypeError" && thrown.Name != "RangeError" {
		e.Err = errors.New(thrown.Message)
	}
	return e
}

// classicPlace is how Nunjucks writes the place of a call, if there was one and it is not in the first line.
func (t *Template) classicPlace(call int) string {
	if call < 0 {
		return ""
	}
	switch line, column := unitPlace(t.src, call); {
	case line > 0 && column > 0:
		return fmt.Sprintf(" [Line %d, Column %d]", line, column)
	case line > 0:
		return fmt.Sprintf(" [Line %d]", line)
	}
	return ""
}

func classicText(err error) string {
	var thrown *js.Error
	if errors.As(err, &thrown) {
		return thrown.Error()
	}
	return "Error: " + err.Error()
}

// place returns line and column of an offset, from 1, the column in code points.
func place(src string, offset int) (line, column int) {
	before := src[:min(max(offset, 0), len(src))]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[start:]) + 1
}

// unitPlace returns line and column of an offset, from 0, the column in UTF-16 units.
func unitPlace(src string, offset int) (line, column int) {
	before := src[:min(max(offset, 0), len(src))]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n"), js.Length(before[start:])
}
