package dora

import (
	"cmp"
	"slices"
)

// restoreOf computes the figures of incidents. One that hit several services
// of a team is one incident.
func (c *calculation) restoreOf(p *pool) Restore {
	slices.Sort(p.outages)
	p.outages = slices.Compact(p.outages)
	var r Restore
	var lengths []int64
	var lifetimes []lifetime
	for _, no := range p.outages {
		o := &c.known[no]
		seconds := c.length(o)
		if o.opened >= c.from && seconds >= 0 {
			lifetimes = append(lifetimes, lifetime{seconds, o.end == never})
		}
		switch {
		case o.end == never:
			r.Open++
		case o.end < c.from:
		case o.end < o.start:
			r.Negative++
		default:
			lengths = append(lengths, seconds)
			if seconds < 60 {
				r.Under60s++
			}
		}
	}
	slices.Sort(lengths)
	r.N, r.P50, r.P90, r.Mean = len(lengths), median(lengths), quantile(lengths, 0.9), mean(lengths)
	r.KMP50 = kaplanMeier(lifetimes)
	r.ImpairedSeconds = c.impaired(p.outages)
	return r
}

// length returns the seconds an outage lasted, or has lasted by the window's
// end; negative for one resolved before it began.
func (c *calculation) length(o *outage) int64 {
	end := o.end
	if end == never {
		end = c.to
	}
	if end < o.start {
		return -1
	}
	return (end - o.start) / 1e6
}

// impaired returns the seconds of the window in which at least one of the
// outages lasted.
func (c *calculation) impaired(outages []int32) int64 {
	type stretch struct{ from, to int64 }
	var all []stretch
	for _, no := range outages {
		o := &c.known[no]
		s := stretch{max(o.start, c.from), o.end}
		if s.to == never {
			s.to = c.to
		}
		if s.to > s.from {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	sum, until := int64(0), int64(never)
	for _, s := range all {
		if from := max(s.from, until); s.to > from {
			sum, until = sum+s.to-from, s.to
		}
	}
	return sum / 1e6
}
