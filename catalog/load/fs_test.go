package load_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/source"
)

func files(content map[string]string) fstest.MapFS {
	fsys := make(fstest.MapFS)
	for name, text := range content {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func group(name string) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: " + name + "}\nspec: {type: team, children: []}\n"
}

func location(name, spec string) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: " + name + "}\nspec: " + spec + "\n"
}

func refs(c *catalog.Catalog) string {
	var list []string
	for e := range c.All() {
		list = append(list, e.Ref().String()+"@"+e.Source.File)
	}
	return strings.Join(list, " ")
}

func TestFS(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		files    map[string]string
		patterns []string
		want     string // the entities and their files
		wantErr  string // each error in a line
	}{
		{
			name:  "files found by their name",
			files: map[string]string{"catalog-info.yaml": group("a"), "b/c/catalog-info.yml": group("b"), "other.yaml": group("c")},
			want:  "group:default/a@catalog-info.yaml group:default/b@b/c/catalog-info.yml",
		},
		{
			name: "locations are followed",
			files: map[string]string{
				"catalog-info.yaml": location("root", "{target: ./teams/all.yaml, targets: [/people.yaml, 'https://example.com/x.yaml']}"),
				"teams/all.yaml":    location("teams", "{targets: ['./**/*.yaml', ../people.yaml]}"),
				"teams/x/a.yaml":    group("a") + "---\n" + group("b"),
				"people.yaml":       group("c"),
				"not/named.yaml":    group("d"),
			},
			want: "group:default/a@teams/x/a.yaml group:default/b@teams/x/a.yaml group:default/c@people.yaml " +
				"location:default/root@catalog-info.yaml location:default/teams@teams/all.yaml",
		},
		{
			name:  "circles end",
			files: map[string]string{"catalog-info.yaml": location("a", "{target: b.yaml}"), "b.yaml": location("b", "{target: ./catalog-info.yaml}")},
			want:  "location:default/a@catalog-info.yaml location:default/b@b.yaml",
		},
		{
			name: "missing targets",
			files: map[string]string{
				"catalog-info.yaml":   location("a", "{targets: [b.yaml, 'c/*.yaml']}"),
				"d/catalog-info.yaml": location("d", "{target: none.yaml, presence: optional}"),
			},
			want: "location:default/a@catalog-info.yaml location:default/d@d/catalog-info.yaml",
			wantErr: "catalog-info.yaml:4:18: there is no file b.yaml: file does not exist\n" +
				"catalog-info.yaml:4:26: there is no file c/*.yaml: file does not exist",
		},
		{
			name:     "patterns",
			files:    map[string]string{"a.yaml": group("a"), "b.yaml": group("b"), "c/d.yaml": group("d")},
			patterns: []string{"a.yaml", "c/*.yaml", "none.yaml"},
			want:     "group:default/a@a.yaml group:default/d@c/d.yaml",
			wantErr:  "-: there is no file none.yaml: file does not exist",
		},
		{
			name: "what is refused hides nothing else",
			files: map[string]string{
				"catalog-info.yaml":   group("a b") + "---\n" + group("ok") + "---\na: [\n",
				"x/catalog-info.yaml": strings.Replace(location("l", "{target: ../y.yaml}"), "kind: L", "kind: l", 1),
				"y.yaml":              group("y"),
			},
			want: "group:default/ok@catalog-info.yaml",
			wantErr: "catalog-info.yaml:3:18: metadata.name \"a b\" must be 1 to 63 letters, digits, \"-\", \"_\" and \".\", with a letter or digit at both ends\n" +
				"catalog-info.yaml:12:1: YAML\n" +
				"x/catalog-info.yaml:2:7: kind \"location\" is not known",
		},
		{
			name:    "the same name twice",
			files:   map[string]string{"a/catalog-info.yaml": group("x"), "b/catalog-info.yaml": "# second\n" + group("X")},
			want:    "group:default/x@a/catalog-info.yaml",
			wantErr: "b/catalog-info.yaml:4:18: b/catalog-info.yaml:4:18: group:default/x is already defined at a/catalog-info.yaml:3:18",
		},
		{
			name: "placeholders",
			files: map[string]string{
				"catalog-info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: a}\n" +
					"spec: {type: x, lifecycle: y, owner: z, definition: {$text: ./api.txt}}\n",
				"api.txt": "text",
			},
			want: "api:default/a@catalog-info.yaml",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, err := load.FS(t.Context(), files(test.files), test.patterns...)
			assert.Equal(t, test.want, refs(c))
			if test.wantErr == "" {
				require.NoError(t, err)
				return
			}
			require.Error(t, err)
			for i, line := range strings.Split(test.wantErr, "\n") {
				if got := strings.Split(err.Error(), "\n"); !strings.HasSuffix(line, "YAML") {
					assert.Equal(t, line, got[i])
				}
			}
		})
	}
}

