package load_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/load"
)

const shop = "https://github.com/acme/shop/blob/main/"

// component returns a Component that has nothing wrong but what is added to its metadata and spec.
func component(metadata, spec string) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: cart\n" + metadata +
		"spec:\n  type: service\n  lifecycle: production\n  owner: team-a\n" + spec
}

func parse(t *testing.T, content string, o *load.Options) *load.File {
	t.Helper()
	return load.Parse(t.Context(), "shop/catalog-info.yaml", []byte(content), o)
}

// TestRules shows what each rule finds, and where.
func TestRules(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, rule, at, message, help, input string }{
		{
			"text that is no YAML", "yaml-syntax", "5:10", `a text without quotes cannot begin with "@"`, "put the value in quotes",
			component("  title: @acme\n", ""),
		},
		{
			"percent sign", "yaml-syntax", "5:10", `a text without quotes cannot begin with "%"`, "put the value in quotes",
			component("  title: %x\n", ""),
		},
		{
			"template statement", "yaml-syntax", "1:2", "{% … %} is a template's, not YAML: a file with it is a source for the scaffolder, no entity",
			"keep files of template skeletons out of the catalog, and of what is checked", "{% if x %}\n" + component("", ""),
		},
		{"tab", "yaml-syntax", "2:1", "a tab is used to indent", "indent with spaces", "metadata:\n\tname: x\n"},
		{
			"colon in a text", "yaml-syntax", "5:10", `a second ": " in the line: nested mappings are not allowed in compact mappings`,
			"put the value in quotes", component("  title: a: b\n", ""),
		},
		{
			"alias without anchor", "yaml-syntax", "5:10", `"*x" refers to an anchor that is not set before it in this document`,
			"put the value in quotes if it is meant as a text", component("  title: *x\n", ""),
		},
		{
			"key twice", "yaml-duplicate-key", "5:3", `key "name" occurs a second time in this mapping`, "remove one of the two",
			component("  name: basket\n", ""),
		},
		{
			"alias bomb", "yaml-alias-limit", "6:304", "too many aliases: Backstage takes at most 100 in a file, counting each time one is expanded",
			"write the values out", component("  a: &a [x]\n  b: ["+strings.Repeat("*a,", 150)+"]\n", ""),
		},
		{"no mapping", "schema-envelope", "1:1", "the document is a list, but must be an entity: a mapping", "write each entity as a document of its own, with a line --- between them", "- a\n"},
		{
			"no name", "schema-envelope", "3:1", "metadata.name is missing: an entity needs a name", `add "name: <name>" under metadata`,
			strings.Replace(component("", ""), "  name: cart\n", "  title: cart\n", 1),
		},
		{
			"misspelt name", "schema-envelope", "3:1", "metadata.name is missing: an entity needs a name", "rename nmae to name",
			strings.Replace(component("", ""), "name:", "nmae:", 1),
		},
		{
			"unknown member of the root", "schema-root-field", "9:1", "dependsOn is not allowed here: an entity has apiVersion, kind, metadata and spec, nothing else",
			"move it under metadata or spec, or remove it", component("", "dependsOn: []\n"),
		},
		{
			"misspelt member of the root", "schema-root-field", "5:1", "spce is not allowed here: an entity has apiVersion, kind, metadata and spec, nothing else",
			"did you mean spec?", "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: x\nspce: {}\n",
		},
		{"member that the catalog writes", "schema-root-field", "9:1", "relations is not allowed in a file: the catalog works it out by itself", "remove it", component("", "relations: []\n")},
		{
			"null for a text", "schema-null-value", "9:3", "spec.system has no value, but must be text", `write a value after "system:", or remove the line`,
			component("", "  system:\n"),
		},
		{
			"null for a required text", "schema-null-value", "5:9", "spec.owner has no value: a System needs an owner", `write it as in "owner: group:default/<team>"`,
			"apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: {name: x}\nspec:\n owner: ~\n",
		},
		{"number for a text", "schema-scalar-type", "6:14", "metadata.labels.version is the number 1.10, but must be text", `put it in quotes: "1.10"`, component("  labels:\n    version: 1.10\n", "")},
		{"boolean for a text", "schema-scalar-type", "6:7", "metadata.tags[0] is the boolean true, but must be text", `put it in quotes: "true"`, component("  tags:\n    - true\n", "")},
		{
			"placeholder in another repository", "placeholder", "9:23", `$text "https://github.com/acme/x/blob/main/a" is in another repository, which Backstage does not allow`,
			"copy the file into this repository, or put its text here", component("", "  definition: {$text: https://github.com/acme/x/blob/main/a}\n"),
		},
		{
			"placeholder without a path", "placeholder", "9:14", `$yaml is the number 5, but must be the path or URL of a file`,
			"write it as $yaml: ./FILE", component("", "  x: {$yaml: 5}\n"),
		},
		{
			"name with a space", "name-format", "4:9", `metadata.name "my cart" must be 1 to 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends`,
			"write my-cart", strings.Replace(component("", ""), "cart", "my cart", 1),
		},
		{
			"name of a template's source", "name-format", "4:9", `metadata.name "${{ values.name }}" holds an expression of a template: a file with it is a source for the scaffolder, no entity`,
			"keep files of template skeletons out of the catalog, and of what is checked", strings.Replace(component("", ""), "cart", "${{ values.name }}", 1),
		},
		{"namespace", "name-format", "5:14", `metadata.namespace "Shop_1" must be 1 to 63 lower-case letters and digits with "-" between them`, "write shop-1", component("  namespace: Shop_1\n", "")},
		{
			"key of a label", "label-format", "6:5", `label key "Acme.com/tier" must be a name (1 to 63 letters, digits, "-", "_" and "."), with or without a lower-case domain and "/" before it`,
			"write acme.com/tier", component("  labels:\n    Acme.com/tier: x\n", ""),
		},
		{
			"value of a label", "label-format", "6:11", `value of label tier "tier 1" must be empty, or 1 to 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends`,
			"write tier-1", component("  labels:\n    tier: tier 1\n", ""),
		},
		{
			"key of an annotation", "annotation-key", "6:5", `annotation key "a/b/c" must be a name (1 to 63 letters, digits, "-", "_" and "."), with or without a lower-case domain and "/" before it`,
			"write a/b-c", component("  annotations:\n    a/b/c: x\n", ""),
		},
		{"tag", "tag-format", "5:16", `tag "Spring Boot" must be 1 to 63 lower-case letters, digits, "+", "#" and ":", with single "-" between them`, "write spring-boot", component("  tags: [java, 'Spring Boot']\n", "")},
		{"link", "link-url", "6:12", `link url "www.acme.com" must be a whole URL`, "write https://www.acme.com", component("  links:\n    - url: www.acme.com\n", "")},
		{"link with a blank title", "schema-envelope", "7:14", `link title " " must not be blank`, "", component("  links:\n    - url: https://acme.com\n      title: ' '\n", "")},
		{"link without an address", "schema-envelope", "6:7", `metadata.links[0].url is missing: a link needs a url`, `add "url: https://…" to metadata.links[0]`, component("  links:\n    - title: x\n", "")},
		{
			"nested too deeply", "yaml-syntax", "9:1004",
			"mappings and lists lie too deeply in each other here: Backstage's reader gives up after about a thousand levels",
			"take some of the levels out", component("", "  x: "+strings.Repeat("[", 1100)+strings.Repeat("]", 1100)+"\n"),
		},
		{"misspelt kind", "schema-kind-unknown", "2:7", `kind "component" is not known`, "did you mean Component?", strings.Replace(component("", ""), "Component", "component", 1)},
		{
			"kind of nobody", "schema-kind-unknown", "2:7", `kind "Environment" is not known`, "name its schema in the configuration if it is a kind of your own",
			strings.Replace(component("", ""), "Component", "Environment", 1),
		},
		{"version of nobody", "schema-kind-unknown", "1:13", `apiVersion "backstage.io/v1" is not known for kind Component`, "write backstage.io/v1alpha1", strings.Replace(component("", ""), "v1alpha1", "v1", 1)},
		{"malformed kind", "schema-kind-unknown", "2:7", `kind "A P I" must be letters and digits only, a letter first, at most 63 of them`, "", strings.Replace(component("", ""), "Component", "A P I", 1)},
		{"no spec", "schema-kind", "1:1", "spec is missing: a Component needs a spec", `add "spec:" at the top of the document`, "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: x}\n"},
		{"no owner", "schema-kind", "5:1", "spec.owner is missing: a Component needs an owner", `add "owner: group:default/<team>" under spec`, strings.Replace(component("", ""), "  owner: team-a\n", "", 1)},
		{"empty text", "schema-kind", "8:10", "spec.owner is an empty text: a Component needs an owner", `write it as in "owner: group:default/<team>"`, strings.Replace(component("", ""), "team-a", "''", 1)},
		{"text for a list", "schema-kind", "9:14", `spec.dependsOn is the text "a", but must be a list`, "write it as a list: [a]", component("", "  dependsOn: a\n")},
		{"mapping of braces", "schema-kind", "9:11", "spec.system is not text: to YAML, {{ }} without quotes is a mapping", `put it in quotes: "{{ … }}"`, component("", "  system: {{ x }}\n")},
		{
			"step without an action", "schema-kind", "7:5", "spec.steps[0].action is missing: a step needs an action", `add "action: fetch:template" to spec.steps[0]`,
			"apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {name: x}\nspec:\n  type: service\n  steps:\n  - id: a\n",
		},
		{
			"type of a Location", "location-target", "5:9", `spec.type "file" is not allowed in a file that is read by type url`,
			"remove the line: targets are then read as the file itself was, and may be relative to it",
			"apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: x}\nspec:\n  type: file\n  target: ./a.yaml\n",
		},
		{"reference with an empty part", "ref-syntax", "9:11", `spec.system "system:" is no reference: a part of [KIND:][NAMESPACE/]NAME is empty`, "write system:NAME", component("", "  system: 'system:'\n")},
		{"reference without a kind", "ref-syntax", "10:5", `spec.dependsOn[0] "db" does not say of which kind the entity is`, "write component:db or resource:db", component("", "  dependsOn:\n  - db\n")},
		{"reference that is no text", "ref-syntax", "9:18", `spec.dependencyOf[0] is the number 5, but must refer to an entity`, "write it as a text: KIND:NAMESPACE/NAME", component("", "  dependencyOf: [5]\n")},
	}
	tested := make(map[string]bool)
	for _, test := range tests {
		tested[test.rule] = true
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			file := parse(t, test.input, &load.Options{BaseURL: shop})
			d := file.Documents[0]
			require.NotEmpty(t, d.Problems)
			require.Len(t, d.Problems, 1, "%v", d.Problems)
			p := d.Problems[0]
			assert.Equal(t, test.rule, p.Rule)
			assert.Equal(t, test.at, fmt.Sprintf("%d:%d", p.Range.Line, p.Range.Column))
			assert.Equal(t, test.message, p.Message)
			assert.Equal(t, test.help, p.Help)
			assert.NotEmpty(t, p.Backstage)
			assert.False(t, d.OK)
			assert.Equal(t, p.Stage, d.Stage)
			assert.Empty(t, d.Relations)
		})
	}
	for _, rule := range load.RuleNames() {
		assert.True(t, tested[rule], "no test for %s", rule)
	}
}
