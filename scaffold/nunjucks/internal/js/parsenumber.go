package js

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// ParseNumber converts a whole string to a number, as Number(s) does.
func ParseNumber(s string) float64 {
	s = Trim(s)
	if s == "" {
		return 0
	}
	if len(s) > 2 && s[0] == '0' {
		if base := radixPrefix(s[1]); base != 0 {
			return parseDigits(s[2:], base, true)
		}
	}
	if n := decimalPrefix(s); n == len(s) {
		return parseDecimal(s)
	}
	return math.NaN()
}

func radixPrefix(c byte) int {
	switch c {
	case 'x', 'X':
		return 16
	case 'o', 'O':
		return 8
	case 'b', 'B':
		return 2
	}
	return 0
}

// ParseFloat converts the number at the start of s, as parseFloat does.
func ParseFloat(s string) float64 {
	s = TrimLeft(s)
	n := decimalPrefix(s)
	if n == 0 {
		return math.NaN()
	}
	return parseDecimal(s[:n])
}

// decimalPrefix returns the length of the decimal number at the start of s, or 0.
func decimalPrefix(s string) int {
	i := 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	if strings.HasPrefix(s[i:], "Infinity") {
		return i + len("Infinity")
	}
	start := i
	i += countDigits(s[i:])
	digits := i - start
	if i < len(s) && s[i] == '.' {
		frac := countDigits(s[i+1:])
		if digits += frac; digits > 0 {
			i += 1 + frac
		}
	}
	if digits == 0 {
		return 0
	}
	return i + exponentLength(s[i:])
}

func exponentLength(s string) int {
	if s == "" || s[0] != 'e' && s[0] != 'E' {
		return 0
	}
	i := 1
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	if n := countDigits(s[i:]); n > 0 {
		return i + n
	}
	return 0
}

func countDigits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func parseDecimal(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64) // beyond the range it gives an infinity, as wanted
	return f
}

// ParseInt converts the whole number at the start of s, as parseInt does; base 0 means 10, or 16 after 0x.
func ParseInt(s string, base int) float64 {
	s = TrimLeft(s)
	negative := strings.HasPrefix(s, "-")
	if negative || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	if (base == 0 || base == 16) && (strings.HasPrefix(s, "0x") || strings.HasPrefix(s, "0X")) {
		s, base = s[2:], 16
	}
	if base == 0 {
		base = 10
	}
	if base < 2 || base > 36 {
		return math.NaN()
	}
	f := parseDigits(s, base, false)
	if negative {
		return -f
	}
	return f
}

// parseDigits converts digits; unless the whole string must be digits, those at its start.
func parseDigits(s string, base int, whole bool) float64 {
	n := 0
	for n < len(s) && digitValue(s[n]) < base {
		n++
	}
	if n == 0 || whole && n < len(s) {
		return math.NaN()
	}
	if u, err := strconv.ParseUint(s[:n], base, 53); err == nil {
		return float64(u)
	}
	if base == 10 {
		return parseDecimal(s[:n])
	}
	if n > 2000 { // beyond any number
		if trimmed := strings.TrimLeft(s[:n], "0"); len(trimmed) > 2000 {
			return math.Inf(1)
		}
	}
	i, _ := new(big.Int).SetString(s[:n], base)
	f, _ := new(big.Float).SetInt(i).Float64()
	return f
}

func digitValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	}
	return 99
}
