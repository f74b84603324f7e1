package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// TestHelmfileJSON holds the keys that the commands print as JSON against those that the manual promises to programs.
func TestHelmfileJSON(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	archive, err := txtar.ParseFile("testdata/helmfile.txtar")
	require.NoError(t, err)
	for _, f := range archive.Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o750))
		require.NoError(t, os.WriteFile(name, f.Data, 0o600))
	}
	known := promisedKeys(t)
	for _, command := range []string{
		"diff staging production", "promote staging production", "matrix --values", "explain redis", "explain orders --value password",
		"list -e production", "values orders -e production", "components services",
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			args := slices.Concat([]string{"helmfile"}, strings.Fields(command), []string{"-f", "deploy", "--format", "json"})
			stdout, stderr, code := lintIn(t, dir, args...)
			require.Equal(t, exitClean, code, stderr)
			var answer any
			require.NoError(t, json.Unmarshal([]byte(stdout), &answer))
			found := map[string]bool{}
			collectKeys(answer, found)
			assert.Greater(t, len(found), 5)
			for _, key := range slices.Sorted(maps.Keys(found)) {
				assert.Contains(t, known, key)
			}
		})
	}
}

// promisedKeys returns the words in code spans of the chapter for programs.
func promisedKeys(t *testing.T) []string {
	t.Helper()
	manual, err := os.ReadFile(filepath.FromSlash("../../docs/helmfile.md"))
	require.NoError(t, err)
	_, chapter, found := strings.Cut(string(manual), "\n## For programs\n")
	require.True(t, found)
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	var keys []string
	for _, m := range regexp.MustCompile("`([A-Za-z]+)\\??`").FindAllStringSubmatch(chapter, -1) {
		keys = append(keys, m[1])
	}
	return keys
}

// collectKeys adds the keys of JSON objects, without those in values and labels, which are of the helmfile.
func collectKeys(v any, found map[string]bool) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			collectKeys(item, found)
		}
	case map[string]any:
		for key, member := range v {
			if found[key] = true; key != "value" && key != "labels" {
				collectKeys(member, found)
			}
		}
	}
}
