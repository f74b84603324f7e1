package dora

import "math/bits"

// sample are values of one kind from several services, none negative. Asking
// for quantiles leaves them as they lie: a team's are not copied together.
type sample struct {
	parts [][]int64
	n     int
}

func (s *sample) join(other *sample) {
	s.parts = append(s.parts, other.parts...)
	s.n += other.n
}

func (s *sample) add(part []int64) {
	if len(part) > 0 {
		s.parts = append(s.parts, part)
		s.n += len(part)
	}
}

// binBits are how many leading bits of a value choose its bin: bins are at
// most 1/128 of their values wide, so that long tails do no harm.
const binBits = 7

// bins is above the bin of every value.
const bins = (64 - binBits) << binBits

// binOf returns the bin of a value; greater values have no lower bins.
func binOf(v int64) int {
	shift := max(0, bits.Len64(uint64(v))-binBits-1)
	return shift<<binBits + int(v>>shift)
}

// few is how many values are looked at one by one rather than put into bins.
const few = 256

// order returns the values that sorting would put at some ranks. Only the bins
// that they lie in are looked at closely.
func (s *sample) order(ranks []int) []int64 {
	out := make([]int64, len(ranks))
	if s.n <= few {
		s.selected(ranks, out)
		return out
	}
	var count [bins]uint32
	most := int64(0) // no value is greater
	for _, part := range s.parts {
		for _, v := range part {
			most |= v
			count[binOf(v)]++
		}
	}
	var wanted [bins]uint8
	below := make([]int, len(ranks)) // how many values lie in lower bins
	in := make([]int, len(ranks))
	var near [][]int64
	sum := 0
	for bin, n := range count[:binOf(most)+1] {
		sum += int(n)
		for i, rank := range ranks {
			if rank >= sum || rank < sum-int(n) {
				continue
			}
			if wanted[bin] == 0 {
				near = append(near, make([]int64, 0, n))
				wanted[bin] = uint8(len(near))
			}
			below[i], in[i] = sum-int(n), int(wanted[bin]-1)
		}
	}
	for _, part := range s.parts {
		for _, v := range part {
			if w := wanted[binOf(v)]; w > 0 {
				near[w-1] = append(near[w-1], v)
			}
		}
	}
	for i, rank := range ranks {
		out[i] = selectNth(near[in[i]], rank-below[i])
	}
	return out
}

func (s *sample) selected(ranks []int, out []int64) {
	var room [few]int64
	all := room[:0]
	for _, part := range s.parts {
		all = append(all, part...)
	}
	for i, rank := range ranks {
		out[i] = selectNth(all, rank)
	}
}

// quantiles returns the quantiles by linear interpolation at (n-1)p, "type 7",
// the default of numpy and SQL's PERCENTILE_CONT, and the two values of the
// 95 % interval of the median.
func (s *sample) quantiles(p ...float64) ([]Figure, *Interval) {
	figures := make([]Figure, len(p))
	if s.n == 0 {
		return figures, nil
	}
	ranks := make([]int, 0, 2*len(p)+2)
	for _, q := range p {
		below := int(float64(s.n-1) * q)
		ranks = append(ranks, below, min(below+1, s.n-1))
	}
	edge := 0
	if s.n >= leastForInterval {
		edge = medianRank(s.n)
		ranks = append(ranks, edge-1, s.n-edge)
	}
	at := s.order(ranks)
	for i, q := range p {
		place := float64(s.n-1) * q
		low, high := float64(at[2*i]), float64(at[2*i+1])
		figures[i] = known(low + (place-float64(ranks[2*i]))*(high-low))
	}
	if edge == 0 {
		return figures, nil
	}
	return figures, &Interval{float64(at[len(at)-2]), float64(at[len(at)-1])}
}

// mean returns the mean. Sums of whole seconds stay exact in blocks that
// cannot overflow.
func (s *sample) mean() Figure {
	if s.n == 0 {
		return Figure{}
	}
	sum, rest := 0.0, int64(0)
	for _, part := range s.parts {
		for _, v := range part {
			if rest += v; rest > 1<<52 {
				sum, rest = sum+float64(rest), 0
			}
		}
	}
	return known((sum + float64(rest)) / float64(s.n))
}

func sampleOf(values []int64) *sample {
	s := &sample{}
	s.add(values)
	return s
}

// median returns the median of values, which it may put in another order.
func median(values []int64) Figure {
	if len(values) == 0 {
		return Figure{}
	}
	return known(float64(medianOf(values)) / 2)
}

// median returns the median.
func (s *sample) median() Figure {
	if s.n == 0 {
		return Figure{}
	}
	at := s.order([]int{(s.n - 1) / 2, s.n / 2})
	return known(float64(at[0]+at[1]) / 2)
}

// medianOf returns the median of one or more values, twice: a whole number. It
// may put them in another order.
func medianOf(values []int64) int64 {
	n := len(values)
	if n > few {
		at := sampleOf(values).order([]int{(n - 1) / 2, n / 2})
		return at[0] + at[1]
	}
	return selectNth(values, (n-1)/2) + selectNth(values, n/2)
}
