package discover_test

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/internal/discover"
)

// archive returns the files of a txtar as a file system.
func archive(t *testing.T, text string) fs.FS {
	t.Helper()
	fsys, err := txtar.FS(txtar.Parse([]byte(text)))
	require.NoError(t, err)
	return fsys
}

// find returns the files that Find gives, a line each, and requires that there were no errors.
func find(t *testing.T, fsys fs.FS, o *discover.Options, paths ...string) string {
	t.Helper()
	r := discover.Find(t.Context(), discover.Tracked(fsys, paths...), paths, o)
	require.Empty(t, r.Errors)
	return strings.Join(r.Files, "\n")
}

func TestFindNames(t *testing.T) {
	t.Parallel()
	fsys := archive(t, `
-- catalog-info.yaml --
-- b/catalog-info.yml --
-- b/Catalog-Info.yaml --
-- b/catalog-info.yaml.bak --
-- b/other.yaml --
-- templates/go/template.yaml --
-- templates/go/template.json --
-- catalog/systems.yaml --
apiVersion: backstage.io/v1alpha1
-- catalog/petstore.yaml --
openapi: 3.1.0
-- catalog/deployment.yaml --
apiVersion: apps/v1
-- org/deep/teams.yml --
kind: Group
"apiVersion" : 'backstage.io/v1beta1'
-- org/template-like.yaml --
apiVersion: scaffolder.backstage.io/v1beta3
-- b/catalog/not-at-the-root.yaml --
apiVersion: backstage.io/v1alpha1
-- node_modules/x/catalog-info.yaml --
-- .git/catalog-info.yaml --
-- .github/catalog-info.yaml --
`)
	assert.Equal(t, strings.Join([]string{
		".github/catalog-info.yaml", "b/catalog-info.yml", "catalog-info.yaml", "catalog/systems.yaml", "org/deep/teams.yml",
		"org/template-like.yaml", "templates/go/template.yaml",
	}, "\n"), find(t, fsys, nil, "."))
	assert.Equal(t, "b/catalog-info.yml\nb/catalog/not-at-the-root.yaml", find(t, fsys, nil, "b"), "catalog/ below the path asked for")
	assert.Equal(t, "b/other.yaml\nb/catalog-info.yml", reverse(find(t, fsys, nil, "b/other.yaml", "b/catalog-info.yml")))
	assert.Equal(t, "b/other.yaml", find(t, fsys, nil, "b/other.yaml", "b/other.yaml"), "each once")
}

func reverse(lines string) string {
	first, second, _ := strings.Cut(lines, "\n")
	return second + "\n" + first
}

func TestFindIncludeExclude(t *testing.T) {
	t.Parallel()
	fsys := archive(t, `
-- a/catalog-info.yaml --
-- a/fixtures/catalog-info.yaml --
-- a/service.yaml --
-- service.yaml --
`)
	o := &discover.Options{
		Include: func(name string) bool { return path.Base(name) == "service.yaml" },
		Exclude: func(name string) bool { return strings.Contains(name, "/fixtures/") },
	}
	assert.Equal(t, "a/catalog-info.yaml\na/service.yaml\nservice.yaml", find(t, fsys, o, "."))
	assert.Equal(t, "a/fixtures/catalog-info.yaml", find(t, fsys, o, "a/fixtures/catalog-info.yaml"), "by name")
}

func TestFindAlso(t *testing.T) {
	t.Parallel()
	fsys := archive(t, `
-- catalog-info.yaml --
-- deploy/helmfile.yaml.gotmpl --
-- deploy/other.gotmpl --
-- old/helmfile.yaml.gotmpl --
-- templates/go/template.yaml --
-- templates/go/skeleton/helmfile.yaml.gotmpl --
`)
	o := &discover.Options{
		Also:    func(name string) bool { return path.Base(name) == "helmfile.yaml.gotmpl" },
		Exclude: func(name string) bool { return strings.HasPrefix(name, "old/") },
	}
	assert.Equal(t, "catalog-info.yaml\ndeploy/helmfile.yaml.gotmpl\ntemplates/go/template.yaml", find(t, fsys, o, "."))
}

