package merge3_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/internal/merge3"
)

var (
	merges = flag.Int("merges", 400, "how many random merges are compared with those of git")
	seed   = flag.Uint64("seed", 1, "where their randomness begins")
)

// git merges by git merge-file.
type git struct{ dir string }

// newGit returns nil where there is no git.
func newGit(t *testing.T) *git {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Log("git is not here; there is nothing to compare with")
		return nil
	}
	return &git{t.TempDir()}
}

// merge returns what git prints, and its exit code.
func (g *git) merge(t *testing.T, base, ours, theirs []byte, options ...string) (text []byte, code int) {
	t.Helper()
	args := []string{"merge-file", "-p", "-L", "ours", "-L", "base", "-L", "theirs"}
	args = append(args, options...)
	for name, data := range map[string][]byte{"o": ours, "b": base, "t": theirs} {
		require.NoError(t, os.WriteFile(filepath.Join(g.dir, name), data, 0o600))
	}
	cmd := exec.CommandContext(t.Context(), "git", append(args, "o", "b", "t")...)
	cmd.Dir = g.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CEILING_DIRECTORIES=" + g.dir, "LC_ALL=C"}
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return out, exit.ExitCode()
	}
	require.NoError(t, err)
	return out, 0
}

// compare checks one merge against git's.
func (g *git) compare(t *testing.T, base, ours, theirs []byte, style merge3.Style) bool {
	t.Helper()
	r, err := merge3.Merge(base, ours, theirs, &merge3.Options{Ours: "ours", Base: "base", Theirs: "theirs", Style: style})
	if g == nil {
		return assert.True(t, err == nil || errors.Is(err, merge3.ErrBinary))
	}
	want, code := g.merge(t, base, ours, theirs, [][]string{nil, {"--diff3"}, {"--zdiff3"}}[style]...)
	if code == 129 {
		t.Log("this git does not know the style")
		return true
	}
	if code == 255 {
		return assert.ErrorIs(t, err, merge3.ErrBinary)
	}
	if !assert.NoError(t, err) || !bytes.Equal(want, r.Text) || code != min(len(r.Conflicts), 127) {
		t.Errorf("style %d, git exits with %d, we have %d conflicts\nbase %q\nours %q\ntheirs %q\ngit\n%s\nwe\n%s",
			style, code, len(r.Conflicts), clip(base), clip(ours), clip(theirs), clip(want), clip(r.Text))
		return false
	}
	return true
}

func clip(b []byte) []byte { return b[:min(len(b), 1500)] }

// TestAsGit compares with git on texts of all sorts.
func TestAsGit(t *testing.T) {
	t.Parallel()
	g := newGit(t)
	m := &mutator{rand.New(rand.NewPCG(*seed, 0))}
	texts := realTexts(t)
	for i := range *merges {
		var base []byte
		switch i % 4 {
		case 0:
			base = m.letters(m.IntN(12), 3)
		case 1:
			base = m.letters(m.IntN(60), 1+m.IntN(20))
		default:
			base = texts[m.IntN(len(texts))]
		}
		if m.IntN(6) == 0 {
			base = bytes.ReplaceAll(base, []byte("\n"), []byte("\r\n"))
		}
		edits := 1 + m.IntN(1+i%17)
		ours := m.mutate(base, edits)
		theirs := m.mutate(base, edits)
		if m.IntN(4) == 0 {
			theirs = m.mutate(ours, 2)
		}
		if !g.compare(t, base, ours, theirs, merge3.Style(m.IntN(8)%5%3)) {
			return
		}
	}
}

// realTexts returns the sources of this package and the rendered kind of text that lies about in the project.
func realTexts(t *testing.T) [][]byte {
	t.Helper()
	var out [][]byte
	for _, pattern := range []string{"*.go", "../../*.go", "../../testdata/*.yaml", "../../../*.md", "../../../go.sum"} {
		names, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, name := range names {
			data, err := os.ReadFile(name)
			require.NoError(t, err)
			out = append(out, data)
		}
	}
	require.NotEmpty(t, out)
	return out
}

