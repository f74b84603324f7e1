package report

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Explain writes the events behind a metric as a table for a terminal: of a
// service, of a team or, for "", of everything, by service and time. An event
// that counts for several reasons has a line for each.
func Explain(w io.Writer, r *dora.Report, name string, metric dora.Metric) error {
	list, err := r.Explain(name, metric)
	if err != nil {
		return err
	}
	var lines bytes.Buffer
	table := tabwriter.NewWriter(&lines, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "AT\tSERVICE\tROLE\tEVENT\tLENGTH\tWHY")
	for _, e := range list {
		cells := []string{minute(e.At), clip(e.Service, longName), string(e.Role), event(e), duration(e.Seconds), clip(e.Reason, 2*longName)}
		fmt.Fprintln(table, strings.Join(cells, "\t"))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	for line := range strings.Lines(lines.String()) {
		fmt.Fprintln(out, strings.TrimRight(line, " \n")) // where there is no reason, the table is padded
	}
	return out.Flush()
}

// event names what a piece of evidence is about.
func event(e dora.Evidence) string {
	switch {
	case e.Change != "" && e.Deployment != "":
		return clip(e.Change, shortName) + " in " + clip(e.Deployment, shortName)
	case e.Deployment != "":
		return clip(e.Deployment, shortName)
	}
	return clip(e.Change+e.Incident, shortName)
}
