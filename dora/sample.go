package dora

import "slices"

// sample are values of one kind from several services, none negative. Each part
// is sorted: a team's are not put together, only looked at together.
type sample struct {
	parts [][]int64
	n     int
	sum   float64 // with rest, that of all
	rest  int64
}

// sampleOf sorts values and returns them as a sample.
func sampleOf(values []int64) *sample {
	slices.Sort(values)
	return sampleOfSorted(values)
}

// sampleOfSorted returns sorted values as a sample.
func sampleOfSorted(values []int64) *sample {
	s := &sample{}
	s.add(values)
	for _, v := range values {
		s.rest += v
		s.carry()
	}
	return s
}

// carry keeps sums of whole seconds exact: in blocks that cannot overflow.
func (s *sample) carry() {
	if s.rest > 1<<52 {
		s.sum, s.rest = s.sum+float64(s.rest), 0
	}
}

func (s *sample) join(other *sample) {
	s.parts = append(s.parts, other.parts...)
	s.n += other.n
	s.sum += other.sum
	s.rest += other.rest
	s.carry()
}

// add adds a part to what is asked for quantiles alone.
func (s *sample) add(part []int64) {
	if len(part) > 0 {
		s.parts = append(s.parts, part)
		s.n += len(part)
	}
}

// search is what looking for a rank narrows down.
type search struct {
	windows [][]int64 // of the parts, none empty
	cuts    []int
	next    int64 // the value at the rank that follows
	follows bool  // it came out on the way
}

// few is how many values are put together to be sorted.
const few = 16

// nth returns the value at a rank. It halves the range of values that it can be
// in, and with it the window of every part, until few are left.
func (s *sample) nth(rank int, in *search) int64 {
	in.follows = false
	if len(s.parts) == 1 {
		return s.parts[0][rank]
	}
	in.windows = append(in.windows[:0], s.parts...)
	low, high := s.parts[0][0], int64(0)
	for _, part := range s.parts {
		low, high = min(low, part[0]), max(high, part[len(part)-1])
	}
	for n := s.n; n > few; {
		if low == high {
			return low
		}
		middle := low + (high-low)/2
		if below := in.cut(middle); rank < below {
			n, high = below, middle
			in.narrow(false)
		} else {
			n, low = n-below, middle+1
			rank -= below
			in.narrow(true)
		}
	}
	var room [few]int64
	left := room[:0]
	for _, w := range in.windows {
		left = append(left, w...)
	}
	insertionSort(left)
	if in.follows = rank+1 < len(left); in.follows {
		in.next = left[rank+1]
	}
	return left[rank]
}

// after returns the value at the rank that follows the one asked for last.
func (s *sample) after(rank int, in *search) int64 {
	if in.follows {
		return in.next
	}
	return s.nth(rank+1, in)
}

// cut finds where the values of each window go beyond one, and returns how
// many do not.
func (in *search) cut(at int64) int {
	in.cuts = in.cuts[:0]
	sum := 0
	for _, w := range in.windows {
		n := notAbove(w, at)
		in.cuts = append(in.cuts, n)
		sum += n
	}
	return sum
}

// notAbove returns how many of some sorted values are not above one. It chooses
// without a branch: a processor guesses half of those wrong.
func notAbove(values []int64, at int64) int {
	from, n := 0, len(values)
	for n > 0 {
		half := (n + 1) / 2
		next := from
		if values[from+half-1] <= at {
			next = from + half
		}
		from = next
		n -= half
	}
	return from
}

// narrow keeps what lies above the cuts, or what does not.
func (in *search) narrow(above bool) {
	kept := in.windows[:0]
	for i, w := range in.windows {
		if above {
			w = w[in.cuts[i]:]
		} else {
			w = w[:in.cuts[i]]
		}
		if len(w) > 0 {
			kept = append(kept, w)
		}
	}
	in.windows = kept
}

// quantile returns a quantile by linear interpolation at (n-1)p, "type 7", the
// default of numpy and SQL's PERCENTILE_CONT.
func (s *sample) quantile(p float64, in *search) Figure {
	if s.n == 0 {
		return Figure{}
	}
	place := float64(s.n-1) * p
	rank := int(place)
	low := s.nth(rank, in)
	if place == float64(rank) {
		return known(float64(low))
	}
	high := s.after(rank, in)
	return known(float64(low) + (place-float64(rank))*(float64(high)-float64(low)))
}

// interval returns the 95 % interval of the median.
func (s *sample) interval(in *search) *Interval {
	if s.n < leastForInterval {
		return nil
	}
	edge := medianRank(s.n)
	return &Interval{float64(s.nth(edge-1, in)), float64(s.nth(s.n-edge, in))}
}

// mean returns the mean.
func (s *sample) mean() Figure {
	if s.n == 0 {
		return Figure{}
	}
	return known((s.sum + float64(s.rest)) / float64(s.n))
}

// median returns the median of values, which it may put in another order.
func median(values []int64) Figure {
	if len(values) == 0 {
		return Figure{}
	}
	return known(float64(medianOf(values)) / 2)
}

// median returns the median.
func (s *sample) median(in *search) Figure {
	if s.n == 0 {
		return Figure{}
	}
	rank := (s.n - 1) / 2
	low := s.nth(rank, in)
	if s.n%2 == 1 {
		return known(float64(low))
	}
	return known(float64(low+s.after(rank, in)) / 2)
}

// medianOf returns the median of one or more values, twice: a whole number. It
// may put them in another order.
func medianOf(values []int64) int64 {
	n := len(values)
	return selectNth(values, (n-1)/2) + selectNth(values, n/2)
}
