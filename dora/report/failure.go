package report

import (
	"fmt"
	"math"
	"strconv"

	"github.com/goldenpath-go/goldenpath/dora"
)

// failureTrend draws the failure rate of all services by step of time, each
// with its interval, and the levels behind.
func failureTrend(r *dora.Report) chart {
	steps := r.Trend
	c := chart{
		Kind: "failures", W: chartWidth, H: 152, Title: "Change failure rate over time",
		Desc:  "Dots are the failure rate of a step, the strokes through them its 95% interval.",
		Table: &table{Head: []string{"From", "Deployments", "Failed", "Failure rate", "95% interval"}},
	}
	top := 0.1
	var names []string
	for _, p := range steps {
		names = append(names, p.Bucket)
		if p.FailureRate.Known {
			top = max(top, wilson(p.Failed, p.Total).High)
		}
	}
	c.failureBands(r, top)
	for i, p := range steps {
		c.failure(p, (float64(i)+0.5)*failureWidth/float64(len(steps)), top)
	}
	c.line("axis", 0, failureBottom, failureWidth, failureBottom)
	c.axis(names, failureWidth, failureBottom+14)
	return c
}

// The box of the failure rates.
const (
	failureTop    = 14.0
	failureBottom = 134.0
	failureWidth  = chartWidth - 88 // beside it stand the levels
)

func failureAt(rate, top float64) float64 {
	return failureBottom - (failureBottom-failureTop)*min(rate, top)/top
}

func (c *chart) failureBands(r *dora.Report, top float64) {
	var limits *[3]dora.Limit
	if b := benchmark(r); b != nil {
		limits = &b.FailureRate
	}
	for _, b := range bandsOf(limits, 0.01, top, func(v float64) float64 { return v }) {
		y := failureAt(b.to, top)
		c.rect(0, y, failureWidth, failureAt(b.from, top)-y, "band "+string(b.level), string(b.level))
		c.label(failureWidth+6, y+8, "start", "", fmt.Sprintf("%s to %.0f%%", b.level, 100*b.to))
	}
}

func (c *chart) failure(p dora.TrendPoint, x, top float64) {
	within := none
	if p.FailureRate.Known {
		i := wilson(p.Failed, p.Total)
		within = between(&i, percent)
		c.whisker(x, failureAt(i.Low, top), x, failureAt(i.High, top))
		c.dot(x, failureAt(p.FailureRate.Value, top), 4, "failed", fmt.Sprintf("%s: %s of %d, 95%% interval %s", p.Bucket, percent(p.FailureRate), p.Total, within))
	}
	c.Table.Rows = append(c.Table.Rows, []string{p.Bucket, strconv.Itoa(p.Total), strconv.Itoa(p.Failed), percent(p.FailureRate), within})
}

// wilson returns the interval of a rate at 95 %, as the report has it for the
// whole window.
func wilson(failed, total int) dora.Interval {
	const z = 1.959963984540054
	n, p := float64(total), float64(failed)/float64(total)
	middle, half := p+z*z/(2*n), z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return dora.Interval{Low: max(0, (middle-half)/(1+z*z/n)), High: min(1, (middle+half)/(1+z*z/n))}
}
