package cache_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cache"
)

func packs(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*.pack"))
	require.NoError(t, err)
	return found
}

// TestUntrusted replaces the pack by all kinds of things that are none, or not this user's.
func TestUntrusted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		hurt   func(t *testing.T, pack string)
		reused int
	}{
		{"as it was", func(*testing.T, string) {}, 2},
		{"nothing", func(t *testing.T, pack string) { require.NoError(t, os.Remove(pack)) }, 0},
		{"empty", func(t *testing.T, pack string) { require.NoError(t, os.Truncate(pack, 0)) }, 0},
		{"cut off", func(t *testing.T, pack string) { require.NoError(t, os.Truncate(pack, 200)) }, 0},
		{"longer", func(t *testing.T, pack string) { rewrite(t, pack, func(b []byte) []byte { return append(b, 0) }) }, 0},
		{"another bit", func(t *testing.T, pack string) {
			rewrite(t, pack, func(b []byte) []byte { b[len(b)-9] ^= 1; return b })
		}, 0},
		{"a newer form", func(t *testing.T, pack string) {
			rewrite(t, pack, func(b []byte) []byte { return bytes.Replace(b, []byte("cache 1\n"), []byte("cache 2\n"), 1) })
		}, 0},
		{"of another key", func(t *testing.T, pack string) { rewrite(t, pack, func(b []byte) []byte { b[30] ^= 1; return b }) }, 0},
		{"writable for others", func(t *testing.T, pack string) { require.NoError(t, os.Chmod(pack, 0o666)) }, 0},
		{"from a checkout", func(t *testing.T, pack string) { require.NoError(t, os.Chmod(pack, 0o644)) }, 0},
		{"a link", func(t *testing.T, pack string) {
			require.NoError(t, os.Rename(pack, pack+"x"))
			require.NoError(t, os.Symlink(pack+"x", pack))
		}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newTree(t, map[string]string{"a/catalog-info.yaml": component("a", ""), "b/catalog-info.yaml": component("b", "")})
			d := newDir(t)
			w.same(linter(), d, "before")
			require.Len(t, packs(t, d.Path), 1)
			tt.hurt(t, packs(t, d.Path)[0])
			run := func(d *cache.Dir) { w.same(linter(), d, "after") }
			counted(t, d, run, tt.reused, 2-tt.reused)
			counted(t, d, run, 2, 0)
			info, err := os.Stat(packs(t, d.Path)[0])
			require.NoError(t, err)
			assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
		})
	}
}

func rewrite(t *testing.T, name string, change func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(name, change(data), 0o600))
}

// TestNowhere lints with folders that cannot be written.
func TestNowhere(t *testing.T) {
	t.Parallel()
	w := newTree(t, map[string]string{"a/catalog-info.yaml": component("a", "")})
	for _, path := range []string{filepath.Join(w.dir, "a/catalog-info.yaml"), filepath.Join(w.dir, "a/catalog-info.yaml/below"), "/proc/self/nowhere"} {
		d := newDir(t)
		d.Path = path
		w.same(linter(), d, path)
		assert.Error(t, d.Stats().Err, path)
	}
}

// TestEviction fills a folder beyond its limits.
func TestEviction(t *testing.T) {
	t.Parallel()
	w := newTree(t, map[string]string{"a/catalog-info.yaml": component("a", "")})
	path := t.TempDir()
	lintAs := func(version string, size int64, age time.Duration) {
		d := &cache.Dir{Path: path, Version: version, MaxSize: size, Now: func() time.Time { return later().Add(age) }}
		w.same(linter(), d, version)
		require.NoError(t, d.Stats().Err)
	}
	other := filepath.Join(path, "0123.pack")
	require.NoError(t, os.WriteFile(other, []byte("somebody else's"), 0o600))
	left := filepath.Join(path, "0123456789abcdef0123456789abcdef.pack-77.tmp")
	require.NoError(t, os.WriteFile(left, nil, 0o600))
	for i := range 5 {
		lintAs(fmt.Sprint("v", i), 0, 0)
	}
	assert.Len(t, packs(t, path), 6)
	info, err := os.Stat(packs(t, path)[1])
	require.NoError(t, err)
	time.Sleep(20 * time.Millisecond)
	lintAs("v5", 3*info.Size()+info.Size()/2, 0)
	assert.Len(t, packs(t, path), 4, "three and somebody else's")
	assert.FileExists(t, other)
	lintAs("v6", 0, 31*24*time.Hour)
	assert.Len(t, packs(t, path), 2, "what is thirty days old is gone")
	assert.FileExists(t, other)
	assert.NoFileExists(t, left)
	lintAs("v7", 10, 0)
	assert.FileExists(t, other)
}

