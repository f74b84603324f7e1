package report

import (
	"bufio"
	"embed"
	"fmt"
	"html/template"
	"io"

	"github.com/goldenpath-go/goldenpath/dora"
)

//go:embed template
var templates embed.FS

// HTML writes one page with charts. It has no script and asks for nothing from
// elsewhere, which it also forbids the browser; it follows the reader's choice
// of light or dark, and has the figures of its charts as text. It draws the
// services and teams with the most deployments, and lists the latest failed
// deployments; where that is not all, it says so.
func HTML(w io.Writer, r *dora.Report) error {
	page, err := template.ParseFS(templates, "template/*")
	if err != nil {
		return err
	}
	v, err := newView(r)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	if err := page.ExecuteTemplate(out, "page.gohtml", v); err != nil {
		return err
	}
	return out.Flush()
}

// view is what the page shows.
type view struct {
	From, To     string
	Benchmark    string
	Keys         []keyView
	Together     *chart // of all services; nil where there are not several
	Failures     chart
	Distribution chart
	Restores     chart
	Teams        []chart
	Services     []serviceView
	Failed       []failedDeployment
	Heads        []string
	Rows         []rowView
	Warnings     []string

	AllTeams, DrawnTeams int
	AllServices          int
	AllFailed            int
}

type keyView struct {
	Name, Value, Level string
	Facts              []string
	Proxy, Wins        string
	Chart              chart
}

type serviceView struct {
	Name, Level string
	Facts       []string
	Few         string
	Trend       chart
}

type rowView struct {
	Name, Kind, Level string
	Count             int
	Cells             []cellView
}

type cellView struct{ Value, Level string }

func newView(r *dora.Report) (*view, error) {
	v := &view{
		From: date(r.Window.From), To: date(r.Window.To), Benchmark: clip(r.Benchmark, longName),
		Failures: failureTrend(r), Teams: comparison(r), Heads: heads(r), Warnings: warnings(r),
		AllTeams: len(r.Teams), DrawnTeams: min(len(r.Teams), maxTeams), AllServices: len(r.Services),
	}
	var err error
	if v.Distribution, err = distribution(r); err != nil {
		return nil, err
	}
	if v.Restores, err = restores(r); err != nil {
		return nil, err
	}
	if v.Failed, v.AllFailed, err = failed(r); err != nil {
		return nil, err
	}
	v.keys(r)
	v.services(r)
	for _, x := range rows(r) {
		v.Rows = append(v.Rows, newRow(r, x))
	}
	return v, nil
}

func (v *view) keys(r *dora.Report) {
	for _, n := range notes(r) {
		v.Keys = append(v.Keys, keyView{
			Name: n.name, Value: n.value(), Level: level(n.level), Facts: n.facts, Proxy: n.proxy, Wins: n.wins, Chart: levels(n.key),
		})
	}
}

func (v *view) services(r *dora.Report) {
	if len(r.Services) > 1 {
		all := trend("all services", r.Trend)
		v.Together = &all
	}
	for _, x := range charted(r) {
		s := serviceView{Name: clip(x.name, longName), Level: level(x.metrics.Levels.Overall), Few: few(x.metrics), Trend: trend(x.name, x.service.Trend)}
		for _, k := range keys(r, x.metrics) {
			s.Facts = append(s.Facts, k.head+" "+k.value())
		}
		v.Services = append(v.Services, s)
	}
}

// levels draws the four levels, worst first, with a mark on the key's own.
func levels(k key) chart {
	c := chart{Kind: "levels", W: 200, H: 22, Title: k.name, Desc: "Level: " + level(k.level) + "."}
	for i, l := range []dora.Level{dora.Low, dora.Medium, dora.High, dora.Elite} {
		c.rect(float64(i)*50, 6, 48, 10, string(l), string(l))
		if l == k.level {
			c.dot(float64(i)*50+24, 11, 6, "mark", "")
		}
	}
	return c
}

func newRow(r *dora.Report, x row) rowView {
	v := rowView{Name: clip(x.name, longName), Kind: x.kind, Level: level(x.metrics.Levels.Overall), Count: x.metrics.Deployments.Count}
	for _, k := range keys(r, x.metrics) {
		v.Cells = append(v.Cells, cellView{k.value(), level(k.level)})
		if k.of == dora.LeadTimeForChanges {
			v.Cells = append(v.Cells, cellView{Value: duration(x.metrics.LeadTime.P90)})
		}
	}
	return v
}

// Columns returns the heads of the table of all figures.
func (v *view) Columns() []string {
	out := []string{"Whose", "Deployments"}
	for _, h := range v.Heads {
		out = append(out, h)
		if h == "lead time" {
			out = append(out, "lead time p90")
		}
	}
	return append(out, "Level")
}

// Left says how many of all are not shown, if any are not.
func (v *view) Left(shown, all int, what, how string) string {
	if shown >= all {
		return ""
	}
	return fmt.Sprintf("%d of %d %s are shown here: %s.", shown, all, what, how)
}
