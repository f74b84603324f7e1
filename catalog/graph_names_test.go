package catalog

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNameTable gives many names few hashes, which real hashes do too rarely to be seen.
func TestNameTable(t *testing.T) {
	t.Parallel()
	var table nameTable
	assert.Equal(t, int32(-1), table.find(7, "a", nil))
	var names []string
	hash := func(i int) uint32 { return uint32(i%5) * 1_000_000_007 }
	for i := range 100 {
		name := strconv.Itoa(i)
		assert.Equal(t, int32(-1), table.find(hash(i), name, names))
		table.add(hash(i), int32(i))
		names = append(names, name)
	}
	for i, name := range names {
		assert.Equal(t, int32(i), table.find(hash(i), name, names))
	}
	assert.Equal(t, int32(-1), table.find(hash(1), "none", names))
}
