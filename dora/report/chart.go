package report

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/goldenpath-go/goldenpath/dora"
)

// All charts are drawn in a box of this width, in units that the page scales.
const chartWidth = 640.0

// bar is a rectangle with what it stands for.
type bar struct {
	X, Y, W, H float64
	Class      string
	Title      string
	Label      string
}

// bands show on which level a key is.
type bands struct {
	Bars   []bar
	Marker float64 // middle of the level; negative: none
}

func bandsOf(l dora.Level) bands {
	b := bands{Marker: -1}
	levels := []dora.Level{dora.Low, dora.Medium, dora.High, dora.Elite}
	width := 200.0 / float64(len(levels))
	for i, one := range levels {
		b.Bars = append(b.Bars, bar{X: float64(i) * width, Y: 10, W: width - 2, H: 10, Class: string(one), Title: string(one)})
		if one == l {
			b.Marker = round(float64(i)*width + width/2)
		}
	}
	return b
}

// spread is the distribution of the ages of changes.
type spread struct {
	Bars  []bar
	Total int
}

// steps are the ages that divide the distribution: a scale that is even to
// the eye for what lasts from minutes to months.
var steps = []struct {
	below float64
	label string
}{
	{15 * 60, "< 15m"}, {3600, "< 1h"}, {4 * 3600, "< 4h"}, {86400, "< 1d"}, {3 * 86400, "< 3d"},
	{7 * 86400, "< 1w"}, {30 * 86400, "< 30d"}, {math.Inf(1), "more"},
}

const spreadHeight = 140.0

func spreadOf(ages []dora.Evidence) spread {
	counts := make([]int, len(steps))
	s := spread{}
	for _, e := range ages {
		if !e.Seconds.Known {
			continue
		}
		at := slices.IndexFunc(steps[:], func(step struct {
			below float64
			label string
		}) bool {
			return e.Seconds.Value < step.below
		})
		counts[at]++
		s.Total++
	}
	top := float64(max(1, slices.Max(counts)))
	width := chartWidth / float64(len(steps))
	for i, n := range counts {
		h := spreadHeight * float64(n) / top
		s.Bars = append(s.Bars, bar{
			X: round(float64(i)*width + 4), Y: round(20 + spreadHeight - h), W: round(width - 8), H: round(h), Class: "count",
			Title: fmt.Sprintf("%s: %d changes", steps[i].label, n), Label: steps[i].label,
		})
	}
	return s
}

// comparison has a bar for each team.
type comparison struct {
	Bars   []bar
	Height float64
}

const barStep = 28.0

func compareTeams(r *dora.Report) comparison {
	names := slices.Sorted(maps.Keys(r.Teams))
	longest := 0.0
	for _, name := range names {
		longest = max(longest, r.Teams[name].LeadTime.P50.Value)
	}
	c := comparison{Height: barStep*float64(len(names)) + 4}
	for i, name := range names {
		lead := r.Teams[name].LeadTime
		width := 0.0
		if longest > 0 {
			width = 360 * lead.P50.Value / longest
		}
		c.Bars = append(c.Bars, bar{
			X: 220, Y: round(float64(i)*barStep + 4), W: round(max(width, 1)), H: barStep - 8, Class: level(r.Teams[name].Levels.LeadTime),
			Title: fmt.Sprintf("%s: median lead time %s of %d changes", plain(name), duration(lead.P50), lead.N),
			Label: plain(name),
		})
	}
	return c
}

// trend has deployments by step of time, failed ones marked, and the median
// lead time over them.
type trend struct {
	Bars   []bar
	Dots   []dot
	Line   string
	Points []pointView
}

type dot struct {
	X, Y  float64
	Title string
}

type pointView struct {
	Bucket                 string
	Count                  int
	Lead, Failure, Restore string
}

const trendHeight = 100.0

func trendOf(points []dora.TrendPoint) trend {
	var t trend
	most, longest := 1, 1.0
	for _, p := range points {
		most, longest = max(most, p.Count), max(longest, p.LeadTime.Value)
	}
	width := chartWidth / float64(max(1, len(points)))
	for i, p := range points {
		x := float64(i) * width
		t.bars(p, x, width, float64(most))
		t.dot(p, x+width/2, longest)
		t.Points = append(t.Points, pointView{p.Bucket, p.Count, duration(p.LeadTime), percent(p.FailureRate), duration(p.Restore)})
	}
	return t
}

func (t *trend) bars(p dora.TrendPoint, x, width, most float64) {
	all := trendHeight * float64(p.Count) / most
	failed := all * p.FailureRate.Value
	gap := min(4, width/5)
	title := fmt.Sprintf("%s: %d deployments, %s failed", p.Bucket, p.Count, percent(p.FailureRate))
	t.Bars = append(t.Bars,
		bar{X: round(x + gap), Y: round(10 + trendHeight - all), W: round(width - 2*gap), H: round(all - failed), Class: "count", Title: title, Label: p.Bucket},
		bar{X: round(x + gap), Y: round(10 + trendHeight - failed), W: round(width - 2*gap), H: round(failed), Class: "failed", Title: title})
}

func (t *trend) dot(p dora.TrendPoint, x, longest float64) {
	if !p.LeadTime.Known {
		return
	}
	d := dot{round(x), round(10 + trendHeight - trendHeight*p.LeadTime.Value/longest), fmt.Sprintf("%s: median lead time %s", p.Bucket, duration(p.LeadTime))}
	t.Dots = append(t.Dots, d)
	t.Line += fmt.Sprintf("%g,%g ", d.X, d.Y)
}

// round keeps the page small and the same on every machine.
func round(v float64) float64 { return math.Round(v*10) / 10 }
