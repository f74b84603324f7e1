package urlreader_test

import (
	"archive/tar"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/urlreader"
)

// FuzzArchive says that whatever an archive holds, either it is refused or it gives a tree that a file system could be, within the
// limits, of which nothing leads out.
func FuzzArchive(f *testing.F) {
	f.Add(tarOf(f, tar.Header{Name: "a/b"}, tar.Header{Name: "l", Typeflag: tar.TypeSymlink, Linkname: "a"}), "")
	f.Add(gzipped(f, tarOf(f, tar.Header{Name: "a/b"}, tar.Header{Name: "a/c"})), "a")
	f.Add(zipOf(f, "a", "b/c", "b/../d"), "b")
	f.Add([]byte("PK\x05\x06"), "..")
	limits := urlreader.Limits{File: 1 << 10, Archive: 1 << 16, Total: 1 << 12, Entries: 20, Depth: 5}
	f.Fuzz(func(t *testing.T, data []byte, folder string) {
		n := &internet{hosts: map[string]http.Handler{"files.acme.com": http.HandlerFunc(func(w http.ResponseWriter, in *http.Request) { send(w, in, data) })}}
		r := &urlreader.Reader{Allow: []urlreader.Allowed{{Host: "files.acme.com"}}, HTTP: n.client(), Limits: limits}
		tree, err := r.Tree(t.Context(), "https://files.acme.com/#"+escaped(folder), "")
		if err != nil {
			require.Nil(t, tree)
			return
		}
		names, total := []string{}, 0
		require.NoError(t, fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			names = append(names, name)
			if d.Type()&fs.ModeSymlink != 0 {
				_, err := fs.ReadLink(tree, name)
				return err
			}
			content, err := fs.ReadFile(tree, name)
			total += len(content)
			return err
		}))
		require.LessOrEqual(t, len(names), limits.Entries)
		require.LessOrEqual(t, total, int(limits.Total))
		if len(names) > 0 {
			require.NoError(t, fstest.TestFS(tree, names...))
		}
	})
}

// FuzzURL says that whatever a URL is, no server is asked but those that may be, and no path leaves the repository.
func FuzzURL(f *testing.F) {
	for _, seed := range []string{
		"https://github.com/a/r/tree/main/x", "https://github.com/a/r/blob/feature%2Fx/y?z#w", "https://gitlab.com/a/b/r/-/raw/v1/x", "git+https://github.com/x?ref=y",
		"file:///srv/x", "https://tea.acme.com/a/r/src/branch/main/x", "https://bitbucket.org/a/r/src/%2e%2e/x", "https://github.com\\@evil.com/a/r",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		n := &internet{}
		r := &urlreader.Reader{HTTP: n.client(), Hosts: []urlreader.Host{
			{Kind: urlreader.GitHub, Name: "github.com"}, {Kind: urlreader.GitLab, Name: "gitlab.com"}, {Kind: urlreader.Gitea, Name: "tea.acme.com"},
			{Kind: urlreader.Bitbucket, Name: "bitbucket.org"},
		}}
		for _, err := range both(t, r, address) {
			require.Error(t, err)
		}
		for _, line := range n.asked() {
			host, path, _ := strings.Cut(line, "/")
			require.Contains(t, []string{"api.github.com", "raw.githubusercontent.com", "gitlab.com", "tea.acme.com", "api.bitbucket.org", "bitbucket.org"}, host)
			path, _, _ = strings.Cut(path, "?")
			for part := range strings.SplitSeq(path, "/") {
				require.NotContains(t, []string{"", ".", ".."}, part, address)
			}
		}
	})
}

// BenchmarkTree measures the reading of a repository with 500 files.
func BenchmarkTree(b *testing.B) {
	var headers []tar.Header
	for i := range 500 {
		headers = append(headers, tar.Header{Name: "top/" + strings.Repeat("d/", i%7) + string(rune('a'+i%26)) + strings.Repeat("x", i/26), Typeflag: tar.TypeReg, Size: 2048})
	}
	data := gzipped(b, tarOf(b, headers...))
	n := &internet{hosts: map[string]http.Handler{"bitbucket.org": http.HandlerFunc(func(w http.ResponseWriter, in *http.Request) { send(w, in, data) })}}
	r := reader(n, urlreader.Host{Kind: urlreader.Bitbucket, Name: "bitbucket.org"})
	for b.Loop() {
		if _, err := r.Tree(b.Context(), "https://bitbucket.org/acme/templates", ""); err != nil {
			b.Fatal(err)
		}
	}
}
