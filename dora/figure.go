package dora

import (
	"encoding/json"
)

// Figure is a number that may not exist. The zero value does not: no data is
// neither zero nor good.
type Figure struct {
	// Value is the number; 0 where there is none.
	Value float64
	// Known says that there is one.
	Known bool
}

func known(v float64) Figure { return Figure{v, true} }

func (f Figure) half() Figure { return Figure{f.Value / 2, f.Known} }

// ratio returns a/b, unknown for b = 0.
func ratio(a, b int) Figure {
	if b == 0 {
		return Figure{}
	}
	return known(float64(a) / float64(b))
}

// MarshalJSON returns the number, or null.
func (f Figure) MarshalJSON() ([]byte, error) {
	if !f.Known {
		return []byte("null"), nil
	}
	return json.Marshal(f.Value)
}

// UnmarshalJSON reads a number or null.
func (f *Figure) UnmarshalJSON(data []byte) error {
	var v *float64
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*f = Figure{}
	if v != nil {
		*f = known(*v)
	}
	return nil
}

// Interval holds the true value with 95 % confidence. In JSON it is [low,
// high].
type Interval struct{ Low, High float64 }

// MarshalJSON returns [low, high].
func (i Interval) MarshalJSON() ([]byte, error) { return json.Marshal([2]float64{i.Low, i.High}) }

// UnmarshalJSON reads [low, high].
func (i *Interval) UnmarshalJSON(data []byte) error {
	var pair [2]float64
	if err := json.Unmarshal(data, &pair); err != nil {
		return err
	}
	*i = Interval{pair[0], pair[1]}
	return nil
}

func (i Interval) times(by float64) *Interval { return &Interval{i.Low * by, i.High * by} }

// rate is a number of deployments in some microseconds, kept as a fraction:
// five in thirty days must not fall below one a week by rounding.
type rate struct {
	count  int
	within int64
}

// compare orders rates exactly.
func (r rate) compare(other rate) int { return r.perDay().compare(other.perDay()) }

const dayMicros = 24 * 60 * 60 * 1e6

func (r rate) perDay() fraction {
	return fraction{num: uint64(r.count), times: dayMicros, den: uint64(r.within)}
}
