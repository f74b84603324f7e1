package bounded_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
)

func TestReadFile(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"a.yaml": {Data: []byte("kind: Group\n")},
		"empty":  {},
		"dir/b":  {},
		"pipe":   {Mode: fs.ModeNamedPipe},
		"device": {Mode: fs.ModeDevice},
	}
	tests := []struct {
		name, file string
		limit      int64
		want, err  string
	}{
		{"whole", "a.yaml", 100, "kind: Group\n", ""},
		{"of exactly the limit", "a.yaml", 12, "kind: Group\n", ""},
		{"empty", "empty", 0, "", ""},
		{"too large", "a.yaml", 11, "", "it has 12 bytes, and at most 11 are read"},
		{"missing", "nope", 1, "", "open nope: file does not exist"},
		{"folder", "dir", 1, "", "read dir: is a directory"},
		{"pipe", "pipe", 1, "", "read pipe: is no regular file"},
		{"device", "device", 1, "", "read device: is no regular file"},
		{"outside", "../a.yaml", 1, "", "open ../a.yaml: path is not within the file system"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data, err := bounded.ReadFile(fsys, tt.file, tt.limit)
			if tt.err != "" {
				require.EqualError(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(data))
		})
	}
}

// growing is a file that has become larger than its size was when it was asked for.
type growing struct{ fstest.MapFS }

func (g growing) Stat(name string) (fs.FileInfo, error) {
	return fs.Stat(fstest.MapFS{name: {Data: []byte("x")}}, name)
}

func TestReadFileThatGrows(t *testing.T) {
	t.Parallel()
	fsys := growing{fstest.MapFS{"log": {Data: []byte(strings.Repeat("x", 5000))}}}
	data, err := bounded.ReadFile(fsys, "log", 5000)
	require.NoError(t, err)
	assert.Len(t, data, 5000)
	_, err = bounded.ReadFile(fsys, "log", 4999)
	var large *bounded.SizeError
	require.ErrorAs(t, err, &large)
	assert.Equal(t, int64(4999), large.Limit)
}
