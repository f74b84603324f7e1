package discover_test

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/discover"
)

// listed returns the files that a walk over what is tracked gives, sorted.
func listed(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(discover.Tracked(fsys), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files = append(files, name)
		}
		return err
	})
	require.NoError(t, err)
	slices.Sort(files)
	return files
}

// gitListed returns the files that git gives for a work tree, sorted.
func gitListed(t *testing.T, dir string) []string {
	t.Helper()
	out := git(t, dir, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
	files := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
	slices.Sort(files)
	if out == "" {
		return nil
	}
	return files
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), "git", args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_CEILING_DIRECTORIES=" + filepath.Dir(dir)}
	out, err := cmd.Output()
	require.NoError(t, err, "git %s", strings.Join(args, " "))
	return string(out)
}

// write puts files, given as path and content, under dir.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	}
}

// TestIgnoreAsGit holds single cases against git, each for a reason of its own.
func TestIgnoreAsGit(t *testing.T) {
	t.Parallel()
	tree := []string{
		"a.yaml", "b.yaml", "foo/a.yaml", "foo/bar/a.yaml", "foo/bar/baz/b.yaml", "foobar/x", "x/foo/y", "build/out",
		"doc/build", " lead", "trail ", "#hash", "!bang", "with\\slash", "a/b/c/d/e", "ä.yaml", "foo/.gitkeep", "[x]", "x]",
	}
	tests := map[string]string{
		"nothing":                         "",
		"comment and blank":               "# a.yaml\n\n   \n",
		"name at any depth":               "a.yaml",
		"leading slash anchors":           "/a.yaml",
		"inner slash anchors":             "foo/a.yaml",
		"folder only":                     "build/",
		"negation":                        "*.yaml\n!b.yaml",
		"no way back into a folder":       "foo/\n!foo/a.yaml",
		"way back through its content":    "/foo/*\n!/foo/bar",
		"later pattern wins":              "!a.yaml\na.yaml\n!/a.yaml",
		"two stars in front":              "**/bar/a.yaml",
		"two stars behind":                "foo/**",
		"two stars between":               "foo/**/b.yaml",
		"two stars between, no folder":    "foo/**/a.yaml",
		"two stars are one inside a name": "f**r",
		"two stars after a literal":       "foo**/a.yaml",
		"three stars":                     "***/a.yaml",
		"star does not cross a slash":     "/*/a.yaml",
		"question mark is a byte":         "?.yaml",
		"two bytes for a letter":          "??.yaml",
		"set":                             "[a-b].yaml",
		"negated set":                     "[!a].yaml",
		"set with a class":                "[[:alpha:]].yaml",
		"unknown class":                   "[[:nope:]].yaml",
		"bracket first in a set":          "[]x]",
		"open bracket":                    "[x",
		"escaped brackets":                `\[x\]`,
		"escaped hash":                    `\#hash`,
		"escaped bang":                    `\!bang`,
		"escaped backslash":               `with\\slash`,
		"trailing space goes":             "a.yaml  ",
		"escaped trailing space stays":    `trail\ `,
		"trailing backslash":              `a.yaml\`,
		"leading space counts":            " lead",
		"carriage return":                 "a.yaml\r\nb.yaml\r\n",
		"byte order mark":                 "\ufeffa.yaml",
		"lone slash":                      "/",
		"everything but":                  "*\n!*/\n!b.yaml",
		"double slash":                    "foo//bar",
	}
	for name, patterns := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			files := map[string]string{".gitignore": patterns}
			for _, f := range tree {
				files[f] = ""
			}
			write(t, dir, files)
			git(t, dir, "init", "-q")
			assert.Equal(t, gitListed(t, dir), listed(t, os.DirFS(dir)))
		})
	}
}

// TestIgnoreAsGitRandom holds random trees with random patterns at several levels against git.
func TestIgnoreAsGitRandom(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 7))
		files := randomTree(r)
		work := filepath.Join(dir, fmt.Sprint(seed))
		write(t, work, files)
		require.NoError(t, os.Rename(filepath.Join(dir, ".git"), filepath.Join(work, ".git")))
		require.NoError(t, os.WriteFile(filepath.Join(work, ".git", "info", "exclude"), []byte(randomPatterns(r)), 0o644))
		want, got := gitListed(t, work), listed(t, os.DirFS(work))
		require.Equal(t, want, got, "seed %d: %q", seed, files)
		require.NoError(t, os.Rename(filepath.Join(work, ".git"), filepath.Join(dir, ".git")))
	}
}

// randomTree returns some files, of which some are .gitignore.
func randomTree(r *rand.Rand) map[string]string {
	files := map[string]string{}
	for range 5 + r.IntN(25) {
		depth := 1 + r.IntN(4)
		names := make([]string, depth)
		for i := range names {
			names[i] = pick(r, "a", "b", "ab", "abc", "foo", "a.b", "x y", "b]", "-")
		}
		name := strings.Join(names, "/")
		if !clashes(files, name) {
			files[name] = ""
		}
	}
	for name := range ignoreFiles(r, files) {
		files[name] = randomPatterns(r)
	}
	return files
}

// ignoreFiles returns the root's .gitignore and those of some of the folders of files.
func ignoreFiles(r *rand.Rand, files map[string]string) map[string]bool {
	out := map[string]bool{".gitignore": true}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if i := strings.LastIndexByte(name, '/'); i > 0 && r.IntN(3) == 0 {
			out[name[:i]+"/.gitignore"] = true
		}
	}
	return out
}

// clashes reports whether name would have to be both a file and a folder.
func clashes(files map[string]string, name string) bool {
	for other := range files {
		if other == name || strings.HasPrefix(other, name+"/") || strings.HasPrefix(name, other+"/") {
			return true
		}
	}
	return false
}

func randomPatterns(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(5) {
		if r.IntN(4) == 0 {
			b.WriteByte('!')
		}
		for range 1 + r.IntN(5) {
			b.WriteString(pick(r, "a", "b", "ab", "foo", "/", "/", "*", "**", "**/", "/**", "?", "[ab]", "[!a]", "[a-", "]", "-",
				`\`, ".", " ", "[[:alpha:]]", "[]b]", `[\]]`, "x y"))
		}
		b.WriteString(pick(r, "\n", "\n", "\n", "\r\n", "/\n", " \n"))
	}
	return b.String()
}

func pick(r *rand.Rand, of ...string) string { return of[r.IntN(len(of))] }
