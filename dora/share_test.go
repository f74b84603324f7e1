package dora_test

import (
	"bytes"
	"encoding/json"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
)

// However many processors there are, the report is the same to the byte.
func TestProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for seed := range uint64(40) {
		w := newWorld(seed)
		o := w.options()
		h := w.history(t)
		var want []byte
		for _, n := range []int{1, 2, 7} {
			runtime.GOMAXPROCS(n)
			got, err := json.Marshal(dora.Calculate(h, marchWindow(), &o))
			require.NoError(t, err)
			if want == nil {
				want = got
			}
			assert.True(t, bytes.Equal(want, got), "history %d on %d processors", seed, n)
		}
	}
}
