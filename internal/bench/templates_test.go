package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// TestTemplateValues makes sure that what is compared is what Nunjucks makes of the file.
func TestTemplateValues(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/skeleton.json")
	require.NoError(t, err)
	var values nunjucks.Object
	require.NoError(t, values.UnmarshalJSON(data))
	folder := filepath.Join("..", "..", "scaffold", "nunjucks", "testdata")
	src, err := os.ReadFile(filepath.Join(folder, "skeleton.yaml"))
	require.NoError(t, err)
	want, err := os.ReadFile(filepath.Join(folder, "skeleton.golden"))
	require.NoError(t, err)
	got, err := nunjucks.New(nil).Render(t.Context(), "skeleton.yaml", string(src), &values)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func TestShare(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "1/10.0", share(time.Millisecond, 10*time.Millisecond))
	assert.Equal(t, "2.5 times", share(25*time.Millisecond, 10*time.Millisecond))
}

func TestDiffering(t *testing.T) {
	t.Parallel()
	assert.Equal(t, 0, differing("a\nb\n", "a\nb"))
	assert.Equal(t, 2, differing("a\nb\nc", "a\nB"))
}

func TestContents(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "a", "b"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a", "b", "c"), []byte("text"), 0o600))
	text, err := contents(dir)
	require.NoError(t, err)
	assert.Equal(t, filepath.FromSlash("/a/b/c")+"\ntext\x00\n", text)
}

func TestWorker(t *testing.T) {
	t.Parallel()
	_, err := startWorker(t.Context(), "it", filepath.Join(t.TempDir(), "missing"))
	require.Error(t, err)
	w, err := startWorker(t.Context(), "it", "go", "version")
	require.NoError(t, err)
	_, err = w.ask("anything", 1)
	require.ErrorContains(t, err, "go version")
	assert.Equal(t, "1.5 µs", micros(1500*time.Nanosecond))
}
