package urlreader_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/fetchtest"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/urlreader"
)

// tarOf returns a tar archive of these headers, each of a file with the content x unless it says otherwise.
func tarOf(t testing.TB, headers ...tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, h := range headers {
		if h.Typeflag == 0 {
			h.Typeflag, h.Size = tar.TypeReg, 1
		}
		require.NoError(t, w.WriteHeader(&h))
		if h.Typeflag == tar.TypeReg {
			_, err := w.Write(bytes.Repeat([]byte("x"), int(h.Size)))
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	require.NoError(t, err)
	_, err = w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

// zipOf returns a zip archive of files with these names.
func zipOf(t testing.TB, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range names {
		part, err := w.Create(name)
		require.NoError(t, err)
		_, err = part.Write(bytes.Repeat([]byte("x"), 1000))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

// unpack reads data as the archive at https://files.acme.com/pub/all.
func unpack(t testing.TB, data []byte, limits urlreader.Limits, fragment string) error {
	t.Helper()
	n := &internet{hosts: map[string]http.Handler{"files.acme.com": http.HandlerFunc(func(w http.ResponseWriter, in *http.Request) { send(w, in, data) })}}
	r := &urlreader.Reader{Allow: []urlreader.Allowed{{Host: "files.acme.com"}}, HTTP: n.client(), Limits: limits}
	tree, err := r.Tree(t.Context(), "https://files.acme.com/pub/all#"+fragment, "")
	if err == nil {
		require.NotNil(t, tree)
	}
	return err
}

func TestHostileArchives(t *testing.T) {
	t.Parallel()
	link := func(name, target string) tar.Header {
		return tar.Header{Name: name, Typeflag: tar.TypeSymlink, Linkname: target}
	}
	file := func(name string) tar.Header { return tar.Header{Name: name} }
	small := urlreader.Limits{File: 100, Archive: 100_000, Total: 1000, Entries: 10, Depth: 3}
	sized := func(name string, size int64) tar.Header {
		return tar.Header{Name: name, Typeflag: tar.TypeReg, Size: size}
	}
	var many []tar.Header
	for i := range 11 {
		many = append(many, file(fmt.Sprint(i)))
	}
	encrypted := zipOf(t, "a")
	for _, mark := range []string{"PK\x03\x04", "PK\x01\x02"} {
		at := bytes.Index(encrypted, []byte(mark)) + map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8}[mark]
		encrypted[at] |= 1
	}
	tests := []struct {
		name string
		data []byte
		want error // nil: any
		text string
	}{
		{"steps up", tarOf(t, file("../x")), scaffold.ErrNotAllowed, "leads elsewhere"},
		{"steps up within", tarOf(t, file("a/../../x")), scaffold.ErrNotAllowed, "leads elsewhere"},
		{"absolute", tarOf(t, file("/etc/passwd")), scaffold.ErrNotAllowed, "leads elsewhere"},
		{"a drive", tarOf(t, file(`C:\x`)), scaffold.ErrNotAllowed, "leads elsewhere"},
		{"backslashes", tarOf(t, file(`..\x`)), scaffold.ErrNotAllowed, "leads elsewhere"},
		{"control characters", tarOf(t, file("a\x1b[2J")), scaffold.ErrNotAllowed, "leads elsewhere"},
		{"no UTF-8", tarOf(t, file("a\xff")), scaffold.ErrNotAllowed, "leads elsewhere"},
		{"a long name", tarOf(t, file(strings.Repeat("x", 5000))), scaffold.ErrNotAllowed, "leads elsewhere"},
		{"a link up", tarOf(t, link("a", "../x")), scaffold.ErrNotAllowed, "leads out"},
		{"a link to all", tarOf(t, link("a", "/")), scaffold.ErrNotAllowed, "leads out"},
		{"a link through a link", tarOf(t, link("d/e/s", "../.."), link("l", "d/e/s/../x")), scaffold.ErrNotAllowed, "leads out"},
		{"a file in a link", tarOf(t, link("a", "b"), file("a/x")), scaffold.ErrNotAllowed, "twice"},
		{"a folder and a link", tarOf(t, link("a", "b"), tar.Header{Name: "a/", Typeflag: tar.TypeDir}), scaffold.ErrNotAllowed, "twice"},
		{"a file twice", tarOf(t, file("a"), file("a")), scaffold.ErrNotAllowed, "twice"},
		{"a file in a file", tarOf(t, file("a"), file("a/b")), scaffold.ErrNotAllowed, "twice"},
		{"a hard link", tarOf(t, file("a"), tar.Header{Name: "b", Typeflag: tar.TypeLink, Linkname: "a"}), scaffold.ErrNotAllowed, "no file, folder or link"},
		{"a device", tarOf(t, tar.Header{Name: "b", Typeflag: tar.TypeBlock}), scaffold.ErrNotAllowed, "no file, folder or link"},
		{"a pipe", tarOf(t, tar.Header{Name: "b", Typeflag: tar.TypeFifo}), scaffold.ErrNotAllowed, "no file, folder or link"},
		{"deep", tarOf(t, file("a/b/c/d/e")), urlreader.ErrLimit, "below more than 3 folders"},
		{"many", tarOf(t, many...), urlreader.ErrLimit, "more than 10 files"},
		{"many folders", tarOf(t, file("a/a/a/a"), file("b/b/b/b"), file("c/c/c/c")), urlreader.ErrLimit, "more than 10 files"},
		{"a large file", tarOf(t, sized("a", 101)), urlreader.ErrLimit, "a has more than 100 bytes"},
		{"large in all", tarOf(t, sized("a", 100), sized("b", 100), sized("c", 100), sized("d", 100), sized("e", 100), sized("f", 100), sized("g", 100), sized("h", 100), sized("i", 100), sized("j", 101)), urlreader.ErrLimit, "j has more than 100"},
		{"a bomb", gzipped(t, tarOf(t, sized("a", 1<<20))), urlreader.ErrLimit, "a has more than"},
		{"a bomb in what is not wanted", gzipped(t, tarOf(t, file("wanted/a"), sized("b", 1<<24), file("wanted/c"))), urlreader.ErrLimit, "unpacked, has more than"},
		{"a bomb of headers", gzipped(t, bytes.Repeat(tarOf(t, tar.Header{Typeflag: tar.TypeXGlobalHeader, PAXRecords: map[string]string{"a": "b"}})[:1024], 5000)), urlreader.ErrLimit, "unpacked, has more than"},
		{"a zip that steps up", zipOf(t, "../x"), scaffold.ErrNotAllowed, "leads elsewhere"},
		{"a zip bomb", zipOf(t, "a"), urlreader.ErrLimit, "a has more than 100 bytes"},
		{"a zip of many", zipOf(t, strings.Split("a b c d e f g h i j k", " ")...), urlreader.ErrLimit, "more than 10 files"},
		{"an encrypted zip", encrypted, scaffold.ErrNotAllowed, "encrypted"},
		{"a sent archive that is large", bytes.Repeat([]byte("PK\x03\x04"), 25_001), urlreader.ErrLimit, "the archive has more than 100000 bytes"},
		{"cut off", gzipped(t, tarOf(t, sized("a", 90)))[:40], io.ErrUnexpectedEOF, "cannot be read"},
		{"no archive", []byte("<!DOCTYPE html>" + strings.Repeat(" ", 600)), nil, "cannot be read"},
		{"a broken zip", []byte("PK\x03\x04 and more"), zip.ErrFormat, "cannot be read"},
		{"a broken gzip", []byte("\x1f\x8b and more, much more"), gzip.ErrHeader, "cannot be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fragment := ""
			if strings.Contains(tt.name, "wanted") {
				fragment = "wanted"
			}
			err := unpack(t, tt.data, small, fragment)
			require.ErrorContains(t, err, tt.text)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
			}
			assert.Less(t, len(err.Error()), 400)
		})
	}
}

// TestTop says that an archive of a host has one folder that all is in.
func TestTop(t *testing.T) {
	t.Parallel()
	data := gzipped(t, tarOf(t, tar.Header{Name: "top/a"}, tar.Header{Name: "beside"}))
	n := &internet{hosts: map[string]http.Handler{"bitbucket.org": http.HandlerFunc(func(w http.ResponseWriter, in *http.Request) { send(w, in, data) })}}
	r := reader(n, urlreader.Host{Kind: urlreader.Bitbucket, Name: "bitbucket.org"})
	_, err := r.Tree(t.Context(), "https://bitbucket.org/acme/templates", "")
	require.ErrorIs(t, err, scaffold.ErrNotAllowed)
}

// TestLargeFile says that a file is not read to its end when it is too large.
func TestLargeFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x"), []byte("12345"), 0o600))
	n := &internet{hosts: map[string]http.Handler{"files.acme.com": http.HandlerFunc(func(w http.ResponseWriter, in *http.Request) { send(w, in, []byte("12345")) })}}
	for limit, want := range map[int64]error{4: urlreader.ErrLimit, 5: nil} {
		r := &urlreader.Reader{
			Allow: []urlreader.Allowed{{Host: "files.acme.com"}}, Folders: []string{dir}, HTTP: n.client(), Limits: urlreader.Limits{File: limit},
		}
		for _, address := range []string{"https://files.acme.com/x", "file://" + dir + "/x"} {
			_, err := r.File(t.Context(), address, "")
			require.ErrorIs(t, err, want, address)
		}
	}
}

// TestTime says that a server which takes too long is not waited for.
func TestTime(t *testing.T) {
	t.Parallel()
	r := &urlreader.Reader{
		Allow: []urlreader.Allowed{{Host: "files.acme.com"}}, Limits: urlreader.Limits{Time: time.Millisecond},
		HTTP: &http.Client{Transport: silent{}},
	}
	_, err := r.Tree(t.Context(), "https://files.acme.com/x", "")
	require.ErrorIs(t, err, urlreader.ErrLimit)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = r.Tree(ctx, "https://files.acme.com/x", "")
	require.ErrorIs(t, err, context.Canceled)
}

// silent never answers.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// TestFoldersEnd says that no link leads out of the folders that may be read.
func TestFoldersEnd(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	may, secret := filepath.Join(dir, "may"), filepath.Join(dir, "secret")
	require.NoError(t, os.MkdirAll(filepath.Join(may, "inner"), 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(secret, "a.git"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(secret, "key"), []byte("s3cret"), 0o600))
	require.NoError(t, os.Symlink("../secret", filepath.Join(may, "link")))
	require.NoError(t, os.Symlink("../../secret/key", filepath.Join(may, "inner", "key")))
	r := &urlreader.Reader{Folders: []string{may}, Git: &urlreader.Git{}}
	for _, name := range []string{"/link/key", "/link", "/inner/key", "/inner"} {
		for _, err := range both(t, r, "file://"+may+name) {
			require.Error(t, err, name)
		}
	}
	for _, err := range both(t, r, "git+file://"+may+"/link/a.git?path=x") {
		require.ErrorContains(t, err, "escapes")
	}
}

func TestHostileGit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := &urlreader.Reader{Folders: []string{dir}, Git: &urlreader.Git{Command: filepath.Join(dir, "no-git")}, Allow: []urlreader.Allowed{{Host: "git.acme.com", Paths: []string{"/a/"}}}}
	for address, want := range map[string]error{
		"git+ext://sh -c x":                                    scaffold.ErrInput,
		"git+ext://git.acme.com/a/x":                           scaffold.ErrInput,
		"git+http://git.acme.com/a/x":                          scaffold.ErrInput,
		"git+file:///etc":                                      scaffold.ErrNotAllowed,
		"git+https://git.evil.com/a/x.git":                     scaffold.ErrNotAllowed,
		"git+https://git.acme.com/b/x.git":                     scaffold.ErrNotAllowed,
		"git+ssh://git@-oProxyCommand=x/a/x.git":               scaffold.ErrNotAllowed,
		"git+https://user:pass@git.acme.com/a/x.git":           scaffold.ErrInput,
		"git+https://git.acme.com/a/x.git?ref=--upload-pack=x": scaffold.ErrInput,
		"git+https://git.acme.com/a/x.git?ref=a:b":             scaffold.ErrInput,
		"git+https://git.acme.com/a/x.git?ref=%2Ba":            scaffold.ErrInput,
		"git+https://git.acme.com/a/x.git?ref=../x":            scaffold.ErrInput,
		"git+https://git.acme.com/a/x.git?path=../x":           scaffold.ErrInput,
		"git+https://git.acme.com/a/x.git?branch=x":            scaffold.ErrInput,
		"git+https://git.acme.com/a/x.git?ref=main&path=x":     os.ErrNotExist, // git itself is not there
		"git+ssh://git@git.acme.com/a/x.git?ref=main&path=x":   os.ErrNotExist,
	} {
		for _, err := range both(t, r, address) {
			require.ErrorIs(t, err, want, address)
		}
	}
}

// TestGitToken says that git gets a token where nobody sees it.
func TestGitToken(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	command := filepath.Join(dir, "git")
	require.NoError(t, os.WriteFile(command, []byte("#!/bin/sh\necho \"$@ $(env | grep -c 'Basic eC1hY2Nlc3MtdG9rZW46dDBrZW4=')\" >&2\n[ $1 = init ]\n"), 0o700))
	r := &urlreader.Reader{Git: &urlreader.Git{Command: command, Env: []string{"PATH=/usr/bin:/bin"}}, Allow: []urlreader.Allowed{{Host: "git.acme.com"}}}
	_, err := r.Tree(t.Context(), "git+https://git.acme.com/a/x.git", "t0ken")
	require.ErrorContains(t, err, "fetch --quiet --depth=1 --no-tags --no-recurse-submodules -- https://git.acme.com/a/x.git HEAD 1")
	assert.NotContains(t, err.Error(), "t0ken")
}

// TestGitRefs says that branches, tags and commits are found, and what is not there is not.
func TestGitRefs(t *testing.T) {
	t.Parallel()
	bare := committed(t, []fetchtest.File{{Path: "a", Content: "1"}})
	r := &urlreader.Reader{Folders: []string{filepath.Dir(bare)}, Git: &urlreader.Git{}}
	for _, ref := range []string{"main", "v1", "HEAD", "refs/heads/main"} {
		data, err := r.File(t.Context(), "git+file://"+bare+"?path=a&ref="+ref, "")
		require.NoError(t, err, ref)
		assert.Equal(t, "1", string(data))
	}
	for _, err := range both(t, r, "git+file://"+bare+"?path=a&ref=nothing") {
		require.ErrorIs(t, err, scaffold.ErrNotFound)
	}
	for _, err := range both(t, r, "git+file://"+filepath.Dir(bare)+"/other.git?path=a") {
		require.ErrorIs(t, err, scaffold.ErrNotFound)
	}
	_, err := r.Tree(t.Context(), "git+file://"+filepath.Dir(bare)+"?path=a", "")
	require.ErrorIs(t, err, scaffold.ErrNotFound)
}
