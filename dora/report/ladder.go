package report

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// rung is a length of time that divides an axis.
type rung struct {
	seconds float64
	name    string
}

// ladder returns the rungs of an axis that is even to the eye for what lasts
// from minutes to months. The limits of the levels are among them.
func ladder() []rung {
	return []rung{
		{15 * 60, "15m"}, {3600, "1h"}, {4 * 3600, "4h"}, {86400, "1d"}, {3 * 86400, "3d"}, {7 * 86400, "1w"},
		{30 * 86400, "30d"}, {180 * 86400, "180d"},
	}
}

// climb returns where a length of time lies: the number of the step it is in
// and how far. The last step, of what is longer than all rungs, ends a year
// above them.
func climb(seconds float64) float64 {
	below := 0.0
	rungs := ladder()
	for i, r := range rungs {
		if seconds < r.seconds {
			return float64(i) + (seconds-below)/(r.seconds-below)
		}
		below = r.seconds
	}
	return float64(len(rungs)) + math.Min(1, (seconds-below)/(365*86400))
}

// stepOf returns the number of the step that a length of time is in.
func stepOf(seconds float64) int {
	rungs := ladder()
	if at := slices.IndexFunc(rungs, func(r rung) bool { return seconds < r.seconds }); at >= 0 {
		return at
	}
	return len(rungs)
}

// stepNames returns the steps in words.
func stepNames() []string {
	var out []string
	from := "0"
	for _, r := range ladder() {
		out = append(out, from+" to "+r.name)
		from = r.name
	}
	return append(out, "more than "+from)
}

// points writes coordinates as SVG has them.
func points(xy ...float64) string {
	var b strings.Builder
	for i := 0; i+1 < len(xy); i += 2 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(number(xy[i]) + "," + number(xy[i+1]))
	}
	return b.String()
}

func number(v float64) string { return strconv.FormatFloat(round(v), 'f', -1, 64) }
