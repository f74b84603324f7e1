package dora

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The values are those of printed tables of Garwood's interval.
func TestPoissonInterval(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		count     int
		low, high float64
	}{
		{0, 0, 3.6889}, {1, 0.0253, 5.5716}, {2, 0.2422, 7.2247}, {5, 1.6235, 11.6683}, {10, 4.7954, 18.3904},
		{20, 12.2165, 30.8884}, {50, 37.1107, 65.9192}, {100, 81.3640, 121.6273},
	} {
		got := poissonInterval(c.count)
		assert.InDelta(t, c.low, got.Low, 1e-3, "%d", c.count)
		assert.InDelta(t, c.high, got.High, 1e-3, "%d", c.count)
	}
}

// At the edges of the interval the tails have 2.5 % each.
func TestPoissonTails(t *testing.T) {
	t.Parallel()
	upTo := func(k int, mean float64) float64 {
		sum := 0.0
		for i := range k + 1 {
			of, _ := math.Lgamma(float64(i + 1))
			sum += math.Exp(float64(i)*math.Log(mean) - mean - of)
		}
		return sum
	}
	for _, k := range []int{1, 2, 3, 7, 12, 33, 80, 250, 999, 4999, 5000} {
		got := poissonInterval(k)
		assert.InDelta(t, 0.025, 1-upTo(k-1, got.Low), 1e-9, "%d", k)
		assert.InDelta(t, 0.025, upTo(k, got.High), 1e-9, "%d", k)
	}
	assert.InDelta(t, 5001-z*math.Sqrt(5001), poissonInterval(5001).Low, 1e-9)
}

// The ranks are those of the binomial distribution in whole numbers.
func TestMedianRank(t *testing.T) {
	t.Parallel()
	sizes := []int{500, 1000, 2000}
	for n := leastForInterval; n <= 120; n++ {
		sizes = append(sizes, n)
	}
	for _, n := range sizes {
		all := new(big.Int).Lsh(big.NewInt(1), uint(n))
		sum, j := big.NewInt(0), 0
		for {
			sum.Add(sum, new(big.Int).Binomial(int64(n), int64(j)))
			if new(big.Int).Mul(sum, big.NewInt(40)).Cmp(all) > 0 {
				break
			}
			j++
		}
		assert.Equal(t, j, medianRank(n), "%d", n)
	}
	assert.Equal(t, 4902, medianRank(10000))
}

func TestWilson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{{0, 10, 0, 0.2775}, {10, 10, 0.7225, 1}, {5, 10, 0.2366, 0.7634}, {1, 20, 0.0089, 0.2361}, {50, 100, 0.4038, 0.5962}} {
		got := wilson(c.k, c.n)
		assert.InDelta(t, c.low, got.Low, 5e-5, "%d of %d", c.k, c.n)
		assert.InDelta(t, c.high, got.High, 5e-5, "%d of %d", c.k, c.n)
	}
	assert.Nil(t, wilson(0, 0))
}

// Freireich's remission times of 1963, the example of every textbook.
func TestKaplanMeier(t *testing.T) {
	t.Parallel()
	open := func(of ...int64) (out []lifetime) {
		for _, v := range of {
			out = append(out, lifetimeOf(v, true))
		}
		return out
	}
	over := func(of ...int64) (out []lifetime) {
		for _, v := range of {
			out = append(out, lifetimeOf(v, false))
		}
		return out
	}
	for name, c := range map[string]struct {
		spans []lifetime
		want  Figure
	}{
		"treated":       {append(over(6, 6, 6, 7, 10, 13, 16, 22, 23), open(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)...), known(23)},
		"placebo":       {over(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23), known(8)},
		"nothing":       {nil, Figure{}},
		"all open":      {open(5, 6), Figure{}},
		"half is over":  {append(over(5), open(9)...), known(5)},
		"more are open": {append(over(5), open(9, 9)...), Figure{}},
	} {
		assert.Equal(t, c.want, kaplanMeier(c.spans), name)
	}
}

