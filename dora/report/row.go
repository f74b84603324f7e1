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
	out = append(out, teams(r)...)
	return append(out, services(r)...)
}

func teams(r *dora.Report) []row {
	var out []row
	for _, name := range slices.Sorted(maps.Keys(r.Teams)) {
		out = append(out, row{name: name, kind: "team", metrics: &r.Teams[name].Metrics})
	}
	return out
}

func services(r *dora.Report) []row {
	var out []row
	for _, name := range slices.Sorted(maps.Keys(r.Services)) {
		s := r.Services[name]
		out = append(out, row{name: name, kind: "service", metrics: &s.Metrics, service: s})
	}
	return out
}

// busiest returns the n rows with the most deployments, in the order in which
// they came.
func busiest(all []row, n int) []row {
	if len(all) <= n {
		return all
	}
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return all[b].metrics.Deployments.Count - all[a].metrics.Deployments.Count
	})
	order = order[:n]
	slices.Sort(order)
	out := make([]row, 0, n)
	for _, i := range order {
		out = append(out, all[i])
	}
	return out
}
