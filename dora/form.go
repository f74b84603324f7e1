package dora

import (
	"encoding/json"
	"maps"
	"slices"
)

// traced are figures with the deployments that they count and what these
// brought.
type traced struct {
	*Metrics
	CountedIDs []string            `json:"counted_ids"`
	ChangeIDs  map[string][]string `json:"change_ids"`
}

// serviceForm is a service as JSON has it.
type serviceForm struct {
	traced
	Quality Quality      `json:"quality"`
	Trend   []TrendPoint `json:"trend"`
}

// teamForm is a team as JSON has it.
type teamForm struct {
	traced
	Services []string     `json:"services"`
	Trend    []TrendPoint `json:"trend"`
}

func (m *ServiceMetrics) form() *serviceForm {
	w := m.walk()
	return &serviceForm{traced{&m.Metrics, w.countedIDs(), w.changeIDs()}, m.Quality, m.Trend}
}

// MarshalJSON returns the figures and the events behind them: counted_ids and
// change_ids.
func (m *ServiceMetrics) MarshalJSON() ([]byte, error) { return json.Marshal(m.form()) }

// MarshalJSON returns the report with the window in seconds since 1970. Beside
// its figures every service and team, and org, has the IDs of the deployments
// that count and of the changes that each brought. Where several services of
// a team call a deployment the same, counted_ids has it for each, and
// change_ids what all of them brought.
func (r *Report) MarshalJSON() ([]byte, error) {
	type window struct {
		From int64   `json:"from"`
		To   int64   `json:"to"`
		Days float64 `json:"days"`
	}
	services := make(map[string]*serviceForm, len(r.Services))
	for name, m := range r.Services {
		services[name] = m.form()
	}
	teams := make(map[string]*teamForm, len(r.Teams))
	for name, t := range r.Teams {
		teams[name] = &teamForm{together(&t.Metrics, services, t.Services), t.Services, t.Trend}
	}
	return json.Marshal(struct {
		Window    window                  `json:"window"`
		Benchmark string                  `json:"benchmark"`
		Bootstrap *Bootstrap              `json:"bootstrap,omitempty"`
		Services  map[string]*serviceForm `json:"services"`
		Teams     map[string]*teamForm    `json:"teams"`
		Org       traced                  `json:"org"`
		Trend     []TrendPoint            `json:"trend"`
		Warnings  []Warning               `json:"warnings"`
	}{
		window{r.Window.From.Unix(), r.Window.To.Unix(), r.Window.days()}, r.Benchmark, r.Bootstrap,
		services, teams, together(r.Org, services, slices.Sorted(maps.Keys(services))), r.Trend, r.Warnings,
	})
}

// together returns figures with the events of some services.
func together(m *Metrics, services map[string]*serviceForm, names []string) traced {
	out := traced{m, []string{}, map[string][]string{}}
	for _, name := range names {
		s := services[name]
		out.CountedIDs = append(out.CountedIDs, s.CountedIDs...)
		for id, shas := range s.ChangeIDs {
			if before := out.ChangeIDs[id]; len(before) > 0 {
				shas = slices.Concat(before, shas)
				slices.Sort(shas)
				shas = slices.Compact(shas)
			}
			out.ChangeIDs[id] = shas
		}
	}
	sortTexts(out.CountedIDs)
	return out
}
