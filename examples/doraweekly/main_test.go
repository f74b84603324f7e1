package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/internal/browsertest"
)

// orders builds a clone with a release every ten days, of which the third is taken back in the fourth.
type orders struct {
	t   *testing.T
	dir string
	now time.Time
}

func newClone(t *testing.T) *orders {
	t.Helper()
	r := &orders{t: t, dir: filepath.Join(t.TempDir(), "orders"), now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
	require.NoError(t, os.Mkdir(r.dir, 0o700))
	r.git("init", "-q", "-b", "main")
	return r
}

func (r *orders) git(args ...string) string {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "git", append([]string{"-C", r.dir}, args...)...)
	date := r.now.Format(time.RFC3339)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.com",
		"GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.com", "GIT_COMMITTER_DATE="+date)
	out, err := cmd.CombinedOutput()
	require.NoError(r.t, err, "git %s: %s", args, out)
	return strings.TrimSpace(string(out))
}

func (r *orders) commit(message string) string {
	r.t.Helper()
	r.now = r.now.Add(5 * time.Hour)
	require.NoError(r.t, os.WriteFile(filepath.Join(r.dir, "file.txt"), []byte(r.now.String()), 0o600))
	r.git("add", "-A")
	r.git("commit", "-qm", message)
	return r.git("rev-parse", "HEAD")
}

func (r *orders) releases() *orders {
	r.t.Helper()
	bad := ""
	for n := range 6 {
		one, two := r.commit("change"), r.commit("another")
		switch n {
		case 2:
			bad = one
		case 3:
			r.commit("Revert \"change\"\n\nThis reverts commit " + bad + ".")
		}
		assert.NotEqual(r.t, one, two)
		r.now = r.now.Add(26 * time.Hour)
		r.git("tag", "-am", "release", fmt.Sprintf("v1.%d.0", n))
		r.now = r.now.Add(8 * 24 * time.Hour)
	}
	return r
}

// weekly runs the command on the last day of March.
func weekly(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	code = run(t.Context(), args, time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), &out, &log)
	return code, out.String(), log.String()
}

// TestPage prints the table, writes the page, and opens that.
func TestPage(t *testing.T) {
	t.Parallel()
	r := newClone(t).releases()
	file := filepath.Join(t.TempDir(), "delivery.html")
	code, stdout, stderr := weekly(t, "-html", file, r.dir)
	require.Equal(t, 0, code, stderr)
	assert.Contains(t, stdout, "  orders      6            2.0/month")
	assert.Contains(t, stdout, "16.7%")
	assert.Contains(t, stderr, "The page is in "+file)
	p := browsertest.Open(t, file, nil)
	assert.Empty(t, p.Console)
	assert.Empty(t, p.Hosts)
	for kind, n := range map[string]int{"levels": 4, "trend": 1, "distribution": 1, "failures": 1, "restores": 1, "teams": 4} {
		assert.Len(t, p.Elements("svg", "chart", kind), n, kind)
	}
	assert.Len(t, p.Elements("circle", "lead"), 5, "a dot for each week with a release, but for the first: its changes have no age")
	if p.Picture != nil {
		assert.Greater(t, p.Pixels("#3f6fb0"), 1000, "the bars can be seen")
	}
}

// TestExplain explains a number: which release failed, and why.
func TestExplain(t *testing.T) {
	t.Parallel()
	r := newClone(t).releases()
	code, stdout, stderr := weekly(t, "-explain", "change_failure", r.dir)
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, `(?m)^2026-01-\d\d \d\d:\d\d  orders   failed   v1\.2\.0  –       [0-9a-f]{40} reverts a commit of it, deployed by v1\.3\.0 at 2026-`, stdout)
	assert.Equal(t, 5, strings.Count(stdout, "counted"))
	assert.NoFileExists(t, "delivery.html")
}

func TestEvents(t *testing.T) {
	t.Parallel()
	r := newClone(t).releases()
	file := filepath.Join(t.TempDir(), "incidents.jsonl")
	require.NoError(t, os.WriteFile(file, []byte(`{"type": "incident", "id": "INC-1", "service": "orders", "opened_at": "2026-02-20T00:00:00Z", "deployments": ["v1.4.0"]}`), 0o600))
	code, stdout, stderr := weekly(t, "-events", file, "-explain", "change_failure", r.dir)
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, `failed +v1\.4\.0 .* incident INC-1`, stdout)
}

func TestMerges(t *testing.T) {
	t.Parallel()
	r := newClone(t)
	r.commit("one")
	r.commit("two")
	code, _, stderr := weekly(t, "-html", "", r.dir)
	assert.Equal(t, 1, code)
	assert.Contains(t, stderr, "has no tags")
	assert.Contains(t, stderr, "use -merges")
	code, stdout, stderr := weekly(t, "-html", "", "-merges", r.dir)
	require.Equal(t, 0, code, stderr)
	assert.Contains(t, stdout, "  orders      2 ")
}

