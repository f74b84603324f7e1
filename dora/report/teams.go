package report

import (
	"fmt"

	"github.com/goldenpath-go/goldenpath/dora"
)

// maxTeams is how many teams are drawn.
const maxTeams = 30

const teamStep = 34.0

// comparison draws each of the four keys for every team.
func comparison(r *dora.Report) []chart {
	all := busiest(teams(r), maxTeams)
	var out []chart
	for i, k := range keys(r, r.Org) {
		out = append(out, compare(r, all, i, k.name))
	}
	return out
}

func compare(r *dora.Report, all []row, which int, name string) chart {
	c := chart{
		Kind: "teams", W: 320, H: teamStep*float64(len(all)) + 4, Title: name,
		Desc: name + " of each team, with its 95% interval where there is one.",
	}
	of, top := make([]key, len(all)), 0.0
	for i, x := range all {
		of[i] = keys(r, x.metrics)[which]
		top = max(top, of[i].figure.Value)
		if of[i].within != nil {
			top = max(top, of[i].within.High)
		}
	}
	if top == 0 {
		top = 1
	}
	for i, x := range all {
		c.team(x, of[i], float64(i)*teamStep, (c.W-2)/top)
	}
	return c
}

func (c *chart) team(x row, k key, y, scale float64) {
	said := k.value()
	if k.level != "" {
		said += " · " + string(k.level)
	}
	c.label(0, y+11, "start", "", clip(x.name, shortName))
	c.label(c.W, y+11, "end", "value", said)
	c.rect(0, y+16, c.W, 10, "track", "")
	if k.figure.Known {
		c.rect(0, y+16, max(2, k.figure.Value*scale), 10, level(k.level), fmt.Sprintf("%s: %s", clip(x.name, longName), said))
	}
	if k.within != nil && k.figure.Known {
		c.whisker(k.within.Low*scale, y+21, k.within.High*scale, y+21)
	}
}
