package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

// TestCheckouts finds the repositories in a folder, whatever lies around them and however they lie in each other.
func TestCheckouts(t *testing.T) {
	t.Parallel()
	s := emptyScript(t)
	for _, folder := range []string{"all/b", "all/a", "all/.github", "all/node_modules/x", "all/.cache/y", "all/group/c", "all/a/inner"} {
		s.write(folder+"/.git/HEAD", "ref: refs/heads/main\n")
		s.write(folder+"/catalog-info.yaml", component(strings.TrimPrefix(filepath.Base(folder), "."), ""))
	}
	s.write("all/group/worktree/.git", "gitdir: ../../a/.git/worktrees/w\n")
	s.write("all/group/worktree/catalog-info.yaml", component("w", ""))
	s.write("all/catalog-info.yaml", "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: all}\nspec: {targets: [./a/catalog-info.yaml, ./plain/x.yaml]}\n")
	s.write("all/plain/x.yaml", component("plain", ""))
	names := func(args ...string) string {
		stdout, stderr, code := s.lint(nil, strings.NewReader(""), append([]string{"snapshot", "--created", "none"}, args...))
		require.Equal(t, exitClean, code, stderr)
		assert.Empty(t, stderr)
		got, err := snapshot.Open([]byte(stdout))
		require.NoError(t, err)
		var out []string
		for e := range got.All() {
			out = append(out, e.Ref.Name+" "+e.Location)
		}
		return strings.Join(out, ", ")
	}
	assert.Equal(t, "a all/a/catalog-info.yaml, b all/b/catalog-info.yaml, c all/group/c/catalog-info.yaml, github all/.github/catalog-info.yaml, "+
		"plain all/plain/x.yaml, w all/group/worktree/catalog-info.yaml, y all/.cache/y/catalog-info.yaml, all all/catalog-info.yaml", names("all"))
	assert.Equal(t, "a all/a/catalog-info.yaml", names("all/a"), "what lies in a repository is not looked for: it may be a submodule")
	assert.Equal(t, "inner all/a/inner/catalog-info.yaml", names("all/a/inner"))
	assert.Equal(t, "a all/a/catalog-info.yaml, b all/b/catalog-info.yaml", names("all/b", "all/a", "all/b/catalog-info.yaml"), "each once")
	s.work = filepath.Join(s.top, "all", "a")
	assert.Equal(t, "a catalog-info.yaml", names())

	// A folder of checkouts may itself lie in a repository, and be left out by it.
	s.write(".git/HEAD", "ref: refs/heads/main\n")
	s.write(".gitignore", "all/\n")
	s.work = s.top
	assert.Contains(t, names("all"), "b all/b/catalog-info.yaml")
}

// TestFilesAndSnapshotsSayTheSame asks the same of files and of a snapshot of them.
func TestFilesAndSnapshotsSayTheSame(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"impact", "owners", "why"} {
		archive, err := txtar.ParseFile("testdata/" + name + ".txtar")
		require.NoError(t, err)
		s := newScript(t, archive)
		_, stderr, code := s.lint(nil, strings.NewReader(""), strings.Fields("snapshot -o whole.snapshot"))
		require.Equal(t, exitClean, code, stderr)
		taken, err := snapshot.ReadFile(filepath.Join(s.top, "whole.snapshot"))
		require.NoError(t, err)
		for e := range taken.All() {
			for _, command := range []string{"impact", "owners", "graph --focus"} {
				args := append(strings.Fields(command+" "+e.Ref.String()), "--format", "json")
				files, stderr, code := s.lint(nil, strings.NewReader(""), args)
				require.Equal(t, exitClean, code, stderr)
				stored, stderr, code := s.lint(nil, strings.NewReader(""), append(args, "--catalog", "whole.snapshot"))
				require.Equal(t, exitClean, code, stderr)
				assert.JSONEq(t, withoutPlaces(t, files), withoutPlaces(t, stored), args)
			}
		}
	}
}

// withoutPlaces takes the members called at out of a JSON text.
func withoutPlaces(t *testing.T, text string) string {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal([]byte(text), &v))
	var strip func(any)
	strip = func(v any) {
		switch x := v.(type) {
		case []any:
			for _, item := range x {
				strip(item)
			}
		case map[string]any:
			delete(x, "at")
			for _, item := range x {
				strip(item)
			}
		}
	}
	strip(v)
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return string(out)
}

// TestHostileNames has entities whose names would act on a terminal or in Markdown. Kinds that the model does not know may
// have any name in a snapshot.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	s := emptyScript(t)
	names := []string{"a\x1b[2J\x07b", "`rm`|<b>", "@everyone", "[x](javascript:alert(1))", "a\u202eb", "\u2028"}
	var entries []snapshot.Entry
	for i, name := range names {
		e := snapshot.Entry{Location: "url:https://example.com/" + name}
		e.Ref.Kind, e.Ref.Namespace, e.Ref.Name = "Robot", "default", name
		next := e.Ref
		next.Name = names[(i+1)%len(names)]
		e.References = []snapshot.Reference{{Field: "x", Relation: "dependsOn", Target: next}, {Field: "owner", Relation: "ownedBy", Target: next}}
		entries = append(entries, e)
	}
	taken, err := snapshot.New(snapshot.Header{}, func(yield func(snapshot.Entry) bool) {
		for _, e := range entries {
			if !yield(e) {
				return
			}
		}
	})
	require.NoError(t, err)
	require.NoError(t, taken.WriteFile(filepath.Join(s.top, "hostile.snapshot")))
	for _, command := range []string{"impact robot:@everyone", "why robot:@everyone robot:`rm`|<b>", "owners", "owners robot:@everyone", "graph"} {
		for _, format := range reportFormats() {
			if command == "graph" {
				format = formatMermaid
			}
			args := append(strings.Fields(command), "--catalog", "hostile.snapshot", "--format", format)
			stdout, stderr, code := s.lint(nil, strings.NewReader(""), args)
			require.Equal(t, exitClean, code, stderr)
			if format != formatJSON {
				for _, bad := range []string{"ESC", "\x07", "\u202e", "\u2028"} {
					assert.NotContains(t, stdout, bad, args)
				}
			}
			if format == formatMarkdown {
				for line := range strings.Lines(stdout) {
					parts := strings.Split(line, "`")
					for i := 0; i < len(parts); i += 2 {
						assert.NotContains(t, parts[i], "@everyone", "outside of code: %s", line)
					}
				}
			}
		}
	}
}

