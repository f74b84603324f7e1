package lint_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// manyParams has a parameter of every type.
type manyParams struct {
	Text    string            `yaml:"text"`
	Flag    bool              `yaml:"flag"`
	Number  int               `yaml:"number"`
	Share   float64           `yaml:"share"`
	Words   []string          `yaml:"words" enum:"red,green"`
	Names   map[string]string `yaml:"names"`
	Lists   map[string][]int  `yaml:"lists"`
	Pattern *regexp.Regexp    `yaml:"pattern"`
	Level   lint.Severity     `yaml:"level"`
	Items   []manyItem        `yaml:"items" doc:"the items"`
	Nested  struct {
		Deep manyItem `yaml:"deep"`
	} `yaml:"nested"`
}

type manyItem struct {
	Kind  catalog.Kind `yaml:"kind"`
	Count *int         `yaml:"count"`
}

func configRules() []*lint.Rule {
	many := &lint.Rule{Name: "many-params", Params: func() any { return &manyParams{Text: "default", Words: []string{"red"}} }}
	return []*lint.Rule{nameBad, tagNoise, textFixme, ownerExists, many}
}

func TestParseConfig(t *testing.T) {
	t.Parallel()
	text := `version: 1
extends: [preset:golden-path]
include: ["**/*.catalog.yaml"]
exclude: ["legacy/**"]
fail-on: warning
references: {catalog: open, closed: [group, component:default]}
tier: {keys: [label:tier, "tag:tier-"], order: [1, "2", three]}
rules:
  name-old: off
  owner-exists: {severity: error, required: true}
  tag-noise: {tags: [hum, buzz]}
  many-params:
    severity: info
    flag: true
    number: -3
    share: 0.5
    words: [green]
    names: {a: b, "1": 2}
    lists: {x: [1, 2]}
    pattern: ^a+$
    level: error
    items: [{kind: API, count: 0}, {}]
    nested: {deep: {kind: System}}
overrides:
  - paths: ["a/**"]
    rules: {tag-noise: error}
  - entities: ["group:default/old-*"]
    paths: ["b/**"]
    rules: {name-bad: info}
`
	c, err := lint.ParseConfig("c.yaml", []byte(text), configRules(), nil)
	require.NoError(t, err)
	zero := 0
	many := &manyParams{
		Text: "default", Flag: true, Number: -3, Share: 0.5, Words: []string{"green"},
		Names: map[string]string{"a": "b", "1": "2"}, Lists: map[string][]int{"x": {1, 2}},
		Pattern: regexp.MustCompile("^a+$"), Level: lint.Error,
		Items: []manyItem{{Kind: catalog.API, Count: &zero}, {}},
	}
	many.Nested.Deep.Kind = catalog.System
	assert.Equal(t, &lint.Config{
		Preset:     lint.GoldenPath,
		Include:    []string{"**/*.catalog.yaml"},
		Exclude:    []string{"legacy/**"},
		FailOn:     lint.Warning,
		References: lint.References{Catalog: "open", Closed: []string{"group", "component:default"}},
		Tier:       lint.TierConfig{Keys: []string{"label:tier", "tag:tier-"}, Order: []string{"1", "2", "three"}},
		Rules: map[string]lint.RuleConfig{
			"name-bad":     {Severity: lint.Off},
			"owner-exists": {Severity: lint.Error, Required: true},
			"tag-noise":    {Params: &noiseParams{Tags: []string{"hum", "buzz"}}},
			"many-params":  {Severity: lint.Info, Params: many},
		},
		Overrides: []lint.Override{
			{Scope: lint.Scope{Paths: []string{"a/**"}}, Rules: map[string]lint.Severity{"tag-noise": lint.Error}},
			{Scope: lint.Scope{Paths: []string{"b/**"}, Entities: []string{"group:default/old-*"}}, Rules: map[string]lint.Severity{"name-bad": lint.Info}},
		},
	}, c)
}

