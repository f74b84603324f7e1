package template_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules/template"
)

// hostileSkeletons are templates of 64 KiB, and what they fetch, that are made to cost much.
func hostileSkeletons() map[string]fstest.MapFS {
	const head = "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {name: a}\nspec:\n  type: a\n  owner: a\n  steps:\n"
	filled := func(one func(i int) string) string {
		var b strings.Builder
		b.WriteString(head)
		for i := 0; b.Len() < 64<<10; i++ {
			b.WriteString(one(i))
		}
		return b.String()
	}
	same := filled(func(int) string { return "  - {action: 'fetch:template', input: {url: s}}\n" })
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	tree := func(template string, n int, content string) fstest.MapFS {
		fsys := fstest.MapFS{"template.yaml": file(template)}
		for i := range n {
			fsys[fmt.Sprintf("s/%d/%d", i/500, i)] = file(content)
		}
		return fsys
	}
	many := head + "  - {action: 'fetch:template', input: {url: s, values: {a: 1}}}\n"
	reads := strings.Repeat("${{values.x}}", 256<<10/13)
	return map[string]fstest.MapFS{
		"many files by many steps": tree(same, 950, "a"),
		"many reads by many steps": tree(same, 4, reads),
		"foreign reads":            tree(same, 4, strings.Repeat("${{env}}", 256<<10/8)),
		"many names":               tree(many, 4, strings.Repeat("${{values.q}} ", 18000)),
		"no skeleton":              tree(same, 0, ""),
		"nested":                   tree(many, 4, strings.Repeat("{% if a %}", 26<<10)),
		"brackets":                 tree(many, 4, "${{ "+strings.Repeat("[", 250<<10)),
		"comments":                 tree(many, 4, strings.Repeat("{#", 128<<10)),
		"owners":                   tree(many, 4, strings.Repeat("kind: API\n---\n", 18<<10)),
		"patterns": tree(filled(func(int) string {
			return "  - {action: 'fetch:template', input: {url: s, copyWithoutTemplating: ['**/{" + strings.Repeat("a,", 400) + "}/**/*']}}\n"
		}), 950, "a"),
		"stars": tree(filled(func(int) string {
			return "  - {action: 'fetch:template', input: {url: s, copyWithoutTemplating: ['" + strings.Repeat("**/*/", 200) + "']}}\n"
		}), 950, "a"),
		"entities": func() fstest.MapFS {
			fsys := tree(same, 0, "")
			for i := range 4 {
				fsys[fmt.Sprintf("s/%d/catalog-info.yaml", i)] = file(strings.Repeat("kind: API\n---\n", 18<<10))
			}
			return fsys
		}(),
	}
}

// TestHostileSkeletons says that no skeleton makes a linter fail.
func TestHostileSkeletons(t *testing.T) {
	t.Parallel()
	for name, fsys := range hostileSkeletons() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lintSkeletons(t, onDisk(t, fsys))
		})
	}
}

func lintSkeletons(t testing.TB, fsys fs.FS) {
	t.Helper()
	l := lint.Linter{Rules: template.All(), Config: &lint.Config{Preset: lint.Strict}}
	r, err := l.Run(t.Context(), fsys, []string{"template.yaml"})
	require.NoError(t, err)
	require.NoError(t, r.Errors.Err())
}

// onDisk returns files as a linter has them: folders in memory cost much to list.
func onDisk(t testing.TB, fsys fs.FS) fs.FS {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, fsys))
	return os.DirFS(dir)
}

func BenchmarkHostileSkeletons(b *testing.B) {
	for name, fsys := range hostileSkeletons() {
		b.Run(name, func(b *testing.B) {
			disk := onDisk(b, fsys)
			for b.Loop() {
				lintSkeletons(b, disk)
			}
		})
	}
}
