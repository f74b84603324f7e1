package report

import (
	_ "embed"
	"html/template"
	"io"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

//go:embed page.gohtml
var pageSource string

// HTML writes one page with charts. It needs no script and asks for nothing
// from elsewhere, follows the reader's choice of light or dark, and has the
// figures of every chart as text.
func HTML(w io.Writer, r *dora.Report) error {
	page, err := template.New("page").Parse(pageSource)
	if err != nil {
		return err
	}
	view, err := newView(r)
	if err != nil {
		return err
	}
	return page.Execute(w, view)
}

// view is what the page shows.
type view struct {
	From, To  string
	Benchmark string
	Keys      []keyView
	Spread    spread
	Teams     comparison
	Services  []serviceView
	Rows      []rowView
	Warnings  []warningView
}

type keyView struct {
	Name, Value, Level string
	Proxy, Wins        string
	Bands              bands
}

type serviceView struct {
	Name  string
	Level string
	Trend trend
}

type rowView struct {
	Name, Kind, Level string
	Count             int
	Cells             []cell
}

type cell struct{ Value, Level string }

type warningView struct {
	Count int
	Text  string
}

func newView(r *dora.Report) (*view, error) {
	v := &view{
		From: r.Window.From.Format(time.DateOnly), To: r.Window.To.Format(time.DateOnly),
		Benchmark: r.Benchmark, Keys: keyViews(r.Org), Teams: compareTeams(r),
	}
	ages, err := r.Explain("", dora.LeadTimeForChanges)
	if err != nil {
		return nil, err
	}
	v.Spread = spreadOf(ages)
	for _, x := range rows(r) {
		v.Rows = append(v.Rows, newRow(x))
		if x.service != nil {
			v.Services = append(v.Services, serviceView{plain(x.name), level(x.metrics.Levels.Overall), trendOf(x.service.Trend)})
		}
	}
	for _, w := range warnings(r) {
		v.Warnings = append(v.Warnings, warningView{w.count, w.text})
	}
	return v, nil
}

func keyViews(m *dora.Metrics) []keyView {
	low := map[dora.Metric]bool{}
	for _, n := range advice(m) {
		low[n.Metric] = true
	}
	notes := Notes()
	var out []keyView
	for i, k := range keys(m) {
		kv := keyView{Name: k.name, Value: k.value, Level: level(k.level), Proxy: notes[i].Proxy, Bands: bandsOf(k.level)}
		if low[k.of] {
			kv.Wins = notes[i].Wins
		}
		out = append(out, kv)
	}
	return out
}

func newRow(x row) rowView {
	v := rowView{Name: plain(x.name), Kind: x.kind, Level: level(x.metrics.Levels.Overall), Count: x.metrics.Deployments.Count}
	for _, k := range keys(x.metrics) {
		v.Cells = append(v.Cells, cell{k.value, level(k.level)})
	}
	return v
}
