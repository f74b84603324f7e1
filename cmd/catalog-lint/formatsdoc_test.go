package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint/report"
)

// sample finds the blocks of docs/formats.md that are printed by the command, and the arguments after --format.
var sample = regexp.MustCompile("(?s)(<!-- sample: ([^\n]*) -->\n```[a-z]*\n)(.*?)(```\n)")

// ruleHelp is the documentation in a SARIF log, which the page does not repeat.
var ruleHelp = regexp.MustCompile(`("markdown": ")[^\n]*"`)

// TestFormatsPage holds the samples of docs/formats.md against what the command prints.
func TestFormatsPage(t *testing.T) {
	t.Parallel()
	const page = "../../docs/formats.md"
	text := read(t, page)
	dir := filepath.Join(t.TempDir(), "formats")
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/formats")))
	shown := map[string]bool{}
	got := sample.ReplaceAllStringFunc(text, func(block string) string {
		parts := sample.FindStringSubmatch(block)
		if parts[2] == "the file" {
			return parts[1] + read(t, "testdata/formats/orders/catalog-info.yaml") + parts[4]
		}
		args := strings.Fields(parts[2])
		shown[args[0]] = true
		stdout, stderr, code := lintIn(t, dir, append([]string{"--no-config", "--format"}, args...)...)
		require.Empty(t, stderr)
		require.LessOrEqual(t, code, exitFindings)
		return parts[1] + ruleHelp.ReplaceAllString(stdout, `$1…"`) + parts[4]
	})
	for _, name := range report.Names() {
		if !shown[name] {
			assert.Contains(t, text, "`"+name+"`", "a format that the page does not mention")
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(got), 0o644))
		return
	}
	assert.Equal(t, got, text, "docs/formats.md is not what the command prints: go test ./cmd/catalog-lint -update")
}
