package report

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/goldenpath-go/goldenpath/dora"
)

// distribution draws the ages of all changes, with the levels behind them.
func distribution(r *dora.Report) (chart, error) {
	ages, err := r.Explain("", dora.LeadTimeForChanges)
	if err != nil {
		return chart{}, err
	}
	counts, total := make([]int, len(ladder())+1), 0
	for _, e := range ages {
		if e.Seconds.Known {
			counts[stepOf(e.Seconds.Value)]++
			total++
		}
	}
	lead := r.Org.LeadTime
	c := chart{
		Kind: "distribution", W: chartWidth, H: 190, Title: "Distribution of lead times",
		Desc:  fmt.Sprintf("%s; median %s, 90th percentile %s.", count(total, "change", "changes"), duration(lead.P50), duration(lead.P90)),
		Table: &table{Head: []string{"Age", "Changes"}},
	}
	c.ageBands(r)
	c.ageBars(counts)
	c.quantile(lead.P50, "median", 10)
	c.quantile(lead.P90, "90th percentile", 22)
	return c, nil
}

// The box of the distribution.
const (
	ageTop    = 28.0
	ageBottom = 168.0
)

func ageAt(seconds float64) float64 {
	return chartWidth * climb(seconds) / float64(len(ladder())+1)
}

func (c *chart) ageBands(r *dora.Report) {
	var limits *[3]dora.Limit
	if b := benchmark(r); b != nil {
		limits = &b.LeadTime
	}
	for _, b := range bandsOf(limits, 1, chartWidth, ageAt) {
		c.rect(b.from, ageTop, b.to-b.from, ageBottom-ageTop, "band "+string(b.level), string(b.level))
		c.label(b.from+4, ageTop+10, "start", "", string(b.level))
	}
}

func (c *chart) ageBars(counts []int) {
	names, most := stepNames(), max(1, slices.Max(counts))
	width := chartWidth / float64(len(counts))
	for i, n := range counts {
		h := (ageBottom - ageTop - 24) * float64(n) / float64(most)
		x := float64(i) * width
		if n > 0 {
			c.rect(x+6, ageBottom-h, width-12, h, "count", names[i]+": "+count(n, "change", "changes"))
			c.label(x+width/2, ageBottom-h-3, "middle", "value", strconv.Itoa(n))
		}
		c.Table.Rows = append(c.Table.Rows, []string{names[i], strconv.Itoa(n)})
	}
	c.line("axis", 0, ageBottom, chartWidth, ageBottom)
	for i, r := range ladder() {
		c.label(float64(i+1)*width, ageBottom+14, "middle", "", r.name)
	}
}

// quantile marks a figure; its name stands on the side with more room.
func (c *chart) quantile(f dora.Figure, name string, y float64) {
	if !f.Known {
		return
	}
	x := ageAt(f.Value)
	c.line("mark", x, y-6, x, ageBottom)
	anchor, at := "start", x+4
	if x > chartWidth/2 {
		anchor, at = "end", x-4
	}
	c.label(at, y, anchor, "value", name+" "+duration(f))
}
