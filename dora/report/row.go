package report

import (
	"maps"
	"slices"

	"github.com/goldenpath-go/goldenpath/dora"
)

// row is a line of figures.
type row struct {
	name    string
	kind    string // all, team or service
	metrics *dora.Metrics
	service *dora.ServiceMetrics // of a service
}

// rows returns all, the teams and the services, in this order and by name.
func rows(r *dora.Report) []row {
	out := []row{{name: "all services", kind: "all", metrics: r.Org}}
	for _, name := range slices.Sorted(maps.Keys(r.Teams)) {
		out = append(out, row{name: name, kind: "team", metrics: &r.Teams[name].Metrics})
	}
	for _, name := range slices.Sorted(maps.Keys(r.Services)) {
		s := r.Services[name]
		out = append(out, row{name: name, kind: "service", metrics: &s.Metrics, service: s})
	}
	return out
}

// key is one of the four keys and what stands beside it.
type key struct {
	name  string
	value string
	level dora.Level
	of    dora.Metric
}

// keys returns the four keys of a line.
func keys(m *dora.Metrics) []key {
	return []key{
		{"Deployment frequency", perDay(m.Deployments.PerDay), m.Levels.Frequency, dora.DeploymentFrequency},
		{"Lead time for changes", duration(m.LeadTime.P50), m.Levels.LeadTime, dora.LeadTimeForChanges},
		{"Change failure rate", percent(m.ChangeFailure.Rate), m.Levels.FailureRate, dora.ChangeFailureRate},
		{"Time to restore", duration(m.Restore.P50), m.Levels.Restore, dora.TimeToRestore},
	}
}
