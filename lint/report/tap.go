package report

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// TAP writes the Test Anything Protocol, version 13, which readers of version 14 take as well: a test for each file, with
// its findings in a YAML block. A file fails with a finding of Options.FailOn or above, or when it could not be looked
// at.
func TAP(w io.Writer, r *lint.Result, o *Options) error {
	out := bufio.NewWriter(w)
	files := byFile(r, o)
	plan := fmt.Sprintf("TAP version 13\n1..%d", len(files))
	if len(files) == 0 {
		plan += " # SKIP there are no files"
	}
	// A bufio.Writer keeps its first error for Flush.
	_, _ = io.WriteString(out, plan+"\n")
	for i, f := range files {
		_, _ = io.WriteString(out, tapTest(i+1, f, o))
	}
	return out.Flush()
}

func tapTest(n int, f *fileReport, o *Options) string {
	failing, _ := f.failed(o)
	word := "ok"
	if len(failing)+len(f.errors) > 0 {
		word = "not ok"
	}
	line := fmt.Sprintf("%s %d - %s\n", word, n, tapName(f.name))
	if len(f.findings)+len(f.errors) == 0 {
		return line
	}
	return line + tapBlock(f)
}

// tapName returns the description of a test. A "#" would begin a directive, and only version 14 has an escape for it.
func tapName(path string) string {
	return strings.NewReplacer("%", "%25", "#", "%23", `\`, "%5C").Replace(oneLine(path))
}

// tapBlock returns what is to be said of a file, in YAML that is as close to JSON as it gets.
func tapBlock(f *fileReport) string {
	var b strings.Builder
	b.WriteString("  ---\n")
	if len(f.findings) > 0 {
		b.WriteString("  message: " + strconv.Quote(tally(f.findings)) + "\n  findings:\n")
	}
	for _, d := range f.findings {
		b.WriteString("    - " + inlineJSON(newTAPFinding(d)))
	}
	if len(f.errors) > 0 {
		b.WriteString("  errors:\n")
	}
	for _, e := range f.errors {
		b.WriteString("    - " + inlineJSON(lines(e.Err.Error())))
	}
	b.WriteString("  ...\n")
	return b.String()
}

type tapFinding struct {
	Severity lint.Severity `json:"severity"`
	Rule     string        `json:"rule"`
	Line     int           `json:"line"`
	Column   int           `json:"column"`
	Message  string        `json:"message"`
	Help     string        `json:"help,omitempty"`
}

func newTAPFinding(d *lint.Diagnostic) tapFinding {
	return tapFinding{d.Severity, lines(d.Rule), max(d.Range.Line, 1), max(d.Range.Column, 1), lines(d.Message), lines(d.Help)}
}

// inlineJSON returns v as JSON on a line of its own.
func inlineJSON(v any) string {
	var b bytes.Buffer
	_ = encode(&b, v, "") // a buffer takes everything
	return b.String()
}
