package report

import (
	"math"

	"github.com/goldenpath-go/goldenpath/dora"
)

// chart is a picture with what it says in words, and its figures as a table.
// Everything is placed in units of its own, which the page scales.
type chart struct {
	Kind        string // for the page's style
	Title, Desc string
	W, H        float64
	Top         float64 // where the box begins, above which nothing is shown
	Rects       []rect  // in the order in which they are drawn, below all else
	Lines       []line
	Dots        []dot
	Labels      []label
	Table       *table
}

type rect struct {
	X, Y, W, H float64
	Class      string
	Title      string
}

// line is a stroke through points, "x,y x,y".
type line struct{ Points, Class string }

type dot struct {
	X, Y, R float64
	Class   string
	Title   string
}

type label struct {
	X, Y          float64
	Anchor, Class string
	Text          string
}

type table struct {
	Head []string
	Rows [][]string
	Note string // what is not in it
}

// chartWidth is that of charts as wide as the page.
const chartWidth = 640.0

func (c *chart) rect(x, y, w, h float64, class, title string) {
	c.Rects = append(c.Rects, rect{round(x), round(y), round(max(w, 0)), round(max(h, 0)), class, title})
}

func (c *chart) line(class string, xy ...float64) {
	c.Lines = append(c.Lines, line{points(xy...), class})
}

func (c *chart) dot(x, y, r float64, class, title string) {
	c.Dots = append(c.Dots, dot{round(x), round(y), r, class, title})
}

func (c *chart) label(x, y float64, anchor, class, text string) {
	c.Labels = append(c.Labels, label{round(x), round(y), anchor, class, text})
}

// whisker shows an interval beside the middle of what it belongs to.
func (c *chart) whisker(x1, y1, x2, y2 float64) { c.line("whisker", x1, y1, x2, y2) }

// axis writes the names of steps below their middles, as many as there is
// room for.
func (c *chart) axis(names []string, end, y float64) {
	every := (len(names) + 7) / 8
	width := end / float64(max(1, len(names)))
	for i := 0; i < len(names); i += every {
		anchor, x := "middle", (float64(i)+0.5)*width
		switch {
		case x < 30:
			anchor, x = "start", 0
		case x > end-30:
			anchor, x = "end", end
		}
		c.label(x, y, anchor, "", names[i])
	}
}

// round keeps the page small and the same on every machine.
func round(v float64) float64 { return math.Round(v*10) / 10 }

// band is a level and where it lies on an axis.
type band struct {
	level    dora.Level
	from, to float64
}

// bandsOf returns the levels of a key on an axis that ends at top; place maps
// a value to it. Limits is nil where the table is not known.
func bandsOf(limits *[3]dora.Limit, unit, top float64, place func(float64) float64) []band {
	if limits == nil {
		return nil
	}
	var out []band
	from := place(0)
	for i, l := range []dora.Level{dora.Elite, dora.High, dora.Medium, dora.Low} {
		to := top
		if i < len(limits) {
			to = min(top, place(unit*float64(limits[i].Num)/float64(max(1, limits[i].Den))))
		}
		if to > from {
			out = append(out, band{l, from, to})
		}
		from = max(from, to)
	}
	return out
}