// Quantiles of samples in many parts are those of all values sorted.
func TestQuantiles(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 2, 5, 6, 7, few, few + 1, 1000, 5000} {
		for _, limit := range []int64{1, 10, 100_000, 1 << 40, math.MaxInt64} {
			var s sample
			var all []int64
			for len(all) < n {
				part := make([]int64, min(n-len(all), 1+random.IntN(300)))
				for i := range part {
					part[i] = random.Int64N(limit) >> random.IntN(20)
				}
				s.join(sampleOf(part))
				all = append(all, part...)
			}
			slices.Sort(all)
			var in search
			interval := s.interval(&in)
			if n == 0 {
				assert.Equal(t, Figure{}, s.quantile(0.5, &in))
				assert.Equal(t, Figure{}, s.median(&in))
				continue
			}
			for _, p := range []float64{0.5, 0.9, 0.95, 0, 1} {
				at := float64(n-1) * p
				low, high := float64(all[int(at)]), float64(all[min(int(at)+1, n-1)])
				assert.InEpsilon(t, 1+low+(at-math.Floor(at))*(high-low), 1+s.quantile(p, &in).Value, 1e-9)
			}
			if limit < math.MaxInt64 {
				assert.Equal(t, float64(all[(n-1)/2]+all[n/2])/2, s.median(&in).Value)
			}
			if n >= leastForInterval {
				assert.Equal(t, Interval{float64(all[medianRank(n)-1]), float64(all[n-medianRank(n)])}, *interval)
			} else {
				assert.Nil(t, interval)
			}
		}
	}
}

// Ages are sorted, and those alike stay as they lay.
func TestBySeconds(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{0, 1, 2, fewAged, fewAged + 1, 1000} {
		for _, limit := range []int64{1, 3, 300, 1 << 40, math.MaxInt64} {
			values := make([]aged, n)
			for i := range values {
				values[i] = aged{random.Int64N(limit), int32(i)}
			}
			want := slices.Clone(values)
			slices.SortStableFunc(want, func(a, b aged) int { return cmp.Compare(a.seconds, b.seconds) })
			got, _ := bySeconds(values, make([]aged, n))
			assert.Equal(t, want, got, "%d below %d", n, limit)
		}
	}
}

// Days begin where clocks show a new date for the first time: looked up second
// by second, not by the rules of time zones.
func TestCalendarDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, from, to, why string }{
		{"UTC", "2026-02-25", "2026-03-05", "no rule"},
		{"Europe/Berlin", "2026-03-25", "2026-04-02", "23 hours"},
		{"Europe/Berlin", "2026-10-20", "2026-10-28", "25 hours"},
		{"Australia/Lord_Howe", "2026-04-01", "2026-04-09", "half an hour more"},
		{"Australia/Lord_Howe", "2026-10-01", "2026-10-09", "half an hour less"},
		{"Pacific/Apia", "2011-12-26", "2012-01-04", "the 30th was left out"},
		{"America/Sao_Paulo", "2018-11-01", "2018-11-07", "a midnight that is not there"},
		{"America/Havana", "2023-11-02", "2023-11-08", "a midnight twice"},
		{"America/Havana", "2023-03-09", "2023-03-15", "a midnight that is not there"},
		{"Asia/Kathmandu", "1985-12-29", "1986-01-04", "fifteen minutes"},
		{"Pacific/Kwajalein", "1993-08-18", "1993-08-26", "a day left out"},
		{"America/Goose_Bay", "2010-11-04", "2010-11-10", "back over midnight"},
	} {
		t.Run(c.zone+" "+c.why, func(t *testing.T) {
			t.Parallel()
			place, err := time.LoadLocation(c.zone)
			require.NoError(t, err)
			from, err := time.ParseInLocation(time.DateOnly, c.from, place)
			require.NoError(t, err)
			to, err := time.ParseInLocation(time.DateOnly, c.to, place)
			require.NoError(t, err)
			seen := map[string]bool{}
			var want []string
			for at := from; at.Before(to); at = at.Add(time.Minute) {
				if name := at.Format(time.DateOnly); !seen[name] {
					seen[name] = true
					want = append(want, at.UTC().Format(time.RFC3339))
				}
			}
			calendar := newCalendar(from.UnixMicro(), to.UnixMicro(), place)
			var got []string
			for i, start := range calendar.starts {
				got = append(got, instant(start).Format(time.RFC3339))
				assert.Equal(t, i, calendar.day(start))
				end := calendar.to
				if i+1 < len(calendar.starts) {
					end = calendar.starts[i+1]
				}
				assert.Equal(t, i, calendar.day(end-1))
			}
			assert.Equal(t, want, got)
		})
	}
}

