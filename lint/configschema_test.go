package lint_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
)

// sumOfNothing is the checksum of a configuration that says nothing.
var sumOfNothing = fmt.Sprintf("%x", sha256.Sum256([]byte("version: 1\n")))

// JSON is YAML, too: what the schema says of a configuration is compared with what the reader says.
func TestConfigSchemaAgreesWithTheReader(t *testing.T) {
	t.Parallel()
	schema := configSchema(t)
	tests := []struct {
		name, config string
		valid        bool
	}{
		{"least", `{"version": 1}`, true},
		{"everything", `{"version": 1, "extends": ["preset:strict"], "include": ["a"], "exclude": ["b"], "fail-on": "never",
			"references": {"catalog": "closed", "closed": ["group"]}, "tier": {"keys": ["label:tier"], "order": [1, "2"]},
			"rules": {"name-bad": "off", "name-old": "info", "suppression-reason": {"severity": "error", "required": true},
				"many-params": {"flag": true, "number": 1, "share": 1.5, "words": ["red"], "names": {"a": "b"}, "lists": {"a": [1]},
					"pattern": "x", "level": "info", "items": [{"kind": "API", "count": 1}], "nested": {"deep": {}}}},
			"overrides": [{"paths": ["a"], "rules": {"name-bad": "error"}}, {"entities": ["a:b/c"], "rules": {}}]}`, true},
		{"what was added", `{"version": 1, "extends": [{"url": "https://acme.example/c", "sha256": "` + sumOfNothing + `"}], "baseline": "b.jsonl",
			"ignores": [{"rules": ["name-bad", "name-old"], "kinds": ["API"], "reason": "x", "until": "2026-01-02"}],
			"overrides": [{"kinds": ["API"], "tiers": [1, "2"], "owners": ["group:*/*"], "rules": {}}],
			"profiles": {"ci": {"fail-on": "info", "rules": {"tag-noise": {"tags": ["a"]}}, "ignores": [], "tier": {"keys": ["label:x"]}}}}`, true},
		{"URL without a checksum", `{"version": 1, "extends": [{"url": "https://acme.example/c"}]}`, false},
		{"another thing to extend", `{"version": 1, "extends": [1]}`, false},
		{"ignore without a reason", `{"version": 1, "ignores": [{"rules": ["name-bad"], "paths": ["a"]}]}`, false},
		{"ignore of everything", `{"version": 1, "ignores": [{"rules": ["name-bad"], "reason": "a"}]}`, false},
		{"ignore of no rule", `{"version": 1, "ignores": [{"rules": ["x-y"], "reason": "a", "paths": ["a"]}]}`, false},
		{"profile that extends", `{"version": 1, "profiles": {"ci": {"extends": []}}}`, false},
		{"profile of another form", `{"version": 1, "profiles": {"ci": []}}`, false},
		{"name of a profile", `{"version": 1, "profiles": {"C I": {}}}`, false},
		{"no version", `{}`, false},
		{"another version", `{"version": 2}`, false},
		{"unknown key", `{"version": 1, "x": 1}`, false},
		{"unknown rule", `{"version": 1, "rules": {"x-y": "off"}}`, false},
		{"unknown severity", `{"version": 1, "rules": {"name-bad": "fatal"}}`, false},
		{"unknown parameter", `{"version": 1, "rules": {"tag-noise": {"x": 1}}}`, false},
		{"wrong type of parameter", `{"version": 1, "rules": {"many-params": {"number": "x"}}}`, false},
		{"wrong word in a list", `{"version": 1, "rules": {"many-params": {"words": ["blue"]}}}`, false},
		{"wrong word", `{"version": 1, "fail-on": "fatal"}`, false},
		{"override of nothing", `{"version": 1, "overrides": [{"rules": {}}]}`, false},
		{"parameters in an override", `{"version": 1, "overrides": [{"paths": ["a"], "rules": {"tag-noise": {"tags": []}}}]}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var v any
			require.NoError(t, json.Unmarshal([]byte(tt.config), &v))
			fetch := func(string, string) ([]byte, error) { return []byte("version: 1\n"), nil }
			_, readError := lint.ParseConfig("c.json", []byte(tt.config), configRules(), &lint.ConfigOptions{Fetch: fetch})
			assert.Equal(t, tt.valid, schema.Validate(v) == nil, "schema: %v", schema.Validate(v))
			assert.Equal(t, tt.valid, readError == nil, "reader: %v", readError)
		})
	}
}

func configSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text := lint.ConfigSchema(configRules())
	assert.Equal(t, text, lint.ConfigSchema(configRules()), "the same rules give the same bytes")
	assert.Contains(t, string(text), `"description": "the tags that say nothing"`)
	assert.Contains(t, string(text), `"description": "a name that starts with bad"`)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("config.json", bytes.NewReader(text)))
	schema, err := c.Compile("config.json")
	require.NoError(t, err)
	return schema
}
