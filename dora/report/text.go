package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/dora"
)

// textWidth is how long a line of prose is at most.
const textWidth = 100

// Text writes a table for a terminal, what its figures stand for, and what
// should make its reader look twice.
func Text(w io.Writer, r *dora.Report) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s to %s, levels of table %s\n\n", date(r.Window.From), date(r.Window.To), clip(r.Benchmark, longName))
	if err := textTable(out, r); err != nil {
		return err
	}
	for _, n := range notes(r) {
		fmt.Fprintf(out, "\n%s: %s\n", n.name, strings.Join(n.facts, "; "))
		wrap(out, "It is "+n.proxy)
		if n.wins != "" {
			wrap(out, "What usually helps first: "+n.wins+".")
		}
	}
	for i, w := range warnings(r) {
		if i == 0 {
			fmt.Fprintln(out, "\nTo look at twice:")
		}
		fmt.Fprintf(out, "  %s\n", w)
	}
	return out.Flush()
}

func textTable(out io.Writer, r *dora.Report) error {
	table := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintf(table, "\tDEPLOYMENTS\t%s\tLEVEL\n", strings.ToUpper(strings.Join(heads(r), "\t")))
	for _, x := range rows(r) {
		cells := []string{indent(x) + clip(x.name, longName), fmt.Sprint(x.metrics.Deployments.Count)}
		for _, k := range keys(r, x.metrics) {
			cells = append(cells, k.value())
		}
		fmt.Fprintln(table, strings.Join(append(cells, level(x.metrics.Levels.Overall)), "\t"))
	}
	return table.Flush()
}

func indent(x row) string {
	if x.kind == "service" {
		return "  "
	}
	return ""
}

// wrap writes words on lines of textWidth, indented.
func wrap(out io.Writer, text string) {
	line := " "
	for _, word := range strings.Fields(text) {
		if utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > textWidth {
			fmt.Fprintln(out, line)
			line = " "
		}
		line += " " + word
	}
	fmt.Fprintln(out, line)
}
