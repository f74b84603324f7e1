package dora

// restoreOf computes the figures of incidents. One that hit several services
// of a team is one incident.
func (c *calculation) restoreOf(p *pool) Restore {
	var r Restore
	lengths, lifetimes := make([]int64, 0, len(p.outages)), c.lifetimes[:0]
	for _, no := range p.outages {
		o := &c.known[no]
		seconds := c.length(o)
		if o.opened >= c.from && seconds >= 0 {
			lifetimes = append(lifetimes, lifetimeOf(seconds, o.end == never))
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
	all := sampleOf(lengths)
	r.N, r.Mean = all.n, all.mean()
	r.P50, r.P90 = all.quantile(0.5, &c.search), all.quantile(0.9, &c.search)
	r.P50Bootstrap95 = all.bootstrap(c.options.Bootstrap)
	r.KMP50 = kaplanMeier(lifetimes)
	c.lifetimes = lifetimes
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
// outages lasted. They come by the time they began.
func (c *calculation) impaired(outages []int32) int64 {
	sum, until := int64(0), c.from
	for _, no := range outages {
		o := &c.known[no]
		end := o.end
		if end == never {
			end = c.to
		}
		if from := max(o.start, until); end > from {
			sum, until = sum+end-from, end
		}
	}
	return sum / 1e6
}
