package lint_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// web is what is to be had at addresses.
type web map[string]string

func (w web) fetch(url, _ string) ([]byte, error) {
	text, ok := w[url]
	if !ok {
		return nil, errors.New(url + ": there is no network")
	}
	return []byte(text), nil
}

// pinned returns an item of extends.
func (w web) pinned(url string) string {
	sum := sha256.Sum256([]byte(w[url]))
	return fmt.Sprintf("{url: %q, sha256: %s}", url, hex.EncodeToString(sum[:]))
}

func TestExtendURL(t *testing.T) {
	t.Parallel()
	w := web{}
	w["https://acme.example/base.yaml"] = "version: 1\nextends: [preset:strict]\nrules: {name-bad: {severity: error, required: true}, tag-noise: {tags: [a]}}\n" +
		"ignores:\n  - {rules: [file-seen], paths: [gen/**], reason: written by a machine}\n"
	w["https://acme.example/team.yaml"] = "version: 1\nextends: [" + w.pinned("https://acme.example/base.yaml") + "]\nfail-on: warning\n"
	text := "version: 1\nextends: [" + w.pinned("https://acme.example/team.yaml") + "]\nrules: {tag-noise: info}\n"
	trace := map[string]string{}
	c, err := lint.ParseConfig("c.yaml", []byte(text), append(configRules(), fileRule), &lint.ConfigOptions{
		Fetch: w.fetch, Trace: func(pointer string, at source.Position) { trace[pointer] = at.String() },
	})
	require.NoError(t, err)
	assert.Equal(t, lint.Strict, c.Preset)
	assert.Equal(t, lint.Warning, c.FailOn)
	assert.Equal(t, lint.RuleConfig{Severity: lint.Error, Required: true}, c.Rules["name-bad"])
	assert.Equal(t, lint.RuleConfig{Severity: lint.Info, Params: &noiseParams{Tags: []string{"a"}}}, c.Rules["tag-noise"])
	assert.Equal(t, []lint.Ignore{{Scope: lint.Scope{Paths: []string{"gen/**"}}, Rules: []string{"file-seen"}, Reason: "written by a machine"}}, c.Ignores)
	assert.Equal(t, map[string]string{
		"/preset":                   "https://acme.example/base.yaml:2:11",
		"/extends":                  "c.yaml:2:1",
		"/version":                  "c.yaml:1:1",
		"/fail-on":                  "https://acme.example/team.yaml:3:1",
		"/rules/name-bad/severity":  "https://acme.example/base.yaml:3:20",
		"/rules/name-bad/required":  "https://acme.example/base.yaml:3:37",
		"/rules/tag-noise/tags":     "https://acme.example/base.yaml:3:66",
		"/rules/tag-noise/severity": "c.yaml:3:20",
		"/rules":                    "c.yaml:3:1",
		"/ignores":                  "https://acme.example/base.yaml:4:1",
		"/ignores/0":                "https://acme.example/base.yaml:5:5",
	}, trace)
}

func TestExtendURLSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := web{
		"https://acme.example/broken.yaml": "version: 1\nrules: {name-bda: off}\n",
		"https://acme.example/local.yaml":  "version: 1\nextends: [./other.yaml]\n",
		"https://acme.example/must.yaml":   "version: 1\nrules: {name-bad: {severity: error, required: true}}\n",
	}
	zeros := "sha256: " + fmt.Sprintf("%064d", 0)
	tests := []struct{ name, text, want string }{
		{"no checksum", "extends: [https://acme.example/a.yaml]", "c.yaml:2:11: what a URL holds may change: write {url: …, sha256: …}, so that it cannot"},
		{"no url", "extends: [{" + zeros + "}]", "c.yaml:2:11: url is missing"},
		{"no web address", "extends: [{url: file:///etc/x, " + zeros + "}]", `c.yaml:2:11: "file:///etc/x" is no address of the form https://HOST/PATH`},
		{"credentials", "extends: [{url: https://u:p@acme.example/a, " + zeros + "}]", "c.yaml:2:11: a configuration is no place for credentials: take them out of the url"},
		{"half a checksum", "extends: [{url: https://acme.example/a, sha256: abc}]", "c.yaml:2:11: sha256 is a checksum of 64 hexadecimal digits"},
		{"misspelt", "extends: [{url: https://acme.example/a, sha265: abc}]", `c.yaml:2:41: unknown key "sha265" (did you mean "sha256"?)`},
		{"no network", "extends: [{url: https://acme.example/none, " + zeros + "}]", "c.yaml:2:11: https://acme.example/none: there is no network"},
		{"another content", "extends: [{url: https://acme.example/local.yaml, " + zeros + "}]", "c.yaml:2:11: https://acme.example/local.yaml has the checksum " +
			fmt.Sprintf("%x", sha256.Sum256([]byte(w["https://acme.example/local.yaml"]))) + ": it is not what was pinned"},
		{"faults in it", "extends: [" + w.pinned("https://acme.example/broken.yaml") + "]", "https://acme.example/broken.yaml:2:9: unknown rule \"name-bda\" (did you mean \"name-bad\"?)"},
		{"a file from it", "extends: [" + w.pinned("https://acme.example/local.yaml") + "]", "https://acme.example/local.yaml:2:11: a configuration from a URL can extend presets and URLs, not files"},
		{"what it requires", "extends: [" + w.pinned("https://acme.example/must.yaml") + "]\nrules: {name-bad: warning}\nignores: [{rules: [name-bad], paths: [x], reason: y}]\noverrides: [{kinds: [API], rules: {name-bad: off}}]",
			"c.yaml:3:19: rule name-bad is required at level error by a configuration that this one extends\n" +
				"c.yaml:4:20: rule name-bad is required at level error and cannot be ignored\n" +
				"c.yaml:5:46: rule name-bad is required at level error"},
		{"a number", "extends: [1]", "c.yaml:2:11: preset:NAME, a path, or a mapping with url and sha256 is wanted here, not the number 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := lint.ParseConfig("c.yaml", []byte("version: 1\n"+tt.text+"\n"), configRules(), &lint.ConfigOptions{Fetch: w.fetch})
			assert.EqualError(t, err, tt.want)
		})
	}
	_, err := lint.ParseConfig("c.yaml", []byte("version: 1\nextends: [{url: https://acme.example/a, "+zeros+"}]\n"), nil, nil)
	assert.EqualError(t, err, "c.yaml:2:11: https://acme.example/a cannot be extended here: nothing is fetched")
}

func TestProfiles(t *testing.T) {
	t.Parallel()
	fsys := files("company.yaml", `version: 1
rules: {name-bad: warning, tag-noise: {severity: info, tags: [a]}}
profiles:
  ci: {fail-on: warning, rules: {name-bad: error, tag-noise: {tags: [b]}}}
`, "c.yaml", `version: 1
extends: [company.yaml]
fail-on: error
exclude: [x]
overrides: [{paths: [a], rules: {name-bad: off}}]
profiles:
  ci:
    exclude: [y]
    overrides: [{paths: [b], rules: {name-bad: off}}]
    ignores: [{rules: [name-bad], paths: [c], reason: d}]
    baseline: b.jsonl
  local: {fail-on: never}
`)
	load := func(profile string) *lint.Config {
		c, err := lint.LoadConfig(fsys, "c.yaml", configRules(), &lint.ConfigOptions{Profile: profile})
		require.NoError(t, err)
		return c
	}
	none, ci, local := load(""), load("ci"), load("local")
	assert.Equal(t, []lint.Severity{lint.Error, lint.Error, lint.Off}, []lint.Severity{none.FailOn, ci.FailOn, local.FailOn}, "the nearer file wins over a profile of what it extends")
	assert.Equal(t, lint.Warning, none.Rules["name-bad"].Severity)
	assert.Equal(t, lint.Error, ci.Rules["name-bad"].Severity)
	assert.Equal(t, &noiseParams{Tags: []string{"a"}}, none.Rules["tag-noise"].Params, "what is not chosen leaves no trace")
	assert.Equal(t, &noiseParams{Tags: []string{"b"}}, ci.Rules["tag-noise"].Params)
	assert.Equal(t, []string{"y"}, ci.Exclude)
	assert.Equal(t, []string{"x"}, local.Exclude)
	assert.Len(t, ci.Overrides, 2)
	assert.Len(t, local.Overrides, 1)
	assert.Len(t, ci.Ignores, 1)
	assert.Equal(t, "b.jsonl", ci.Baseline)

	for profile, want := range map[string]string{
		"cy":   `unknown profile "cy" (did you mean "ci"?); there are ci, local`,
		"prod": `unknown profile "prod"; there are ci, local`,
	} {
		_, err := lint.LoadConfig(fsys, "c.yaml", configRules(), &lint.ConfigOptions{Profile: profile})
		assert.EqualError(t, err, want)
	}
	_, err := lint.ParseConfig("c.yaml", []byte("version: 1\n"), nil, &lint.ConfigOptions{Profile: "ci"})
	assert.EqualError(t, err, `unknown profile "ci": the configuration has none`)
}

func TestProfilesAndIgnoresSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"no mapping", "profiles: [ci]", "c.yaml:2:11: a mapping from names of profiles is wanted here, not a list"},
		{"not one either", "profiles: {ci: error}", `c.yaml:2:16: a mapping is wanted here, not "error"`},
		{"a name", "profiles: {On CI: {}}", `c.yaml:2:12: "On CI" is no name of a profile: write lower-case words with dashes between them`},
		{"what only files have", "profiles: {ci: {extends: [], version: 1}}", "c.yaml:2:17: unknown key \"extends\"\nc.yaml:2:30: unknown key \"version\""},
		{"one that is not chosen", "profiles: {ci: {fail-on: warn, rules: {name-bda: off}, include: [\"[\"]}}", "c.yaml:2:26: \"warn\" is none of error, warning, info, never\n" +
			"c.yaml:2:40: unknown rule \"name-bda\" (did you mean \"name-bad\"?)\nc.yaml:2:66: \"[\": syntax error in pattern"},
		{"an ignore without anything", "ignores: [{}]", "c.yaml:2:11: an ignore needs rules"},
		{"an ignore for everything", "ignores: [{rules: [name-bad], reason: x}]", "c.yaml:2:11: an ignore needs paths, entities, kinds, tiers or owners; to turn a rule off, set it to off under rules"},
		{"an ignore without a reason", "ignores: [{rules: [name-bad], paths: [a], reason: \" \"}]", "c.yaml:2:11: an ignore needs a reason"},
		{"an ignore of what there is not", "ignores: [{rules: [name-bda, 1], paths: [a], reason: x}]", "c.yaml:2:20: unknown rule \"name-bda\" (did you mean \"name-bad\"?)"},
		{"a date", "ignores: [{rules: [name-bad], kinds: [API], reason: x, until: 2027-02-30}]", "c.yaml:2:63: write a day as 2027-01-31"},
		{"a number for a date", "ignores: [{rules: [name-bad], kinds: [API], reason: x, until: 2027}]", "c.yaml:2:63: a text is wanted here, not the number 2027"},
		{"scopes", "overrides: [{kinds: [Componnt, Widget], owners: [team-a], tiers: [1], rules: {}}]", "c.yaml:2:22: \"Componnt\": did you mean Component?\n" +
			"c.yaml:2:50: \"team-a\": a pattern for entities has the form kind:namespace/name"},
		{"no list", "ignores: {}\noverrides: x", "c.yaml:2:10: a list is wanted here, not a mapping\nc.yaml:3:12: a list is wanted here, not \"x\""},
		{"items of another form", "ignores: [x]\noverrides: [[]]", "c.yaml:2:11: a mapping is wanted here, not \"x\"\nc.yaml:3:13: a mapping is wanted here, not a list"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := lint.ParseConfig("c.yaml", []byte("version: 1\n"+tt.text+"\n"), configRules(), nil)
			assert.EqualError(t, err, tt.want)
		})
	}
}

// scopedGroup is a group with a tier and an owner, which only this test's rules look for.
func scopedEntity(kind, name, owner, tier string) string {
	return fmt.Sprintf("apiVersion: backstage.io/v1alpha1\nkind: %s\nmetadata:\n  name: %s\n  labels: {tier: %q}\nspec:\n  type: a\n  lifecycle: a\n  owner: %s\n  definition: a\n", kind, name, tier, owner)
}

