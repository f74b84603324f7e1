package urlreader_test

import (
	"net/url"
	"path/filepath"
	"testing"

	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/fetchtest"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/urlreader"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	type open = func(*testing.T, []fetchtest.File) (fetch.Reader, func(string) string)
	public := func(t *testing.T, files []fetchtest.File) *repository {
		return &repository{t: t, branches: map[string][]fetchtest.File{"main": files}}
	}
	private := func(t *testing.T, files []fetchtest.File) *repository {
		r := public(t, files)
		r.token = "t0ken"
		return r
	}
	token := func(name string) urlreader.Token { return constant(name) }
	hosted := func(r fetch.Reader, root, tree string) (fetch.Reader, func(string) string) {
		return r, func(name string) string {
			if name == "" {
				return root
			}
			return joined(tree, name)
		}
	}
	for name, open := range map[string]open{
		"github": func(t *testing.T, files []fetchtest.File) (fetch.Reader, func(string) string) {
			r := reader(public(t, files).github(), urlreader.Host{Kind: urlreader.GitHub, Name: "github.com"})
			return hosted(r, "https://github.com/acme/templates", "https://github.com/acme/templates/tree/main")
		},
		"github private": func(t *testing.T, files []fetchtest.File) (fetch.Reader, func(string) string) {
			r := reader(private(t, files).github(), urlreader.Host{Kind: urlreader.GitHub, Name: "github.com", Token: token("t0ken")})
			r.Cache = &urlreader.Cache{}
			return hosted(r, "https://github.com/acme/templates.git", "https://github.com/acme/templates/blob/main")
		},
		"gitlab": func(t *testing.T, files []fetchtest.File) (fetch.Reader, func(string) string) {
			r := reader(private(t, files).gitlab(), urlreader.Host{Kind: urlreader.GitLab, Name: "git.acme.com", Token: token("t0ken")})
			const at = "https://git.acme.com/acme/platform/templates"
			return hosted(r, at, at+"/-/tree/main")
		},
		"gitea": func(t *testing.T, files []fetchtest.File) (fetch.Reader, func(string) string) {
			r := reader(private(t, files).gitea(), urlreader.Host{Kind: urlreader.Gitea, Name: "git.acme.com", Token: token("t0ken")})
			const at = "https://git.acme.com/acme/templates/src/branch/main"
			return hosted(r, at, at)
		},
		"bitbucket": func(t *testing.T, files []fetchtest.File) (fetch.Reader, func(string) string) {
			r := reader(private(t, files).bitbucket(), urlreader.Host{Kind: urlreader.Bitbucket, Name: "bitbucket.org", Token: token("t0ken")})
			return hosted(r, "https://bitbucket.org/acme/templates", "https://bitbucket.org/acme/templates/src/main")
		},
		"folder": func(t *testing.T, files []fetchtest.File) (fetch.Reader, func(string) string) {
			dir := written(t, files)
			return &urlreader.Reader{Folders: []string{filepath.Dir(dir)}}, func(name string) string { return joined("file://"+dir, name) }
		},
		"git": func(t *testing.T, files []fetchtest.File) (fetch.Reader, func(string) string) {
			bare := committed(t, files)
			r := &urlreader.Reader{Folders: []string{filepath.Dir(bare)}, Git: &urlreader.Git{}}
			return r, func(name string) string {
				return "git+file://" + bare + "?" + url.Values{"ref": {"v1"}, "path": {name}}.Encode()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fetchtest.TestReader(t, open)
		})
	}
}

// TestArchives reads the folders of archives that are allowed by themselves.
func TestArchives(t *testing.T) {
	t.Parallel()
	for name, pack := range map[string]func(*testing.T, []fetchtest.File) []byte{
		"zip":    zipped,
		"tar.gz": func(t *testing.T, files []fetchtest.File) []byte { return tarball(t, "", files) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fetchtest.TestReader(t, func(t *testing.T, files []fetchtest.File) (fetch.Reader, func(string) string) {
				n := (&repository{t: t, branches: map[string][]fetchtest.File{"main": files}}).plain(pack(t, files))
				r := &urlreader.Reader{Allow: []urlreader.Allowed{{Host: "files.acme.com", Paths: []string{"/pub/"}}}, HTTP: n.client()}
				return &byPlace{r}, func(name string) string { return name }
			})
		})
	}
}
