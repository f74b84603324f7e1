package dora_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora/doratest"
)

// The scenarios in the documentation hold, and what it says of an explained
// number is what ExampleReport_Explain prints.
func TestDocument(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../docs/dora.md")
	require.NoError(t, err)
	parts := strings.Split(string(data), "```")
	scenarios := 0
	for _, part := range parts {
		text, ok := strings.CutPrefix(part, "dora\n")
		if !ok {
			continue
		}
		scenarios++
		s, err := doratest.ParseScenario("dora.md", text)
		require.NoError(t, err)
		assert.Empty(t, s.Check())
	}
	assert.Positive(t, scenarios)
	example, err := os.ReadFile("explain_test.go")
	require.NoError(t, err)
	for _, line := range []string{"failed d1: incident INC-7 began after it, before any other", "failed d2: taken back by d3 at 2026-03-04T12:30:00Z"} {
		assert.Contains(t, string(data), "\n"+line+"\n")
		assert.Contains(t, string(example), "// "+line+"\n")
	}
}
