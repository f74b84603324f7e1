package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what the commands print into testdata/*.txtar")

// TestScripts runs the transcripts in testdata: archives whose comment has commands with what they print,
//
//	$ NO_COLOR=1 catalog-lint --no-config - < draft.yaml
//	| a line on standard output
//	! a line on standard error
//	[1] is the exit code, where it is not 0
//
// and whose files are there when the commands run. Beside catalog-lint there are cd, cat, those of act, and the lines of
// comments.
func TestScripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			require.NoError(t, err)
			s := newScript(t, archive)
			got := s.run(string(archive.Comment))
			if *update {
				archive.Comment = []byte(got)
				require.NoError(t, os.WriteFile(file, txtar.Format(archive), 0o644))
				return
			}
			assert.Equal(t, string(archive.Comment), got)
		})
	}
}

// script is the state of one transcript.
type script struct {
	t         *testing.T
	top, work string // the folder with the archive's files, and the working directory
}

func newScript(t *testing.T, archive *txtar.Archive) *script {
	t.Helper()
	top, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	files, err := txtar.FS(archive)
	require.NoError(t, err)
	require.NoError(t, os.CopyFS(top, files))
	return &script{t: t, top: top, work: top}
}

// run runs the commands of a transcript and returns it with what they have printed.
func (s *script) run(transcript string) string {
	var out strings.Builder
	for line := range strings.Lines(transcript) {
		if strings.HasPrefix(line, "|") || strings.HasPrefix(line, "!") || strings.HasPrefix(line, "[") {
			continue
		}
		out.WriteString(line)
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			out.WriteString(s.command(strings.TrimSpace(command)))
		}
	}
	return out.String()
}

// command runs one line of a transcript and returns what it prints.
func (s *script) command(line string) string {
	words := splitWords(s.t, line)
	env := map[string]string{"TERM": "xterm"}
	for name, value, ok := strings.Cut(words[0], "="); ok; name, value, ok = strings.Cut(words[0], "=") {
		env[name] = value
		words = words[1:]
	}
	var stdin io.Reader = strings.NewReader("")
	if n := len(words); n > 2 && words[n-2] == "<" {
		stdin = bytes.NewReader(s.read(words[n-1]))
		words = words[:n-2]
	}
	if s.act(words) {
		return ""
	}
	switch words[0] {
	case "cd":
		s.work = filepath.Join(s.top, words[1])
		return ""
	case "cat":
		return prefixed("|", string(s.read(words[1])))
	}
	require.Equal(s.t, "catalog-lint", words[0], "a command that there is not: %s", line)
	stdout, stderr, code := s.lint(env, stdin, words[1:])
	out := prefixed("|", stdout) + prefixed("!", stderr)
	if code != exitClean {
		out += fmt.Sprintf("[%d]\n", code)
	}
	return out
}

// lint runs catalog-lint in this process.
func (s *script) lint(env map[string]string, stdin io.Reader, args []string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	p := &program{
		stdin: stdin, stdout: &out, stderr: &errs, dir: s.work,
		cacheDir:   env["XDG_CACHE_HOME"],
		getenv:     func(name string) string { return env[name] },
		now:        func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) },
		isTerminal: func(io.Writer) bool { return env["TERMINAL"] != "" },
		sized:      func(int) {},
	}
	code = p.run(s.t.Context(), args)
	hide := strings.NewReplacer(s.top, "$WORK", "\x1b", "ESC")
	return hide.Replace(out.String()), hide.Replace(errs.String()), code
}

func (s *script) read(name string) []byte {
	data, err := os.ReadFile(filepath.Join(s.work, name))
	require.NoError(s.t, err)
	return data
}

// prefixed puts a mark before each line.
func prefixed(mark, text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString(strings.TrimRight(mark+" "+line, " \n") + "\n")
	}
	return out.String()
}

// splitWords splits a line at spaces that are not in single quotes.
func splitWords(t *testing.T, line string) []string {
	t.Helper()
	var words []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			words = append(words, part)
			continue
		}
		words = append(words, strings.Fields(part)...)
	}
	require.NotEmpty(t, words)
	return words
}
