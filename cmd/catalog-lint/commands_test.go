package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lint runs the command in a folder of its own and returns what it prints.
func lintIn(t *testing.T, dir string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	s := &script{t: t, top: dir, work: dir}
	return s.lint(nil, strings.NewReader(""), args)
}

func TestRulesAsData(t *testing.T) {
	t.Parallel()
	stdout, stderr, code := lintIn(t, t.TempDir(), "rules", "--format", "json")
	require.Equal(t, exitClean, code, stderr)
	var list []ruleJSON
	require.NoError(t, json.Unmarshal([]byte(stdout), &list))
	require.Len(t, list, len(allRules()))
	for _, r := range list {
		assert.NotEmpty(t, r.Doc, r.Name)
		assert.Len(t, r.Levels, 3, r.Name)
	}
}

func TestRulesForPeople(t *testing.T) {
	t.Parallel()
	for _, format := range []string{formatText, formatMarkdown} {
		stdout, stderr, code := lintIn(t, t.TempDir(), "rules", "--format", format)
		require.Equal(t, exitClean, code, stderr)
		for _, r := range allRules() {
			assert.Contains(t, stdout, r.Name, format)
		}
	}
}

func TestExplainEveryRule(t *testing.T) {
	t.Parallel()
	for _, r := range allRules() {
		stdout, stderr, code := lintIn(t, t.TempDir(), "explain", r.Name)
		require.Equal(t, exitClean, code, stderr)
		assert.Contains(t, stdout, r.Title())
		assert.Contains(t, stdout, "- golden-path: "+r.Levels.In("golden-path").String())
	}
}

func TestConfigSchemaIsJSON(t *testing.T) {
	t.Parallel()
	stdout, _, code := lintIn(t, t.TempDir(), "config", "--schema")
	require.Equal(t, exitClean, code)
	assert.True(t, json.Valid([]byte(stdout)))
}

func TestSchemaOfEveryKind(t *testing.T) {
	t.Parallel()
	for _, kind := range append(kindNames(), "component") {
		stdout, stderr, code := lintIn(t, t.TempDir(), "schema", kind)
		require.Equal(t, exitClean, code, stderr)
		assert.True(t, json.Valid([]byte(stdout)), kind)
	}
	common, _, code := lintIn(t, t.TempDir(), "schema")
	require.Equal(t, exitClean, code)
	assert.True(t, json.Valid([]byte(common)))
}

// TestPrintedConfigurationIsTheSame prints a configuration, uses what was printed, and prints again.
func TestPrintedConfigurationIsTheSame(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, ".catalog-lint.yaml"), []byte(text), 0o644))
	}
	put(`version: 1
extends: [preset:strict]
include: ["**/service.yaml"]
exclude: ["x/**"]
fail-on: never
references: {catalog: closed, closed: [group]}
tier: {keys: ["label:a b"], order: [one, "2"]}
rules:
  annotation-required: {severity: info, kinds: [Component], keys: [example.com/a]}
  owner-present: {severity: error, required: true}
overrides:
  - paths: ["x/**"]
    rules: {tier-present: info}
  - entities: ["component:default/*"]
    rules: {tier-present: off}
  - {kinds: [API], tiers: [1], owners: ["group:default/shop"], rules: {tier-present: off}}
ignores:
  - {rules: [tag-format], paths: ["y/**"], reason: "why: not", until: 2030-01-02}
baseline: known/b.jsonl
custom:
  - {name: acme-cost, kinds: [Component], when: "true", check: "'a' in metadata.labels", message: "no ${metadata.name}", help: h, url: "https://acme.example"}
`)
	first, stderr, code := lintIn(t, dir, "config")
	require.Equal(t, exitClean, code, stderr)
	put(first)
	again, stderr, code := lintIn(t, dir, "config")
	require.Equal(t, exitClean, code, stderr+first)
	origins := regexp.MustCompile(`(?m)  # .*$`) // the second comes from the first
	assert.Equal(t, origins.ReplaceAllString(first, ""), origins.ReplaceAllString(again, ""))
	assert.Contains(t, first, `include: ["**/service.yaml"]`)
	assert.Contains(t, first, `owner-present: {severity: error, required: true`)
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		stdout, stderr, code := lintIn(t, t.TempDir(), "completion", shell)
		require.Equal(t, exitClean, code, stderr)
		assert.Contains(t, stdout, "catalog-lint", shell)
	}
	stdout, _, code := lintIn(t, t.TempDir(), "__complete", "--preset", "")
	require.Equal(t, exitClean, code)
	assert.Contains(t, stdout, "golden-path")
	stdout, _, _ = lintIn(t, t.TempDir(), "__complete", "explain", "owner-pr")
	assert.Contains(t, stdout, "owner-present")
}

func TestHelp(t *testing.T) {
	t.Parallel()
	stdout, _, code := lintIn(t, t.TempDir(), "--help")
	require.Equal(t, exitClean, code)
	for _, name := range []string{"run", "inspect", "rules", "explain", "init", "config", "version", "completion", "--preset", "Exit codes:"} {
		assert.Contains(t, stdout, name)
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	info := &debug.BuildInfo{GoVersion: "go1.26.8"}
	info.Main.Version = "v1.2.3"
	info.Settings = []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.modified", Value: "true"}}
	var out bytes.Buffer
	p := &program{stdout: &out}
	require.NoError(t, p.printVersion(newVersionInfo(info), false))
	assert.Equal(t, "catalog-lint v1.2.3 (abc)\ngo1.26.8\nBackstage catalog-backend 4.0.0, catalog-model 1.10.1\n", out.String())
	out.Reset()
	require.NoError(t, p.printVersion(newVersionInfo(info), true))
	assert.JSONEq(t, `{"version": "v1.2.3", "commit": "abc", "modified": true, "go": "go1.26.8", "catalogBackend": "4.0.0", "catalogModel": "1.10.1"}`, out.String())
	assert.Equal(t, "(devel)", newVersionInfo(nil).Version)

	stdout, _, code := lintIn(t, t.TempDir(), "version", "--json")
	require.Equal(t, exitClean, code)
	assert.Contains(t, stdout, `"catalogBackend":"4.0.0"`)
}