func TestScopes(t *testing.T) {
	t.Parallel()
	anything := &lint.Rule{Name: "name-any", Entity: func(p *lint.EntityPass) {
		p.Reportf("/metadata/name", "%s is here", p.Entity.Metadata.Name)
	}}
	fsys := files(
		"a.yaml", scopedEntity("Component", "one", "legacy", "1"), "b/b.yaml", scopedEntity("API", "two", "group:default/shop", "2"),
		"c.yaml", scopedEntity("Component", "three", "user:default/ada", "2"),
	)
	tests := []struct {
		name  string
		scope lint.Scope
		want  []string // names of the entities that are selected
	}{
		{"paths", lint.Scope{Paths: []string{"b/**"}}, []string{"two"}},
		{"entities", lint.Scope{Entities: []string{"Component:*/t*"}}, []string{"three"}},
		{"kinds", lint.Scope{Kinds: []string{"component"}}, []string{"one", "three"}},
		{"tiers", lint.Scope{Tiers: []string{"2", "3"}}, []string{"two", "three"}},
		{"owners", lint.Scope{Owners: []string{"group:default/*"}}, []string{"one", "two"}},
		{"one owner", lint.Scope{Owners: []string{"Group:default/Legacy"}}, []string{"one"}},
		{"all of them", lint.Scope{Kinds: []string{"Component"}, Tiers: []string{"2"}, Owners: []string{"user:*/*"}}, []string{"three"}},
		{"none", lint.Scope{Kinds: []string{"API"}, Tiers: []string{"1"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			config := &lint.Config{
				Overrides: []lint.Override{{Scope: tt.scope, Rules: map[string]lint.Severity{"name-any": lint.Error}}},
				Ignores:   []lint.Ignore{{Scope: tt.scope, Rules: []string{"name-any"}, Reason: "why not"}},
			}
			l := lint.Linter{Rules: []*lint.Rule{anything}, Config: config}
			r := run(t, l, fsys, "a.yaml", "b/b.yaml", "c.yaml")
			var got []string
			for _, d := range r.Suppressed {
				assert.Equal(t, lint.Error, d.Severity)
				assert.Equal(t, &lint.Suppressed{By: lint.SuppressedConfig, Reason: "why not"}, d.Suppressed)
				got = append(got, d.Entity.Name)
			}
			assert.ElementsMatch(t, tt.want, got)
			for _, d := range r.Diagnostics {
				assert.Equal(t, lint.Warning, d.Severity)
			}
			assert.Len(t, r.Diagnostics, 3-len(tt.want))
		})
	}
}

func TestIgnoresOfTheConfiguration(t *testing.T) {
	t.Parallel()
	text := `version: 1
ignores:
  - {rules: [name-old], entities: ["group:default/bad-*"], reason: renamed next year}
  - {rules: [name-bad, tag-noise], paths: [a.yaml], reason: half of it}
  - {rules: [name-bad], paths: [b.yaml], reason: for now, until: 2026-01-02}
  - {rules: [name-bad], paths: [gone/**], reason: it was there}
  - {rules: [file-seen], kinds: [Domain], reason: there is none}
`
	rules := []*lint.Rule{nameBad, tagNoise, fileRule}
	c, err := lint.ParseConfig("c.yaml", []byte(text), rules, nil)
	require.NoError(t, err)
	fsys := files("a.yaml", groupYAML("bad-one"), "b.yaml", groupYAML("bad"))
	for i, tt := range []struct {
		linter     lint.Linter
		want       []string
		suppressed int
	}{
		{lint.Linter{Config: c, Now: day(2026, 1, 2)}, []string{
			"c.yaml:4:5: warning: tag-noise has nothing to ignore in what this entry selects [suppression-unused]",
		}, 2},
		{lint.Linter{Config: c, Now: day(2026, 1, 3), Complete: true}, []string{
			"b.yaml:4:9: warning: the name bad is bad [name-bad]",
			"c.yaml:4:5: warning: tag-noise has nothing to ignore in what this entry selects [suppression-unused]",
			"c.yaml:5:5: warning: this ignore ended on 2026-01-02 [suppression-expired]",
			"c.yaml:6:5: warning: name-bad has nothing to ignore in what this entry selects [suppression-unused]",
			"c.yaml:7:5: warning: file-seen has nothing to ignore in what this entry selects [suppression-unused]",
		}, 1},
	} {
		l := tt.linter
		l.Rules = rules
		r := run(t, l, fsys, "a.yaml", "b.yaml")
		var got []string
		for _, line := range lines(r.Diagnostics) {
			if !strings.HasSuffix(line, ": info: seen [file-seen]") {
				got = append(got, line)
			}
		}
		assert.Equal(t, tt.want, got, i)
		assert.Len(t, r.Suppressed, tt.suppressed, i)
		assert.Equal(t, "renamed next year", r.Suppressed[0].Suppressed.Reason, "the first that applies")
		assert.Equal(t, "c.yaml:3:5", r.Suppressed[0].Suppressed.Range.String())
	}
}

func day(year, month, of int) func() time.Time {
	return func() time.Time { return time.Date(year, time.Month(month), of, 12, 0, 0, 0, time.UTC) }
}

func TestRequiredRulesAreNotIgnoredByAnything(t *testing.T) {
	t.Parallel()
	config := &lint.Config{
		Rules:   map[string]lint.RuleConfig{"name-bad": {Severity: lint.Error, Required: true}},
		Ignores: []lint.Ignore{{Rules: []string{"name-bad"}, Reason: "please"}},
	}
	l := lint.Linter{Rules: []*lint.Rule{nameBad}, Config: config, Accept: []lint.Accepter{acceptAll{}}}
	r := run(t, l, files("a.yaml", groupYAML("bad")), "a.yaml")
	assert.Equal(t, []string{"a.yaml:4:9: error: the name bad is bad [name-bad]"}, lines(r.Diagnostics))
}
