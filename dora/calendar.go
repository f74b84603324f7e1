package dora

import (
	"math"
	"math/bits"
	"time"
)

// calendar has the local days of a window. Days of 23 and 25 hours make
// dividing wrong, so every midnight is looked up once.
type calendar struct {
	location *time.Location
	from, to int64
	starts   []int64 // of the days; the first may lie before from
	even     bool    // all of them but the last have 24 hours
	weeks    []week
}

// week is a whole ISO week of the window: nearly always seven days.
type week struct{ first, days int }

func newCalendar(from, to int64, location *time.Location) *calendar {
	c := &calendar{location: location, from: from, to: to}
	days := max(0, (to-from)/dayMicros)
	c.starts, c.weeks = make([]int64, 0, days+2), make([]week, 0, days/7+1)
	weekEnd := int64(never)
	for d := dayOf(midnight(time.UnixMicro(from).In(location), 0)); d.start < c.to; d.step() {
		whole := len(c.starts) > 0 || d.start == c.from
		if d.weekday == time.Monday && whole {
			if end := d.after(7); end <= c.to {
				weekEnd = end
				c.weeks = append(c.weeks, week{len(c.starts), 0})
			}
		}
		if n := len(c.weeks) - 1; n >= 0 && d.start < weekEnd {
			c.weeks[n].days++
		}
		c.starts = append(c.starts, d.start)
	}
	n := int64(len(c.starts))
	c.even = n > 0 && to <= c.starts[0]+n*dayMicros
	for i, start := range c.starts {
		c.even = c.even && start == c.starts[0]+int64(i)*dayMicros
	}
	return c
}

// localDay is a day of a calendar.
type localDay struct {
	start    int64
	weekday  time.Weekday
	location *time.Location
	steady   int64 // until then every day has 24 hours
}

func dayOf(midnight time.Time) localDay {
	d := localDay{
		start: midnight.UnixMicro(), weekday: midnight.Weekday(), location: midnight.Location(), steady: math.MaxInt64,
	}
	if _, end := midnight.ZoneBounds(); !end.IsZero() {
		d.steady = end.UnixMicro() - 2*dayMicros
	}
	if h, m, s := midnight.Clock(); h+m+s > 0 {
		d.steady = never // clocks have jumped over midnight
	}
	return d
}

// step goes on to the day after.
func (d *localDay) step() {
	if d.start < d.steady {
		d.start, d.weekday = d.start+dayMicros, (d.weekday+1)%7
		return
	}
	*d = dayOf(midnight(time.UnixMicro(d.start).In(d.location), 1))
}

// after returns when the day begins that is some days later.
func (d *localDay) after(n int) int64 {
	if end := d.start + int64(n)*dayMicros; end < d.steady {
		return end
	}
	return midnight(time.UnixMicro(d.start).In(d.location), n).UnixMicro()
}

// midnight returns the first moment at which clocks show the day n days after
// t's, or a later one where there is no such day. Clocks that jump over
// midnight, back over it or over a whole day are why it asks for the offsets
// one after another, where time.Date would choose one.
func midnight(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	target := time.Date(y, m, d+n, 0, 0, 0, 0, time.UTC)
	at := target.Add(-36 * time.Hour).In(t.Location())
	for {
		_, offset := at.Zone()
		_, end := at.ZoneBounds()
		moment := target.Add(-time.Duration(offset) * time.Second)
		if moment.Before(at) {
			moment = at
		}
		if end.IsZero() || moment.Before(end) {
			return moment.In(t.Location())
		}
		at = end
	}
}

// day returns the number of the local day of a moment within the window.
func (c *calendar) day(at int64) int {
	guess := int(uint64(at-c.starts[0]) / dayMicros)
	if c.even {
		return guess
	}
	return c.near(guess, at)
}

// near returns the day of a moment that is near another.
func (c *calendar) near(guess int, at int64) int {
	starts := c.starts
	guess = min(guess, len(starts)-1)
	for starts[guess] > at {
		guess--
	}
	for guess+1 < len(starts) && starts[guess+1] <= at {
		guess++
	}
	return guess
}

// marker adds the days of moments to a set, a word at a time: most moments lie
// in the word of the one before.
type marker struct {
	calendar *calendar
	days     days
	at       int // number of the word that is not in the set yet
	word     uint64
}

func (m *marker) add(at int64) {
	day := m.calendar.day(at)
	if day/64 != m.at {
		m.done()
		m.at, m.word = day/64, 0
	}
	m.word |= 1 << (day % 64)
}

// done adds what is left.
func (m *marker) done() { m.days[m.at] |= m.word }

// days are a set of days of a calendar.
type days []uint64

// words returns how many words a set of all days has.
func (c *calendar) words() int { return len(c.starts)/64 + 1 }

func (d days) addAll(other days) {
	for i, word := range other {
		d[i] |= word
	}
}

func (d days) count() int {
	n := 0
	for _, word := range d {
		n += bits.OnesCount64(word)
	}
	return n
}

// week returns the number of days of the set in a week.
func (d days) week(w week) int {
	word, at := w.first/64, w.first%64
	week := d[word] >> at
	if at > 64-7 {
		week |= d[word+1] << (64 - at)
	}
	return bits.OnesCount64(week & (1<<w.days - 1))
}

// perWeek returns the number of whole weeks with a day of the set, and the
// median number of days of the set a week.
func (d days) perWeek(calendar *calendar) (with int, middle Figure) {
	var weeks [8]int // by number of days
	for _, w := range calendar.weeks {
		weeks[d.week(w)]++
	}
	n := len(calendar.weeks)
	if n == 0 {
		return 0, Figure{}
	}
	nth := func(rank int) int {
		days := 0
		for ; rank >= weeks[days]; days++ {
			rank -= weeks[days]
		}
		return days
	}
	return n - weeks[0], known(float64(nth((n-1)/2)+nth(n/2)) / 2)
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
	start := firstOf(time.UnixMicro(c.from).In(c.location), step)
	for start.UnixMicro() < c.to {
		next := nextOf(start, step)
		out = append(out, bucket{start.Format(time.DateOnly), max(start.UnixMicro(), c.from), min(next.UnixMicro(), c.to)})
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
