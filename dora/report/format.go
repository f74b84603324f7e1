package report

import (
	"fmt"
	"math"
	"strconv"

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
	switch {
	case !f.Known:
		return none
	case f.Value == 0:
		return "0"
	case f.Value >= 1:
		return short(f.Value) + "/day"
	case f.Value*7 >= 1:
		return short(f.Value*7) + "/week"
	}
	return short(f.Value*30) + "/month"
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