func TestParseConfigReportsEverything(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"empty", "", "c.yaml:1:1: version is missing; write version: 1"},
		{"no mapping", "- a\n", "c.yaml:1:1: a mapping is wanted here, not a list"},
		{"version", "version: 2\n", "c.yaml:1:10: version 2 is not known; this is version 1"},
		{"version as text", "version: one\n", `c.yaml:1:10: a whole number is wanted here, not "one"`},
		{"many at once", "version: 1\nexlude: []\nfail-on: warn\nrules:\n  name-bda: off\n  tag-noise: {tag: [], tags: {}}\n  text-fixme: on\n",
			"c.yaml:2:1: unknown key \"exlude\" (did you mean \"exclude\"?)\n" +
				"c.yaml:3:10: \"warn\" is none of error, warning, info, never\n" +
				"c.yaml:5:3: unknown rule \"name-bda\" (did you mean \"name-bad\"?)\n" +
				"c.yaml:6:15: unknown key \"tag\" (did you mean \"tags\"?)\n" +
				"c.yaml:6:30: a list is wanted here, not a mapping\n" +
				"c.yaml:7:15: severity \"on\" is none of off, info, warning, error"},
		{"no parameters", "version: 1\nrules:\n  name-bad: {severty: info, x: 1}\n",
			"c.yaml:3:14: rule name-bad takes no parameter \"severty\" (did you mean \"severity\"?)\n" +
				"c.yaml:3:29: rule name-bad takes no parameter \"x\""},
		{"types of parameters", "version: 1\nrules:\n  many-params:\n    text: [a]\n    flag: yes\n    number: 1.5\n    share: x\n    words: [blue, rde]\n    names: [a]\n    lists: {x: [y]}\n    pattern: (\n    level: 1\n    items: [{knd: x}, null]\n",
			"c.yaml:4:11: a text is wanted here, not a list\n" +
				"c.yaml:5:11: true or false is wanted here, not \"yes\"\n" +
				"c.yaml:6:13: a whole number is wanted here, not the number 1.5\n" +
				"c.yaml:7:12: a number is wanted here, not \"x\"\n" +
				"c.yaml:8:13: \"blue\" is none of red, green\n" +
				"c.yaml:8:19: \"rde\" is none of red, green (did you mean \"red\"?)\n" +
				"c.yaml:9:12: a mapping is wanted here, not a list\n" +
				"c.yaml:10:17: a whole number is wanted here, not \"y\"\n" +
				"c.yaml:11:14: error parsing regexp: missing closing ): `(`\n" +
				"c.yaml:12:12: a text is wanted here, not the number 1\n" +
				"c.yaml:13:14: unknown key \"knd\" (did you mean \"kind\"?)\n" +
				"c.yaml:13:23: a list item is empty"},
		{"rules", "version: 1\nrules: [name-bad]\n", "c.yaml:2:8: a mapping from rules to severities is wanted here, not a list"},
		{"a rule's form", "version: 1\nrules:\n  name-bad: 1\n", "c.yaml:3:13: a severity (off, info, warning, error) or a mapping is wanted here, not the number 1"},
		{"required without level", "version: 1\nrules:\n  name-bad: {required: true}\n", "c.yaml:3:13: a required rule needs a severity"},
		{"patterns", "version: 1\nexclude: [\"a/[\"]\ntier: {keys: [lable:tier, \"tag:\"]}\n",
			"c.yaml:2:11: \"a/[\": syntax error in pattern\n" +
				"c.yaml:3:15: \"lable:tier\": a tier key is one of label:NAME, annotation:NAME, spec:NAME and tag:PREFIX\n" +
				"c.yaml:3:27: \"tag:\": a tier key is one of label:NAME, annotation:NAME, spec:NAME and tag:PREFIX"},
		{"closed", "version: 1\nreferences: {catalog: all, closed: [group, \"group:\", group:default/x]}\n",
			"c.yaml:2:23: \"all\" is none of open, closed\n" +
				"c.yaml:2:44: \"group:\": write a kind, or kind:namespace\n" +
				"c.yaml:2:54: \"group:default/x\": write a kind, or kind:namespace"},
		{"overrides", "version: 1\nrules:\n  owner-exists: {severity: error, required: true}\noverrides:\n  - rules: {name-bad: off}\n  - paths: [\"**\"]\n    entities: [\"old-*\"]\n    rules:\n      owner-exists: warning\n      tag-noise: {severity: off}\n      nonsense: off\n",
			"c.yaml:5:5: an override needs paths, entities, kinds, tiers or owners\n" +
				"c.yaml:7:16: \"old-*\": a pattern for entities has the form kind:namespace/name\n" +
				"c.yaml:9:21: rule owner-exists is required at level error\n" +
				"c.yaml:10:18: a severity (off, info, warning, error) is wanted here, not a mapping\n" +
				"c.yaml:11:7: unknown rule \"nonsense\""},
		{"extends", "version: 1\nextends: [preset:strickt, \"preset:\", ./other.yaml, \"https://example.com/x.yaml\"]\n",
			"c.yaml:2:11: unknown preset \"strickt\" (did you mean \"strict\"?)\n" +
				"c.yaml:2:27: the preset's name is missing; there are recommended, golden-path, strict\n" +
				"c.yaml:2:38: ./other.yaml cannot be extended here: there are no files\n" +
				"c.yaml:2:52: what a URL holds may change: write {url: …, sha256: …}, so that it cannot"},
		{"two documents", "version: 1\n---\nversion: 1\n", "c.yaml:3:1: a configuration is one document"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := lint.ParseConfig("c.yaml", []byte(tt.text), configRules(), nil)
			require.Error(t, err)
			assert.Equal(t, tt.want, err.Error())
			var at *source.Error
			assert.ErrorAs(t, err, &at)
		})
	}
}

