package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Markdown writes the figures for a pull request or a wiki: a table, what the
// metrics stand for, and what helps where one is below high.
func Markdown(w io.Writer, r *dora.Report) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# Delivery from %s to %s\n\n", date(r.Window.From), date(r.Window.To))
	fmt.Fprintf(out, "| | deployments | %s | level |\n", strings.Join(heads(r), " | "))
	fmt.Fprintln(out, "| --- | ---: | ---: | ---: | ---: | ---: | --- |")
	for _, x := range rows(r) {
		fmt.Fprintf(out, "| %s | %d |", markdownName(x), x.metrics.Deployments.Count)
		for _, k := range keys(r, x.metrics) {
			fmt.Fprintf(out, " %s |", k.value())
		}
		fmt.Fprintf(out, " %s |\n", level(x.metrics.Levels.Overall))
	}
	fmt.Fprintf(out, "\nLevels are those of the table “%s”; the overall level is the worst of the four.\n", escape(clip(r.Benchmark, longName)))
	markdownNotes(out, r)
	markdownWarnings(out, r)
	return out.Flush()
}

func markdownName(x row) string {
	s := escape(clip(x.name, longName))
	if x.kind == "service" {
		return s
	}
	return "**" + s + "**"
}

// escape keeps a name from being more than text: a column, a link, an image,
// a formula. Mentions and references are found in what is shown, where a
// backslash is gone: a space without width stands in their way.
func escape(s string) string {
	var b strings.Builder
	last := ' '
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_{}[]<>()+!|~&$", r), r == ':' && strings.HasPrefix(s[i:], "://"), r == '.' && (last == 'w' || last == 'W'):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '@' || r == '#':
			fmt.Fprintf(&b, "%c&#8203;", r)
		default:
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

func markdownNotes(out io.Writer, r *dora.Report) {
	fmt.Fprint(out, "\n## What the figures stand for\n\n")
	for _, n := range notes(r) {
		fmt.Fprintf(out, "- **%s** (%s) is %s", n.name, strings.Join(n.facts, "; "), n.proxy)
		if n.wins != "" {
			fmt.Fprintf(out, " What usually helps first: %s.", n.wins)
		}
		fmt.Fprintln(out)
	}
}

func markdownWarnings(out io.Writer, r *dora.Report) {
	for i, w := range warnings(r) {
		if i == 0 {
			fmt.Fprint(out, "\n## To look at twice\n\n")
		}
		fmt.Fprintf(out, "- %s\n", escape(w))
	}
}
