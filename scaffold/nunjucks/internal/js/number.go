package js

import (
	"math"
	"strconv"
	"strings"
)

// FormatNumber prints a number as JavaScript does.
func FormatNumber(f float64) string {
	switch {
	case f != f:
		return "NaN"
	case f == 0:
		return "0"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case f == math.Trunc(f) && math.Abs(f) < 1<<53:
		return strconv.FormatInt(int64(f), 10)
	case f < 0:
		return "-" + FormatNumber(-f)
	}
	digits, exponent := shortest(f)
	return layOut(digits, exponent)
}

// shortest returns the digits of f, and where the point stands relative to their start.
func shortest(f float64) (digits string, point int) {
	return split(strconv.FormatFloat(f, 'e', -1, 64))
}

// split takes d.ddde±xx apart.
func split(s string) (digits string, point int) {
	mantissa, exponent, _ := strings.Cut(s, "e")
	n, _ := strconv.Atoi(exponent)
	return strings.Replace(mantissa, ".", "", 1), n + 1
}

func layOut(digits string, point int) string {
	n := len(digits)
	switch {
	case n <= point && point <= 21:
		return digits + strings.Repeat("0", point-n)
	case 0 < point && point <= 21:
		return digits[:point] + "." + digits[point:]
	case -6 < point && point <= 0:
		return "0." + strings.Repeat("0", -point) + digits
	}
	return exponential(digits, point)
}

func exponential(digits string, point int) string {
	s := digits[:1]
	if len(digits) > 1 {
		s += "." + digits[1:]
	}
	if point > 0 {
		return s + "e+" + strconv.Itoa(point-1)
	}
	return s + "e-" + strconv.Itoa(1-point)
}

const digitChars = "0123456789abcdefghijklmnopqrstuvwxyz"

// FormatRadix prints a number to a base from 2 to 36.
func FormatRadix(f float64, base int) string {
	if base == 10 || f != f || math.IsInf(f, 0) {
		return FormatNumber(f)
	}
	if f < 0 {
		return "-" + FormatRadix(-f, base)
	}
	whole := math.Floor(f)
	s := radixWhole(whole, base)
	if frac := f - whole; frac > 0 {
		s += "." + radixFraction(f, frac, base)
	}
	return s
}

func radixWhole(f float64, base int) string {
	if f < 1<<63 {
		return strconv.FormatUint(uint64(f), base)
	}
	bits := math.Float64bits(f)
	mantissa, shift := bits&(1<<52-1)|1<<52, int(bits>>52)-1075
	return bigShift(mantissa, shift, base)
}

// radixFraction gives the fewest digits that tell the number from its neighbours.
func radixFraction(f, frac float64, base int) string {
	delta := math.Max(0.5*(math.Nextafter(f, math.Inf(1))-f), math.SmallestNonzeroFloat64)
	var digits []byte
	for {
		frac *= float64(base)
		delta *= float64(base)
		digit := int(frac)
		digits = append(digits, digitChars[digit])
		frac -= float64(digit)
		if (frac > 0.5 || frac == 0.5 && digit&1 == 1) && frac+delta > 1 {
			return string(roundUp(digits, base))
		}
		if frac < delta || len(digits) > 1100 {
			return string(digits)
		}
	}
}

func roundUp(digits []byte, base int) []byte {
	for i := len(digits) - 1; i >= 0; i-- {
		if d := strings.IndexByte(digitChars, digits[i]); d+1 < base {
			digits[i] = digitChars[d+1]
			return digits[:i+1]
		}
	}
	return digits[:1]
}
