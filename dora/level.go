package dora

// Level is a class of a [Benchmark]. Empty: no data, no level.
type Level string

// The levels, best first.
const (
	Elite  Level = "elite"
	High   Level = "high"
	Medium Level = "medium"
	Low    Level = "low"
)

// rank orders levels, the worst highest; no level is 0.
func (l Level) rank() int {
	switch l {
	case Elite:
		return 1
	case High:
		return 2
	case Medium:
		return 3
	case Low:
		return 4
	}
	return 0
}

// Benchmark has the limits of the levels, best first. What is within no limit
// is [Low].
type Benchmark struct {
	// Name says which table it is.
	Name string
	// Frequency is in deployments a day, from below.
	Frequency [3]Limit
	// LeadTime and Restore are in seconds, FailureRate in percent, from
	// above.
	LeadTime, FailureRate, Restore [3]Limit
	// Recovery takes the recovery of failed deployments for Restore, as the
	// reports do from 2023 on.
	Recovery bool
}

// Limit is the edge of a level.
type Limit struct {
	// Num and Den are the value at the edge as a fraction. A zero Den is 1.
	Num, Den int64
	// Inclusive says that the edge itself is still within.
	Inclusive bool
}

const (
	hour = 60 * 60
	day  = 24 * hour
)

func upTo(n int64) Limit           { return Limit{Num: n, Inclusive: true} }
func under(n int64) Limit          { return Limit{Num: n} }
func atLeast(num, den int64) Limit { return Limit{num, den, true} }

// Document returns the table that this project was founded on. It has gaps
// and overlaps: a value in an overlap has the better level, one in a gap the
// worse.
func Document() *Benchmark {
	return &Benchmark{
		Name:        "doc",
		Frequency:   [3]Limit{under(1), atLeast(1, 7), atLeast(1, 30)},
		LeadTime:    [3]Limit{under(hour), upTo(day), upTo(30 * day)},
		FailureRate: [3]Limit{upTo(5), upTo(15), upTo(30)},
		Restore:     [3]Limit{under(hour), under(day), upTo(7 * day)},
	}
}

// Report2021 returns the table of DORA's report of 2021, in the exact form
// that DevLake gave it.
func Report2021() *Benchmark {
	return &Benchmark{
		Name:        "2021",
		Frequency:   [3]Limit{under(1), atLeast(1, 30), atLeast(1, 180)},
		LeadTime:    [3]Limit{under(hour), under(7 * day), under(180 * day)},
		FailureRate: [3]Limit{upTo(15), upTo(20), upTo(30)},
		Restore:     [3]Limit{under(hour), under(day), under(7 * day)},
	}
}

// Report2023 returns the table of DORA's report of 2023, in the exact form
// that DevLake gave it.
func Report2023() *Benchmark {
	return &Benchmark{
		Name:        "2023",
		Frequency:   [3]Limit{under(1), atLeast(1, 7), atLeast(1, 30)},
		LeadTime:    [3]Limit{under(day), under(7 * day), under(30 * day)},
		FailureRate: [3]Limit{upTo(5), upTo(10), upTo(15)},
		Restore:     [3]Limit{under(hour), under(day), under(7 * day)},
		Recovery:    true,
	}
}

// Levels are the levels of the four keys and the worst of them. The names in
// JSON are those of the report's form.
type Levels struct {
	Frequency   Level `json:"df"`
	LeadTime    Level `json:"lt"`
	FailureRate Level `json:"cfr"`
	Restore     Level `json:"ttr"`
	Overall     Level `json:"overall"`
}

// MarshalJSON returns the level, or null where there is none.
func (l Level) MarshalJSON() ([]byte, error) {
	if l == "" {
		return []byte("null"), nil
	}
	return []byte(`"` + string(l) + `"`), nil
}

// levelOf returns the first level whose limit v is within; sense is 1 where
// more is better.
func levelOf(v fraction, limits [3]Limit, sense int) Level {
	for i, level := range []Level{Elite, High, Medium} {
		l := limits[i]
		c := v.compare(fraction{num: uint64(max(0, l.Num)), den: uint64(max(1, l.Den))}) * sense
		if c > 0 || c == 0 && l.Inclusive {
			return level
		}
	}
	return Low
}

// below returns the level of a median of whole seconds: a multiple of a half,
// so that twice of it is exact.
func (b *Benchmark) below(f Figure, limits [3]Limit) Level {
	if !f.Known {
		return ""
	}
	return levelOf(fraction{num: uint64(2 * f.Value), den: 2}, limits, -1)
}

func worst(levels ...Level) Level {
	out := Level("")
	for _, l := range levels {
		if l.rank() > out.rank() {
			out = l
		}
	}
	return out
}
