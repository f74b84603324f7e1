package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const row = `{"id":"1","yaml":"- a\n","docs":[{"ok":false,"stage":"STAGE","errors":["Error: Expected object at root, got object"]}]}` + "\n"

func TestRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, stage string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, bytes.ReplaceAll([]byte(row), []byte("STAGE"), []byte(stage)), 0o644))
		return path
	}
	template := filepath.Join(dir, "cases.jsonl")
	require.NoError(t, os.WriteFile(template, []byte(`{"id":"1","template":"${{ 1 }}","expect":{"output":"1"}}`), 0o644))
	right, wrong := write("right.jsonl", "root"), write("wrong.jsonl", "yaml")
	tests := []struct {
		name   string
		args   []string
		code   int
		stdout string
		stderr string
	}{
		{"all pass", []string{"catalog", right}, 0, "\n1 passed, 0 failed\n", ""},
		{"one fails", []string{"-v", "catalog", wrong, "-files", dir}, exitFailed, "stage: got root, want yaml", ""},
		{"no such file", []string{"catalog", filepath.Join(dir, "none.jsonl")}, exitUnreadable, "", "none.jsonl"},
		{"no such kind", []string{"helm", right}, exitUsage, "", "usage:"},
		{"a dialect", []string{"nunjucks", template, "-dialect", "nunjucks3"}, 0, "\n1 passed, 0 failed\n", ""},
		{"no such dialect", []string{"nunjucks", template, "-dialect", "jinja"}, exitUnreadable, "", `no dialect "jinja"`},
		{"templates", []string{"templates", "templatesconf/testdata/templates", "-v"}, 0, "service.yaml: required: ok, 2 steps\n", ""},
		{"no path", []string{"catalog"}, exitUsage, "", "usage:"},
		{"no such flag", []string{"-x"}, exitUsage, "", "usage:"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			assert.Equal(t, test.code, run(t.Context(), test.args, &stdout, &stderr))
			assert.Contains(t, stdout.String(), test.stdout)
			assert.Contains(t, stderr.String(), test.stderr)
		})
	}
}
