package dora

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The numbers are those that the authors of SplitMix64 publish.
func TestSplitMix(t *testing.T) {
	t.Parallel()
	random := splitMix(1234567)
	for _, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821} {
		assert.Equal(t, want, random.next())
	}
}

// draws returns values whose order and size have a long tail and doubles.
func draws(n, times, modulus int) []int64 {
	var out []int64
	for x := 1; x <= n; x++ {
		out = append(out, int64(x*x*times%modulus))
	}
	return out
}

// What is wanted was computed in another language, by the words of the rule.
func TestBootstrap(t *testing.T) {
	t.Parallel()
	cubes := make([]int64, 1001)
	for i := range cubes {
		x := i + 1
		cubes[i] = int64(x * x * x * 37 % 1000003)
	}
	for _, c := range []struct {
		name      string
		values    []int64
		seed      uint64
		low, high float64
	}{
		{"one", []int64{3600}, 0, 3600, 3600},
		{"two", []int64{60, 7200}, 1, 60, 7200},
		{"odd", draws(7, 37, 10007), 42, 148, 1332},
		{"even", draws(100, 37, 10007), 7, 3370.9625, 5654.825},
		{"many", cubes, 1<<63 + 5, 481291, 534003},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := sampleOf(slices.Clone(c.values)).bootstrap(&Bootstrap{Seed: c.seed})
			require.NotNil(t, got)
			assert.InDelta(t, c.low, got.Low, 1e-9)
			assert.InDelta(t, c.high, got.High, 1e-9)
		})
	}
}

// The values of a team are those of its services, in whatever parts they lie.
func TestBootstrapOfParts(t *testing.T) {
	t.Parallel()
	all := draws(90, 41, 9973)
	together := sampleOf(slices.Clone(all)).bootstrap(&Bootstrap{Seed: 3})
	var apart sample
	for part := range slices.Chunk(all, 17) {
		apart.join(sampleOf(part))
	}
	assert.Equal(t, together, apart.bootstrap(&Bootstrap{Seed: 3}))
	assert.NotEqual(t, together, apart.bootstrap(&Bootstrap{Seed: 4}), "the seed decides")
	assert.Nil(t, apart.bootstrap(nil), "nobody asked")
	assert.Nil(t, (&sample{}).bootstrap(&Bootstrap{}), "no values")
}

// Of values drawn evenly it says about what the interval by their order says.
func TestBootstrapBesideRanks(t *testing.T) {
	t.Parallel()
	var values []int64
	random := splitMix(99)
	for range 999 {
		values = append(values, int64(random.below(1_000_000)))
	}
	s := sampleOf(values)
	ranks, drawn := s.interval(&search{}), s.bootstrap(&Bootstrap{Seed: 1})
	for _, edge := range [][2]float64{{ranks.Low, drawn.Low}, {ranks.High, drawn.High}} {
		assert.Less(t, math.Abs(edge[0]-edge[1]), 15_000.0)
	}
}
