package github

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestIgnores holds what is ignored against expectations, and those against git where there is one.
func TestIgnores(t *testing.T) {
	t.Parallel()
	const top = "# no\n*.log\n!keep.log\n/build/\ndocs/*.txt\n**/cache/**\nnode_modules\n\\#x\n\\!y\n[a-c].go\n[!d]x.md\nq?.c\ntrailing \nfolder/\nü*\n*.[\n"
	const inner = "!a.log\n/only\n"
	want := map[string]bool{
		"a.log": true, "keep.log": false, "sub/a.log": false, "sub/b.log": true, "sub/deep/keep.log": false, "build/x": true, "sub/build/x": false,
		"docs/a.txt": true, "docs/sub/a.txt": false, "x/cache/y": true, "cache": false, "node_modules/a/b": true, "sub/node_modules": true,
		"#x": true, "!y": true, "b.go": true, "d.go": false, "dx.md": false, "ex.md": true, "qq.c": true, "qqq.c": false, "trailing": true,
		"folder": false, "sub/folder/x": true, "über": true, "sub/only": true, "sub/deep/only": false, "plain": false,
	}
	rules := ignores{}
	rules.add(".", top)
	rules.add("sub", inner)
	var names []string
	for name, ignored := range want {
		assert.Equal(t, ignored, rules.ignored(name), name)
		names = append(names, name)
	}
	git, err := exec.LookPath("git")
	if err != nil {
		t.Log("git is not present")
		return
	}
	dir := t.TempDir()
	require.NoError(t, exec.Command(git, "init", "-q", dir).Run())
	require.NoError(t, os.Mkdir(filepath.Join(dir, "sub"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, ".gitignore"), []byte(top), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "sub", ".gitignore"), []byte(inner), 0o644))
	command := exec.Command(git, "-C", dir, "-c", "core.quotePath=false", "check-ignore", "--no-index", "-z", "--stdin")
	command.Stdin = strings.NewReader(strings.Join(names, "\x00") + "\x00")
	out, err := command.Output()
	require.NoError(t, err)
	said := map[string]bool{}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		said[name] = true
	}
	for name, ignored := range want {
		assert.Equal(t, said[name], ignored, "git on %s", name)
	}
}

func FuzzIgnores(f *testing.F) {
	f.Add("*.log\n!a\n[a-", "x/y")
	f.Add("**/a/**\n\\", "a")
	f.Add("[]]\n[z-a]\nü?", "üx")
	f.Fuzz(func(t *testing.T, text, name string) {
		rules := ignores{}
		rules.add(".", text)
		if rules.ignored(name) && text == "" {
			t.Error("nothing ignores nothing")
		}
	})
}

func FuzzParseRepoURL(f *testing.F) {
	f.Add("github.com?owner=acme&repo=orders")
	f.Add("github.com?owner=..&repo=a%2Fb")
	f.Fuzz(func(t *testing.T, text string) {
		at, err := parseRepoURL(text)
		if err != nil {
			return
		}
		path, err := escape([]string{"repos", at.Owner, at.Name})
		if err != nil || path != "repos/"+at.Owner+"/"+at.Name {
			t.Errorf("%q leads to %q", text, path)
		}
	})
}
