package scaffold_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/source"
)

func fromJSON(t testing.TB, text string) any {
	t.Helper()
	v, err := scaffold.ParseJSON([]byte(text))
	require.NoError(t, err)
	return v
}

func TestCheck(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, schema, value string
		want                []string
	}{
		{"fits", `{"type":"object","properties":{"a":{"type":"string"}}}`, `{"a":"x","b":1}`, nil},
		{"order of keywords", `{"required":["b"],"type":"array"}`, `{}`, []string{`instance requires property "b"`, "instance is not of a type(s) array"}},
		{"siblings of a reference", `{"definitions":{"n":{"type":"number"}},"properties":{"a":{"$ref":"#/definitions/n","minimum":5}}}`, `{"a":1}`, nil},
		{"reference", `{"definitions":{"n":{"type":"number"}},"properties":{"a":{"$ref":"#/definitions/n"}}}`, `{"a":"1"}`, []string{"instance.a is not of a type(s) number"}},
		{"itself", `{"properties":{"next":{"$ref":"#"}},"additionalProperties":false}`, `{"next":{"next":{"x":1}}}`, []string{`instance.next.next is not allowed to have the additional property "x"`}},
		{"unknown type and format", `{"type":"date","format":"nope"}`, `"x"`, nil},
		{"odd names", `{"properties":{"a.b":{"type":"number"},"7":{"type":"number"}}}`, `{"a.b":"x","7":""}`, []string{`instance[7] is not of a type(s) number`, `instance["a.b"] is not of a type(s) number`}},
		{"pattern properties", `{"patternProperties":{"^x":{"type":"number"}},"additionalProperties":false}`, `{"xa":"1","y":1}`, []string{"instance.xa is not of a type(s) number", `instance is not allowed to have the additional property "y"`}},
		{"lookahead", `{"pattern":"(?!(^xn--|.+-s3alias$))^[a-z\\d][a-z0-9-]{1,61}$"}`, `"xn--b"`, []string{`instance does not match pattern "(?!(^xn--|.+-s3alias$))^[a-z\\d][a-z0-9-]{1,61}$"`}},
		{"lookahead that fits", `{"pattern":"^(?=.*\\d)[a-z\\d]{3,}$"}`, `"abc1"`, nil},
		{"code points", `{"pattern":"^\\p{Lu}.$"}`, `"É😀"`, nil},
		{"no pattern with the flag u", `{"pattern":"^[\\w\\-\\_]+$"}`, `"a-_"`, nil},
		{"tuple", `{"items":[{"type":"number"}],"additionalItems":false}`, `[1,2]`, []string{"instance additionalItems not permitted"}},
		{"contains", `{"contains":{"const":1}}`, `[2,3]`, []string{"instance must contain an item matching given schema"}},
		{"dependency", `{"dependencies":{"a":["b"]}}`, `{"a":1}`, []string{"instance property b not found, required by instance.a"}},
		{"one of", `{"oneOf":[{"title":"A","type":"number"},{"type":"boolean"}]}`, `"x"`, []string{`instance is not exactly one from "A",[subschema 1]`}},
		{"property names", `{"propertyNames":{"pattern":"^a"}}`, `{"ab":1,"b":1}`, []string{`instance does not match pattern "^a"`}},
		{"sizes", `{"properties":{"s":{"maxLength":1},"o":{"minProperties":1}}}`, `{"s":"😀","o":{}}`, []string{"instance.o does not meet minimum property length of 1"}},
		{"false", `{"properties":{"a":false}}`, `{"a":1}`, []string{"instance.a is not of a type(s) "}},
		{"tiny steps", `{"multipleOf":1e-7}`, `3e-7`, nil},
		{"exclusive, draft 4", `{"minimum":5,"exclusiveMinimum":true}`, `5`, []string{"instance must be greater than 5"}},
		{"deep equality", `{"uniqueItems":true}`, `[{"a":1,"b":[2]},{"b":[2],"a":1}]`, []string{"instance contains duplicate item"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			faults, err := scaffold.Check(fromJSON(t, tt.schema), fromJSON(t, tt.value))
			require.NoError(t, err)
			var got []string
			for _, f := range faults {
				got = append(got, f.String())
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestCheckUnusableSchemas(t *testing.T) {
	t.Parallel()
	for schema, want := range map[string]string{
		`{"$ref":"#"}`:                                  "refers to itself",
		`{"$ref":"#/nowhere"}`:                          "leads nowhere",
		`{"$ref":"http://example.com/x.json"}`:          "does not stay in the schema",
		`{"properties":{"a":1}}`:                        "is 1, no object",
		`{"properties":{"a":{"pattern":"("}}}`:          "pattern",
		`{"properties":{"a":{"pattern":"\\p{Emoji}"}}}`: `p{Emoji}`,
		`{"properties":{"a":{"enum":"x"}}}`:             "enum is no list",
		`{"properties":{"n":{"multipleOf":0}}}`:         "divided by zero",
		`{"allOf":[{"$ref":"#"},{"$ref":"#"}]}`:         "refers to itself",
	} {
		_, err := scaffold.Check(fromJSON(t, schema), fromJSON(t, `{"a":"x","n":1,"s":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaac"}`))
		assert.ErrorContains(t, err, want, schema)
	}
}

func TestCheckEndlessPattern(t *testing.T) {
	t.Parallel()
	_, err := scaffold.Check(fromJSON(t, `{"pattern":"^(a|aa)+\\1$"}`), strings.Repeat("a", 60)+"b")
	assert.ErrorContains(t, err, "takes too long")
}

// TestPatternPlaces checks that the error of a pattern says where it is written.
func TestPatternPlaces(t *testing.T) {
	t.Parallel()
	for parameters, want := range map[string]string{
		"    properties:\n      a: { pattern: '(' }\n":                                   "/spec/parameters/properties/a/pattern",
		"  - properties:\n      a: { pattern: b }\n  - patternProperties: { '[': {} }\n": "/spec/parameters/1/patternProperties/[",
	} {
		tmpl := parse(t, "  steps: []\n  parameters:\n"+parameters)
		var at *source.Error
		require.ErrorAs(t, tmpl.Validate(scaffold.NewObject("a", "b")), &at, parameters)
		assert.Equal(t, want, at.Path)
		assert.Positive(t, at.Pos.Line)
	}
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	tmpl := parse(t, `  steps: []
  parameters:
    - definitions: { port: { type: integer, default: 80 } }
      properties:
        name: { type: string, default: rocket }
        port: { $ref: '#/definitions/port' }
        db: { type: object, properties: { engine: { default: pg }, size: { type: string } } }
        kind: { enum: [db, queue] }
      dependencies:
        kind:
          oneOf:
            - properties: { kind: { enum: [db] }, disk: { default: 10 } }
            - properties: { kind: { enum: [queue] }, topic: { default: t } }
    - properties: { on: { default: false } }
`)
	for given, want := range map[string]string{
		`{}`:               `{"name":"rocket","port":80,"db":{"engine":"pg"},"on":false}`,
		`{"kind":"queue"}`: `{"kind":"queue","name":"rocket","port":80,"db":{"engine":"pg"},"topic":"t","on":false}`,
		`{"name":null,"db":{"size":"s"},"port":1,"on":true}`: `{"name":null,"db":{"size":"s","engine":"pg"},"port":1,"on":true}`,
	} {
		assert.Equal(t, want, scaffold.JSON(tmpl.Defaults(fromJSON(t, given)), ""))
	}
	result, err := runner().DryRun(t.Context(), tmpl, scaffold.Request{Values: map[string]any{}, Defaults: true})
	require.NoError(t, err)
	assert.Empty(t, result.Steps)
}

func TestSecretsAreChecked(t *testing.T) {
	t.Parallel()
	tmpl := parse(t, "  steps: []\n  secrets: { schema: { required: [a], properties: { b: { minLength: 20 } } } }\n")
	err := tmpl.ValidateSecrets(map[string]string{"b": "hunter2"})
	var invalid *scaffold.ValidationError
	require.ErrorAs(t, err, &invalid)
	require.ErrorIs(t, err, scaffold.ErrInput)
	assert.Equal(t, "secrets.a is required", invalid.Faults[0].Message)
	assert.NotContains(t, err.Error(), "hunter2")
	require.NoError(t, tmpl.ValidateSecrets(map[string]string{"a": "x"}))
}

func FuzzParse(f *testing.F) {
	f.Add(head + "  steps:\n    - { id: a, if: x, each: [1], action: 'debug:log', input: { message: '${{ 1 }}' } }\n")
	f.Add(head + serviceSteps)
	f.Add(head + "  parameters: [ { properties: { a: { default: &x [1] } } } ]\n  steps: *x\n  output: { links: [ {} ] }\n")
	f.Fuzz(func(t *testing.T, text string) {
		tmpl, err := scaffold.Parse("t.yaml", []byte(text))
		if err != nil {
			return
		}
		for _, s := range tmpl.Steps {
			assert.NotEmpty(t, s.Action+s.ID)
			assert.Positive(t, s.Pos.Line)
		}
		tmpl.Defaults(&scaffold.Object{})
		_ = tmpl.Validate(&scaffold.Object{})
	})
}

func FuzzCheck(f *testing.F) {
	f.Add(`{"type":"object","properties":{"a":{"type":["string","null"],"minLength":1}},"required":["a"]}`, `{"a":null}`)
	f.Add(`{"oneOf":[{"const":1},{"not":{}}],"dependencies":{"a":{"if":{},"then":{"minItems":1}}}}`, `[1,{}]`)
	f.Add(`{"multipleOf":0.1,"items":[{}],"format":"date-time"}`, `"2024-01-01T00:00:00.5+01:00"`)
	f.Fuzz(func(t *testing.T, schema, value string) {
		s, err := scaffold.ParseJSON([]byte(schema))
		if err != nil {
			return
		}
		v, err := scaffold.ParseJSON([]byte(value))
		if err != nil {
			return
		}
		_, _ = scaffold.Check(s, v)
		again, err := scaffold.ParseJSON([]byte(scaffold.JSON(v, "")))
		require.NoError(t, err)
		assert.Equal(t, scaffold.JSON(v, ""), scaffold.JSON(again, ""))
	})
}