// mutator changes texts as people and machines do.
type mutator struct{ *rand.Rand }

// letters returns n lines of so many sorts.
func (m *mutator) letters(n, sorts int) []byte {
	var b bytes.Buffer
	for range n {
		fmt.Fprintf(&b, "%c\n", 'a'+m.IntN(sorts))
	}
	return b.Bytes()
}

// mutate makes edits in a text.
func (m *mutator) mutate(text []byte, edits int) []byte {
	lines := strings.SplitAfter(string(text), "\n")
	for range edits {
		at, n := m.IntN(len(lines)+1), 1+m.IntN(4)
		end := min(at+n, len(lines))
		some := append([]string(nil), lines[at:end]...)
		rest := append([]string(nil), lines[end:]...)
		lines = lines[:at:at]
		switch m.IntN(8) {
		case 0: // removed
		case 1, 2: // inserted
			lines = append(lines, m.fresh(n)...)
			lines = append(lines, some...)
		case 3, 4: // replaced
			lines = append(lines, m.fresh(1+m.IntN(3))...)
		case 5: // doubled
			lines = append(append(lines, some...), some...)
		case 6: // moved
			to := m.IntN(len(rest) + 1)
			lines = append(append(append(lines, rest[:to]...), some...), rest[to:]...)
			rest = nil
		case 7: // changed within
			for _, line := range some {
				lines = append(lines, strings.Replace(line, "e", "ee", 1))
			}
		}
		lines = append(lines, rest...)
		if len(lines) == 0 {
			lines = []string{""}
		}
	}
	out := strings.Join(lines, "")
	switch m.IntN(20) {
	case 0:
		out = strings.TrimSuffix(out, "\n")
	case 1:
		out = strings.ReplaceAll(out, "\n", "\r\n")
	case 2:
		out = ""
	case 3:
		out += "no end"
	}
	return []byte(out)
}

// fresh returns lines, some of them such as every text has.
func (m *mutator) fresh(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = []string{"\n", "}\n", "a\n", "b\n", "\t\treturn err\n", "new " + fmt.Sprint(m.IntN(5)) + "\n"}[m.IntN(6)]
	}
	return out
}

// TestAsGitOnLongTexts reaches what git does only where a comparison becomes expensive.
func TestAsGitOnLongTexts(t *testing.T) {
	t.Parallel()
	g := newGit(t)
	m := &mutator{rand.New(rand.NewPCG(*seed, 1))}
	for _, c := range []struct{ lines, sorts, edits int }{
		{3000, 2, 1500}, {3000, 60, 1500}, {4000, 2000, 1200}, {6000, 6000, 3000}, {20000, 300, 4000}, {2500, 8, 2000}, {90000, 60000, 2500},
	} {
		base := m.numbers(c.lines, c.sorts)
		ours, theirs := m.scatter(base, c.edits, c.sorts), m.scatter(base, c.edits, c.sorts)
		if !g.compare(t, base, ours, theirs, merge3.Plain) {
			return
		}
		if !g.compare(t, base, ours, m.numbers(c.lines, c.sorts), merge3.Plain) {
			return
		}
	}
}

func (m *mutator) numbers(n, sorts int) []byte {
	var b bytes.Buffer
	for range n {
		fmt.Fprintf(&b, "line %d\n", m.IntN(sorts))
	}
	return b.Bytes()
}

// scatter replaces, removes and inserts single lines all over a text.
func (m *mutator) scatter(text []byte, edits, sorts int) []byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	for range edits {
		at := m.IntN(len(lines))
		switch m.IntN(3) {
		case 0:
			lines[at] = nil
		case 1:
			lines[at] = m.numbers(1, sorts)
		case 2:
			lines[at] = append(m.numbers(1, sorts), lines[at]...)
		}
	}
	return bytes.Join(lines, nil)
}
