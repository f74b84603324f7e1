package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/goldenpath-go/goldenpath/lint"
)

// Compact writes a line a finding: file:line:column: level: message [rule]. It is the errorformat "%f:%l:%c: %m".
func Compact(w io.Writer, r *lint.Result, o *Options) error {
	out := bufio.NewWriter(w)
	for i := range r.Diagnostics {
		// A bufio.Writer keeps its first error for Flush.
		_, _ = io.WriteString(out, compactLine(&r.Diagnostics[i], o)+"\n")
	}
	return out.Flush()
}

func compactLine(d *lint.Diagnostic, o *Options) string {
	return fmt.Sprintf("%s: %s: %s [%s]", place(o, d), d.Severity, oneLine(d.Message), oneLine(d.Rule))
}

// place returns file:line:column of a finding.
func place(o *Options, d *lint.Diagnostic) string {
	p := d.Range.Position
	p.File = o.path(p.File)
	return noCommand(oneLine(p.String()))
}
