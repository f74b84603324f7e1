package report

import (
	"fmt"
	"strconv"

	"github.com/goldenpath-go/goldenpath/dora"
)

// What is drawn of services at most: so many, and so many bars in all, so
// that the page of a thousand services and of a year of days can be read.
const (
	maxServices = 40
	maxBars     = 3000
)

// charted returns the services that are drawn: all, or the busiest.
func charted(r *dora.Report) []row {
	all := services(r)
	n := maxServices
	if len(all) > 0 {
		n = max(1, min(n, maxBars/max(1, len(all[0].service.Trend))))
	}
	return busiest(all, n)
}

// The boxes of a trend: the line above, the bars below.
const (
	lineTop     = 18.0
	lineBottom  = 46.0
	trendTop    = 64.0
	trendBottom = 130.0
)

// trend draws the deployments of a service by step of time, the failed ones
// marked, and the median lead time over them.
func trend(name string, steps []dora.TrendPoint) chart {
	c := chart{
		Kind: "trend", W: chartWidth, H: 148, Title: "Deployments and lead time of " + clip(name, longName),
		Desc:  "Bars are deployments, the failed ones below; the line is the median lead time.",
		Table: &table{Head: []string{"From", "Deployments", "Failure rate", "Lead time", "Restore"}},
	}
	c.deployments(steps)
	c.leadTimes(steps)
	for _, p := range steps {
		c.Table.Rows = append(c.Table.Rows, []string{p.Bucket, strconv.Itoa(p.Count), percent(p.FailureRate), duration(p.LeadTime), duration(p.Restore)})
	}
	return c
}

func (c *chart) deployments(steps []dora.TrendPoint) {
	most := 1
	var names []string
	for _, p := range steps {
		most = max(most, p.Count, p.Failed)
		names = append(names, p.Bucket)
	}
	width := c.W / float64(max(1, len(steps)))
	gap, scale := min(4, width/5), (trendBottom-trendTop)/float64(most)
	for i, p := range steps {
		if p.Count+p.Failed == 0 {
			continue
		}
		x, good, bad := float64(i)*width, float64(max(0, p.Count-p.Failed))*scale, float64(p.Failed)*scale
		title := fmt.Sprintf("%s: %s, %d failed", p.Bucket, count(p.Count, "deployment", "deployments"), p.Failed)
		c.rect(x+gap, trendBottom-bad-good, width-2*gap, good, "count", title)
		if bad > 0 {
			c.rect(x+gap, trendBottom-bad, width-2*gap, bad, "failed", title)
		}
		if len(steps) <= 40 {
			c.label(x+width/2, trendBottom-bad-good-3, "middle", "value", strconv.Itoa(p.Count))
		}
	}
	c.line("axis", 0, trendBottom, c.W, trendBottom)
	c.axis(names, c.W, trendBottom+14)
}

// leadTimes draws a line that is broken where a step has no changes.
func (c *chart) leadTimes(steps []dora.TrendPoint) {
	longest := 0.0
	for _, p := range steps {
		longest = max(longest, p.LeadTime.Value)
	}
	if longest == 0 {
		c.Top, c.H = lineBottom, c.H-lineBottom
		return
	}
	width := c.W / float64(len(steps))
	var run []float64
	for i, p := range steps {
		if !p.LeadTime.Known {
			c.segment(run)
			run = nil
			continue
		}
		x, y := (float64(i)+0.5)*width, lineBottom-(lineBottom-lineTop)*p.LeadTime.Value/longest
		run = append(run, x, y)
		c.dot(x, y, 3, "lead", p.Bucket+": median lead time "+duration(p.LeadTime))
	}
	c.segment(run)
	c.label(c.W, 10, "end", "", "median lead time, at most "+duration(figure(longest)))
}

func (c *chart) segment(run []float64) {
	if len(run) > 2 {
		c.line("lead", run...)
	}
}