func TestLoadConfigPutsLayersTogether(t *testing.T) {
	t.Parallel()
	fsys := files(
		"app/.catalog-lint.yaml", "version: 1\nextends: [../platform/base.yaml]\nexclude: [mine]\nrules:\n  tag-noise: error\n  many-params: {number: 2}\n",
		"platform/base.yaml", "version: 1\nextends: [preset:strict, org.yaml]\ninclude: [a]\nexclude: [theirs]\ntier: {order: [1, 2]}\n"+
			"rules:\n  tag-noise: {tags: [hum]}\n  many-params: {severity: info, text: base, number: 1}\noverrides:\n  - {paths: [a], rules: {name-bad: off}}\n",
		"platform/org.yaml", "version: 1\nfail-on: never\ntier: {keys: [label:tier]}\n",
	)
	c, err := lint.LoadConfig(fsys, "app/.catalog-lint.yaml", configRules(), nil)
	require.NoError(t, err)
	assert.Equal(t, lint.Strict, c.Preset)
	assert.Equal(t, []string{"a"}, c.Include)
	assert.Equal(t, []string{"mine"}, c.Exclude)
	assert.Equal(t, lint.Off, c.Threshold())
	assert.Equal(t, lint.TierConfig{Keys: []string{"label:tier"}, Order: []string{"1", "2"}}, c.Tier)
	assert.Equal(t, lint.RuleConfig{Severity: lint.Error, Params: &noiseParams{Tags: []string{"hum"}}}, c.Rules["tag-noise"])
	many := &manyParams{Text: "base", Number: 2, Words: []string{"red"}}
	assert.Equal(t, lint.RuleConfig{Severity: lint.Info, Params: many}, c.Rules["many-params"])
	assert.Len(t, c.Overrides, 1)
}

func TestLoadConfigReportsEveryFile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		fsys fstest.MapFS
		want string
	}{
		{"in several files", files("c.yaml", "version: 1\nextends: [base.yaml]\nx: 1\n", "base.yaml", "version: 1\ny: 1\n"),
			"base.yaml:2:1: unknown key \"y\"\nc.yaml:3:1: unknown key \"x\""},
		{"missing", files("c.yaml", "version: 1\nextends: [base.yaml]\n"), "c.yaml:2:11: open base.yaml: file does not exist"},
		{"outside", files("c.yaml", "version: 1\nextends: [../base.yaml]\n"), "c.yaml:2:11: open ../base.yaml: path is not within the file system"},
		{"in a circle", files("c.yaml", "version: 1\nextends: [b.yaml]\n", "b.yaml", "version: 1\nextends: [./c.yaml]\n"),
			"b.yaml:2:11: c.yaml extends itself: c.yaml -> b.yaml -> c.yaml"},
		{"required from below", files("c.yaml", "version: 1\nextends: [b.yaml]\nrules: {name-bad: warning}\n",
			"b.yaml", "version: 1\nrules: {name-bad: {severity: error, required: true}}\n"),
			"c.yaml:3:19: rule name-bad is required at level error by a configuration that this one extends"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := lint.LoadConfig(tt.fsys, "c.yaml", configRules(), nil)
			assert.EqualError(t, err, tt.want)
		})
	}
	_, err := lint.LoadConfig(files(), "c.yaml", nil, nil)
	assert.EqualError(t, err, "read configuration: open c.yaml: file does not exist")
}

func TestOverrides(t *testing.T) {
	t.Parallel()
	c, err := lint.ParseConfig("c.yaml", []byte(`version: 1
rules: {name-bad: error, tag-noise: off}
overrides:
  - {paths: ["legacy/**"], rules: {name-bad: warning, file-seen: error}}
  - {entities: ["group:default/bad-old*"], rules: {name-bad: info}}
  - {paths: ["legacy/x.yaml"], entities: ["Group:*/BAD-new"], rules: {name-bad: off, tag-noise: warning}}
`), []*lint.Rule{nameBad, tagNoise, fileRule}, nil)
	require.NoError(t, err)
	fsys := files(
		"a.yaml", groupYAML("bad", "noise")+"---\n"+groupYAML("bad-old1"),
		"legacy/x.yaml", groupYAML("bad-new", "noise")+"---\n"+groupYAML("bad"),
	)
	r := run(t, lint.Linter{Rules: []*lint.Rule{nameBad, tagNoise, fileRule}, Config: c}, fsys, "a.yaml", "legacy/x.yaml")
	assert.Equal(t, []string{
		"a.yaml:1:1: info: seen [file-seen]",
		"a.yaml:4:9: error: the name bad is bad [name-bad]",
		"a.yaml:14:9: info: the name bad-old1 is bad [name-bad]",
		"legacy/x.yaml:1:1: error: seen [file-seen]",
		"legacy/x.yaml:6:7: warning: this tag says nothing [tag-noise]",
		"legacy/x.yaml:14:9: warning: the name bad is bad [name-bad]",
	}, lines(r.Diagnostics))
}

