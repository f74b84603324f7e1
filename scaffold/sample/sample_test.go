package sample_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/sample"
)

// parse returns a template with the given parameters, which are YAML in one line.
func parse(t testing.TB, parameters string) *scaffold.Template {
	t.Helper()
	tmpl, err := scaffold.Parse("template.yaml", []byte(`apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: sample }
spec:
  type: service
  steps: []
  `+parameters+"\n"))
	require.NoError(t, err)
	return tmpl
}

// lines returns a line for each set: its name, its values and its secrets.
func lines(sets []sample.Set) []string {
	var out []string
	for _, s := range sets {
		line := s.Name + ": " + strings.ReplaceAll(scaffold.JSON(s.Values, ""), `"`, "")
		if len(s.Secrets) > 0 {
			line += " " + strings.ReplaceAll(scaffold.JSON(scaffold.ValueOf(s.Secrets), ""), `"`, "")
		}
		out = append(out, line)
	}
	return out
}

func TestSets(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, parameters string
		want             []string
	}{
		{"no parameters", `owner: group:default/a`, []string{"required: {}"}},
		{
			"required, defaults, all",
			`parameters: { required: [a], properties: { a: { type: string }, b: { type: integer, default: 7 }, c: { type: string } } }`,
			[]string{"required: {a:sample-a}", "defaults: {a:sample-a,b:7}", "all: {a:sample-a,b:7,c:sample-c}"},
		},
		{
			"values of an enumeration",
			`parameters: { properties: { tier: { enum: [1, '2', x], default: '2' } } }`,
			[]string{"required: {}", "defaults: {tier:2}", "tier=1: {tier:1}", "tier=x: {tier:x}"},
		},
		{
			"both sides of a checkbox",
			`parameters: { properties: { on: { type: boolean } } }`,
			[]string{"required: {}", "all: {on:true}", "on=false: {on:false}"},
		},
		{
			"what depends on another",
			`parameters: { properties: { kind: { enum: [db, queue] } }, dependencies: { kind: { oneOf: [` +
				`{ properties: { kind: { const: db }, engine: { enum: [pg, my] } }, required: [engine] },` +
				`{ properties: { kind: { const: queue }, size: { type: integer, minimum: 3 } } } ] } } }`,
			[]string{
				"required: {}", "all: {kind:db,engine:pg}", "kind=queue: {kind:queue,size:3}", "engine=my: {kind:db,engine:my}",
			},
		},
		{
			"names that depend on another",
			`parameters: { required: [a], properties: { a: { const: x }, b: { type: string }, c: { type: string } }, dependencies: { a: [b] } }`,
			[]string{"required: {a:x,b:sample-b}", "all: {a:x,b:sample-b,c:sample-c}"},
		},
		{
			"a condition",
			`parameters: { required: [kind], properties: { kind: { enum: [a, b, c] } }, if: { properties: { kind: { const: b } } }, ` +
				`then: { required: [x], properties: { x: { type: string } } }, else: { required: [y], properties: { y: { type: string } } } }`,
			[]string{"required: {kind:b,x:sample-x}", "not kind=b: {kind:a,y:sample-y}", "not kind=b, kind=c: {kind:c,y:sample-y}"},
		},
		{
			"alternatives of a value",
			`parameters: { properties: { to: { anyOf: [ { title: mail, type: string, format: email }, { title: pager, type: integer, minimum: 5 } ] } } }`,
			[]string{"required: {}", "all: {to:sample@example.com}", "to=pager: {to:5}"},
		},
		{
			"allOf, references, objects in objects",
			`parameters: { definitions: { port: { type: integer, minimum: 1024 } }, properties: { net: { allOf: [ { type: object, properties: ` +
				`{ port: { $ref: '#/definitions/port' } } }, { required: [port], properties: { tls: { type: boolean, enum: [true] } } } ] } } }`,
			[]string{"required: {}", "all: {net:{port:1024,tls:true}}"},
		},
		{
			"lists",
			`parameters: { properties: { a: { type: array, items: { type: string } }, b: { type: array, uniqueItems: true, minItems: 2, items: { enum: [x, y, z] } }, ` +
				`c: { type: array, maxItems: 1, items: { type: number, maximum: 0 } }, d: { type: array, items: [ { const: 1 }, { const: 2 } ] } } }`,
			[]string{
				"required: {}", "all: {a:[sample-a,sample-a-2],b:[x,y],c:[0],d:[1,2]}",
				"b=y: {a:[sample-a,sample-a-2],b:[y,z],c:[0],d:[1,2]}", "b=z: {a:[sample-a,sample-a-2],b:[z,x],c:[0],d:[1,2]}",
			},
		},
		{
			"patterns, lengths, numbers",
			`parameters: { properties: { a: { type: string, pattern: '^[A-Z]{3}-\d+$' }, b: { type: string, pattern: '^(?!x)(?=.*\d)\w{9,}$' }, ` +
				`c: { type: string, maxLength: 4 }, d: { type: string, minLength: 12 }, e: { type: number, exclusiveMinimum: 0, maximum: 0.5 }, f: { multipleOf: 8, type: integer } } }`,
			[]string{"required: {}", "all: {a:AAA-1,b:a1As7S_z9,c:samp,d:sample-ddddd,e:0.5,f:8}"},
		},
		{
			"pickers and secrets",
			`parameters: { required: [r], properties: { r: { type: string, ui:field: RepoUrlPicker, ui:options: { allowedHosts: [dev.azure.com, bitbucket.org], requestUserCredentials: { secretsKey: TOKEN } } }, ` +
				`o: { type: string, ui:field: OwnerPicker }, e: { type: string, ui:field: EntityPicker, ui:options: { catalogFilter: [ { kind: [API] } ] } }, ` +
				`t: { type: array, ui:field: EntityTagsPicker }, key: { type: string, ui:field: Secret } } }`,
			[]string{
				"required: {r:dev.azure.com?organization=sample-organization&project=sample-project&repo=sample-repo} {TOKEN:sample-token}",
				"all: {r:dev.azure.com?organization=sample-organization&project=sample-project&repo=sample-repo,o:group:default/sample-o,e:api:default/sample-e,t:[sample,golden-path],key:*************} {TOKEN:sample-token,key:sample-secret}",
				"r=bitbucket.org: {r:bitbucket.org?project=sample-project&repo=sample-repo&workspace=sample-owner,o:group:default/sample-o,e:api:default/sample-e,t:[sample,golden-path],key:*************} {TOKEN:sample-token,key:sample-secret}",
			},
		},
		{
			"demanded secrets",
			`secrets: { schema: { type: object, required: [a], properties: { a: { type: string, minLength: 10 }, b: { type: string } } } }`,
			[]string{"required: {} {a:sample-secrets-a}", "all: {} {a:sample-secrets-a,b:sample-secrets-b}"},
		},
		{
			"two pages about one value",
			`parameters: [ { properties: { a: { type: string, minLength: 3 } } }, { required: [a], properties: { a: { type: string, pattern: '^[0-9]+$' } } } ]`,
			[]string{"required: {a:12345678}"},
		},
		{
			"itself",
			`parameters: { properties: { tree: { $ref: '#/definitions/node' } }, definitions: { node: { type: object, properties: { next: { $ref: '#/definitions/node' } } } } }`,
			[]string{"required: {}", "all: {tree:{next:{next:{next:{next:{next:{next:{next:{next:{}}}}}}}}}}"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tmpl := parse(t, tt.parameters)
			sets, err := sample.Sets(tmpl, nil)
			require.NoError(t, err)
			checkSets(t, tmpl, sets)
			assert.Equal(t, tt.want, lines(sets))
		})
	}
}

