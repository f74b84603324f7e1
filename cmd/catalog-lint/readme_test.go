package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
)

// TestReadme runs the commands that the README shows, and holds what they print against what it says.
func TestReadme(t *testing.T) {
	t.Parallel()
	top, err := filepath.Abs("../..")
	require.NoError(t, err)
	name := filepath.Join(top, "README.md")
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	s := &script{t: t, top: top, work: top}
	shown := 0
	got, err := fence.Rewrite(string(data), func(b fence.Block) (string, error) {
		if b.Info != "console" {
			return b.Text, nil
		}
		return fence.Run(b.Text, func(command string) (string, error) {
			shown++
			args, ok := strings.CutPrefix(command, "go run ./cmd/catalog-lint ")
			require.True(t, ok, "a command that is not run here: %s", command)
			stdout, stderr, _ := s.lint(nil, strings.NewReader(""), strings.Fields(args))
			require.Empty(t, stderr)
			return stdout, nil
		})
	})
	require.NoError(t, err)
	require.Positive(t, shown)
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
		return
	}
	assert.Equal(t, string(data), got, "the README does not show what the command prints: go test ./cmd/catalog-lint -update")
}

// TestDocumentsLeadSomewhere follows the links of the project's documents to files.
func TestDocumentsLeadSomewhere(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)
	var documents []string
	for _, pattern := range []string{"../../*.md", "../../docs/*.md", "../../docs/adr/*.md"} {
		found, err := filepath.Glob(pattern)
		require.NoError(t, err)
		documents = append(documents, found...)
	}
	require.NotEmpty(t, documents)
	for _, document := range documents {
		data, err := os.ReadFile(document)
		require.NoError(t, err)
		for _, m := range link.FindAllStringSubmatch(string(data), -1) {
			assert.FileExists(t, existing(filepath.Join(filepath.Dir(document), m[1])), "%s links to %s", document, m[1])
		}
	}
}

// existing returns a file that exists exactly if path does: the path itself, or some file in it.
func existing(path string) string {
	entries, err := os.ReadDir(path)
	if err != nil {
		return path
	}
	for _, e := range entries {
		if !e.IsDir() {
			return filepath.Join(path, e.Name())
		}
	}
	return path
}

// TestFoundingSample makes sure that the transcript is about the sample that is shipped.
func TestFoundingSample(t *testing.T) {
	t.Parallel()
	sample, err := os.ReadFile("../../examples/order-api/catalog-info.yaml")
	require.NoError(t, err)
	transcript, err := os.ReadFile("testdata/founding.txtar")
	require.NoError(t, err)
	assert.Contains(t, string(transcript), "-- catalog-info.yaml --\n"+string(sample)+"-- ")
}