// Over years, days that are counted on are those that are looked up one by one.
func TestCalendarYears(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"UTC", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/Havana", "America/Goose_Bay"} {
		place, err := time.LoadLocation(zone)
		require.NoError(t, err)
		from, to := time.Date(2009, 5, 1, 0, 0, 0, 0, place), time.Date(2013, 1, 1, 0, 0, 0, 0, place)
		var want []int64
		for day := midnight(from, 0); day.Before(to); day = midnight(day, 1) {
			want = append(want, day.UnixMicro())
		}
		assert.Equal(t, want, newCalendar(from.UnixMicro(), to.UnixMicro(), place).starts, zone)
	}
}

func TestOwners(t *testing.T) {
	t.Parallel()
	for owner, want := range map[string]string{
		"": Unowned, "  ": Unowned, "x": "group:default/x", "group:X": "group:default/x", "Group:Default/x": "group:default/x",
		"user:ada": "user:default/ada", "group:web/x": "group:web/x", "a:b:c/d/e": "a:b:c/d/e",
	} {
		assert.Equal(t, want, ownerRef(owner), "%q", owner)
	}
}

func TestEnvironments(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"production": true, "PRODUCTION": true, "prod": true, "live": true, "production-eu": true, "Prod/eu-1": true, "prod-": true,
		"": false, "preprod": false, "productions": false, "staging": false, "production_eu": false, "pr": false,
	} {
		assert.Equal(t, want, MatchEnvironment(DefaultProduction(), name), "%q", name)
	}
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"*", "", true}, {"*", "x", true}, {"a*b*c", "abc", true}, {"a*b*c", "axbxbxc", true}, {"a*b*c", "axcxb", false},
		{"**", "x", true}, {"a*a", "a", false}, {"*prod", "preprod", true}, {"", "", true}, {"", "x", false},
	} {
		assert.Equal(t, c.want, MatchEnvironment([]string{c.pattern}, c.name), "%s %s", c.pattern, c.name)
	}
}

// Levels at the edges, by whole numbers.
func TestLevels(t *testing.T) {
	t.Parallel()
	b := Document()
	for _, c := range []struct {
		count int
		days  int64
		want  Level
	}{{31, 30, Elite}, {30, 30, High}, {5, 35, High}, {4, 29, Medium}, {1, 30, Medium}, {1, 31, Low}, {0, 30, Low}} {
		r := rate{c.count, c.days * dayMicros}
		assert.Equal(t, c.want, levelOf(r.perDay(), b.Frequency, 1), fmt.Sprint(c))
	}
	for seconds, want := range map[float64]Level{
		3599.5: Elite, 3600: High, day: High, day + 0.5: Medium, 30 * day: Medium, 30*day + 0.5: Low, 0: Elite,
	} {
		assert.Equal(t, want, b.below(known(seconds), b.LeadTime), fmt.Sprint(seconds))
	}
	assert.Empty(t, b.below(Figure{}, b.LeadTime))
}
