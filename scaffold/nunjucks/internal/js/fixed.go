package js

import (
	"math"
	"math/big"
	"strings"
)

// ToFixed prints f with n digits after the point; the exact binary value is rounded, halves away from zero.
func ToFixed(f float64, n int) string {
	if f != f || math.Abs(f) >= 1e21 {
		return FormatNumber(f)
	}
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	digits := roundExact(f, n)
	if len(digits) <= n {
		digits = strings.Repeat("0", n+1-len(digits)) + digits
	}
	if n == 0 {
		return sign + digits
	}
	return sign + digits[:len(digits)-n] + "." + digits[len(digits)-n:]
}

// roundExact returns f times 10ⁿ, rounded to a whole number, halves up.
func roundExact(f float64, n int) string {
	r := new(big.Rat).SetFloat64(f)
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, -n))), nil)
	if n >= 0 {
		r.Mul(r, new(big.Rat).SetInt(scale))
	} else {
		r.Quo(r, new(big.Rat).SetInt(scale))
	}
	r.Add(r, big.NewRat(1, 2))
	return new(big.Int).Quo(r.Num(), r.Denom()).String()
}

// significant returns n digits of f, which is positive, and where the point stands relative to their start.
func significant(f float64, n int) (digits string, point int) {
	_, point = shortest(f)
	digits = roundExact(f, n-point)
	if len(digits) > n {
		digits, point = digits[:n], point+1
	}
	return digits, point
}

// ToPrecision prints f with n significant digits.
func ToPrecision(f float64, n int) string {
	if f != f || math.IsInf(f, 0) {
		return FormatNumber(f)
	}
	if f < 0 {
		return "-" + ToPrecision(-f, n)
	}
	digits, point := strings.Repeat("0", n), 1
	if f != 0 {
		digits, point = significant(f, n)
	}
	switch {
	case point < -5 || point > n:
		return exponential(digits, point)
	case point == n:
		return digits
	case point > 0:
		return digits[:point] + "." + digits[point:]
	}
	return "0." + strings.Repeat("0", -point) + digits
}

// ToExponential prints f with one digit before the point and n after it, or as many as it needs if n is negative.
func ToExponential(f float64, n int) string {
	if f != f || math.IsInf(f, 0) {
		return FormatNumber(f)
	}
	if f < 0 {
		return "-" + ToExponential(-f, n)
	}
	switch {
	case f == 0:
		return exponential(strings.Repeat("0", max(n, 0)+1), 1)
	case n < 0:
		return exponential(shortest(f))
	}
	return exponential(significant(f, n+1))
}

func bigShift(mantissa uint64, shift, base int) string {
	n := new(big.Int).SetUint64(mantissa)
	return n.Lsh(n, uint(shift)).Text(base)
}
