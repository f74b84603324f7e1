package dora

import "math/big"

// fraction is an exact number, none below 0: num times times by den. Times 0
// is 1.
type fraction struct {
	num, times, den uint64
	big             *big.Rat // in place of the others
}

func whole(n uint64) *big.Int { return new(big.Int).SetUint64(n) }

// rat returns the fraction in the form that has no limits.
func (f fraction) rat() *big.Rat {
	if f.big != nil {
		return f.big
	}
	num := whole(f.num)
	return new(big.Rat).SetFrac(num.Mul(num, whole(max(1, f.times))), whole(f.den))
}

// product returns a times b times c, false where that has no room.
func product(a, b, c uint64) (uint64, bool) {
	const room = 1 << 63
	if b != 0 && a > room/b || c != 0 && a*b > room/c {
		return 0, false
	}
	return a * b * c, true
}

// compare orders fractions.
func (f fraction) compare(g fraction) int {
	if f.big == nil && g.big == nil {
		by, other := max(1, f.times), max(1, g.times)
		if by == other {
			by, other = 1, 1
		}
		a, ok1 := product(f.num, by, g.den)
		b, ok2 := product(g.num, other, f.den)
		switch {
		case ok1 && ok2 && a < b:
			return -1
		case ok1 && ok2 && a > b:
			return 1
		case ok1 && ok2:
			return 0
		}
	}
	return f.rat().Cmp(g.rat())
}

func (f fraction) mean(g fraction) fraction {
	sum := new(big.Rat).Add(f.rat(), g.rat())
	return fraction{big: sum.Quo(sum, big.NewRat(2, 1))}
}

func (f fraction) float() float64 {
	if f.big == nil {
		return float64(f.num) * float64(max(1, f.times)) / float64(f.den)
	}
	v, _ := f.big.Float64()
	return v
}
