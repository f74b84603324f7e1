package update_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/update"
)

// git runs git in a folder, without the machine's configuration, and returns what it prints and its exit code.
func git(t *testing.T, dir string, args ...string) (out string, code int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "LC_ALL=C",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com",
	}
	text, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return string(text), exit.ExitCode()
	}
	require.NoError(t, err)
	return string(text), 0
}

func mustGit(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, code := git(t, dir, args...)
	require.Zero(t, code, "git %v: %s", args, out)
	return strings.TrimSpace(out)
}

func commit(t *testing.T, dir, message string) {
	t.Helper()
	mustGit(t, dir, "add", "--all")
	mustGit(t, dir, "commit", "--quiet", "--allow-empty", "-m", message)
}

func needGit(t *testing.T) bool {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Log("git is not here; there is nothing to compare with")
		return false
	}
	return true
}

const versionCount = 20

// history makes a git repository with a template in versions v1 to v20, whose skeleton changes as skeletons do: lines in each
// version, and now and then a file is added, renamed, deleted, made executable, or is no text.
func history(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	mustGit(t, dir, "init", "--quiet", "-b", "main")
	folder := filepath.Join(dir, "templates", "go-service")
	skeleton := filepath.Join(folder, "skeleton")
	write(t, folder, "-- template.yaml --\n"+templateYAML)
	rnd := rand.New(rand.NewPCG(7, 7))
	for _, name := range []string{"main.go", "Makefile", "README.md", "Dockerfile", "ci.yaml", "deploy/dev.yaml", "deploy/prod.yaml", "legacy.sh", "old-notes.md"} {
		write(t, skeleton, "-- "+name+" --\n"+firstText(rnd, name))
	}
	write(t, skeleton, "-- logo.png --\n\\0PNG 1\n-- docs --\n-> deploy\n-- catalog-info.yaml --\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${{ values.name }}\n")
	for v := 1; v <= versionCount; v++ {
		if v > 1 {
			evolve(t, rnd, skeleton, v)
		}
		commit(t, dir, fmt.Sprintf("version %d", v))
		mustGit(t, dir, "tag", fmt.Sprintf("v%d", v))
		if v%5 == 0 {
			write(t, dir, fmt.Sprintf("-- elsewhere.txt --\n%d\n", v))
			commit(t, dir, "something else")
		}
	}
	return dir
}

func firstText(rnd *rand.Rand, name string) string {
	var b strings.Builder
	for i := range 150 {
		switch rnd.IntN(5) {
		case 0:
			b.WriteString("}\n")
		case 1:
			b.WriteString("\n")
		default:
			fmt.Fprintf(&b, "%s line %d of ${{ values.name }}\n", name, i)
		}
	}
	return b.String()
}

// evolve makes a version of the one before.
func evolve(t *testing.T, rnd *rand.Rand, skeleton string, v int) {
	t.Helper()
	rename := func(from, to string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(skeleton, to)), 0o755))
		require.NoError(t, os.Rename(filepath.Join(skeleton, from), filepath.Join(skeleton, to)))
	}
	require.NoError(t, filepath.WalkDir(skeleton, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || strings.HasSuffix(name, ".png") || rnd.IntN(2) == 0 {
			return err
		}
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		return os.WriteFile(name, []byte(edited(rnd, string(data), fmt.Sprintf("version %d says", v))), 0o644)
	}))
	switch v {
	case 3:
		write(t, skeleton, "-- .github/workflows/lint.yaml --\nname: lint of ${{ values.name }}\non: push\n")
	case 5:
		rename("Dockerfile", "build/Dockerfile")
	case 6:
		write(t, skeleton, "-- run.sh --\n#!/bin/sh\nexec ${{ values.name }}\n")
	case 8:
		require.NoError(t, os.Remove(filepath.Join(skeleton, "legacy.sh")))
	case 9:
		write(t, skeleton, "-- renovate.json --\n{\n  \"extends\": [\"config:base\"]\n}\n")
	case 11:
		write(t, skeleton, "-- logo.png --\n\\0PNG 2\n")
	case 12:
		require.NoError(t, os.Chmod(filepath.Join(skeleton, "run.sh"), 0o755))
	case 14:
		rename("ci.yaml", ".github/workflows/ci.yaml")
	case 15:
		require.NoError(t, os.Remove(filepath.Join(skeleton, "old-notes.md")))
	case 17:
		write(t, skeleton, "-- docs --\n-> build\n")
	case 18:
		rename("deploy/dev.yaml", "deploy/staging.yaml")
	}
}

