package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/dora"
)

// gauge is a figure as a metric of its own.
type gauge struct {
	name, unit, help string
	value            func(*dora.Metrics) dora.Figure
}

func whole(n int) dora.Figure { return dora.Figure{Value: float64(n), Known: true} }

func gauges() []gauge {
	return []gauge{
		{"dora_deployments", "", "Deployments to production in the window.", func(m *dora.Metrics) dora.Figure { return whole(m.Deployments.Count) }},
		{"dora_deployments_per_day", "", "Deployments to production a day.", func(m *dora.Metrics) dora.Figure { return m.Deployments.PerDay }},
		{"dora_lead_time_seconds", "seconds", "Median age of changes when they reach production.", func(m *dora.Metrics) dora.Figure { return m.LeadTime.P50 }},
		{"dora_lead_time_p90_seconds", "seconds", "90th percentile of the age of changes when they reach production.", func(m *dora.Metrics) dora.Figure { return m.LeadTime.P90 }},
		{"dora_failed_deployments", "", "Deployments that failed in production.", func(m *dora.Metrics) dora.Figure { return whole(m.ChangeFailure.Failed) }},
		{"dora_change_failure_ratio", "ratio", "Share of deployments that failed in production.", func(m *dora.Metrics) dora.Figure { return m.ChangeFailure.Rate }},
		{"dora_time_to_restore_seconds", "seconds", "Median length of incidents.", func(m *dora.Metrics) dora.Figure { return m.Restore.P50 }},
		{"dora_time_to_restore_p90_seconds", "seconds", "90th percentile of the length of incidents.", func(m *dora.Metrics) dora.Figure { return m.Restore.P90 }},
		{"dora_recovery_seconds", "seconds", "Median time until failed deployments were repaired.", func(m *dora.Metrics) dora.Figure { return m.Recovery.P50 }},
		{"dora_rework_ratio", "ratio", "Share of rollbacks and repairs.", func(m *dora.Metrics) dora.Figure { return m.Rework.Rate }},
		{"dora_open_incidents", "", "Incidents not resolved at the end of the window.", func(m *dora.Metrics) dora.Figure { return whole(m.Restore.Open) }},
	}
}

// proxies returns what the key metrics stand for, by their name here.
func proxies() map[string]string {
	names := map[dora.Metric]string{
		dora.DeploymentFrequency: "dora_deployments_per_day", dora.LeadTimeForChanges: "dora_lead_time_seconds",
		dora.ChangeFailureRate: "dora_change_failure_ratio", dora.TimeToRestore: "dora_time_to_restore_seconds",
		dora.FailedRecovery: "dora_recovery_seconds",
	}
	out := map[string]string{}
	for _, n := range Notes() {
		out[names[n.Metric]] = " It is " + n.Proxy
	}
	return out
}

// OpenMetrics writes the figures as gauges, in the text format of OpenMetrics
// 1.0. A figure that does not exist has no sample.
func OpenMetrics(w io.Writer, r *dora.Report) error {
	out := bufio.NewWriter(w)
	all, proxy := rows(r), proxies()
	for _, g := range gauges() {
		fmt.Fprintf(out, "# TYPE %s gauge\n", g.name)
		if g.unit != "" {
			fmt.Fprintf(out, "# UNIT %s %s\n", g.name, g.unit)
		}
		fmt.Fprintf(out, "# HELP %s %s%s\n", g.name, g.help, proxy[g.name])
		for _, x := range all {
			if f := g.value(x.metrics); f.Known {
				fmt.Fprintf(out, "%s{%s} %s\n", g.name, labels(x), strconv.FormatFloat(f.Value, 'g', -1, 64))
			}
		}
	}
	warned(out, r)
	fmt.Fprintln(out, "# EOF")
	return out.Flush()
}

// warned writes how many events each warning is about.
func warned(out io.Writer, r *dora.Report) {
	fmt.Fprintln(out, "# TYPE dora_warned_events gauge")
	fmt.Fprintln(out, "# HELP dora_warned_events Events that should make the reader of the other figures look twice.")
	for _, w := range r.Warnings {
		x := row{kind: "all"}
		if w.Service != "" {
			x = row{kind: "service", name: w.Service}
		}
		fmt.Fprintf(out, "dora_warned_events{%s,kind=\"%s\"} %d\n", labels(x), labelValue(string(w.Kind)), w.Count)
	}
}

func labels(x row) string {
	if x.kind == "all" {
		return `scope="all"`
	}
	return fmt.Sprintf(`scope="%s",%s="%s"`, x.kind, x.kind, labelValue(x.name))
}

func labelValue(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.ToValidUTF8(s, "\uFFFD"))
}
