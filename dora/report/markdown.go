package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Markdown writes the figures for a pull request or a wiki: a table, what the
// metrics stand for, and what helps where one is below high.
func Markdown(w io.Writer, r *dora.Report) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# Delivery from %s to %s\n\n", r.Window.From.Format(time.DateOnly), r.Window.To.Format(time.DateOnly))
	fmt.Fprintln(out, "| | deployments | frequency | lead time | failure rate | restore | level |")
	fmt.Fprintln(out, "| --- | ---: | ---: | ---: | ---: | ---: | --- |")
	for _, x := range rows(r) {
		fmt.Fprintf(out, "| %s | %d |", name(x), x.metrics.Deployments.Count)
		for _, k := range keys(x.metrics) {
			fmt.Fprintf(out, " %s |", k.value)
		}
		fmt.Fprintf(out, " %s |\n", level(x.metrics.Levels.Overall))
	}
	fmt.Fprintf(out, "\nLevels are those of the table %q; the overall level is the worst of the four.\n", r.Benchmark)
	markdownNotes(out, r)
	markdownWarnings(out, r)
	return out.Flush()
}

func name(x row) string {
	s := escape(x.name)
	if x.kind == "service" {
		return s
	}
	return "**" + s + "**"
}

// escape keeps a name from being more than text: a column, a link, an image.
func escape(s string) string {
	var b strings.Builder
	for _, r := range plain(s) {
		if strings.ContainsRune("\\`*_{}[]<>()#+!|~&@", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func markdownNotes(out io.Writer, r *dora.Report) {
	low := map[dora.Metric]bool{}
	for _, n := range advice(r.Org) {
		low[n.Metric] = true
	}
	fmt.Fprint(out, "\n## What the figures stand for\n\n")
	all := keys(r.Org)
	for i, n := range Notes() {
		fmt.Fprintf(out, "- %s is %s", all[i].name, n.Proxy)
		if low[n.Metric] {
			fmt.Fprintf(out, " What usually helps first: %s.", n.Wins)
		}
		fmt.Fprintln(out)
	}
}

func markdownWarnings(out io.Writer, r *dora.Report) {
	for i, w := range warnings(r) {
		if i == 0 {
			fmt.Fprint(out, "\n## To look at twice\n\n")
		}
		fmt.Fprintf(out, "- %d %s\n", w.count, w.text)
	}
}
