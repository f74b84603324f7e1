package load

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/source"
)

// TestSyntaxWords compares with what the library yaml 2.9.1 says of faults at given places.
func TestSyntaxWords(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/yamlerrors.jsonl")
	require.NoError(t, err)
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var row struct {
			Input, Message, Words string
			Start, End            int
		}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &row))
		text := source.NewText("x", []byte(row.Input))
		got := syntaxWords(text, yamlsrc.Error{Message: row.Message, Start: row.Start, End: row.End})
		assert.Equal(t, row.Words, got, "%q", row.Input)
	}
	require.NoError(t, lines.Err())
}
