package load_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
)

const environmentSchema = `{
	"properties": {"spec": {
		"type": "object",
		"required": ["region"],
		"properties": {"region": {"enum": ["eu", "us"]}, "size": {"type": "integer"}}
	}},
	"required": ["spec"]
}`

func TestCustomKind(t *testing.T) {
	t.Parallel()
	environment := &load.CustomKind{APIVersions: []string{"acme.com/v1"}, Kind: "Environment", Schema: []byte(environmentSchema)}
	require.NoError(t, environment.Check())
	o := &load.Options{Kinds: []*load.CustomKind{environment, {Kind: "Anything"}}}
	entity := func(version, kind, spec string) string {
		return "apiVersion: " + version + "\nkind: " + kind + "\nmetadata: {name: x}\nspec: " + spec + "\n"
	}
	tests := []struct {
		name, input string
		want        []string // position, rule and message of each problem
	}{
		{"valid", entity("acme.com/v1", "Environment", "{region: eu}"), nil},
		{"without a schema", entity("any/v1", "Anything", "{a: b}"), nil},
		{"faults", entity("acme.com/v1", "Environment", "{region: mars, size: 1.5}"), []string{
			`4:16 schema-kind spec.region: value must be one of "eu", "us"`,
			`4:28 schema-kind spec.size: expected integer, but got number`,
		}},
		{"what is missing", entity("acme.com/v1", "Environment", "{}"), []string{`4:1 schema-kind spec: missing properties: 'region'`}},
		{"another version", entity("acme.com/v2", "Environment", "{}"), []string{`2:7 schema-kind-unknown kind "Environment" is not known`}},
		{"policies hold for it, too", strings.Replace(entity("any/v1", "Anything", "{}"), "name: x", "name: x y", 1), []string{
			`3:18 name-format metadata.name "x y" must be 1 to 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := parse(t, test.input, o).Documents[0]
			var got []string
			for _, p := range d.Problems {
				got = append(got, strings.TrimPrefix(p.Range.String(), "shop/catalog-info.yaml:")+" "+p.Rule+" "+p.Message)
			}
			assert.Equal(t, test.want, got)
			assert.IsType(t, &catalog.UnknownSpec{}, d.Entity.Spec)
		})
	}
}

// TestCustomKindOfBackstage checks that a schema of one's own can ask more of a kind that Backstage has.
func TestCustomKindOfBackstage(t *testing.T) {
	t.Parallel()
	o := &load.Options{Kinds: []*load.CustomKind{{Kind: "Component", Schema: []byte(`{"properties": {"spec": {"required": ["system"]}}}`)}}}
	d := parse(t, component("", "  subcomponentOf: 5\n"), o).Documents[0]
	require.Len(t, d.Problems, 2)
	assert.NotEmpty(t, d.Problems[0].Backstage)
	assert.Equal(t, "spec: missing properties: 'system'", d.Problems[1].Message)
	assert.Empty(t, d.Problems[1].Backstage)
}

func TestUnusableCustomKind(t *testing.T) {
	t.Parallel()
	require.Error(t, new(load.CustomKind).Check())
	broken := &load.CustomKind{Kind: "Component", Schema: []byte(`{"type": 5}`)}
	require.ErrorContains(t, broken.Check(), "Component")
	d := parse(t, component("", ""), &load.Options{Kinds: []*load.CustomKind{broken}}).Documents[0]
	require.Len(t, d.Problems, 1)
	assert.Contains(t, d.Problems[0].Message, "the schema of kind Component cannot be used")
}
