package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// gitScript returns a script in a git repository of two commits, the first tagged v1: in the second orders is renamed and
// db is gone. The work tree has more still.
func gitScript(t *testing.T) *script {
	t.Helper()
	s := emptyScript(t)
	s.git("init", "-q", "-b", "main")
	s.git("remote", "add", "origin", "https://github.com/acme/shop.git")
	s.write("catalog-info.yaml", component("orders", "resource:db")+"---\n"+resource("db"))
	s.write("web/catalog-info.yaml", component("web", "component:orders"))
	s.write("ignored/catalog-info.yaml", component("ignored", ""))
	s.write(".gitignore", "ignored/\n")
	s.git("add", "-A")
	s.git("commit", "-q", "-m", "one")
	s.git("tag", "v1")
	s.write("catalog-info.yaml", component("order-service", ""))
	s.git("commit", "-q", "-a", "-m", "two")
	s.write("web/catalog-info.yaml", component("web", "component:order-service"))
	s.write("new/catalog-info.yaml", component("new", ""))
	return s
}

func component(name, dependsOn string) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: " + name + "}\n" +
		"spec: {type: service, lifecycle: production, owner: platform, dependsOn: [" + dependsOn + "]}\n"
}

func resource(name string) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata: {name: " + name + "}\nspec: {type: database, owner: platform}\n"
}

// status returns what git says of the work tree.
func (s *script) status() string {
	out, err := exec.Command("git", "-C", s.top, "status", "--porcelain").Output()
	assert.NoError(s.t, err)
	return string(out)
}

func (s *script) write(name, text string) {
	s.t.Helper()
	file := filepath.Join(s.top, name)
	require.NoError(s.t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(s.t, os.WriteFile(file, []byte(text), 0o644))
}

// diff returns what a diff prints, without the notes and the owners, a line for each entity.
func (s *script) diff(args ...string) (lines, said string, code int) {
	s.t.Helper()
	stdout, stderr, code := s.lint(nil, strings.NewReader(""), append([]string{"diff"}, args...))
	short := strings.NewReplacer("component:default/", "", "resource:default/", "")
	var kept []string
	for line := range strings.Lines(short.Replace(stdout)) {
		if line = strings.TrimRight(line, "\n"); line != "" && !strings.HasPrefix(line, "      ") && !strings.HasPrefix(line, "  group:") {
			line, _, _ = strings.Cut(line, ", owned by")
			kept = append(kept, strings.TrimSpace(line))
		}
	}
	return strings.Join(kept, "; "), stderr, code
}

func TestDiffOfRevisions(t *testing.T) {
	t.Parallel()
	s := gitScript(t)
	before := s.status()
	const twoToWork = "1 added, 0 removed, 1 changed; Changed; web; Added; new; Owners concerned"
	tests := []struct {
		name, work, args, want string
		code                   int
	}{
		{"two revisions", ".", "v1 main", "0 added, 1 removed, 0 changed, 1 probably renamed; 1 reference left dangling; " +
			"Left dangling; web dependsOn orders, which is removed; Probably renamed; orders → order-service; Removed; db; Owners concerned", 0},
		{"a revision and the work tree", ".", "HEAD", twoToWork, 0},
		{"as said", ".", "main .", twoToWork, 0},
		{"from a folder", "web", "main", twoToWork, 0},
		{"of a folder", "web", "main .", "0 added, 0 removed, 1 changed; Changed; web; Owners concerned", 0},
		{"of a folder, in the revision", ".", "v1:web main:web/catalog-info.yaml", "no changes", 0},
		{"of a folder, from where one is", "web", "main:./ .", "0 added, 0 removed, 1 changed; Changed; web; Owners concerned", 0},
		{"of one file", ".", "v1:catalog-info.yaml main:catalog-info.yaml", "0 added, 1 removed, 0 changed, 1 probably renamed; " +
			"Probably renamed; orders → order-service; Removed; db; Owners concerned", 0},
		{"by words", ".", "HEAD^{/one} HEAD@{0}", "0 added, 1 removed, 0 changed, 1 probably renamed; 1 reference left dangling; " +
			"Left dangling; web dependsOn orders, which is removed; Probably renamed; orders → order-service; Removed; db; Owners concerned", 0},
		{"with an exit code", ".", "--exit-code v1:catalog-info.yaml main:catalog-info.yaml", "0 added, 1 removed, 0 changed, 1 probably renamed; " +
			"Probably renamed; orders → order-service; Removed; db; Owners concerned", 0},
		{"with an exit code, and something dangling", ".", "--exit-code v1 main", "0 added, 1 removed, 0 changed, 1 probably renamed; 1 reference left dangling; " +
			"Left dangling; web dependsOn orders, which is removed; Probably renamed; orders → order-service; Removed; db; Owners concerned", exitFindings},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &script{t: t, top: s.top, work: filepath.Join(s.top, tt.work)}
			got, said, code := s.diff(strings.Fields(tt.args)...)
			assert.Equal(t, tt.want, got)
			assert.Empty(t, said)
			assert.Equal(t, tt.code, code)
		})
	}
	t.Cleanup(func() { assert.Equal(t, before, s.status(), "the work tree is as it was") })
}

