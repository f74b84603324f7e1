package schema_test

import (
	"math"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/schema"
)

const team = `{
	"$schema": "https://json-schema.org/draft/2020-12/schema",
	"type": "object",
	"required": ["name"],
	"properties": {
		"name": {"type": "string", "pattern": "^[a-z]+$"},
		"size": {"type": "number"},
		"a/b c": {"type": "boolean"},
		"mail": {"type": "array", "items": {"$ref": "#/$defs/mail"}}
	},
	"$defs": {"mail": {"type": "string", "format": "email"}}
}`

func TestCheck(t *testing.T) {
	t.Parallel()
	s := schema.New("team.json", []byte(team))
	require.NoError(t, s.Compile())
	tests := []struct {
		name  string
		value any
		want  []schema.Fault
	}{
		{"valid", map[string]any{"name": "a", "size": 3.0}, nil},
		{"missing", map[string]any{}, []schema.Fault{{"", "missing properties: 'name'"}}},
		{"every fault, sorted", map[string]any{"name": 1.0, "mail": []any{"a@b.c", "x", false}}, []schema.Fault{
			{"/mail/1", "'x' is not valid 'email'"},
			{"/mail/2", "expected string, but got boolean"},
			{"/name", "expected string, but got number"},
		}},
		{"keys that need escaping", map[string]any{"name": "a", "a/b c": "x"}, []schema.Fault{{"/a~1b c", "expected boolean, but got string"}}},
		{"numbers beyond JSON", map[string]any{"name": "a", "size": math.Inf(1)}, []schema.Fault{{"/size", "expected number, but got null"}}},
		{"no number at all", map[string]any{"name": "a", "mail": []any{math.NaN()}}, []schema.Fault{{"/mail/0", "expected string, but got null"}}},
		{"not an object", "x", []schema.Fault{{"", "expected object, but got string"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := s.Check(test.value)
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
}

func TestUnusableSchemas(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"no JSON":              `{`,
		"no schema":            `{"type": "thing"}`,
		"no pattern of Go":     `{"pattern": "(?=x)"}`,
		"key of such patterns": `{"patternProperties": {"(?=x)": {}}}`,
		"refers to a file":     `{"$ref": "file:///etc/passwd"}`,
		"refers to a host":     `{"$ref": "https://example.com/x.json"}`,
		"refers to nothing":    `{"$ref": "#/$defs/x"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := schema.New("broken.json", []byte(data))
			err := s.Compile()
			require.ErrorContains(t, err, "broken.json")
			_, again := s.Check(nil)
			assert.Equal(t, err, again)
		})
	}
}

func TestOlderDrafts(t *testing.T) {
	t.Parallel()
	s := schema.New("old.json", []byte(`{"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"a": {"const": 1}}, "$ref": "#/definitions/a"}`))
	faults, err := s.Check(1.0)
	require.NoError(t, err)
	assert.Empty(t, faults)
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	s := schema.New("team.json", []byte(team))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			_, err := s.Check(map[string]any{"name": "a"})
			assert.NoError(t, err)
		})
	}
	wg.Wait()
}
