package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSize(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"1": 1, "65536": 65536, "64KiB": 65536, "1MiB": 1 << 20, "2 MB": 2e6, "3GiB": 3 << 30, "5B": 5} {
		var s size
		require.NoError(t, s.Set(text), text)
		assert.Equal(t, want, int64(s), text)
	}
	for _, text := range []string{"", "0", "-1", "x", "1.5MiB", "MiB", "9223372036854775807KiB", "1TiB"} {
		var s size
		assert.Error(t, s.Set(text), text)
	}
	for want, s := range map[string]size{"1MiB": 1 << 20, "64KiB": 1 << 16, "1GiB": 1 << 30, "1000": 1000} {
		assert.Equal(t, want, s.String())
	}
}

func TestSplitRemote(t *testing.T) {
	t.Parallel()
	for remote, want := range map[string]string{
		"git@github.com:acme/shop.git":               "github.com acme/shop",
		"https://github.com/acme/shop":               "github.com acme/shop",
		"https://user:token@github.com/acme/shop/":   "github.com acme/shop",
		"ssh://git@gitlab.com:22/group/sub/shop.git": "gitlab.com group/sub/shop",
		"github.com:acme/shop":                       "github.com acme/shop",
		"/srv/git/shop.git":                          "/srv/git/shop.git ",
		"":                                           " ",
	} {
		host, repository := splitRemote(remote)
		assert.Equal(t, want, host+" "+repository, remote)
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	const config = "[remote \"origin\"]\n\turl = "
	tests := []struct {
		name  string
		files fstest.MapFS
		want  string
	}{
		{"no git", fstest.MapFS{"x": {}}, ""},
		{"no origin", fstest.MapFS{".git/config": {Data: []byte("[core]\n\tbare = false\n")}}, ""},
		{"branch of the origin", fstest.MapFS{
			".git/config":                   {Data: []byte(config + "git@github.com:acme/shop.git\n")},
			".git/HEAD":                     {Data: []byte("ref: refs/heads/feature\n")},
			".git/refs/remotes/origin/HEAD": {Data: []byte("ref: refs/remotes/origin/trunk\n")},
		}, "https://github.com/acme/shop/blob/trunk/"},
		{"branch checked out", fstest.MapFS{
			".git/config": {Data: []byte(config + "https://gitlab.example.com/a/b/c\n")},
			".git/HEAD":   {Data: []byte("ref: refs/heads/feature\n")},
		}, "https://gitlab.example.com/a/b/c/-/blob/feature/"},
		{"nothing checked out", fstest.MapFS{
			".git/config": {Data: []byte(config + "https://bitbucket.org/a/b\n")},
			".git/HEAD":   {Data: []byte("0123456789abcdef\n")},
		}, "https://bitbucket.org/a/b/src/main/"},
		{"unknown host", fstest.MapFS{".git/config": {Data: []byte(config + "https://git.example.com/a/b\n")}}, ""},
		{"further work tree", fstest.MapFS{
			".git":                            {Data: []byte("gitdir: main/.git/worktrees/x\n")},
			"main/.git/worktrees/x/commondir": {Data: []byte("../..\n")},
			"main/.git/config":                {Data: []byte(config + "https://github.com/acme/shop\n")},
			"main/.git/HEAD":                  {Data: []byte("ref: refs/heads/main\n")},
		}, "https://github.com/acme/shop/blob/main/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			require.NoError(t, os.CopyFS(dir, tt.files))
			assert.Equal(t, tt.want, baseURL(dir))
		})
	}
}

func TestWriteFileIsAllOrNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "out.json")
	require.NoError(t, writeFile(name, []byte("first")))
	require.NoError(t, writeFile(name, []byte("second")))
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, "second", string(data))

	folder := filepath.Join(dir, "folder")
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "full"), 0o755))
	require.Error(t, writeFile(folder, []byte("x")))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 2, "nothing is left behind")
}

func TestReadStdinThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	never, _ := io.Pipe()
	_, err := readStdin(ctx, never, 10)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	_, err = readStdin(t.Context(), endless{}, 10)
	require.ErrorContains(t, err, "more than 10 bytes")
}

// endless is input without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// failing is standard output that nobody reads any more.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestReportThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	var errs bytes.Buffer
	p := &program{
		stdin: strings.NewReader(""), stdout: failing{}, stderr: &errs, dir: t.TempDir(), now: time.Now,
		getenv: func(string) string { return "" }, isTerminal: func(io.Writer) bool { return false },
		sized: func(int) {},
	}
	for _, args := range [][]string{{"--allow-empty"}, {"rules"}, {"explain", "owner-present"}, {"version"}, {"config"}} {
		assert.Equal(t, exitBroken, p.run(t.Context(), args), args)
	}
	assert.Contains(t, errs.String(), "broken pipe")
}

// buffer is a bytes.Buffer that may be read while it is written.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func TestProgress(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a"), nil, 0o644))
	synctest.Test(t, func(t *testing.T) {
		var errs buffer
		p := &program{stderr: &errs, isTerminal: func(io.Writer) bool { return true }}
		fsys, stop := p.progress(os.DirFS(dir).(diskFS), false)
		for range 3 {
			f, err := fsys.Open("a")
			require.NoError(t, err)
			require.NoError(t, f.Close())
		}
		time.Sleep(progressAfter - time.Millisecond)
		synctest.Wait()
		assert.Empty(t, errs.String(), "a short run shows nothing")
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		assert.Equal(t, "\r\x1b[Kread 3 files", errs.String())
		stop()
		assert.True(t, strings.HasSuffix(errs.String(), "\r\x1b[K"), "the line is taken away")
	})
}

func TestNoProgressWhereNobodyLooks(t *testing.T) {
	t.Parallel()
	p := &program{isTerminal: func(io.Writer) bool { return false }}
	disk := os.DirFS(t.TempDir()).(diskFS)
	fsys, stop := p.progress(disk, false)
	defer stop()
	assert.Equal(t, disk, fsys)
}

func TestIsTerminal(t *testing.T) {
	t.Parallel()
	assert.False(t, isTerminal(&bytes.Buffer{}))
	f, err := os.CreateTemp(t.TempDir(), "x")
	require.NoError(t, err)
	defer f.Close()
	assert.False(t, isTerminal(f))
}