// edited changes a text at two places.
func edited(rnd *rand.Rand, text, mark string) string {
	lines := strings.SplitAfter(text, "\n")
	for i := range 2 {
		at := rnd.IntN(len(lines))
		line := fmt.Sprintf("%s %d\n", mark, i)
		switch rnd.IntN(3) {
		case 0:
			lines[at] = line
		case 1:
			lines[at] = line + lines[at]
		case 2:
			lines[at] = ""
		}
	}
	return strings.Join(lines, "")
}

// editHere does to what was generated what people do, and returns the lines that must not be lost.
func editHere(t *testing.T, dir string) (added []string) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(3, 3))
	for _, name := range []string{"main.go", "Makefile", "README.md", "Dockerfile", "ci.yaml", "deploy/dev.yaml", "legacy.sh"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		lines := strings.SplitAfter(string(data), "\n")
		for i := range 6 {
			at, line := rnd.IntN(len(lines)), fmt.Sprintf("written here: %s %d\n", name, i)
			added = append(added, line)
			lines[at] = line + lines[at]
			if i == 0 {
				lines[at] = line // instead of a line of the template
			}
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(strings.Join(lines, "")), 0o644))
	}
	write(t, dir, "-- renovate.json --\n{\n  \"our own\": true\n}\n-- logo.png --\n\\0PNG ours\n-- src/app.go --\nours alone\n")
	require.NoError(t, os.Rename(filepath.Join(dir, "deploy/prod.yaml"), filepath.Join(dir, "deploy/live.yaml")))
	require.NoError(t, os.Remove(filepath.Join(dir, "old-notes.md")))
	return append(added, "  \"our own\": true\n", "ours alone\n")
}

// TestTwentyVersions updates what the first version generated, and was edited since, to the last: at once, and version by version.
// Each file that both sides have is what git merge-file makes of the same three, and no line that was written here is lost.
func TestTwentyVersions(t *testing.T) {
	t.Parallel()
	if !needGit(t) {
		return
	}
	templates := history(t)
	steps := []string{}
	for v := 2; v <= versionCount; v++ {
		steps = append(steps, fmt.Sprintf("v%d", v))
	}
	for name, to := range map[string][]string{"at once": {"v20"}, "one by one": steps} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJourney(t, templates)
			for _, version := range to {
				j.update(version)
			}
			assert.Positive(t, j.merged)
			t.Logf("%d files merged that both sides had changed, %d of them with conflicts; %d deleted or binary", j.merged, j.conflicts, j.others)
		})
	}
}

// journey is a repository that is updated again and again.
type journey struct {
	t                         *testing.T
	source                    update.Git
	updater                   *update.Updater
	dir, at                   string
	base                      map[string]string // what the version at makes
	added                     []string
	ourName                   map[string]string // of files that were renamed here, by that in the template
	merged, conflicts, others int
}

func newJourney(t *testing.T, templates string) *journey {
	t.Helper()
	j := &journey{t: t, dir: t.TempDir(), at: "v1", ourName: map[string]string{"deploy/prod.yaml": "deploy/live.yaml"}}
	j.source = update.Git{Dir: templates, Path: "templates/go-service", Tags: "v*"}
	j.updater = &update.Updater{Runner: runner(), Source: j.source}
	fsys, err := j.source.Open(t.Context(), "v1")
	require.NoError(t, err)
	generate(t, fsys, j.dir, update.Origin{Version: "v1", Digest: digest(t, j.source, "v1")}, map[string]any{"name": "payments"})
	j.added = editHere(t, j.dir)
	mustGit(t, j.dir, "init", "--quiet", "-b", "main")
	commit(t, j.dir, "ours")
	j.base = j.render("v1")
	return j
}

// render returns what a version makes.
func (j *journey) render(version string) map[string]string {
	j.t.Helper()
	fsys, err := j.source.Open(j.t.Context(), version)
	require.NoError(j.t, err)
	data, err := fs.ReadFile(fsys, "template.yaml")
	require.NoError(j.t, err)
	tmpl, err := scaffold.Parse("template.yaml", data)
	require.NoError(j.t, err)
	r := runner()
	r.PassUnknown = true
	result, err := r.DryRun(context.WithoutCancel(j.t.Context()), tmpl, scaffold.Request{Values: map[string]any{"name": "payments", "port": 8080}, Source: fsys})
	require.NoError(j.t, err)
	out := map[string]string{}
	for _, f := range result.Files {
		if f.Mode.IsRegular() {
			out[f.Path] = string(f.Data)
		}
	}
	return out
}