func TestSetsOfWhatAllowsNone(t *testing.T) {
	t.Parallel()
	var invalid *scaffold.ValidationError
	_, err := sample.Sets(parse(t, `parameters: { required: [a], properties: { a: { enum: [] } } }`), nil)
	require.ErrorAs(t, err, &invalid)
	assert.ErrorContains(t, err, "find values for sample")
	_, err = sample.Sets(parse(t, `parameters: { properties: { a: { type: string, pattern: '(' } } }`), nil)
	assert.NoError(t, err, "the form can be left empty")
	_, err = sample.Sets(parse(t, `parameters: { required: [a], properties: { a: { type: string, pattern: '(' } } }`), nil)
	assert.ErrorIs(t, err, scaffold.ErrTemplate)
}

// TestHostile makes values for schemas that unfold without end.
func TestHostile(t *testing.T) {
	t.Parallel()
	for _, parameters := range []string{
		`parameters: { definitions: { n: { properties: { a: { $ref: '#/definitions/n' }, b: { $ref: '#/definitions/n' }, c: { $ref: '#/definitions/n' } } } }, $ref: '#/definitions/n' }`,
		`parameters: { definitions: { n: { oneOf: [ { $ref: '#/definitions/n' }, { $ref: '#/definitions/n' } ] } }, properties: { a: { $ref: '#/definitions/n' } } }`,
		`parameters: { allOf: [ { $ref: '#' }, { $ref: '#' } ] }`,
		`parameters: { properties: { a: { type: string, minLength: 1000000000, pattern: '^(a|aa)+\1$' }, b: { type: array, minItems: 1000000000, items: { type: array, minItems: 1000000000 } } } }`,
		`parameters: { required: [a], properties: { a: { $ref: '#' } } }`,
	} {
		sets, err := sample.Sets(parse(t, parameters), nil)
		if err == nil {
			assert.NotEmpty(t, sets, parameters)
		}
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	tmpl := parse(t, `parameters: { properties: { a: { enum: [1, 2, 3, 4, 5, 6, 7] }, b: { enum: [1, 2, 3, 4, 5, 6, 7] } } }`)
	sets, err := sample.Sets(tmpl, nil)
	require.NoError(t, err)
	assert.Len(t, sets, 1+1+6+6, "each choice is made once, not with all others")
	sets, err = sample.Sets(tmpl, &sample.Options{Limit: 5})
	require.NoError(t, err)
	assert.Len(t, sets, 5)
}

func TestSeed(t *testing.T) {
	t.Parallel()
	tmpl := parse(t, `parameters: { properties: { a: { enum: [1, 2, 3, 4, 5, 6, 7] }, b: { type: string, maxLength: 9 }, c: { type: number } } }`)
	seen := map[string]bool{}
	for seed := range uint64(20) {
		sets, err := sample.Sets(tmpl, &sample.Options{Seed: seed})
		require.NoError(t, err)
		checkSets(t, tmpl, sets)
		again, err := sample.Sets(tmpl, &sample.Options{Seed: seed})
		require.NoError(t, err)
		assert.Equal(t, lines(sets), lines(again), "seed %d", seed)
		seen[lines(sets)[1]] = true
	}
	assert.Greater(t, len(seen), 5)
}
