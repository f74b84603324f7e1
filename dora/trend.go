package dora

import "sort"

// step is what a service did within one step of the trend.
type step struct {
	count         int  // deployments and whatever else the options count as such
	failed, total int  // of the failure rate
	ages          span // of pool.stepAges
}

// trendSteps divides what the walk saw into the steps of the trend.
func (w *walk) trendSteps() []step {
	steps := w.steps.take(len(w.buckets))
	from, end := w.inWindow()
	first := uint32(0)
	if from < end {
		first = w.counted[from].changes.from
	}
	marks := w.marks
	for i, b := range w.buckets {
		s := &steps[i]
		s.total = sort.Search(end-from, func(i int) bool { return w.counted[from+i].at >= b.to })
		if i > 0 {
			s.ages = span{steps[i-1].ages.to, steps[i-1].ages.to}
		}
		if s.total > 0 {
			s.ages.to = w.counted[from+s.total-1].changes.to - first
		}
		for d := -1; len(marks) > 0 && marks[0].deployment < from+s.total; marks = marks[1:] {
			if marks[0].deployment >= from && marks[0].deployment != d {
				s.failed++
			}
			d = marks[0].deployment
		}
		from += s.total
		s.count = s.total
	}
	return steps
}

// trend computes the figures of each step, of some services together, by the
// rules of the whole.
func (c *calculation) trend(members []*pool, outages []int32) []TrendPoint {
	points := c.points.take(len(c.buckets))
	restored := c.restored(outages)
	var ages sample
	for i, b := range c.buckets {
		ages.parts, ages.n = ages.parts[:0], 0
		at := &points[i]
		for _, p := range members {
			s := &p.steps[i]
			at.Count, at.Failed, at.Total = at.Count+s.count, at.Failed+s.failed, at.Total+s.total
			if s.ages.to > s.ages.from {
				ages.add(p.stepAges[s.ages.from:s.ages.to])
			}
		}
		at.Bucket, at.FailureRate = b.label, ratio(at.Failed, at.Total)
		at.LeadTime, at.Restore = ages.median(&c.search), median(restored[i])
	}
	return points
}

// restored returns the lengths of the incidents that ended in each step. They
// are good until the next call.
func (c *calculation) restored(outages []int32) [][]int64 {
	out := c.lengths
	for i := range out {
		out[i] = out[i][:0]
	}
	for _, no := range outages {
		o := &c.known[no]
		if o.end == never || o.end < max(c.from, o.start) {
			continue
		}
		i := sort.Search(len(c.buckets), func(i int) bool { return c.buckets[i].to > o.end })
		out[i] = append(out[i], c.length(o))
	}
	return out
}