// TestDiffSeesWhatIsElsewhere gives a snapshot of the whole catalog, which has the repository itself as it was once.
func TestDiffSeesWhatIsElsewhere(t *testing.T) {
	t.Parallel()
	s := gitScript(t)
	s.write("mobile/catalog-info.yaml", component("mobile", "resource:db"))
	_, stderr, code := s.lint(nil, strings.NewReader(""), strings.Fields("snapshot -o mobile.snapshot --base-url https://github.com/acme/mobile/blob/main/ mobile"))
	require.Equal(t, exitClean, code, stderr)
	require.NoError(t, os.RemoveAll(filepath.Join(s.top, "mobile")))
	got, said, code := s.diff("--exit-code", "--catalog", "mobile.snapshot", "v1:catalog-info.yaml", "catalog-info.yaml")
	assert.Equal(t, exitFindings, code, said)
	assert.Contains(t, got, "Left dangling; mobile dependsOn db, which is removed;")
}

func TestDiffOfRevisionsThatThereAreNot(t *testing.T) {
	t.Parallel()
	s := gitScript(t)
	for args, want := range map[string]string{
		"nope":                 "nope: no such file or folder, and unknown revision \"nope\"; a revision that the clone lacks is to be had by git fetch",
		"main:nowhere":         "main:nowhere: no such file or folder in the revision",
		"main:../outside":      "outside",
		"main:ignored":         "main:ignored: no such file or folder in the revision",
		":":                    "unknown revision",
		"--config x.yaml main": "no such file",
	} {
		_, said, code := s.diff(strings.Fields(args)...)
		assert.Equal(t, exitUsage, code, args)
		assert.Contains(t, said, want, args)
	}
}

// TestDiffReadsARevisionAsTheWorkTree has a configuration that the revision lacks.
func TestDiffReadsARevisionAsTheWorkTree(t *testing.T) {
	t.Parallel()
	s := gitScript(t)
	s.write(".catalog-lint.yaml", "version: 1\nexclude: [\"web/**\"]\n")
	got, said, code := s.diff("main")
	assert.Equal(t, exitClean, code, said)
	assert.Equal(t, "1 added, 0 removed, 0 changed; Added; new; Owners concerned", got)
}

func TestDiffSaysWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	s := gitScript(t)
	s.write("bad/catalog-info.yaml", component("a b", ""))
	s.git("add", "-A")
	s.git("commit", "-q", "-m", "three")
	_, said, code := s.diff("v1", "HEAD")
	assert.Equal(t, exitClean, code)
	assert.Contains(t, said, `HEAD:bad/catalog-info.yaml:3:18: left out, since Backstage refuses it: metadata.name "a b"`)
}
