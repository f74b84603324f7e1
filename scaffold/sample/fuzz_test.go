package sample_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/sample"
)

// FuzzSets makes values for any schema: they pass the template's own check, and come out the same again.
func FuzzSets(f *testing.F) {
	for _, schema := range []string{
		`{"required":["a"],"properties":{"a":{"type":"string","pattern":"^[a-z]{3,}$"},"b":{"enum":[1,"x",null,{}]}}}`,
		`{"properties":{"k":{"enum":["a","b"]}},"dependencies":{"k":{"oneOf":[{"properties":{"k":{"const":"a"},"x":{"type":"array","items":{"type":"number"}}}},{"properties":{"k":{"const":"b"}}}]}}}`,
		`{"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]},"else":{"required":["c"]},"properties":{"a":{"type":["integer","null"]}}}`,
		`{"definitions":{"n":{"properties":{"n":{"$ref":"#/definitions/n"}}}},"allOf":[{"$ref":"#/definitions/n"},{"$ref":"#"}]}`,
		`{"properties":{"a":{"anyOf":[{"type":"object","additionalProperties":{"type":"boolean"},"minProperties":2},{"not":{"type":"string"}}]}}}`,
		`{"properties":{"r":{"type":"string","ui:field":"RepoUrlPicker","ui:options":{"allowedHosts":["a","b"]}},"s":{"type":"string","ui:field":"Secret"}}}`,
		`{"properties":{"a":{"type":"string","pattern":"(?=a)(?<!b)[^\\u0041]\\/","minLength":3,"maxLength":5},"b":false,"c":true}}`,
		`{"properties":{"a":{"type":"array","uniqueItems":true,"minItems":3,"items":[{"const":1}],"additionalItems":{"type":"string"}}}}`,
	} {
		f.Add(schema, uint64(0))
		f.Add(schema, uint64(7))
	}
	f.Fuzz(func(t *testing.T, schema string, seed uint64) {
		page, err := scaffold.ParseJSON([]byte(schema))
		if err != nil {
			return
		}
		spec := scaffold.NewObject("type", "service", "steps", []any{}, "parameters", page)
		tmpl, err := scaffold.Parse("template.json", []byte(scaffold.JSON(scaffold.NewObject(
			"apiVersion", scaffold.APIVersion, "kind", "Template", "metadata", scaffold.NewObject("name", "fuzz"), "spec", spec,
		), "")))
		if err != nil {
			return
		}
		o := &sample.Options{Seed: seed, Limit: 10}
		sets, err := sample.Sets(tmpl, o)
		again, errAgain := sample.Sets(tmpl, o)
		assert.Equal(t, err == nil, errAgain == nil)
		assert.Equal(t, lines(sets), lines(again))
		checkSets(t, tmpl, sets)
	})
}
