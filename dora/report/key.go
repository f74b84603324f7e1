package report

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/dora"
)

// key is one of the four keys.
type key struct {
	of     dora.Metric
	name   string
	head   string // of its column
	figure dora.Figure
	show   func(dora.Figure) string
	within *dora.Interval // of 95 %; nil: none
	drawn  *dora.Interval // that of the bootstrap; nil: none
	level  dora.Level
	facts  []string
}

func (k key) value() string { return k.show(k.figure) }

// keys returns the four keys of a line. The fourth is the one that the table
// of levels is about: time to restore or, from 2023 on, recovery.
func keys(r *dora.Report, m *dora.Metrics) []key {
	out := []key{frequency(m), leadTime(m), failureRate(m), restore(m)}
	if b := benchmark(r); b != nil && b.Recovery {
		out[3] = recovery(m)
	}
	for i := range out {
		if k := &out[i]; k.drawn != nil && r.Bootstrap != nil {
			k.facts = append(k.facts, fmt.Sprintf("bootstrap interval %s (seed %d)", between(k.drawn, k.show), r.Bootstrap.Seed))
		}
	}
	return out
}

// benchmark returns the table of levels; nil for one of somebody else's.
func benchmark(r *dora.Report) *dora.Benchmark {
	for _, b := range []*dora.Benchmark{dora.Document(), dora.Report2021(), dora.Report2023()} {
		if b.Name == r.Benchmark {
			return b
		}
	}
	return nil
}

func frequency(m *dora.Metrics) key {
	d := m.Deployments
	k := key{
		of: dora.DeploymentFrequency, name: "Deployment frequency", head: "frequency",
		figure: d.PerDay, show: perDay, within: d.PerDayCI95, level: m.Levels.Frequency,
	}
	k.facts = append(k.facts, count(d.Count, "deployment", "deployments")+" on "+count(d.DeployDays, "day", "days"))
	if k.within != nil && k.figure.Known {
		k.facts = append(k.facts, "95% interval "+between(k.within, perUnit(d.PerDay.Value)))
	}
	if d.PerServicePerDay.Known && d.PerServicePerDay != d.PerDay {
		k.facts = append(k.facts, "the level is that of the median service: "+perDay(d.PerServicePerDay))
	}
	return k
}

func leadTime(m *dora.Metrics) key {
	l := m.LeadTime
	k := key{
		of: dora.LeadTimeForChanges, name: "Lead time for changes", head: "lead time",
		figure: l.P50, show: duration, within: l.P50CI95, drawn: l.P50Bootstrap95, level: m.Levels.LeadTime,
	}
	k.facts = append(k.facts, "median of "+count(l.N, "change", "changes"))
	if l.P90.Known {
		k.facts = append(k.facts, "90th percentile "+duration(l.P90))
	}
	if k.within != nil {
		k.facts = append(k.facts, interval(k))
	}
	return k
}

func failureRate(m *dora.Metrics) key {
	f := m.ChangeFailure
	k := key{
		of: dora.ChangeFailureRate, name: "Change failure rate", head: "failure rate",
		figure: f.Rate, show: percent, within: f.CI95, level: m.Levels.FailureRate,
	}
	k.facts = append(k.facts, fmt.Sprintf("%d of %s failed", f.Failed, count(f.Total, "deployment", "deployments")))
	if k.within != nil {
		k.facts = append(k.facts, interval(k))
	}
	return k
}

func restore(m *dora.Metrics) key {
	s := m.Restore
	k := key{
		of: dora.TimeToRestore, name: "Time to restore", head: "restore",
		figure: s.P50, show: duration, drawn: s.P50Bootstrap95, level: m.Levels.Restore,
	}
	k.facts = append(k.facts, "median of "+count(s.N, "incident", "incidents"))
	if s.P90.Known {
		k.facts = append(k.facts, "90th percentile "+duration(s.P90))
	}
	if s.Open > 0 {
		k.facts = append(k.facts, fmt.Sprintf("%d still open; with them at least %s (Kaplan-Meier)", s.Open, duration(s.KMP50)))
	}
	return k
}

func recovery(m *dora.Metrics) key {
	s := m.Recovery
	k := key{
		of: dora.FailedRecovery, name: "Failed deployment recovery", head: "recovery",
		figure: s.P50, show: duration, drawn: s.P50Bootstrap95, level: m.Levels.Restore,
	}
	k.facts = append(k.facts, "median of "+count(s.N, "failed deployment", "failed deployments"))
	if s.Open > 0 {
		k.facts = append(k.facts, fmt.Sprintf("%d not recovered from", s.Open))
	}
	return k
}

func interval(k key) string { return "95% interval " + between(k.within, k.show) }

// heads returns the heads of the columns of the four keys.
func heads(r *dora.Report) []string {
	var out []string
	for _, k := range keys(r, r.Org) {
		out = append(out, k.head)
	}
	return out
}

// few returns what a metric has too few events for, in words.
func few(m *dora.Metrics) string {
	words := map[string]string{
		"deployments": "fewer than 5 deployments", "lead_time": "fewer than 6 changes", "restore": "fewer than 3 incidents",
	}
	var out []string
	for _, what := range m.FewData {
		out = append(out, words[what])
	}
	return strings.Join(out, ", ")
}
