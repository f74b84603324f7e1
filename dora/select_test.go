package dora

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever the order and however many are alike, the value is that of sorting.
func TestSelectNth(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 1))
	shapes := map[string]func(i, n int) int64{
		"random":     func(_, _ int) int64 { return random.Int64N(1e6) },
		"few":        func(_, _ int) int64 { return random.Int64N(3) },
		"same":       func(_, _ int) int64 { return 7 },
		"ascending":  func(i, _ int) int64 { return int64(i) },
		"descending": func(i, n int) int64 { return int64(n - i) },
		"pipes":      func(i, n int) int64 { return int64(min(i, n-i)) },
	}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			for n := 1; n < 400; n += 1 + n/7 {
				values := make([]int64, n)
				for i := range values {
					values[i] = shape(i, n)
				}
				sorted := slices.Sorted(slices.Values(values))
				for k := 0; k < n; k += 1 + n/9 {
					require.Equal(t, sorted[k], selectNth(values, k), "%d of %d", k, n)
				}
				slices.Sort(values)
				require.Equal(t, sorted, values, "nothing is lost")
			}
		})
	}
}
