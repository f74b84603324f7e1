package dora

import "math"

// exactCounts is up to where the interval of a count is Garwood's exact one.
const exactCounts = 5000

// poissonInterval returns the 95 % interval of a count of events.
func poissonInterval(k int) Interval {
	n := float64(k)
	if k > exactCounts {
		return Interval{n - z*math.Sqrt(n), n + z*math.Sqrt(n)}
	}
	low := 0.0
	if k > 0 {
		low = gammaQuantile(n, 0.025)
	}
	return Interval{low, gammaQuantile(n+1, 0.975)}
}

// gammaQuantile returns the x at which the gamma distribution of shape a has
// the probability p: the mean of a Poisson distribution at the edge of its
// interval. Newton's steps from Wilson and Hilferty's guess; the distribution
// is smooth and the guess near, so few are needed.
func gammaQuantile(a, p float64) float64 {
	side := -z
	if p > 0.5 {
		side = z
	}
	x := a * math.Pow(1-1/(9*a)+side/(3*math.Sqrt(a)), 3)
	if !(x > 0) {
		x = a / 40
	}
	logGamma, _ := math.Lgamma(a)
	for range 100 {
		density := math.Exp((a-1)*math.Log(x) - x - logGamma)
		step := (gammaShare(a, x, logGamma) - p) / density
		next := x - step
		if next <= 0 {
			next = x / 2
		}
		// The error of a step is the square of the one before.
		if math.Abs(next-x) <= 1e-8*x {
			return next
		}
		x = next
	}
	return x
}

// gammaShare returns the regularised incomplete gamma function P(a, x).
func gammaShare(a, x, logGamma float64) float64 {
	front := math.Exp(a*math.Log(x) - x - logGamma)
	if x < a+1 {
		term, sum := 1/a, 1/a
		for n := 1.0; math.Abs(term) > 1e-17*sum; n++ {
			term *= x / (a + n)
			sum += term
		}
		return front * sum
	}
	return 1 - front*gammaFraction(a, x)
}

// gammaFraction is the continued fraction of the upper tail, by Lentz's
// method.
func gammaFraction(a, x float64) float64 {
	const tiny = 1e-300
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	h := d
	for i := 1.0; i < 1e5; i++ {
		an := -i * (i - a)
		b += 2
		if d = an*d + b; math.Abs(d) < tiny {
			d = tiny
		}
		if c = b + an/c; math.Abs(c) < tiny {
			c = tiny
		}
		d = 1 / d
		h *= d * c
		if math.Abs(d*c-1) < 1e-16 {
			break
		}
	}
	return h
}
