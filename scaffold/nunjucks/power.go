package nunjucks

import "math"

// power is Math.pow. Engines compute it by the method of FDLIBM, which is not always right in the last digit: 10 ** -5 prints
// as 0.000009999999999999999. So that digits agree, it is followed here for what is neither exact nor special.
func power(x, y float64) float64 {
	if y != y || math.Abs(x) == 1 && math.IsInf(y, 0) {
		return math.NaN()
	}
	rough := math.Pow(x, y)
	if rough != rough || math.IsInf(rough, 0) || math.Abs(rough) < 0x1p-1022 || math.Abs(y) >= 1<<31 ||
		x == 0 || math.IsInf(x, 0) || x != x {
		return rough
	}
	switch y {
	case 0, 1, -1, 2, 0.5:
		return rough
	}
	high, low := log2(math.Abs(x))
	return math.Copysign(exp2(times(y, high, low)), rough)
}

// upper returns f without its 32 last bits, so that products with it are exact.
func upper(f float64) float64 { return math.Float64frombits(math.Float64bits(f) &^ (1<<32 - 1)) }

// polynomial evaluates coefficients, the highest last. Conversions keep processors from fusing operations.
func polynomial(x float64, coefficients ...float64) float64 {
	sum := 0.0
	for i := len(coefficients) - 1; i >= 0; i-- {
		sum = coefficients[i] + float64(x*sum)
	}
	return sum
}

// log2 returns the logarithm of x as a sum. The mantissa is brought near 1 or 1.5, around which the series of artanh is summed.
func log2(x float64) (high, low float64) {
	const (
		scale     = 9.61796693925975554329e-01 // 2/(3·ln 2), and the same as a sum
		scaleHigh = 9.61796700954437255859e-01
		scaleLow  = -7.02846165095275826516e-09
	)
	m, n := math.Frexp(x)
	m, n = 2*m, n-1
	base, baseHigh, baseLow := 1.0, 0.0, 0.0
	switch fraction := math.Float64bits(m) >> 32 & 0xFFFFF; {
	case fraction <= 0x3988E: // m is below the root of 3/2
	case fraction < 0xBB67A: // or of 3
		base, baseHigh, baseLow = 1.5, 5.84962487220764160156e-01, 1.35003920212974897128e-08
	default:
		m, n = m/2, n+1
	}
	sHigh, sLow, s := quotient(m, base)
	s2 := s * s
	r := float64(s2*s2) * polynomial(s2, 5.99999999999994648725e-01, 4.28571428578550184252e-01, 3.33333329818377432918e-01,
		2.72728123808534006489e-01, 2.30660745775561754067e-01, 2.06975017800338417784e-01)
	r += float64(sLow * (sHigh + s))
	s2 = sHigh * sHigh
	tHigh := upper(3 + s2 + r)
	tLow := r - ((tHigh - 3) - s2)
	u, v := float64(sHigh*tHigh), float64(sLow*tHigh)+float64(tLow*s)
	pHigh := upper(u + v)
	pLow := v - (pHigh - u)
	zHigh := float64(scaleHigh * pHigh)
	zLow := float64(scaleLow*pHigh) + float64(pLow*scale) + baseLow
	whole := float64(n)
	high = upper(zHigh + zLow + baseHigh + whole)
	return high, zLow - (((high - whole) - baseHigh) - zHigh)
}

// quotient returns (m-base)/(m+base), also as a sum.
func quotient(m, base float64) (high, low, s float64) {
	u, v := m-base, 1/(m+base)
	s = u * v
	high = upper(s)
	sum := upper(m + base)
	rest := m - (sum - base)
	return high, v * ((u - float64(high*sum)) - float64(high*rest)), s
}

// times returns y times a sum, as a sum.
func times(y, high, low float64) (float64, float64) {
	first := upper(y)
	return first * high, float64((y-first)*high) + float64(y*low)
}

// exp2 returns 2 to the power of a sum.
func exp2(high, low float64) float64 {
	const (
		ln2     = 6.93147180559945286227e-01 // and the same as a sum
		ln2High = 6.93147182464599609375e-01
		ln2Low  = -1.90465429995776804525e-09
	)
	n := 0.0
	if z := high + low; math.Abs(z) > 0.5 {
		n = math.Copysign(math.Floor(math.Abs(z)+0.5), z)
		high -= n
	}
	t := upper(low + high)
	u, v := float64(t*ln2High), float64((low-(t-high))*ln2)+float64(t*ln2Low)
	z := u + v
	w := v - (z - u)
	t = z * z
	rest := z - float64(t*polynomial(t, 1.66666666666666019037e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05,
		-1.65339022054652515390e-06, 4.13813679705723846039e-08))
	r := float64(z*rest)/(rest-2) - (w + float64(z*w))
	return math.Ldexp(1-(r-z), int(n))
}
