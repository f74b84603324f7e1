// Package fetchtest checks that a [fetch.Reader] does what its interface says.
//
//	func TestConformance(t *testing.T) {
//		fetchtest.TestReader(t, func(t *testing.T, files []fetchtest.File) (fetch.Reader, func(string) string) {
//			server := serve(t, files)
//			return &Reader{…}, func(name string) string { return server.URL + "/" + name }
//		})
//	}
package fetchtest

import (
	"context"
	"io/fs"
	"path"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
)

// File is a file that a reader's source holds.
type File struct {
	Path       string // slash-separated
	Content    string // of a link its target
	Executable bool
	Link       bool
}

// Files returns what the source of a reader under test must hold, and nothing else.
func Files() []File {
	return []File{
		{Path: "README.md", Content: "# All\n"},
		{Path: "service/.gitignore", Content: "bin\n"},
		{Path: "service/${{ values.name }}/main.go", Content: "package main\n"},
		{Path: "service/a b#c%25?.txt", Content: "odd name"},
		{Path: "service/build.sh", Content: "#!/bin/sh\n", Executable: true},
		{Path: "service/current", Content: "deep/er", Link: true},
		{Path: "service/deep/er/grüße.txt", Content: "Grüße\r\n"},
		{Path: "service/deep/er/up.txt", Content: "../../build.sh", Link: true},
		{Path: "service/empty", Content: ""},
		{Path: "service/logo.png", Content: "\x89PNG\r\n\x1a\n\x00\xff\xfe"},
		{Path: "services/other", Content: "beside it"},
	}
}

// TestReader checks a reader. open returns one, and what gives the URL of a file or folder in its source, "" being all of it;
// the source holds files.
func TestReader(t *testing.T, open func(t *testing.T, files []File) (r fetch.Reader, url func(name string) string)) {
	t.Helper()
	r, url := open(t, Files())
	for name, check := range map[string]func(*testing.T, fetch.Reader, func(string) string){
		"folder": testFolder, "whole": testWhole, "file": testFile, "errors": testErrors, "at once": testAtOnce,
	} {
		t.Run(name, func(t *testing.T) { check(t, r, url) })
	}
}

// wanted returns the files of a folder by their names in it.
func wanted(folder string) map[string]File {
	out := map[string]File{}
	for _, f := range Files() {
		if name, err := relative(folder, f.Path); err == nil {
			out[name] = f
		}
	}
	return out
}

func relative(folder, name string) (string, error) {
	if folder == "" {
		return name, nil
	}
	if len(name) <= len(folder) || name[:len(folder)+1] != folder+"/" {
		return "", fs.ErrNotExist
	}
	return name[len(folder)+1:], nil
}

func testFolder(t *testing.T, r fetch.Reader, url func(string) string) {
	for _, folder := range []string{"service", "service/${{ values.name }}"} {
		holds(t, r, url(folder), folder)
	}
}

func testWhole(t *testing.T, r fetch.Reader, url func(string) string) { holds(t, r, url(""), "") }

// holds checks that the tree at a URL is a folder of the files.
func holds(t *testing.T, r fetch.Reader, at, folder string) {
	t.Helper()
	tree, err := r.Tree(t.Context(), at, "")
	require.NoError(t, err)
	files := wanted(folder)
	found := 0
	require.NoError(t, fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		found++
		f, ok := files[name]
		if assert.True(t, ok, "%s is too much", name) {
			same(t, tree, name, f)
		}
		return nil
	}))
	assert.Len(t, files, found)
	var names []string
	for name := range files {
		names = append(names, name)
	}
	require.NoError(t, fstest.TestFS(tree, names...))
}

func same(t *testing.T, tree fs.FS, name string, f File) {
	t.Helper()
	info, err := fs.Lstat(tree, name)
	require.NoError(t, err)
	if assert.Equal(t, f.Link, info.Mode()&fs.ModeSymlink != 0, name); f.Link {
		target, err := fs.ReadLink(tree, name)
		require.NoError(t, err)
		assert.Equal(t, f.Content, target)
		return
	}
	data, err := fs.ReadFile(tree, name)
	require.NoError(t, err)
	assert.Equal(t, f.Content, string(data), name)
	assert.Equal(t, f.Executable, info.Mode()&0o100 != 0, name)
}

func testFile(t *testing.T, r fetch.Reader, url func(string) string) {
	for _, f := range Files() {
		if f.Link {
			continue
		}
		data, err := r.File(t.Context(), url(f.Path), "")
		require.NoError(t, err, f.Path)
		require.Equal(t, f.Content, string(data), f.Path)
		for i := range data {
			data[i] = 'x'
		}
	}
	again, err := r.File(t.Context(), url("README.md"), "")
	require.NoError(t, err)
	require.Equal(t, "# All\n", string(again), "after the caller changed it")
}

func testErrors(t *testing.T, r fetch.Reader, url func(string) string) {
	_, err := r.File(t.Context(), url("service/nothing"), "")
	require.ErrorIs(t, err, scaffold.ErrNotFound)
	_, err = r.Tree(t.Context(), url("service/nothing"), "")
	require.ErrorIs(t, err, scaffold.ErrNotFound)
	_, err = r.Tree(t.Context(), url("service/build.sh"), "")
	require.Error(t, err, "a file is no folder")
	_, err = r.Tree(t.Context(), url("service/deep"), "")
	require.ErrorIs(t, err, scaffold.ErrNotAllowed, "a link leads out of the folder")
	_, err = r.File(t.Context(), url("service/deep"), "")
	require.Error(t, err, "a folder is no file")
	_, err = r.File(t.Context(), "gopher://localhost/x", "")
	require.ErrorIs(t, err, scaffold.ErrInput)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = r.Tree(ctx, url("service"), "")
	require.ErrorIs(t, err, context.Canceled)
}

func testAtOnce(t *testing.T, r fetch.Reader, url func(string) string) {
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			tree, err := r.Tree(t.Context(), url("service"), "")
			if !assert.NoError(t, err) {
				return
			}
			data, err := fs.ReadFile(tree, path.Join("deep", "er", "grüße.txt"))
			assert.NoError(t, err)
			assert.Equal(t, "Grüße\r\n", string(data))
		})
	}
	all.Wait()
}