// renamed returns what git says was renamed in the template's skeleton, by the name before.
func (j *journey) renamed(to string) map[string]string {
	j.t.Helper()
	out := map[string]string{}
	listing := mustGit(j.t, j.source.Dir, "diff", "--find-renames", "--name-status", "--diff-filter=R", j.at, to, "--", "templates")
	for line := range strings.Lines(listing) {
		fields := strings.Fields(line)
		name := func(s string) string { return strings.TrimPrefix(s, "templates/go-service/skeleton/") }
		out[name(fields[1])] = name(fields[2])
	}
	return out
}

func (j *journey) update(to string) {
	t := j.t
	t.Helper()
	base, theirs, renamed, before := j.base, j.render(to), j.renamed(to), j.tree()
	x, err := j.updater.Plan(t.Context(), j.dir, &update.Options{To: to})
	require.NoError(t, err)
	assert.Empty(t, x.Drift)
	require.NoError(t, plan.Apply(t.Context(), x.Plan, &plan.Memory{}, nil))
	after := j.tree()
	for name, b := range base {
		theirName := name
		if n, ok := renamed[name]; ok {
			theirName = n
		}
		ourName := name
		if n, ok := j.ourName[name]; ok {
			ourName = n
		}
		var t *string // nil: gone from the template
		if text, ok := theirs[theirName]; ok {
			t = &text
		}
		j.compare(before, after, ourName, theirName, b, t, to)
	}
	j.nothingLost(after)
	commit(t, j.dir, "update to "+to)
	j.at, j.base = to, theirs
}

// compare checks one file that was generated.
func (j *journey) compare(before, after map[string]string, ourName, theirName, base string, theirText *string, to string) {
	t := j.t
	t.Helper()
	ours, here := before[ourName]
	switch {
	case !here, theirText == nil && ours != base:
		j.others++
		assert.Equal(t, ours, after[ourName], "%s: what was deleted here stays so, and what the template deletes stays if it was edited", ourName)
		return
	case theirText == nil:
		j.others++
		_, there := after[ourName]
		assert.False(t, there, ourName)
		return
	case strings.Contains(ours, "\x00"):
		j.others++
		assert.Equal(t, ours, after[ourName])
		return
	}
	result, there := after[ourName]
	if !there {
		result = after[theirName]
	}
	theirs := *theirText
	want, code := theirs, 0
	switch {
	case theirs == base:
		want = ours
	case ours != base:
		want, code = mergeFile(t, ours, base, theirs, j.at, to)
		j.merged++
	}
	assert.Equal(t, want, result, "%s from %s to %s", ourName, j.at, to)
	j.conflicts += min(code, 1)
}

// mergeFile returns what git merge-file makes of three texts, and its exit code.
func mergeFile(t *testing.T, ours, base, theirs, from, to string) (text string, code int) {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string]string{"ours": ours, "base": base, "theirs": theirs} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600))
	}
	return git(t, dir, "merge-file", "-p", "-L", "here", "-L", from, "-L", to, "ours", "base", "theirs")
}

// tree returns the files of the repository.
func (j *journey) tree() map[string]string {
	j.t.Helper()
	out := map[string]string{}
	require.NoError(j.t, filepath.WalkDir(j.dir, func(name string, entry fs.DirEntry, err error) error {
		if entry.IsDir() && (entry.Name() == ".git" || entry.Name() == ".goldenpath") {
			return fs.SkipDir
		}
		if entry.Type().IsRegular() {
			data, err := os.ReadFile(name)
			require.NoError(j.t, err)
			rel, err := filepath.Rel(j.dir, name)
			require.NoError(j.t, err)
			out[filepath.ToSlash(rel)] = string(data)
		}
		return nil
	}))
	return out
}

func (j *journey) nothingLost(after map[string]string) {
	j.t.Helper()
	var all bytes.Buffer
	for _, text := range after {
		all.WriteString(text)
	}
	for _, line := range j.added {
		assert.True(j.t, strings.Contains(all.String(), line), "%q is lost", line)
	}
	assert.Equal(j.t, "\x00PNG ours\n", after["logo.png"])
}
