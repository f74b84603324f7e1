// Package report prints the result of a lint run in the forms that people and tools read.
//
// A [Format] is a function; [ByName] finds it by the name that the command line uses:
//
//	text     for people: the line with what is wrong underlined, notes, help and fixes, a summary
//	compact  a line a finding, file:line:column: level: message [rule], for editors and problem matchers
//	json     one object with all there is to know, versioned
//	github   workflow commands, which GitHub shows in the diff of a pull request
//
// The same result gives the same bytes, whatever the format. What the linter could not do, [lint.Result.Errors], is
// in json only: the other formats are about the findings, and whoever runs the linter has to say so elsewhere.
package report

import (
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// Format writes r to w. The options may be nil. The only errors are those of w.
type Format func(w io.Writer, r *lint.Result, o *Options) error

// Options say how to print. The zero value prints without colours and without lines of the files.
type Options struct {
	// Open is the file system that was linted. Text takes from it the lines it shows; nil: it shows none.
	Open fs.FS
	// Color makes text use the colours of a terminal.
	Color bool
	// Path turns a file's name within Open into the one to be printed, such as its path from the working directory or
	// from the root of the repository. Nil: as it is.
	Path func(name string) string
}

func (o *Options) path(name string) string {
	if o == nil || o.Path == nil {
		return name
	}
	return o.Path(name)
}

// named is a format with its name.
type named struct {
	name   string
	format Format
}

func formats() []named {
	return []named{{"text", Text}, {"compact", Compact}, {"json", JSON}, {"github", GitHub}}
}

// ByName returns the format of that name; false when there is none.
func ByName(name string) (Format, bool) {
	for _, f := range formats() {
		if f.name == name {
			return f.format, true
		}
	}
	return nil, false
}

// Names returns the names of the formats, the one for people first.
func Names() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return slices.Clip(names)
}

// oneLine makes text fit for a line of output: what would end the line or act on a terminal is shown as U+FFFD.
func oneLine(text string) string { return strings.Map(harmless, text) }

// harmless replaces control characters and those that turn the direction of writing, with which a file could disguise
// what it says. Line feeds in messages are shown as spaces.
func harmless(r rune) rune {
	switch {
	case r == '\n', r == '\t':
		return ' '
	case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029:
		return '\uFFFD'
	}
	return r
}