func TestFSErrors(t *testing.T) {
	t.Parallel()
	fsys := files(map[string]string{"a/catalog-info.yaml": group("x"), "b/catalog-info.yaml": group("x"), "c/catalog-info.yaml": "kind: x\n"})
	_, err := load.FS(t.Context(), fsys)
	var all source.Errors
	require.ErrorAs(t, err, &all)
	assert.Len(t, all, 3)
	var conflict *catalog.ConflictError
	require.ErrorAs(t, err, &conflict)
	assert.Equal(t, "b/catalog-info.yaml", conflict.Second.Source.File)
	var problem *load.Problem
	require.ErrorAs(t, err, &problem)
	assert.Equal(t, "schema-envelope", problem.Rule)
}

func TestFSCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c, err := load.FS(ctx, files(map[string]string{"catalog-info.yaml": group("a")}))
	require.ErrorIs(t, err, context.Canceled)
	assert.Zero(t, c.Len())
}

// TestFSUnreadable checks that a folder and a file that cannot be read do not hide the others.
func TestFSUnreadable(t *testing.T) {
	t.Parallel()
	fsys := broken{files(map[string]string{"a/catalog-info.yaml": group("a"), "b/catalog-info.yaml": group("b"), "c/catalog-info.yaml": group("c")})}
	c, err := load.FS(t.Context(), fsys)
	assert.Equal(t, "group:default/c@c/catalog-info.yaml", refs(c))
	require.ErrorIs(t, err, fs.ErrPermission)
	assert.Len(t, strings.Split(err.Error(), "\n"), 2)
	_, err = load.FS(t.Context(), fsys, "a/../../x.yaml", "c")
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// broken is a file system in which folder a and file b/catalog-info.yaml cannot be read.
type broken struct{ fstest.MapFS }

func (b broken) Open(name string) (fs.File, error) {
	if name == "a" || name == "b/catalog-info.yaml" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return b.MapFS.Open(name)
}

func (b broken) ReadFile(name string) ([]byte, error) {
	if name == "b/catalog-info.yaml" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return b.MapFS.ReadFile(name)
}

func (b broken) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == "a" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return b.MapFS.ReadDir(name)
}

var errGone = errors.New("gone")

func TestOptionsFS(t *testing.T) {
	t.Parallel()
	o := &load.Options{BaseURL: shop, ReadFile: func(string) ([]byte, error) { return nil, errGone }}
	c, err := o.FS(t.Context(), files(map[string]string{
		"catalog-info.yaml": location("a", "{targets: ['https://github.com/acme/shop/blob/main/b.yaml', 'https://github.com/acme/shop/blob/next/c.yaml']}") +
			"---\n" + component("  description: {$text: x.txt}\n", ""),
		"b.yaml": group("b"),
		"c.yaml": group("c"),
	}))
	assert.Equal(t, "group:default/b@b.yaml location:default/a@catalog-info.yaml", refs(c))
	require.ErrorContains(t, err, "gone")
}
