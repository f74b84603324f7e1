package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const head = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: x\nspec:\n  type: service\n  lifecycle: production\n  owner: me\n"

// hostile returns inputs that are made to cost much, each of about size bytes.
func hostile(size int) map[string]string {
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	count := func(format string) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	return map[string]string{
		"aliases, doubled":         aliasBomb("*", 30),
		"merge keys, doubled":      aliasBomb("<<: *", 30),
		"flat mapping":             count("k%d:\n"),
		"flat flow mapping":        "{" + count("k%d: 1,") + "}",
		"duplicate keys":           fill("a: 1\n"),
		"anchors":                  count("k%d: &a%[1]d x\n"),
		"aliases of one anchor":    "a: &a x\nb: [" + fill("*a,") + "]\n",
		"open brackets":            fill("["),
		"brackets":                 strings.Repeat("[", size/2) + strings.Repeat("]", size/2),
		"open braces":              fill("{a: "),
		"indents":                  indents(size),
		"list in list in list":     fill("- "),
		"questions":                fill("? "),
		"blank lines in a block":   "a: |\n" + fill("\n") + "  x\n",
		"folded lines":             "a: >\n" + fill("  x\n\n"),
		"one long word":            "a: " + fill("x"),
		"one long quoted word":     "a: \"" + fill("\\x41") + "\"\n",
		"open quote":               "a: \"" + fill("x "),
		"comments":                 fill("#\n"),
		"comments that ignore":     head + fill("# catalog-lint: ignore=owner-present,x -- y\n"),
		"documents":                fill("---\n"),
		"documents that hold":      fill("---\na\n"),
		"entities of one name":     fill(head + "---\n"),
		"directives":               fill("%YAML 1.1\n"),
		"tags of YAML":             fill("!a"),
		"tabs":                     fill("\t"),
		"spaces":                   fill(" "),
		"NULs":                     fill("\x00"),
		"bytes that are no text":   fill("\xff\xfe"),
		"half a character":         fill("a: \xc3\n"),
		"byte order marks":         fill("\ufeff"),
		"lone carriage returns":    fill("a: 1\r"),
		"expressions":              fill("a: {{ b }}\n"),
		"tags of an entity":        head[:strings.Index(head, "spec:")] + "  tags:\n" + count("    - Tag %d\n") + "spec: {}\n",
		"links":                    head[:strings.Index(head, "spec:")] + "  links:\n" + count("    - url: nowhere %d\n") + "spec: {}\n",
		"labels":                   head[:strings.Index(head, "spec:")] + "  labels:\n" + count("    a_%d: -\n") + "spec: {}\n",
		"annotations":              head[:strings.Index(head, "spec:")] + "  annotations:\n" + count("    backstage.io/techdocs-re%d: x\n") + "spec: {}\n",
		"references to oneself":    head + "  dependsOn:\n" + fill("    - component:x\n"),
		"references that lead off": head + "  dependsOn:\n" + count("    - component:y%d\n"),
		"unknown fields":           head + count("  system%d: x\n"),
		"placeholders":             head + "  definition:\n" + count("    k%d: {$text: ./x}\n"),
		"placeholder of itself":    head + "  definition: {$yaml: ./catalog-info.yaml}\n",
		"locations":                "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: x}\nspec:\n  targets:\n" + count("    - ./**/%d/**/*.yaml\n"),
		"cycle":                    cycle(size),
	}
}

// aliasBomb returns a document in which each of n levels holds the one before it nine times.
func aliasBomb(prefix string, n int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 {x: y}\n")
	for i := 1; i <= n; i++ {
		alias := fmt.Sprintf("%sa%d", prefix, i-1)
		if prefix == "*" {
			fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(alias+",", 9), ","))
			continue
		}
		fmt.Fprintf(&b, "a%d: &a%d\n  %s\n  b:\n    %s\n", i, i, alias, alias)
	}
	return b.String()
}

// indents returns mappings in mappings in mappings.
func indents(size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "%*sa:\n", i, "")
	}
	return b.String()
}

// cycle returns components each of which depends on the next, and the last on the first.
func cycle(size int) string {
	n := size / (len(head) + 60)
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "---\n%s  dependsOn: [component:c%d]\n", strings.Replace(head, "name: x", fmt.Sprintf("name: c%d", i), 1), (i+1)%n)
	}
	return b.String()
}

// TestHostileFiles bounds what any file of 64 KB costs: 50 ms of CPU time and 64 MiB of memory are promised. The time is
// logged, and only a hang fails, since machines have other things to do.
func TestHostileFiles(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	for name, text := range hostile(64 << 10) {
		t.Run(name, func(t *testing.T) { // one after another, so that their times are their own
			dir := t.TempDir()
			taken := filepath.Join(dir, "memory")
			require.NoError(t, os.WriteFile(filepath.Join(dir, "catalog-info.yaml"), []byte(text), 0o644))
			ctx, cancel := context.WithTimeout(t.Context(), slack*time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, self, "--no-config", "--preset", "strict", "--format", "compact")
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), asCommand+"="+taken, "GOGC=")
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			_ = cmd.Run() // the exit code tells
			require.NoError(t, ctx.Err())
			cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			memory := readNumber(t, taken)
			t.Logf("%v, %d MiB, %d lines", cpu.Round(time.Millisecond), memory>>20, bytes.Count(stdout.Bytes(), []byte("\n")))
			assert.Empty(t, stderr.String())
			assert.LessOrEqual(t, cmd.ProcessState.ExitCode(), exitFindings)
			assert.LessOrEqual(t, memory, slack*64<<20)
		})
	}
}

func readNumber(t *testing.T, file string) int {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	n, err := strconv.Atoi(string(data))
	require.NoError(t, err)
	return n
}

// TestHugeFiles lints files far beyond what catalog files are, read because the limit was raised.
func TestHugeFiles(t *testing.T) {
	t.Parallel()
	var keys strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&keys, "  key-%d: value\n", i)
	}
	tests := map[string]string{
		"100,000 keys":        head + "  extra:\n" + strings.ReplaceAll(keys.String(), "  key", "    key"),
		"10,000 levels":       "a: " + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + "\n",
		"10,000 levels, open": "a: " + strings.Repeat("{b: ", 10_000),
		"a line of 100 MB":    head + "  definition: " + strings.Repeat("x", 100_000_000) + "\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "catalog-info.yaml"), []byte(text), 0o644))
			start := time.Now()
			stdout, stderr, code := lintIn(t, dir, "--no-config", "--format", "compact", "--max-file-size", "256MiB")
			t.Logf("%v, %d lines", time.Since(start).Round(time.Millisecond), strings.Count(stdout, "\n"))
			assert.Empty(t, stderr)
			assert.LessOrEqual(t, code, exitFindings)
			assert.Less(t, len(stdout), 1<<20, "a report is for reading")

			stdout, stderr, code = lintIn(t, dir, "--no-config", "--format", "compact")
			assert.Empty(t, stderr)
			if len(text) > 1<<20 {
				assert.Equal(t, exitFindings, code)
				assert.Contains(t, stdout, "[file-size]")
			}
			_, stderr, code = lintIn(t, dir, "inspect", "--max-file-size", "256MiB", ".")
			assert.Empty(t, stderr)
			assert.Equal(t, exitClean, code)
		})
	}
}
