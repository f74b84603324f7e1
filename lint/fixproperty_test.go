package lint_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// everything returns a linter with every rule on that there is, the strictest way.
func everything() lint.Linter {
	config := &lint.Config{Preset: lint.Strict, Rules: map[string]lint.RuleConfig{}}
	for _, r := range rules.All() {
		config.Rules[r.Name] = lint.RuleConfig{Severity: lint.Error}
	}
	return lint.Linter{Rules: rules.All(), Config: config, Load: load.Options{BaseURL: "https://github.com/acme/shop/blob/main/"}}
}

// TestFixProperties says of many catalogs: after all fixes there is none left to be applied, applying them again changes
// nothing, no byte has changed outside of the edits, and no document that Backstage takes has become one that it refuses.
func TestFixProperties(t *testing.T) {
	t.Parallel()
	for name, tree := range fixTrees(t) {
		for _, unsafe := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, unsafe %t", name, unsafe), func(t *testing.T) {
				t.Parallel()
				checkFixes(t, tree, unsafe)
			})
		}
	}
}

func checkFixes(t *testing.T, tree fstest.MapFS, unsafe bool) {
	t.Helper()
	l := everything()
	names := slices.Sorted(maps.Keys(tree))
	if testing.Short() {
		names = slices.DeleteFunc(names, func(name string) bool { return len(tree[name].Data)%8 != 0 }) // any part of them
	}
	fixed, err := l.Fix(t.Context(), tree, names, unsafe)
	require.NoError(t, err)

	checkBytes(t, l, tree, names, unsafe)
	after := maps.Clone(tree)
	for name, data := range fixed.Files {
		after[name] = &fstest.MapFile{Data: data}
		assert.Equal(t, string(tree[name].Data), string(fixed.Before[name]), name)
		checkVerdicts(t, name, tree[name].Data, data)
	}
	again, err := l.Fix(t.Context(), after, names, unsafe)
	require.NoError(t, err)
	assert.Empty(t, again.Files)
	assert.Empty(t, again.Applied)
	assert.Equal(t, again.Result.Diagnostics, fixed.Result.Diagnostics)
	for i := range again.Result.Diagnostics {
		d := &again.Result.Diagnostics[i]
		fix, ok := d.Fix(unsafe)
		assert.False(t, ok, "%s: %s [%s] is left, although it can be fixed: %s\n%s", d.Range, d.Message, d.Rule, fix.Message, after[d.Range.File].Data)
	}
	applied := 0
	for _, n := range fixed.Applied {
		applied += n
	}
	t.Logf("%d files, %d of them changed by %d fixes", len(names), len(fixed.Files), applied)
}

// checkBytes does what Fix does, round by round, for every third of the files.
func checkBytes(t *testing.T, l lint.Linter, tree fstest.MapFS, names []string, unsafe bool) {
	t.Helper()
	part := maps.Clone(tree)
	var some []string
	for i := 0; i < len(names); i += 3 {
		some = append(some, names[i])
	}
	for range 10 {
		r, err := l.Run(t.Context(), part, some)
		require.NoError(t, err)
		if !applyRound(t, part, r, unsafe) {
			break
		}
	}
}

// applyRound applies the fixes of a run, compares what has changed with what the fixes say, and reports whether anything
// has.
func applyRound(t *testing.T, tree fstest.MapFS, r *lint.Result, unsafe bool) bool {
	t.Helper()
	byFile := map[string][]lint.Fix{}
	for i := range r.Diagnostics {
		if fix, ok := r.Diagnostics[i].Fix(unsafe); ok && len(fix.Edits) > 0 {
			byFile[fix.Edits[0].File] = append(byFile[fix.Edits[0].File], fix)
		}
	}
	changed := false
	for name, fixes := range byFile {
		before := tree[name].Data
		after, applied, skipped := lint.ApplyFixes(name, before, fixes)
		assert.Len(t, fixes, len(applied)+len(skipped))
		assert.Equal(t, string(edited(before, applied)), string(after), name)
		changed = changed || !bytes.Equal(before, after)
		tree[name] = &fstest.MapFile{Data: after}
	}
	return changed
}

// edited returns data with the edits of fixes, from back to front.
func edited(data []byte, fixes []lint.Fix) []byte {
	edits := map[lint.Edit]bool{}
	for _, f := range fixes {
		for _, e := range f.Edits {
			edits[e] = true
		}
	}
	fromBack := slices.SortedFunc(maps.Keys(edits), func(a, b lint.Edit) int { return b.Offset - a.Offset })
	for _, e := range fromBack {
		data = slices.Concat(data[:e.Offset], []byte(e.New), data[e.EndOffset:])
	}
	return data
}

// checkVerdicts compares what Backstage makes of the documents of a file.
func checkVerdicts(t *testing.T, name string, before, after []byte) {
	t.Helper()
	was, is := load.Parse(t.Context(), name, before, nil).Documents, load.Parse(t.Context(), name, after, nil).Documents
	if !assert.Len(t, is, len(was), name) {
		return
	}
	for i := range was {
		if was[i].OK {
			assert.True(t, is[i].OK, "document %d of %s was accepted and is refused: %v\n%s", i, name, is[i].Problems, after)
		}
	}
}

// fixTrees returns the catalogs to be mended, by name: those that lie beside the project, or its own.
func fixTrees(t *testing.T) map[string]fstest.MapFS {
	t.Helper()
	shared := filepath.Join("..", "..", "shared", "corpus")
	mutated := filepath.Join(shared, "catalog-mutations", "seed-1.jsonl")
	trees := map[string]fstest.MapFS{"samples of the rules": ruleSamples(t)}
	if _, err := os.Stat(mutated); errors.Is(err, fs.ErrNotExist) {
		t.Log("the shared corpus is not present: the one in testdata stands for it")
		trees["corpus"] = yamlFiles(t, filepath.Join("rules", "testdata", "corpus"))
		return trees
	}
	trees["mutations"] = mutations(t, mutated)
	trees["corpus"] = yamlFiles(t, filepath.Join(shared, "catalog"))
	return trees
}

// ruleSamples returns the samples in the pages of the rules.
func ruleSamples(t *testing.T) fstest.MapFS {
	t.Helper()
	tree := fstest.MapFS{}
	for _, r := range rules.All() {
		for _, heading := range []string{"Bad", "Good"} {
			for i, sample := range lint.DocSamples(r.Doc, heading) {
				tree[fmt.Sprintf("%s/%s-%d.yaml", r.Name, heading, i)] = &fstest.MapFile{Data: []byte(sample)}
			}
		}
	}
	require.NotEmpty(t, tree)
	return tree
}

// yamlFiles returns the YAML files in a folder that are no sources of templates.
func yamlFiles(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	tree := fstest.MapFS{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".yaml") && !strings.HasSuffix(path, ".yml") {
			return err
		}
		data, err := os.ReadFile(path)
		name, relErr := filepath.Rel(dir, path)
		tree[filepath.ToSlash(name)] = &fstest.MapFile{Data: data}
		return errors.Join(err, relErr)
	})
	require.NoError(t, err)
	require.NotEmpty(t, tree)
	return tree
}

// mutations returns damaged documents.
func mutations(t *testing.T, name string) fstest.MapFS {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	tree := fstest.MapFS{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var m struct{ ID, YAML string }
		require.NoError(t, json.Unmarshal(lines.Bytes(), &m))
		tree[m.ID+"/catalog-info.yaml"] = &fstest.MapFile{Data: []byte(m.YAML)}
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, tree)
	return tree
}
