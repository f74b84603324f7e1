package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// How many incidents are drawn and listed: the latest.
const (
	maxIncidentDots = 500
	maxIncidentRows = 100
)

// outage is an incident, with all services that it struck.
type outage struct {
	id       string
	services []string
	start    time.Time
	seconds  float64
	open     bool
}

// outages returns every incident of the window once, the latest last.
func outages(r *dora.Report) ([]outage, error) {
	list, err := r.Explain("", dora.TimeToRestore)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var out []outage
	for _, e := range list {
		if e.Role != dora.Restored && e.Role != dora.StillOpen {
			continue
		}
		i, ok := at[e.Incident]
		if !ok {
			i = len(out)
			at[e.Incident] = i
			out = append(out, outage{id: e.Incident, start: e.At, seconds: e.Seconds.Value, open: e.Role == dora.StillOpen})
		}
		if out[i].open {
			out[i].seconds = r.Window.To.Sub(e.At).Seconds()
		}
		out[i].services = append(out[i].services, e.Service)
	}
	slices.SortStableFunc(out, func(a, b outage) int { return cmp.Or(a.start.Compare(b.start), cmp.Compare(a.id, b.id)) })
	return out, nil
}

// The box of the incidents.
const (
	restoreLeft   = 44.0
	restoreRight  = chartWidth - 50 // beside it stand the levels
	restoreTop    = 8.0
	restoreBottom = 206.0
)

// restores draws every incident by its start and its length.
func restores(r *dora.Report) (chart, error) {
	all, err := outages(r)
	if err != nil {
		return chart{}, err
	}
	c := chart{
		Kind: "restores", W: chartWidth, H: 224, Title: "Incidents by their start and length",
		Desc: fmt.Sprintf("%s, %d still open: hollow, and as long as they have lasted.",
			count(len(all), "incident", "incidents"), open(all)),
		Table: &table{Head: []string{"Incident", "Services", "Began", "Length"}},
	}
	c.restoreAxis(r)
	for _, o := range all[max(0, len(all)-maxIncidentDots):] {
		c.outage(o, r.Window)
	}
	listed := all[max(0, len(all)-maxIncidentRows):]
	for _, o := range slices.Backward(listed) {
		c.Table.Rows = append(c.Table.Rows, []string{clip(o.id, longName), clip(strings.Join(o.services, ", "), longName), minute(o.start), o.length()})
	}
	if len(listed) < len(all) {
		c.Table.Note = fmt.Sprintf("The latest %d of %d; the newest %d are drawn.", len(listed), len(all), min(len(all), maxIncidentDots))
	}
	return c, nil
}

func open(all []outage) int {
	n := 0
	for _, o := range all {
		if o.open {
			n++
		}
	}
	return n
}

func (o outage) length() string {
	s := duration(figure(o.seconds))
	if o.open {
		return s + ", still open"
	}
	return s
}

func restoreAt(seconds float64) float64 {
	return restoreBottom - (restoreBottom-restoreTop)*climb(seconds)/float64(len(ladder())+1)
}

func (c *chart) restoreAxis(r *dora.Report) {
	var limits *[3]dora.Limit
	if b := benchmark(r); b != nil {
		limits = &b.Restore
	}
	place := func(seconds float64) float64 { return restoreBottom - restoreAt(seconds) }
	for _, b := range bandsOf(limits, 1, restoreBottom-restoreTop, place) {
		c.rect(restoreLeft, restoreBottom-b.to, restoreRight-restoreLeft, b.to-b.from, "band "+string(b.level), string(b.level))
		c.label(restoreRight+6, restoreBottom-(b.from+b.to)/2+3, "start", "", string(b.level))
	}
	for _, r := range ladder() {
		c.label(restoreLeft-6, restoreAt(r.seconds)+3, "end", "", r.name)
	}
	c.line("axis", restoreLeft, restoreBottom, restoreRight, restoreBottom)
	c.label(restoreLeft, restoreBottom+14, "start", "", date(r.Window.From))
	c.label(restoreRight, restoreBottom+14, "end", "", date(r.Window.To))
}

// outage draws one; what began before the window stands at its edge.
func (c *chart) outage(o outage, w dora.Window) {
	part := o.start.Sub(w.From).Seconds() / max(1, w.To.Sub(w.From).Seconds())
	x := restoreLeft + (restoreRight-restoreLeft)*min(1, max(0, part))
	class := "restored"
	if o.open {
		class = "open"
	}
	c.dot(x, restoreAt(o.seconds), 4, class, fmt.Sprintf("%s (%s), began %s: %s", clip(o.id, shortName), clip(strings.Join(o.services, ", "), longName), minute(o.start), o.length()))
}