// TestStore runs twice with one store: the second run has the same figures, and sees what was added.
func TestStore(t *testing.T) {
	t.Parallel()
	r := newClone(t).releases()
	kept := filepath.Join(t.TempDir(), "history.db")
	_, first, _ := weekly(t, "-html", "", "-store", kept, r.dir)
	code, second, stderr := weekly(t, "-html", "", "-store", kept, r.dir)
	require.Equal(t, 0, code, stderr)
	assert.Equal(t, first, second)
	r.commit("more")
	r.git("tag", "-am", "release", "v2.0.0")
	_, third, _ := weekly(t, "-html", "", "-store", kept, r.dir)
	assert.Contains(t, third, "  orders      7 ")
}

func TestShallow(t *testing.T) {
	t.Parallel()
	r := newClone(t).releases()
	shallow := filepath.Join(t.TempDir(), "orders")
	r.git("clone", "-q", "--depth=2", "file://"+r.dir, shallow)
	code, stdout, stderr := weekly(t, "-html", "", shallow)
	assert.Equal(t, 1, code)
	assert.Empty(t, stdout)
	assert.Contains(t, stderr, "is a shallow clone, so that lead times would be wrong: run git -C "+shallow+" fetch --unshallow --tags")
}

// TestCatalog has the services of a monorepo, and their owners.
func TestCatalog(t *testing.T) {
	t.Parallel()
	r := newClone(t).releases()
	file := filepath.Join(t.TempDir(), "catalog-info.yaml")
	write := func(repos ...string) {
		text := "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: checkout}\nspec: {type: team, children: []}\n"
		for i, repo := range repos {
			text += fmt.Sprintf("---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: part-%d\n  annotations: {github.com/project-slug: %s}\nspec: {type: service, lifecycle: production, owner: checkout}\n", i, repo)
		}
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	write("acme/orders", "acme/orders")
	code, stdout, stderr := weekly(t, "-html", "", "-catalog", file, r.dir)
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, `(?m)^group:default/checkout +12 `, stdout)
	assert.Regexp(t, `(?m)^  part-1 +6 `, stdout)
	write("acme/orders", "acme/billing")
	code, _, stderr = weekly(t, "-html", "", "-catalog", file, r.dir)
	assert.Equal(t, 1, code)
	assert.Contains(t, stderr, `["acme/billing" "acme/orders"]: say with -repo`)
	code, stdout, stderr = weekly(t, "-html", "", "-catalog", file, "-repo", "acme/orders", r.dir)
	require.Equal(t, 0, code, stderr)
	assert.NotContains(t, stdout, "part-1")
	code, _, stderr = weekly(t, "-catalog", file, "-repo", "acme/none", r.dir)
	assert.Equal(t, 1, code)
	assert.Contains(t, stderr, "no component of the repository acme/none")
}

func TestNothingInWindow(t *testing.T) {
	t.Parallel()
	r := newClone(t).releases()
	code, stdout, stderr := weekly(t, "-html", "", "-days", "3", r.dir)
	assert.Equal(t, 0, code)
	assert.Contains(t, stdout, "all services  0 ")
	assert.Contains(t, stderr, "Nothing was deployed in these 3 days; the last time was on 2026-02-23")
}

func TestUsage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"help":      {[]string{"-h"}, 0, "Usage: doraweekly [flags] [PATH]"},
		"metric":    {[]string{"-explain", "speed"}, 2, `"deployment_frequency" "lead_time" "change_failure"`},
		"two":       {[]string{"a", "b"}, 2, "one clone at a time"},
		"days":      {[]string{"-days", "0"}, 2, "0 days"},
		"day":       {[]string{"-to", "tomorrow"}, 2, "tomorrow"},
		"flag":      {[]string{"-nope"}, 2, "-nope"},
		"no clone":  {[]string{t.TempDir()}, 1, "not a git repository"},
		"no folder": {[]string{filepath.Join(t.TempDir(), "none")}, 1, "none"},
		"no events": {[]string{"-events", "none.jsonl", newClone(t).releases().dir}, 1, "none.jsonl"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := weekly(t, c.args...)
			assert.Equal(t, c.code, code)
			assert.Empty(t, stdout)
			assert.Contains(t, stderr, c.want)
		})
	}
}

func TestBar(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "deployments/tags [###############               ] 5 of 10", line(dora.Progress{Source: "deployments/tags", Items: 5, Total: 10}))
	assert.Equal(t, "changes/acme: 3", strings.Replace(line(dora.Progress{Source: "changes/acme", Items: 3}), " ", ": ", 1))
	assert.LessOrEqual(t, len(line(dora.Progress{Source: strings.Repeat("é\x1b", 300), Items: 9, Total: 3})), lineWidth)
	assert.NotContains(t, line(dora.Progress{Source: "\x1b[2J"}), "\x1b")
	var out bytes.Buffer
	b := &bar{out: &out}
	b.tell(dora.Progress{Source: "a", Items: 1, Total: 2})
	b.erase()
	b.erase()
	assert.True(t, strings.HasPrefix(out.String(), "\r\x1b[Ka ["))
	assert.True(t, strings.HasSuffix(out.String(), "1 of 2\r\x1b[K"), "erased once: %q", out.String())
	assert.Nil(t, newBar(&out).out, "not on what is no terminal")
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	defer file.Close()
	assert.Nil(t, newBar(file).out)
}