func TestPresets(t *testing.T) {
	t.Parallel()
	levels := func(l lint.Levels) []lint.Severity {
		var out []lint.Severity
		for _, p := range lint.Presets() {
			out = append(out, l.In(p))
		}
		return append(out, l.In(""))
	}
	assert.Equal(t, []lint.Severity{lint.Warning, lint.Warning, lint.Warning, lint.Warning}, levels(lint.Levels{}))
	assert.Equal(t, []lint.Severity{lint.Off, lint.Off, lint.Error, lint.Off}, levels(lint.Levels{Recommended: lint.Off, Strict: lint.Error}))
	assert.Equal(t, []lint.Severity{lint.Info, lint.Error, lint.Error, lint.Info}, levels(lint.Levels{Recommended: lint.Info, GoldenPath: lint.Error}))
}

func TestSeverityText(t *testing.T) {
	t.Parallel()
	for s := lint.Unset; s <= lint.Error; s++ {
		data, err := json.Marshal(s)
		require.NoError(t, err)
		var back lint.Severity
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, s, back)
	}
	_, err := lint.ParseSeverity("fatal")
	assert.EqualError(t, err, `severity "fatal" is none of off, info, warning, error`)
	assert.Equal(t, "Severity(9)", lint.Severity(9).String())
}

func FuzzParseConfig(f *testing.F) {
	f.Add("version: 1\nextends: [preset:strict]\nrules: {name-bad: off, tag-noise: {tags: [a]}}\n")
	f.Add("version: 1\noverrides: [{paths: [a], rules: {name-bad: info}}]\ntier: {keys: [label:tier], order: [1]}\n")
	f.Add("version: 1\nrules: {many-params: {text: a, items: [{count: 1}], nested: {deep: {kind: x}}, pattern: a+}}\n")
	f.Add("version: &a [*a]\nrules: *a\n")
	f.Add("version: 1\nprofiles: {ci: {fail-on: info, rules: {tag-noise: {tags: [b]}}, overrides: [{tiers: [1], rules: {}}]}, x: {ignores: []}}\n")
	f.Add("version: 1\nignores: [{rules: [name-old], owners: [\"group:*/*\"], reason: x, until: 2026-01-02}]\nbaseline: b.jsonl\n")
	f.Add("version: 1\nextends: [{url: https://acme.example/c.yaml, sha256: " + strings.Repeat("0", 64) + "}]\n")
	f.Add("[")
	f.Add("version: 1\ncustom:\n  - {name: acme-a, check: |-\n      a\n    , message: 'b'}\nschemas: {annotations: {a/b: {pattern: x}}, kinds: [{kind: K}]}\n")
	f.Add("version: 1\ncustom:\n  - name: acme-a\n    check: >\n      a\n    message: \"x\\\n b\"\n    severity: off\n")
	rules := configRules()
	fetch := func(string, string) ([]byte, error) { return []byte("version: 1\n"), nil }
	f.Fuzz(func(t *testing.T, text string) {
		c, err := lint.ParseConfig("c.yaml", []byte(text), rules, &lint.ConfigOptions{Fetch: fetch, Compile: compileAs})
		if err == nil {
			if profiled, err := lint.ParseConfig("c.yaml", []byte(text), rules, &lint.ConfigOptions{Profile: "ci", Compile: compileAs}); err == nil {
				c = profiled
			}
			if _, err := (&lint.Linter{Rules: rules, Config: c}).Run(t.Context(), fstest.MapFS{}, nil); err != nil {
				t.Errorf("a configuration that was read is refused: %v", err)
			}
			return
		}
		var errs source.Errors
		if !errors.As(err, &errs) || len(errs) == 0 {
			t.Errorf("%v is no list of faults", err)
		}
		for _, e := range errs {
			if e.Pos.Line == 0 || e.Pos.Column == 0 {
				t.Errorf("%v has no place", e)
			}
		}
	})
}
