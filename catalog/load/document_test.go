package load_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/source"
)

func TestDocuments(t *testing.T) {
	t.Parallel()
	file := parse(t, "# first\n---\n"+component("", "  dependsOn: [resource:DB, 'component:default/other']\n")+"---\n~\n---\n"+group("Team-A")+"---\na: [\n", nil)
	require.Len(t, file.Documents, 4)
	first, empty, second, broken := file.Documents[0], file.Documents[1], file.Documents[2], file.Documents[3]

	assert.Equal(t, "component:default/cart", first.Ref)
	assert.Equal(t, load.StageDone, first.Stage)
	assert.True(t, first.OK)
	assert.Len(t, first.Relations, 6)
	assert.Equal(t, "shop/catalog-info.yaml", first.Entity.Source.File)
	spec, ok := first.Entity.Spec.(*catalog.ComponentSpec)
	require.True(t, ok)
	assert.Equal(t, "team-a", spec.Owner)

	assert.Equal(t, load.StageSkipped, empty.Stage)
	assert.True(t, empty.OK)
	assert.Nil(t, empty.Entity)

	assert.Equal(t, "group:default/team-a", second.Ref)
	assert.Equal(t, 2, second.Entity.Source.Document)
	assert.Equal(t, catalog.DefaultNamespace, second.Entity.Metadata.Namespace)

	assert.Equal(t, load.StageYAML, broken.Stage)
	assert.False(t, broken.OK)
	assert.Nil(t, broken.Entity)
}

func TestLocator(t *testing.T) {
	t.Parallel()
	e := parse(t, component("  annotations:\n    acme.com/a~b: x\n  links:\n    - {url: 'https://acme.com'}\n", ""), nil).Documents[0].Entity
	tests := []struct{ pointer, value, key string }{
		{"/metadata/name", "4:9", "4:3"},
		{"/metadata/annotations/acme.com~1a~0b", "6:19", "6:5"},
		{"/metadata/links/0", "8:7", "8:7"},
		{"/metadata/links/0/url", "8:13", "8:8"},
		{"/metadata/links/1", "8:5", "7:3"}, // its nearest ancestor
		{"/metadata/links/x", "8:5", "7:3"},
		{"/spec/system", "10:3", "9:1"},
		{"", "1:1", "1:1"},
	}
	for _, test := range tests {
		t.Run(test.pointer, func(t *testing.T) {
			t.Parallel()
			value, key := e.Range(test.pointer), e.KeyRange(test.pointer)
			assert.Equal(t, "shop/catalog-info.yaml:"+test.value, value.String())
			assert.Equal(t, "shop/catalog-info.yaml:"+test.key, key.String())
		})
	}
}

func TestTargets(t *testing.T) {
	t.Parallel()
	input := "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: x}\nspec:\n" +
		"  target: ./a.yaml\n  targets: [../*/b.yaml, /c.yaml, 'https://example.com/d.yaml', ../../out.yaml, '.']\n  presence: optional\n"
	type target struct{ Type, Target, Path, Pointer string }
	list := func(o *load.Options, input string) (targets []target) {
		for _, x := range parse(t, input, o).Documents[0].Targets {
			targets = append(targets, target{x.Type, x.Target, x.Path, x.Pointer})
		}
		return targets
	}
	assert.Equal(t, []target{
		{"url", "./a.yaml", "shop/a.yaml", "/spec/target"},
		{"url", "../*/b.yaml", "*/b.yaml", "/spec/targets/0"},
		{"url", "/c.yaml", "c.yaml", "/spec/targets/1"},
		{"url", "https://example.com/d.yaml", "", "/spec/targets/2"},
		{"url", "../../out.yaml", "", "/spec/targets/3"},
		{"url", ".", "shop", "/spec/targets/4"},
	}, list(nil, input))
	assert.Equal(t, []target{
		{"url", "https://github.com/acme/shop/tree/main/shop/a.yaml", "shop/a.yaml", "/spec/target"},
		{"url", "https://github.com/acme/shop/tree/main/*/b.yaml", "*/b.yaml", "/spec/targets/0"},
		{"url", "https://github.com/acme/shop/tree/main/c.yaml", "c.yaml", "/spec/targets/1"},
		{"url", "https://example.com/d.yaml", "", "/spec/targets/2"},
		{"url", "https://github.com/acme/shop/tree/out.yaml", "", "/spec/targets/3"},
		{"url", "https://github.com/acme/shop/tree/main/shop/", "shop/", "/spec/targets/4"},
	}, list(&load.Options{BaseURL: shop}, input))

	fromDisk := &load.Options{LocationType: "file"}
	assert.Equal(t, []target{
		{"file", "shop/a.yaml", "shop/a.yaml", "/spec/target"},
		{"file", "/srv/b.yaml", "", "/spec/targets/0"},
	}, list(fromDisk, location("x", "{target: ./a.yaml, targets: [/srv/b.yaml]}")))
	assert.Len(t, list(fromDisk, location("x", "{type: url, target: 'https://example.com/a.yaml'}")), 1)
	folder := parse(t, location("x", "{target: ./a/}"), fromDisk).Documents[0]
	assert.Equal(t, load.StageLocation, folder.Stage)
	assert.Equal(t, "location-target", folder.Problems[0].Rule)
}