// TestSettling checks that the times of files are trusted only when these have been as they are for a while.
func TestSettling(t *testing.T) {
	t.Parallel()
	w := newTree(t, map[string]string{"old": "x", "ahead": "x"})
	require.NoError(t, os.Chtimes(w.path("ahead"), time.Time{}, later().Add(time.Hour)))
	stamp := func(name string, now func() time.Time) string {
		info, err := os.Stat(w.path(name))
		require.NoError(t, err)
		return (&cache.Dir{Path: w.dir, Version: "v", Now: now}).Open([sha256.Size]byte{}).Stamp(info)
	}
	first := stamp("old", later)
	assert.NotEmpty(t, first)
	assert.Equal(t, first, stamp("old", later))
	assert.Empty(t, stamp("old", time.Now), "just written")
	assert.Empty(t, stamp("old", nil), "no clock")
	assert.Empty(t, stamp("ahead", later), "a time to come")
	assert.Empty(t, stamp(".", later), "a folder")
	time.Sleep(20 * time.Millisecond) // by which the system's clock ticks
	w.write("old", "y")
	assert.NotEqual(t, first, stamp("old", later))
}

// TestLimitOfFindings lints a file with more findings than another limit lets a run keep.
func TestLimitOfFindings(t *testing.T) {
	t.Parallel()
	w := newTree(t, map[string]string{"a/catalog-info.yaml": component("a", "  dependsOn:\n"+many(60, "    - component:b\n"))})
	l, d := linter(), newDir(t)
	for _, limit := range []int{-1, 0, 1, 5, -1, 1} {
		l.MaxPerRule = limit
		w.same(l, d, fmt.Sprint(limit))
	}
	assert.Equal(t, 2, d.Stats().Reused)
}

// TestContents checks that a file's earlier contents are kept, for who goes from branch to branch, but not for ever.
func TestContents(t *testing.T) {
	t.Parallel()
	w := newTree(t, nil)
	d := newDir(t)
	set := func(n int) func(*cache.Dir) {
		return func(d *cache.Dir) {
			w.write("a/catalog-info.yaml", component("a", many(n, "#\n")))
			l := linter()
			l.Cache = d
			w.lint(l)
		}
	}
	counted(t, d, set(1), 0, 1)
	counted(t, d, set(2), 0, 1)
	counted(t, d, set(1), 1, 0)
	counted(t, d, set(2), 1, 0)
	for n := 3; n < 10; n++ {
		counted(t, d, set(n), 0, 1)
	}
	before := packs(t, d.Path)[0]
	info, err := os.Stat(before)
	require.NoError(t, err)
	for n := 10; n < 13; n++ {
		counted(t, d, set(n), 0, 1)
	}
	after, err := os.Stat(before)
	require.NoError(t, err)
	assert.InDelta(t, info.Size(), after.Size(), 100)
}

// TestAtOnce has several linters use one folder, some of them the same cache, while files change between two states.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	w := newTree(t, map[string]string{
		"a/catalog-info.yaml": component("a", "  dependsOn: [component:a]\n"),
		"b/catalog-info.yaml": component("b", parts()[5]), "c/catalog-info.yaml": "a: [",
	})
	want := w.output(w.lint(linter()))
	path := t.TempDir()
	shared := &cache.Dir{Path: path, Version: "test", Now: later}
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for round := range 12 {
				l := linter()
				l.Cache = &cache.Dir{Path: path, Version: "test", Now: later, MaxSize: int64(round%3) * 2000}
				if i%2 == 0 {
					l.Cache = shared
				}
				if round%4 == 3 {
					for _, pack := range packs(t, path) {
						_ = os.Remove(pack)
					}
				}
				r, err := l.Run(t.Context(), os.DirFS(w.dir), w.catalogFiles())
				if assert.NoError(t, err) {
					assert.Equal(t, want, w.output(r))
				}
			}
		})
	}
	group.Wait()
	assert.Positive(t, shared.Stats().Reused)
}

// FuzzPack reads packs that may be anything, the checksum being right all the same.
func FuzzPack(f *testing.F) {
	dir := f.TempDir()
	key := [sha256.Size]byte{1}
	d := &cache.Dir{Path: dir, Version: "v", Now: later}
	files := d.Open(key)
	files.Put("a", lint.CachedFile{Sum: key, Stamp: "s", Result: "r"})
	files.Put("b", lint.CachedFile{Result: "rr"})
	files.Put("b", lint.CachedFile{Sum: key})
	files.Save()
	found, err := filepath.Glob(filepath.Join(dir, "*.pack"))
	if err != nil || len(found) != 1 {
		f.Fatal(found, err)
	}
	whole, err := os.ReadFile(found[0])
	if err != nil {
		f.Fatal(err)
	}
	const head = 24 + 2*sha256.Size
	f.Add(whole[head:], true)
	f.Add(whole, false)
	f.Add([]byte{}, true)
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 1}, true)
	f.Fuzz(func(t *testing.T, data []byte, sealed bool) {
		if sealed {
			sum := sha256.Sum256(data)
			data = append(append(bytes.Clone(whole[:head-len(sum)]), sum[:]...), data...)
		}
		d := &cache.Dir{Path: t.TempDir(), Version: "v", Now: later}
		name := filepath.Join(d.Path, filepath.Base(found[0]))
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		opened := d.Open(key)
		kept := opened.Get("a")
		opened.Put("c", lint.CachedFile{Result: "c"})
		opened.Save()
		again := d.Open(key)
		assert.Equal(t, []lint.CachedFile{{Result: "c"}}, again.Get("c"))
		for _, k := range again.Get("a") {
			assert.Contains(t, kept, k)
		}
	})
}
