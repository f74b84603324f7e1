package textdiff_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/textdiff"
)

func ExampleUnified() {
	before := "kind: Component\nmetadata:\n  name: shop\n  tags: [Go]\nspec:\n  type: service\n"
	after := "kind: Component\nmetadata:\n  name: shop\n  tags: [go]\nspec:\n  type: service\n"
	fmt.Print(string(textdiff.Unified("catalog-info.yaml", []byte(before), []byte(after))))
	// Output:
	// --- a/catalog-info.yaml
	// +++ b/catalog-info.yaml
	// @@ -1,6 +1,6 @@
	//  kind: Component
	//  metadata:
	//    name: shop
	// -  tags: [Go]
	// +  tags: [go]
	//  spec:
	//    type: service
}

func TestUnified(t *testing.T) {
	t.Parallel()
	numbers := func(from, to int) string {
		var b strings.Builder
		for i := from; i <= to; i++ {
			fmt.Fprintln(&b, i)
		}
		return b.String()
	}
	tests := []struct{ name, before, after, want string }{
		{"equal", "a\n", "a\n", ""},
		{"from nothing", "", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n"},
		{"to nothing", "a\n", "", "@@ -1 +0,0 @@\n-a\n"},
		{"no newline at the end", "a", "b", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"},
		{"newline at the end", "a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
		{"line ends", "a\r\nb\r\n", "a\r\nb\n", "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+b\n"},
		{"two places far apart", numbers(1, 20), "0\n" + numbers(1, 19), "@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -17,4 +18,3 @@\n 17\n 18\n 19\n-20\n"},
		{"two places near one another", numbers(1, 8), "1\nx\n3\n4\n5\n6\ny\n8\n", "@@ -1,8 +1,8 @@\n 1\n-2\n+x\n 3\n 4\n 5\n 6\n-7\n+y\n 8\n"},
		{"lines that moved", "a\nb\nc\nd\n", "d\na\nb\nc\n", "@@ -1,4 +1,4 @@\n+d\n a\n b\n c\n-d\n"},
		{"lines that repeat", "x\nx\nx\n", "x\nx\n", "@@ -1,3 +1,2 @@\n x\n x\n-x\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := tt.want
			if want != "" {
				want = "--- a/f\n+++ b/f\n" + want
			}
			got := string(textdiff.Unified("f", []byte(tt.before), []byte(tt.after)))
			assert.Equal(t, want, got)
			if got != "" {
				assert.Equal(t, tt.after, apply(t, tt.before, got))
			}
		})
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"a/b.yaml": "--- a/a/b.yaml\n", "a b.yaml": "--- a/a b.yaml\t\n", "ü.yaml": "--- a/ü.yaml\n", "a\"b\n.yaml": "--- \"a/a\\\"b\\n.yaml\"\n",
	} {
		got := string(textdiff.Unified(name, nil, []byte("x\n")))
		assert.True(t, strings.HasPrefix(got, want), got)
	}
}

// TestGitApplies has git make one text of the other.
func TestGitApplies(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before, after := "a: 1\r\nb: 2\n\nc:\n  - x\n  - y", "a: 2\r\nb: 2\n\nd: 3\nc:\n  - y\n  - x\n"
	for _, name := range []string{"a.yaml", "b c.yaml", "d\"e.yaml"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(before), 0o644))
		cmd := exec.CommandContext(t.Context(), "git", "apply", "--unidiff-zero", "-")
		cmd.Dir, cmd.Stdin = dir, strings.NewReader(string(textdiff.Unified(name, []byte(before), []byte(after))))
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s: %s", name, out)
		got, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		assert.Equal(t, after, string(got))
	}
}

func FuzzUnified(f *testing.F) {
	f.Add("a\nb\nc\n", "a\nc\nb\n")
	f.Add("", "\n")
	f.Add("x\nx\ny", "y\nx\nx")
	f.Fuzz(func(t *testing.T, before, after string) {
		diff := string(textdiff.Unified("f", []byte(before), []byte(after)))
		if (diff == "") != (before == after) {
			t.Fatalf("%q and %q: %q", before, after, diff)
		}
		if diff != "" && apply(t, before, diff) != after {
			t.Errorf("%q and %q: %q gives %q", before, after, diff, apply(t, before, diff))
		}
	})
}

// apply is a strict reader of unified diffs.
func apply(t *testing.T, before, diff string) string {
	t.Helper()
	left := strings.SplitAfter(before, "\n")
	lines := strings.SplitAfter(diff, "\n")[2:]
	var out strings.Builder
	at := 0
	take := func(text string) {
		require.Equal(t, left[at], text)
		at++
	}
	for i := 0; i < len(lines) && lines[i] != ""; i++ {
		if strings.HasPrefix(lines[i], "@@") {
			start, count := old(t, lines[i])
			if count > 0 {
				start--
			}
			for ; at < start; at++ {
				out.WriteString(left[at])
			}
			continue
		}
		text := lines[i][1:]
		if i+1 < len(lines) && strings.HasPrefix(lines[i+1], "\\") {
			text = strings.TrimSuffix(text, "\n")
		}
		switch lines[i][0] {
		case ' ':
			take(text)
			out.WriteString(text)
		case '-':
			take(text)
		case '+':
			out.WriteString(text)
		}
	}
	return out.String() + strings.Join(left[at:], "")
}

// old returns the first line and the number of lines that a hunk is about.
func old(t *testing.T, head string) (start, count int) {
	t.Helper()
	first, length, many := strings.Cut(strings.TrimPrefix(strings.Fields(head)[1], "-"), ",")
	start, err := strconv.Atoi(first)
	require.NoError(t, err)
	if !many {
		return start, 1
	}
	count, err = strconv.Atoi(length)
	require.NoError(t, err)
	return start, count
}
