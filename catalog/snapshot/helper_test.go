package snapshot_test

import (
	"bytes"
	"flag"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

var update = flag.Bool("update", false, "write golden files anew")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
}

func shopCatalog(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, err := load.FS(t.Context(), os.DirFS(filepath.Join("testdata", "shop")))
	require.NoError(t, err)
	return c
}

func tierLabel(e *catalog.Entity) string { return e.Metadata.Labels["tier"] }

func ref(t testing.TB, text string) catalog.Ref {
	t.Helper()
	r, err := catalog.ParseRef(text, catalog.Ref{Kind: catalog.Component})
	require.NoError(t, err)
	return r
}

func made(t testing.TB, entries ...snapshot.Entry) *snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.New(snapshot.Header{}, slices.Values(entries))
	require.NoError(t, err)
	require.NoError(t, s.Verify())
	return s
}

func written(t testing.TB, s *snapshot.Snapshot) []byte {
	t.Helper()
	var b bytes.Buffer
	n, err := s.WriteTo(&b)
	require.NoError(t, err)
	require.EqualValues(t, b.Len(), n)
	return b.Bytes()
}

const top = "goldenpath catalog snapshot 1\nref\ttype\tlifecycle\ttier\ttitle\tlocation\twritten\treferences\n"

// sealed returns a file of that text, an end with its number of lines of entities, and the right checksum.
func sealed(text string) []byte {
	_, body, _ := strings.Cut(text, "\nref\t")
	return summed(fmt.Sprintf("%send\t%d", text, strings.Count(body, "\n")-1))
}

// summed returns text with its checksum.
func summed(text string) []byte {
	text += "\tcrc32c\t"
	return fmt.Appendf([]byte(text), "%08x\n", crc32.Checksum([]byte(text), crc32.MakeTable(crc32.Castagnoli)))
}
