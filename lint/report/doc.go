// Package report prints the result of a lint run in the forms that people and tools read.
//
// A [Format] is a function; [ByName] finds it by the name that the command line uses:
//
//	text          for people: the line with what is wrong underlined, notes, help and fixes, a summary
//	compact       a line a finding, file:line:column: level: message [rule], for editors and problem matchers
//	json          one object with all there is to know, versioned; its schema is Schema
//	jsonl         the same, an object a line
//	sarif         SARIF 2.1.0, ignored findings among them
//	github-sarif  SARIF as GitHub code scanning takes it: without ignored findings, no more than it accepts
//	github        workflow commands, which GitHub shows in the diff of a pull request
//	gitlab        GitLab Code Quality, shown in merge requests
//	junit         JUnit XML as Jenkins defines it, a test case a file
//	checkstyle    Checkstyle XML
//	tap           Test Anything Protocol 13, a test a file
//	rdjson        Reviewdog Diagnostic Format
//	rdjsonl       the same, a diagnostic a line
//	markdown      a table for a comment or a job's summary
//
// The same result gives the same bytes, whatever the format, and a result without findings is a valid report.
//
// What the linter could not do, [lint.Result.Errors], is in json, jsonl, the two of SARIF, junit, tap and markdown, and
// counted in the summary of text. The others have no place for it, and whoever runs the linter has to say so elsewhere.
//
// # Hostile files
//
// Messages and names of files quote what somebody wrote into a repository. They cannot end a line, leave their place in
// the format, turn the direction of writing, act on a terminal, or be taken for a command by a CI system that reads the
// log: such characters are escaped where the format can, and else shown as U+FFFD.
package report

import (
	"io"
	"io/fs"
	"slices"

	"github.com/goldenpath-go/goldenpath/lint"
)

// Format writes r to w. The options may be nil. The only errors are those of w.
type Format func(w io.Writer, r *lint.Result, o *Options) error

// Options say how to print. The zero value prints without colours and without lines of the files.
type Options struct {
	// Open is the file system that was linted. Text takes from it the lines it shows, SARIF and rdjson what they need to
	// count columns in their own ways and to place fixes. Nil: no lines, no fixes in SARIF and rdjson, and columns in code
	// points, which differ only after characters outside of ASCII.
	Open fs.FS
	// Color makes text use the colours of a terminal.
	Color bool
	// Path turns a file's name within Open into the one to be printed, such as its path from the working directory or
	// from the root of the repository. Nil: as it is.
	Path func(name string) string
	// Rules are those that were run; SARIF describes with them the rules that it mentions. The built-in ones need not be
	// among them.
	Rules []*lint.Rule
	// RuleURL returns the address of a rule's documentation, or "" when it has none. Nil: no rule has.
	RuleURL func(rule string) string
	// Version is that of the program, for SARIF; may be empty.
	Version string
	// FailOn is the severity from which on junit and tap call a file failed. Unset means Error, Off never.
	FailOn lint.Severity
	// Notify is told what a format has left out since its readers take no more, in a sentence. Nil: nobody is told,
	// beside what the report itself says.
	Notify func(sentence string)
}

// The address and the name of the program in reports that name their maker.
const (
	toolName = "catalog-lint"
	toolURL  = "https://github.com/goldenpath-go/goldenpath"
)

func (o *Options) path(name string) string {
	if o == nil || o.Path == nil {
		return name
	}
	return o.Path(name)
}

func (o *Options) open() fs.FS {
	if o == nil {
		return nil
	}
	return o.Open
}

func (o *Options) ruleURL(rule string) string {
	if o == nil || o.RuleURL == nil {
		return ""
	}
	return o.RuleURL(rule)
}

// failed reports whether a finding of severity s fails its file.
func (o *Options) failed(s lint.Severity) bool {
	from := lint.Error
	if o != nil && o.FailOn != lint.Unset {
		from = o.FailOn
	}
	return from != lint.Off && s >= from
}

func (o *Options) notify(sentence string) {
	if o != nil && o.Notify != nil {
		o.Notify(sentence)
	}
}

// named is a format with its name.
type named struct {
	name   string
	format Format
}

func formats() []named {
	return []named{
		{"text", Text}, {"compact", Compact}, {"json", JSON}, {"jsonl", JSONLines},
		{"sarif", SARIF}, {"github-sarif", GitHubSARIF}, {"github", GitHub}, {"gitlab", GitLab},
		{"junit", JUnit}, {"checkstyle", Checkstyle}, {"tap", TAP},
		{"rdjson", RDJSON}, {"rdjsonl", RDJSONLines}, {"markdown", Markdown},
	}
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
