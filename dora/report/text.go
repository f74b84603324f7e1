package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Text writes a table for a terminal, with what should make its reader look
// twice.
func Text(w io.Writer, r *dora.Report) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s to %s, levels of table %s\n\n", r.Window.From.Format(time.DateOnly), r.Window.To.Format(time.DateOnly), r.Benchmark)
	table := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "\tDEPLOYMENTS\tFREQUENCY\tLEAD TIME\tFAILURE RATE\tRESTORE\tLEVEL")
	for _, x := range rows(r) {
		m := x.metrics
		cells := []string{indent(x) + plain(x.name), fmt.Sprint(m.Deployments.Count)}
		for _, k := range keys(m) {
			cells = append(cells, k.value)
		}
		fmt.Fprintln(table, strings.Join(append(cells, level(m.Levels.Overall)), "\t"))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for i, w := range warnings(r) {
		if i == 0 {
			fmt.Fprintln(out, "\nTo look at twice:")
		}
		fmt.Fprintf(out, "  %d %s\n", w.count, w.text)
	}
	return out.Flush()
}

func indent(x row) string {
	if x.kind == "service" {
		return "  "
	}
	return ""
}

// plain keeps a name from breaking the table, and from steering the terminal.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '�'
		}
		return r
	}, s)
}
