package dora

import (
	"math"
	"slices"
)

// z is the standard normal quantile of 0.975.
const z = 1.959963984540054

// leastForInterval is the least number of values whose median has an interval.
const leastForInterval = 6

// exactRanks is up to where the ranks come from the binomial distribution
// itself.
const exactRanks = 2000

// medianRank returns the largest j with P[Bin(n, 1/2) <= j-1] <= 0.025.
func medianRank(n int) int {
	if n > exactRanks {
		return int(math.Floor((float64(n) - z*math.Sqrt(float64(n))) / 2))
	}
	// Far below the middle the terms add nothing: ten standard deviations
	// away they are under 1e-22 together, and 2^-2000 would be no float.
	j := max(0, n/2-int(5*math.Sqrt(float64(n)))-1)
	of, _ := math.Lgamma(float64(n + 1))
	out, _ := math.Lgamma(float64(j + 1))
	rest, _ := math.Lgamma(float64(n - j + 1))
	term := math.Exp(of - out - rest - float64(n)*math.Ln2)
	for sum := term; sum <= 0.025; sum += term {
		term *= float64(n-j) / float64(j+1)
		j++
	}
	return j
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

// lifetime is how long an incident lasted, or lasts at least: twice the
// seconds, and one more for an open one.
type lifetime int64

func lifetimeOf(seconds int64, open bool) lifetime {
	if open {
		return lifetime(2*seconds + 1)
	}
	return lifetime(2 * seconds)
}

// kaplanMeier returns the least time at which at most half of the incidents
// are still open, where an open one has lasted at least as long as it has.
func kaplanMeier(spans []lifetime) Figure {
	slices.Sort(spans)
	survival, at := 1.0, len(spans)
	for i := 0; i < len(spans); {
		t, ended, all := spans[i]/2, 0, 0
		for ; i < len(spans) && spans[i]/2 == t; i++ {
			all++
			if spans[i]%2 == 0 {
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