func TestPlaceholders(t *testing.T) {
	t.Parallel()
	input := component("  annotations:\n    a: {$text: ./a.txt}\n", "  x: {$openapi: b.yaml}\n  y: {$text: a, $other: b}\n  z: [{$json: /c.json}]\n")
	d := parse(t, input, nil).Documents[0]
	assert.True(t, d.OK)
	require.Len(t, d.Placeholders, 2)
	assert.Equal(t, "shop/a.txt", d.Placeholders[0].Path)
	assert.Equal(t, "/metadata/annotations/a", d.Placeholders[0].Pointer)
	assert.Equal(t, "$json", d.Placeholders[1].Key)
	assert.Equal(t, "c.json", d.Placeholders[1].Path)
	assert.Empty(t, d.Entity.Metadata.Annotations, "what is not known is left as it is written")

	o := &load.Options{BaseURL: shop, OpenAPI: true, ReadFile: func(name string) ([]byte, error) { return []byte(`"` + name + `"`), nil }}
	d = parse(t, input, o).Documents[0]
	require.Len(t, d.Placeholders, 3)
	assert.Equal(t, `"shop/a.txt"`, d.Entity.Metadata.Annotations["a"])
	assert.Equal(t, "https://github.com/acme/shop/tree/main/c.json", d.Placeholders[2].URL)
	assert.Equal(t, []any{"c.json"}, d.Entity.Spec.(*catalog.ComponentSpec).Extra["z"])
	assert.Equal(t, "shop/catalog-info.yaml:6:8", d.Entity.Range("/metadata/annotations/a").String())
}

// TestPlaceholdersFromNowhere reads placeholders of a file whose own address is not known.
func TestPlaceholdersFromNowhere(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"./api.yaml": true,
		"https://github.com/acme/shop/blob/main/api.yaml":     false,
		"https://gitlab.com/acme/shop/-/raw/main/api.yaml":    false,
		"https://git.example.com/acme/shop/blob/main/a.yaml":  true,
		"https://example.com/api.yaml":                        true,
		"https://raw.githubusercontent.com/acme/shop/main/a":  true,
		"https://dev.azure.com/acme/x/_git/shop?path=/a.yaml": true,
	}
	for target, ok := range tests {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			d := parse(t, component("", "  x: {$text: '"+target+"'}\n"), nil).Documents[0]
			assert.Equal(t, ok, d.OK, "%v", d.Problems)
			if !ok {
				assert.Equal(t, load.StagePreprocess, d.Stage)
				assert.Equal(t, `$text "`+target+`" is in another repository, which Backstage does not allow`, d.Problems[0].Message)
			}
		})
	}
}

// TestContentInPlainWords has placeholders for files that Backstage gives up on.
func TestContentInPlainWords(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"&a [*a]\n": "an anchor contains an alias of itself",
		strings.Repeat("[", 1100) + strings.Repeat("]", 1100): "it is nested too deeply",
	}
	for content, want := range tests {
		o := &load.Options{BaseURL: shop, ReadFile: func(string) ([]byte, error) { return []byte(content), nil }}
		d := parse(t, component("", "  x: {$yaml: x.yaml}\n"), o).Documents[0]
		require.Len(t, d.Problems, 1)
		assert.Contains(t, d.Problems[0].Message, want)
		assert.NotContains(t, d.Problems[0].Message, "call stack")
		assert.Contains(t, d.Problems[0].Backstage, "Maximum call stack size exceeded")
	}
}

// TestAssumedContent checks that nothing is said of content that is not known, but for its type.
func TestAssumedContent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, metadata, spec string
		ok                   bool
	}{
		{"a text may be a name", "  labels: {a: {$text: x}}\n  tags: [{$text: y}]\n  links: [{url: {$text: z}}]\n", "", true},
		{"a text may be a reference", "", "  dependsOn: [{$text: x}]\n  dependencyOf: {$text: y}\n", true},
		{"a text is no list", "", "  dependsOn: {$text: x}\n", false},
		{"an object is no text", "", "  system: {$yaml: x}\n", false},
		{"an object may be an object", "  labels: {$json: x}\n", "", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := parse(t, component(test.metadata, test.spec), &load.Options{BaseURL: shop}).Documents[0]
			assert.Equal(t, test.ok, d.OK, "%v", d.Problems)
		})
	}
}

// TestProblemsAreBounded checks that a hostile file does not lead to any number of problems.
func TestProblemsAreBounded(t *testing.T) {
	t.Parallel()
	d := parse(t, component("  tags: ["+strings.Repeat("A, ", 20000)+"]\n", ""), nil).Documents[0]
	assert.Len(t, d.Problems, 200)
}

