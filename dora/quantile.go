package dora

import (
	"math"
	"slices"
)

// z is the standard normal quantile of 0.975.
const z = 1.959963984540054

// number is what quantiles are taken of.
type number interface{ ~int64 | ~float64 }

// quantile returns the quantile p of sorted values by linear interpolation at
// (n-1)p: "type 7", the default of numpy and SQL's PERCENTILE_CONT.
func quantile[T number](sorted []T, p float64) Figure {
	n := len(sorted)
	if n == 0 {
		return Figure{}
	}
	at := float64(n-1) * p
	below := int(math.Floor(at))
	if below+1 >= n {
		return known(float64(sorted[n-1]))
	}
	low, high := float64(sorted[below]), float64(sorted[below+1])
	return known(low + (at-float64(below))*(high-low))
}

// median returns the middle of sorted values, the mean of both middles of an
// even number.
func median[T number](sorted []T) Figure {
	n := len(sorted)
	if n == 0 {
		return Figure{}
	}
	return known((float64(sorted[(n-1)/2]) + float64(sorted[n/2])) / 2)
}

func mean(values []int64) Figure {
	if len(values) == 0 {
		return Figure{}
	}
	sum, rest := 0.0, int64(0)
	for _, v := range values {
		// Sums of whole seconds stay exact in blocks that cannot overflow.
		if rest += v; rest > 1<<52 || rest < -1<<52 {
			sum, rest = sum+float64(rest), 0
		}
	}
	return known((sum + float64(rest)) / float64(len(values)))
}

// medianInterval returns the 95 % interval of the median: two order
// statistics; none for fewer than six values.
func medianInterval(sorted []int64) *Interval {
	n := len(sorted)
	if n < 6 {
		return nil
	}
	j := medianRank(n)
	return &Interval{float64(sorted[j-1]), float64(sorted[n-j])}
}

// exactRanks is up to where the ranks come from the binomial distribution
// itself.
const exactRanks = 2000

// medianRank returns the largest j with P[Bin(n, 1/2) <= j-1] <= 0.025.
func medianRank(n int) int {
	if n > exactRanks {
		return int(math.Floor((float64(n) - z*math.Sqrt(float64(n))) / 2))
	}
	// Terms are kept as logarithms, since 2^-2000 has no float.
	term := -float64(n) * math.Ln2
	sum := 0.0
	j := 0
	for {
		if sum += math.Exp(term); sum > 0.025 {
			return j
		}
		j++
		term += math.Log(float64(n-j+1) / float64(j))
	}
}

// wilson returns the 95 % interval of a share.
func wilson(k, n int) *Interval {
	if n == 0 {
		return nil
	}
	// The square is rounded as every other step is: constants would not be.
	p, m, q := float64(k)/float64(n), float64(n), z
	square := float64(q * q)
	middle := (p + square/(2*m)) / (1 + square/m)
	half := q * math.Sqrt(p*(1-p)/m+square/(4*m*m)) / (1 + square/m)
	return &Interval{max(0, middle-half), min(1, middle+half)}
}

// kaplanMeier returns the least time at which at most half of the incidents
// are still open, where an open one has lasted at least as long as it has.
func kaplanMeier(spans []lifetime) Figure {
	slices.SortFunc(spans, func(a, b lifetime) int { return int(sign(a.seconds - b.seconds)) })
	survival, at := 1.0, len(spans)
	for i := 0; i < len(spans); {
		t, ended, all := spans[i].seconds, 0, 0
		for ; i < len(spans) && spans[i].seconds == t; i++ {
			all++
			if !spans[i].open {
				ended++
			}
		}
		survival *= 1 - float64(ended)/float64(at)
		at -= all
		if ended > 0 && survival <= 0.5+1e-12 {
			return known(float64(t))
		}
	}
	return Figure{}
}

// lifetime is how long an incident lasted, or lasts at least.
type lifetime struct {
	seconds int64
	open    bool
}

func sign(d int64) int64 {
	switch {
	case d < 0:
		return -1
	case d > 0:
		return 1
	}
	return 0
}
