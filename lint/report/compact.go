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
		d := &r.Diagnostics[i]
		// A bufio.Writer keeps its first error for Flush.
		_, _ = fmt.Fprintf(out, "%s: %s: %s [%s]\n", place(o, d), d.Severity, oneLine(d.Message), d.Rule)
	}
	return out.Flush()
}

// place returns file:line:column of a finding.
func place(o *Options, d *lint.Diagnostic) string {
	p := d.Range.Position
	p.File = o.path(p.File)
	return oneLine(p.String())
}
