package yamlsrc

import (
	"math"
	"math/big"
	"strconv"
)

// parseFloat reads a decimal number; one that is too large is infinite.
func parseFloat(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}

// parseInt reads an integer without sign in base 2, 8 or 16.
func parseInt(digits string, base int) float64 {
	if n, err := strconv.ParseUint(digits, base, 64); err == nil {
		return float64(n)
	}
	n, ok := new(big.Int).SetString(digits, base)
	if !ok {
		return math.NaN()
	}
	f, _ := new(big.Float).SetInt(n).Float64()
	return f
}
