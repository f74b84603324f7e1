package serve_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/bench/templates/serve"
)

func TestRun(t *testing.T) {
	t.Parallel()
	n := 0
	broken := errors.New("broken")
	ops := serve.Ops{"count": func() error { n++; return nil }, "fail": func() error { return broken }}
	var out strings.Builder
	require.NoError(t, ops.Run(strings.NewReader("count 3\ncount 2\n"), &out))
	assert.Equal(t, 5, n)
	assert.Len(t, strings.Fields(out.String()), 2)
	require.ErrorIs(t, ops.Run(strings.NewReader("fail 1\n"), &out), broken)
	require.ErrorContains(t, ops.Run(strings.NewReader("other 1\n"), &out), "other")
	require.ErrorContains(t, ops.Run(strings.NewReader("count\n"), &out), "count")
}