func TestFindIgnored(t *testing.T) {
	t.Parallel()
	fsys := archive(t, `
-- .git/HEAD --
-- .git/info/exclude --
/private/
-- .gitignore --
build/
*.yml
-- a/.gitignore --
!catalog-info.yml
-- catalog-info.yml --
-- a/catalog-info.yml --
-- build/catalog-info.yaml --
-- private/catalog-info.yaml --
-- a/private/catalog-info.yaml --
-- sub/.git --
gitdir: ../.git/modules/sub
-- sub/catalog-info.yaml --
`)
	assert.Equal(t, "a/catalog-info.yml\na/private/catalog-info.yaml", find(t, fsys, nil, "."))
	assert.Equal(t, "a/catalog-info.yml\na/private/catalog-info.yaml", find(t, fsys, nil, "a"), "rules above the path asked for")
	assert.Equal(t, "build/catalog-info.yaml", find(t, fsys, nil, "build"), "an ignored folder that was asked for")
	assert.Equal(t, "sub/catalog-info.yaml", find(t, fsys, nil, "sub"), "a submodule that was asked for")
}

func TestFindInSeveralClones(t *testing.T) {
	t.Parallel()
	fsys := archive(t, `
-- .gitignore --
catalog-info.yaml
-- one/.git/HEAD --
-- one/.gitignore --
gen/
-- one/catalog-info.yaml --
-- one/gen/catalog-info.yaml --
-- two/.git/HEAD --
-- two/gen/catalog-info.yaml --
`)
	assert.Equal(t, "one/catalog-info.yaml\ntwo/gen/catalog-info.yaml", find(t, fsys, nil, "."))
}

func TestFindTemplateSources(t *testing.T) {
	t.Parallel()
	fsys := archive(t, `
-- templates/go/template.yaml --
kind: Template
spec:
  steps:
    - action: fetch:template
      input: {url: ../../shared/ci}
    - action: fetch:template
      input:
        url: ./by-language/${{ parameters.language }}
    - action: fetch:template
      input: {url: .}
    - action: fetch:template
      input: {url: "${{ parameters.url }}"}
    - action: fetch:template
      input: {url: https://github.com/acme/x/tree/main/templates}
    - action: fetch:plain
      input: {url: ./docs}
-- templates/go/skeleton/catalog-info.yaml --
-- templates/go/content/deep/catalog-info.yaml --
-- templates/go/by-language/go/catalog-info.yaml --
-- templates/go/docs/catalog-info.yaml --
-- shared/ci/catalog-info.yaml --
-- shared/cd/catalog-info.yaml --
-- content/catalog-info.yaml --
`)
	assert.Equal(t, strings.Join([]string{
		"content/catalog-info.yaml", "shared/cd/catalog-info.yaml", "templates/go/docs/catalog-info.yaml", "templates/go/template.yaml",
	}, "\n"), find(t, fsys, nil, "."))
	assert.Equal(t, "templates/go/skeleton/catalog-info.yaml", find(t, fsys, nil, "templates/go/skeleton/catalog-info.yaml"))
}

func TestFindNothing(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{"a/catalog-info.yaml": {}, "b/readme.md": {}}
	r := discover.Find(t.Context(), fsys, []string{"a", "b"}, nil)
	assert.Equal(t, []string{"b"}, r.Empty)
	r = discover.Find(t.Context(), fsys, []string{"nowhere"}, nil)
	require.Len(t, r.Errors, 1)
	require.ErrorIs(t, r.Errors[0], fs.ErrNotExist)
}

func TestFindStopsWhenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := discover.Find(ctx, fstest.MapFS{"catalog-info.yaml": {}}, []string{"."}, nil)
	assert.Empty(t, r.Files)
	require.ErrorIs(t, errors.Join(r.Errors...), context.Canceled)
}

// broken is a file system in which some paths cannot be read.
type broken struct {
	fs.FS
	bad string
}

func (b broken) Open(name string) (fs.File, error) {
	if name == b.bad {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return b.FS.Open(name)
}

func TestFindGoesOnPastWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"a/catalog-info.yaml": {}, "b/catalog-info.yaml": {}, "c/catalog-info.yaml": {}, "b/.gitignore": {Data: []byte("*")},
		"catalog/x.yaml": {Data: []byte("kind: X")},
	}
	r := discover.Find(t.Context(), discover.Tracked(broken{fsys, "b"}), []string{"."}, nil)
	assert.Equal(t, []string{"a/catalog-info.yaml", "c/catalog-info.yaml"}, r.Files)
	require.Len(t, r.Errors, 1)
	require.EqualError(t, r.Errors[0], "open b: permission denied")

	r = discover.Find(t.Context(), discover.Tracked(broken{fsys, "b/.gitignore"}), []string{"."}, nil)
	assert.Contains(t, r.Files, "b/catalog-info.yaml")
	require.Len(t, r.Errors, 1, "an ignore file that cannot be read is said")

	r = discover.Find(t.Context(), discover.Tracked(broken{fsys, "catalog/x.yaml"}), []string{"."}, nil)
	assert.Contains(t, r.Files, "catalog/x.yaml", "left to the reader to report")
	assert.Empty(t, r.Errors)
}
