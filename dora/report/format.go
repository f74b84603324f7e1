package report

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// none stands for a figure that does not exist.
const none = "–"

// duration shows seconds in the two units that matter.
func duration(f dora.Figure) string {
	if !f.Known {
		return none
	}
	s := int64(math.Round(f.Value))
	switch {
	case s < 60:
		return fmt.Sprintf("%ds", s)
	case s < 60*60:
		return pair(s/60, "m", s%60, "s")
	case s < 24*60*60:
		return pair(s/3600, "h", s%3600/60, "m")
	case s < 100*24*60*60:
		return pair(s/86400, "d", s%86400/3600, "h")
	}
	return fmt.Sprintf("%dd", s/86400)
}

func pair(a int64, unit string, b int64, small string) string {
	if b == 0 {
		return fmt.Sprintf("%d%s", a, unit)
	}
	return fmt.Sprintf("%d%s %d%s", a, unit, b, small)
}

// perDay shows a frequency in the unit in which it is at least one.
func perDay(f dora.Figure) string {
	if !f.Known {
		return none
	}
	return perUnit(f.Value)(f)
}

// perUnit shows frequencies in the unit in which v is at least one.
func perUnit(v float64) func(dora.Figure) string {
	days, unit := 30.0, "/month"
	switch {
	case v >= 1:
		days, unit = 1, "/day"
	case v*7 >= 1:
		days, unit = 7, "/week"
	}
	return func(f dora.Figure) string {
		if f.Value == 0 {
			return "0"
		}
		return short(f.Value*days) + unit
	}
}

func short(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

func percent(f dora.Figure) string {
	if !f.Known {
		return none
	}
	return short(f.Value*100) + "%"
}

func level(l dora.Level) string {
	if l == "" {
		return none
	}
	return string(l)
}

func date(t time.Time) string { return t.Format(time.DateOnly) }

func minute(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }

// count shows a number of things.
func count(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + more
}

// between shows an interval in the unit of its figure.
func between(i *dora.Interval, show func(dora.Figure) string) string {
	return show(figure(i.Low)) + " to " + show(figure(i.High))
}

func figure(v float64) dora.Figure { return dora.Figure{Value: v, Known: true} }
