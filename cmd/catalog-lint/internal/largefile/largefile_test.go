package largefile_test

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/largefile"
)

func TestRead(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 4<<20 - 1, 4 << 20, 9<<20 + 5} {
		want := bytes.Repeat([]byte("0123456"), size/7+1)[:size]
		name := filepath.Join(t.TempDir(), "file")
		require.NoError(t, os.WriteFile(name, want, 0o644))
		got, err := largefile.Read(name, int64(size))
		require.NoError(t, err)
		assert.True(t, bytes.Equal(want, got), size)
		_, err = largefile.Read(name, int64(size)+1)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF, "it has become shorter")
	}
	_, err := largefile.Read(filepath.Join(t.TempDir(), "file"), 1)
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = largefile.Read(t.TempDir(), 1)
	require.Error(t, err)
}