// TestRepeatedContent has a file put in so often that it would outgrow everything.
func TestRepeatedContent(t *testing.T) {
	t.Parallel()
	const times = 3000
	file := component("", "  x:\n"+strings.Repeat("    - {$yaml: catalog-info.yaml}\n", times))
	read := 0
	d := parse(t, file, &load.Options{ReadFile: func(string) ([]byte, error) {
		read++
		return []byte(file), nil
	}}).Documents[0]
	assert.True(t, d.OK, "%v", d.Problems)
	assert.Equal(t, 1, read)
	require.Len(t, d.Placeholders, times)
	items := d.Entity.Spec.(*catalog.ComponentSpec).Extra["x"].([]any)
	require.Len(t, items, times)
	assert.Equal(t, "Component", items[0].(map[string]any)["kind"])
	assert.Equal(t, map[string]any{"$yaml": "catalog-info.yaml"}, items[times-1])
}

// TestUnreadableContent has more placeholders than problems are reported.
func TestUnreadableContent(t *testing.T) {
	t.Parallel()
	read := 0
	text := component("", "  x:\n"+strings.Repeat("    - {$text: a}\n    - {$text: b}\n", 1000)+"  y: {$text: c}\n")
	d := parse(t, text, &load.Options{ReadFile: func(name string) ([]byte, error) {
		read++
		return nil, errors.New("no " + name)
	}}).Documents[0]
	assert.False(t, d.OK)
	assert.Equal(t, load.StagePreprocess, d.Stage)
	assert.Equal(t, 3, read)
	assert.Contains(t, d.Problems[0].Message, "no shop/c", "the failure that is least deep arrives first")
	assert.Len(t, d.Problems, 200)
	assert.Len(t, d.Placeholders, 2001)
}

func TestLocatorInLargeObject(t *testing.T) {
	t.Parallel()
	var labels strings.Builder
	for i := range 300 {
		fmt.Fprintf(&labels, "    l%d: x\n", i)
	}
	e := parse(t, component("  labels:\n"+labels.String(), ""), nil).Documents[0].Entity
	assert.Equal(t, "6:5", short(e.KeyRange("/metadata/labels/l0")))
	assert.Equal(t, "305:11", short(e.Range("/metadata/labels/l299")))
	assert.Equal(t, "5:3", short(e.KeyRange("/metadata/labels/none")))
}

func TestLocatorInLongList(t *testing.T) {
	t.Parallel()
	spec := "  dependsOn:\n" + strings.Repeat("    - component:x\n", 100) + "  dependencyOf: [" + strings.Repeat("component:x, ", 100) + "]\n"
	e := parse(t, component("", spec), nil).Documents[0].Entity
	first := e.Range("/spec/dependsOn/0")
	for range 2 { // the second time the list is remembered
		assert.Equal(t, first.Line+99, e.Range("/spec/dependsOn/99").Line)
		assert.Equal(t, first, e.Range("/spec/dependsOn/0"))
		assert.Equal(t, e.Range("/spec/dependsOn"), e.Range("/spec/dependsOn/100"), "its nearest ancestor that exists")
		assert.Equal(t, e.KeyRange("/spec/dependsOn"), e.KeyRange("/spec/dependsOn/x"))
		assert.Equal(t, first, e.KeyRange("/spec/dependsOn/0"))
		assert.Equal(t, first, e.Range("/spec/dependsOn/0/x"))
		assert.Equal(t, fmt.Sprintf("%d:%d", first.Line+100, 18+99*13), short(e.Range("/spec/dependencyOf/99")))
		assert.Equal(t, "1:1", short(e.Range("")))
	}
}

// short returns the line and column that a range begins with.
func short(r source.Range) string { return fmt.Sprintf("%d:%d", r.Line, r.Column) }

// TestPlaceholderBeforeIngestion checks that nothing is put in for placeholders in a document that is refused before
// Backstage looks for them, as one is whose envelope holds one.
func TestPlaceholderBeforeIngestion(t *testing.T) {
	t.Parallel()
	const file = "{apiVersion: backstage.io/v1alpha1, kind: Component, metadata: {name: x, namespace: y}, spec: {type: {$text: ./f.txt}}}"
	tests := []struct {
		name, file string
		want       map[string]any // spec of the entity; nil where there is no entity
	}{
		{"none in the envelope", file, map[string]any{"type": "text"}},
		{"apiVersion", strings.Replace(file, "backstage.io/v1alpha1", "{$text: ./f.txt}", 1), map[string]any{"type": map[string]any{"$text": "./f.txt"}}},
		{"kind", strings.Replace(file, "Component", "{$text: ./f.txt}", 1), nil},
		{"name", strings.Replace(file, "name: x", "name: {$text: ./f.txt}", 1), nil},
		{"namespace", strings.Replace(file, "namespace: y", "namespace: {$text: ./f.txt}", 1), map[string]any{"type": map[string]any{"$text": "./f.txt"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := load.Parse(t.Context(), "a.yaml", []byte(test.file), &load.Options{
				ReadFile: func(string) ([]byte, error) { return []byte("text"), nil },
			}).Documents[0]
			if test.want == nil {
				assert.Nil(t, d.Entity)
				return
			}
			require.NotNil(t, d.Entity)
			assert.Equal(t, test.want, d.Entity.Document()["spec"])
		})
	}
}
