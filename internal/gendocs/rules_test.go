package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
	"github.com/goldenpath-go/goldenpath/lint/rules/template"
)

func TestPageIsFresh(t *testing.T) {
	t.Parallel()
	name, err := page(".", "rules.md")
	require.NoError(t, err)
	have, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, Rules(), string(have), "docs/rules.md is stale: run go generate ./lint/rules")
}

func TestSettingsAreFresh(t *testing.T) {
	t.Parallel()
	name, err := page(".", "settings.md")
	require.NoError(t, err)
	have, err := os.ReadFile(name)
	require.NoError(t, err)
	want, err := Settings()
	require.NoError(t, err)
	assert.Equal(t, want, string(have), "docs/settings.md is stale: run go generate ./lint/rules")
	assert.NotContains(t, want, " |  | ", "every key and parameter says what it takes and what it is for")
}

func TestPageHasEveryRule(t *testing.T) {
	t.Parallel()
	text := Rules()
	for _, r := range slices.Concat(rules.All(), template.All(), helmfile.All(), lint.BuiltinRules()) {
		assert.Equal(t, 1, strings.Count(text, "\n## "+r.Name+"\n"), "section of %s", r.Name)
		assert.Equal(t, 1, strings.Count(text, "](#"+r.Name+")"), "link to %s", r.Name)
	}
}

func TestWriteInModule(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(dir+"/go.mod", []byte("module example.com/x\n"), 0o600))
	require.NoError(t, os.MkdirAll(dir+"/docs", 0o700))
	require.NoError(t, os.MkdirAll(dir+"/deep/down", 0o700))
	require.NoError(t, run(dir+"/deep/down"))
	have, err := os.ReadFile(dir + "/docs/rules.md")
	require.NoError(t, err)
	assert.Equal(t, Rules(), string(have))
}
