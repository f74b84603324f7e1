package dora

// desk is what all figures of one report are worked out with.
type desk struct {
	pools     slab[pool]
	metrics   slab[ServiceMetrics]
	days      slab[uint64]
	steps     slab[step]
	points    slab[TrendPoint]
	intervals map[int]Interval // by count: services often have as many deployments as others
	lengths   [][]int64        // of the incidents that ended in each step
	lifetimes []lifetime
	search    search
}

// slab hands out slices that many need, of few pieces of memory: the first one
// alone, later ones up to mostSlab at a time.
type slab[T any] struct {
	free []T
	many int
}

const mostSlab = 64

// take returns n zero values.
func (s *slab[T]) take(n int) []T {
	if len(s.free) < n {
		s.many = min(max(1, 2*s.many), mostSlab)
		s.free = make([]T, s.many*n)
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}

func (c *calculation) newDays() days { return c.days.take(c.calendar.words()) }