// TestWholeCatalogThatCannotBeRead reads files and snapshots that are none.
func TestWholeCatalogThatCannotBeRead(t *testing.T) {
	t.Parallel()
	s := catalogScript(t)
	for _, command := range []string{"impact x", "why x y", "owners", "graph", "diff shop"} {
		for file, want := range map[string]string{
			"cut.snapshot": "cut short", "newer.snapshot": "version 2", "readme.txt": "not a catalog snapshot", "hostile.snapshot": "corrupt: line 4",
		} {
			stdout, stderr, code := s.lint(nil, strings.NewReader(""), append(strings.Fields(command), "--catalog", file))
			assert.Equal(t, exitBroken, code, command)
			assert.Empty(t, stdout)
			assert.Contains(t, stderr, want)
		}
	}
}

func TestReportsThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	s := catalogScript(t)
	p := &program{
		stdin: strings.NewReader(""), stdout: failing{}, stderr: &bytes.Buffer{}, dir: s.top, now: time.Now,
		getenv: func(string) string { return "" }, isTerminal: func(io.Writer) bool { return false }, sized: func(int) {},
	}
	for _, command := range []string{"impact orders", "owners", "graph", "snapshot", "diff shop configured", "why orders group:commerce"} {
		args := append(strings.Fields(command), "--catalog", "whole.snapshot")
		if command == "snapshot" {
			args = args[:1]
		}
		assert.Equal(t, exitBroken, p.run(t.Context(), args), command)
	}
	tt := &texts{w: failing{}}
	tt.row("a", "b")
	tt.line("c")
	assert.EqualError(t, tt.flush(), errors.New("broken pipe").Error())
}

func TestCompletionOfFlags(t *testing.T) {
	t.Parallel()
	for args, want := range map[string][]string{
		"graph --format":     {"mermaid", "svg", "dot", "json"},
		"impact --format":    {"text", "markdown", "json"},
		"diff --format":      {"text", "markdown", "json"},
		"owners --format":    {"text", "markdown", "json"},
		"why --relation":     {"dependsOn", "apiProvidedBy", "memberOf"},
		"graph --relation":   {"dependsOn", "apiProvidedBy", "memberOf"},
		"snapshot --created": {"none"},
	} {
		stdout, _, code := lintIn(t, t.TempDir(), append(append([]string{"__complete"}, strings.Fields(args)...), "")...)
		require.Equal(t, exitClean, code)
		for _, word := range want {
			assert.Contains(t, stdout, word+"\n", args)
		}
	}
	stdout, _, _ := lintIn(t, t.TempDir(), "--help")
	for _, name := range []string{"snapshot", "diff", "graph", "impact", "why", "owners", "--catalog"} {
		assert.Contains(t, stdout, name)
	}
}

func TestAge(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{"7d": 7 * day, "0": 0, "36h": 36 * time.Hour, "90m": 90 * time.Minute, "0d": 0} {
		var a age
		require.NoError(t, a.Set(text), text)
		assert.Equal(t, want, time.Duration(a), text)
	}
	for _, text := range []string{"", "d", "-1d", "99999d", "1.5d", "1w", "7", "-1h"} {
		var a age
		assert.Error(t, a.Set(text), text)
	}
	for want, d := range map[string]time.Duration{"7d": 7 * day, "36h0m0s": 36 * time.Hour} {
		a := age(d)
		assert.Equal(t, want, a.String())
	}
}

// TestSnapshotsAreReproducible takes a snapshot of the same files twice: at different places of the machine, with the
// checkouts named in another order, into a file and to standard output.
func TestSnapshotsAreReproducible(t *testing.T) {
	t.Parallel()
	env := map[string]string{"SOURCE_DATE_EPOCH": "1767225600"}
	take := func(args ...string) (*script, string) {
		s := emptyScript(t)
		for i := range 60 {
			checkout := "checkouts/" + string(rune('a'+i%3))
			s.write(checkout+"/.git/HEAD", "ref: refs/heads/main\n")
			s.write(fmt.Sprintf("%s/%d/catalog-info.yaml", checkout, i), component(fmt.Sprintf("c%d", i), fmt.Sprintf("component:c%d", (i+1)%60)))
		}
		stdout, stderr, code := s.lint(env, strings.NewReader(""), append([]string{"snapshot"}, args...))
		require.Equal(t, exitClean, code, stderr)
		return s, stdout
	}
	_, printed := take("checkouts")
	s, _ := take("-o", "catalog.snapshot", "checkouts/c", "checkouts/a", "checkouts/b")
	assert.Equal(t, printed, string(s.read("catalog.snapshot")))
	got, err := snapshot.Open([]byte(printed))
	require.NoError(t, err)
	assert.Equal(t, 60, got.Len())
	assert.Equal(t, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), got.Header().Created)
}
