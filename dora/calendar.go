package dora

import (
	"slices"
	"time"
)

// calendar has the local days of a window. Days of 23 and 25 hours make
// dividing wrong, so every midnight is looked up once.
type calendar struct {
	location *time.Location
	from, to int64
	starts   []int64 // of the days; the first may lie before from
	weeks    []week
}

// week is a whole ISO week of the window, as days [first, first+7).
type week struct{ first int }

func newCalendar(w Window, location *time.Location) *calendar {
	c := &calendar{location: location, from: micros(w.From), to: micros(w.To)}
	for day := midnight(w.From.In(location), 0); micros(day) < c.to; day = midnight(day, 1) {
		whole := len(c.starts) > 0 || micros(day) == c.from
		if day.Weekday() == time.Monday && whole && micros(midnight(day, 7)) <= c.to {
			c.weeks = append(c.weeks, week{len(c.starts)})
		}
		c.starts = append(c.starts, micros(day))
	}
	return c
}

// midnight returns the first moment of the day n days after t's.
func midnight(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	day := time.Date(y, m, d+n, 0, 0, 0, 0, t.Location())
	// Where clocks jump over midnight, time.Date gives a time of the day
	// before or after; the day begins at the jump.
	for back := day.Add(-time.Minute); back.Day() == day.Day() && day.Hour() > 0; back = day.Add(-time.Minute) {
		day = back
	}
	return day
}

// day returns the number of the local day of a moment within the window.
func (c *calendar) day(at int64) int {
	guess := int((at - c.starts[0]) / (24 * int64(time.Hour/time.Microsecond)))
	guess = min(guess, len(c.starts)-1)
	for c.starts[guess] > at {
		guess--
	}
	for guess+1 < len(c.starts) && c.starts[guess+1] <= at {
		guess++
	}
	return guess
}

// days are a set of days of a calendar.
type days []uint64

func (d days) add(day int)        { d[day/64] |= 1 << (day % 64) }
func (d days) has(day int) bool   { return d[day/64]>>(day%64)&1 == 1 }
func (c *calendar) newDays() days { return make(days, len(c.starts)/64+1) }
func (d days) addAll(other days) {
	for i, word := range other {
		d[i] |= word
	}
}

func (d days) count(calendar *calendar) int {
	n := 0
	for day := range calendar.starts {
		if d.has(day) {
			n++
		}
	}
	return n
}

// perWeek returns the number of days of the set in each whole week, least
// first.
func (d days) perWeek(calendar *calendar) []int64 {
	out := make([]int64, 0, len(calendar.weeks))
	for _, w := range calendar.weeks {
		n := int64(0)
		for day := w.first; day < w.first+7; day++ {
			if d.has(day) {
				n++
			}
		}
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// bucket is a step of the trend.
type bucket struct {
	label    string
	from, to int64
}

// buckets returns the steps of the window, cut to it and named by the day on
// which each begins.
func (c *calendar) buckets(step Bucket) []bucket {
	var out []bucket
	start := firstOf(instant(c.from).In(c.location), step)
	for micros(start) < c.to {
		next := nextOf(start, step)
		out = append(out, bucket{start.Format(time.DateOnly), max(micros(start), c.from), min(micros(next), c.to)})
		start = next
	}
	return out
}

func firstOf(t time.Time, step Bucket) time.Time {
	switch step {
	case Week:
		return midnight(t, -int(t.Weekday()+6)%7)
	case Month:
		return midnight(t, 1-t.Day())
	}
	return midnight(t, 0)
}

func nextOf(t time.Time, step Bucket) time.Time {
	switch step {
	case Week:
		return midnight(t, 7)
	case Month:
		return midnight(time.Date(t.Year(), t.Month()+1, 1, 12, 0, 0, 0, t.Location()), 0)
	}
	return midnight(t, 1)
}
