package lint_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
)

// failingFS fails to open or to read some files.
type failingFS struct {
	fstest.MapFS
	open, read string
}

var errDisk = errors.New("disk on fire")

func (f failingFS) Open(name string) (fs.File, error) {
	if name == f.open {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	file, err := f.MapFS.Open(name)
	if name == f.read {
		return failingFile{file}, err
	}
	return file, err
}

func (f failingFS) Stat(name string) (fs.FileInfo, error) { return f.MapFS.Stat(name) }

type failingFile struct{ fs.File }

func (failingFile) Read([]byte) (int, error) { return 0, errDisk }

func TestRunSaysWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	fsys := failingFS{files("good.yaml", groupYAML("bad"), "dir/x.yaml", "", "locked.yaml", "", "broken.yaml", "a"), "locked.yaml", "broken.yaml"}
	fsys.MapFS["pipe.yaml"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	l := lint.Linter{Rules: []*lint.Rule{nameBad}}
	names := []string{"good.yaml", "dir", "locked.yaml", "broken.yaml", "pipe.yaml", "missing.yaml", "../out.yaml", "/etc/passwd"}
	r, err := l.Run(t.Context(), fsys, names)
	require.NoError(t, err)
	assert.Equal(t, []string{"good.yaml:4:9: warning: the name bad is bad [name-bad]"}, lines(r.Diagnostics))
	assert.EqualError(t, r.Errors, "../out.yaml: open ../out.yaml: path is not within the file system\n"+
		"/etc/passwd: open /etc/passwd: path is not within the file system\n"+
		"broken.yaml: disk on fire\n"+
		"dir: read dir: is a directory\n"+
		"locked.yaml: open locked.yaml: permission denied\n"+
		"missing.yaml: open missing.yaml: file does not exist\n"+
		"pipe.yaml: read pipe.yaml: is no regular file")
	assert.ErrorIs(t, r.Errors, fs.ErrPermission)
	assert.ErrorIs(t, r.Errors, errDisk)
}

func TestRunSurvivesLinksInACircle(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	write("all.yaml", locationYAML("./**/*.yaml"))
	write("bad.yaml", groupYAML("bad"))
	require.NoError(t, os.Symlink(".", filepath.Join(dir, "loop")))
	require.NoError(t, os.Symlink("b.yaml", filepath.Join(dir, "a.yaml")))
	require.NoError(t, os.Symlink("a.yaml", filepath.Join(dir, "b.yaml")))
	r, err := (&lint.Linter{Rules: []*lint.Rule{nameBad}}).Run(t.Context(), os.DirFS(dir), []string{"all.yaml", "loop/bad.yaml"})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"bad.yaml:4:9: warning: the name bad is bad [name-bad]",
		"loop/bad.yaml:4:9: warning: the name bad is bad [name-bad]",
	}, lines(r.Diagnostics))
	assert.Len(t, r.Errors, 2)
}

// growingFile is larger than its size says, as files of /proc are.
type growingFS struct{ fstest.MapFS }

func (g growingFS) Stat(name string) (fs.FileInfo, error) {
	info, err := g.MapFS.Stat(name)
	return emptyInfo{info}, err
}

type emptyInfo struct{ fs.FileInfo }

func (emptyInfo) Size() int64 { return 0 }

func TestRunReadsNoMoreThanItsLimit(t *testing.T) {
	t.Parallel()
	l := lint.Linter{Rules: []*lint.Rule{nameBad}, MaxFileSize: 120}
	r, err := l.Run(t.Context(), growingFS{files("a.yaml", groupYAML("bad"), "b.yaml", groupYAML("bad", "x", "y", "z"))}, []string{"a.yaml", "b.yaml"})
	require.NoError(t, err)
	require.Len(t, r.Diagnostics, 2)
	assert.Equal(t, "a.yaml:4:9: warning: the name bad is bad [name-bad]", lines(r.Diagnostics)[0])
	assert.Equal(t, "file-size", r.Diagnostics[1].Rule)
}
