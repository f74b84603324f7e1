package components_test

import (
	"fmt"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/components"
)

// connect reads a helmfile.yaml and a catalog-info.yaml and connects them.
func connect(t *testing.T, text string, o *components.Options) *components.Links {
	t.Helper()
	var fsys fs.FS
	fsys, err := txtar.FS(txtar.Parse([]byte(text)))
	require.NoError(t, err)
	c, err := load.FS(t.Context(), fsys, "catalog-info.yaml")
	require.NoError(t, err)
	s, err := helmfile.Load(fsys, "", nil)
	require.NoError(t, err)
	rs, err := s.ResolveAll(t.Context())
	require.NoError(t, err)
	return components.Connect(components.FromCatalog(c), rs, o)
}

// component writes a catalog entity.
func component(name, annotations, spec string) string {
	return "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: " + name + "\n  annotations: {" + annotations + "}\n" +
		"spec: {type: service, lifecycle: production, owner: group:shop" + spec + "}\n"
}

const head = "-- helmfile.yaml --\nenvironments:\n  staging: {values: [{worker: {enabled: true}}]}\n  production: {values: [{worker: {enabled: false}}]}\n---\nreleases:\n"

func TestConnect(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, release, entities, want string }{
		{"by name", "{name: Orders, chart: r/x}", component("orders", "", ""), "component:default/orders by name"},
		{"by annotation", "{name: ord, chart: r/x}", component("orders", "backstage.io/kubernetes-id: ord", ""), "component:default/orders by annotation"},
		{"by label", "{name: x, chart: r/x, labels: {component: orders}}", component("orders", "", ""), "component:default/orders by label"},
		{"by label of Backstage", "{name: x, chart: r/x, labels: {backstage.io/kubernetes-id: ord, component: web}}",
			component("orders", "backstage.io/kubernetes-id: ord", "") + component("web", "", ""), "component:default/orders by label"},
		{"by reference", "{name: x, chart: r/x, labels: {component: 'component:default/orders'}}", component("orders", "", ""), "component:default/orders by label"},
		{"a label that names nothing", "{name: orders, chart: r/x, labels: {component: ordres}}", component("orders", "", ""), "nothing; component=ordres"},
		{"a label that is no reference", "{name: orders, chart: r/x, labels: {component: 'a:b:c/d'}}", component("orders", "", ""), "nothing; component=a:b:c/d"},
		{"by image", "{name: x, chart: r/x, values: [{web: {image: {repository: ghcr.io/acme/orders, tag: v1}}}]}", component("orders", "", ""), "component:default/orders by image"},
		{"by image in one text", "{name: x, chart: r/x, values: [{all: [{initImage: 'acme/other'}, {image: 'reg:5000/acme/orders:v1@sha256:aa'}]}]}",
			component("orders", "", ""), "component:default/orders by image"},
		{"two, of which one is in the namespace", "{name: ord, namespace: b, chart: r/x}",
			component("one", "backstage.io/kubernetes-id: ord, backstage.io/kubernetes-namespace: a", "") +
				component("two", "backstage.io/kubernetes-id: ord, backstage.io/kubernetes-namespace: b", ""), "component:default/two by annotation"},
		{"two, and nothing decides", "{name: ord, chart: r/x}",
			component("one", "backstage.io/kubernetes-id: ord", "") + component("two", "backstage.io/kubernetes-id: ord", ""), "nothing; 2 candidates"},
		{"none", "{name: redis, chart: r/redis, values: [{image: 'docker.io/library/redis'}]}", component("orders", "", ""), "nothing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ls := connect(t, head+"- "+tt.release+"\n-- catalog-info.yaml --\n"+tt.entities, nil)
			require.Len(t, ls.All, 2)
			assert.Equal(t, tt.want, shown(&ls.All[0]))
		})
	}
}

func shown(l *components.Link) string {
	if l.Component != nil {
		return fmt.Sprintf("%s by %s", l.Component.Ref, l.By)
	}
	text := "nothing"
	if l.Named != "" {
		text += "; " + l.Label + "=" + l.Named
	}
	if len(l.Candidates) > 0 {
		text += fmt.Sprintf("; %d candidates", len(l.Candidates))
	}
	return text
}

const landscape = head + `- {name: orders, namespace: shop, chart: r/orders}
- {name: worker, chart: r/worker, condition: worker.enabled}
- {name: redis, namespace: shared, chart: r/redis}
- {name: gone, chart: r/gone, installed: false}
- {name: lost, chart: r/lost, labels: {component: nobody}}
-- catalog-info.yaml --
`

func TestFindings(t *testing.T) {
	t.Parallel()
	text := landscape + component("orders", "backstage.io/kubernetes-namespace: orders", "") + component("worker", "", "") + component("gone", "", "") +
		component("web", "", "") + "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: lib}\nspec: {type: library, lifecycle: production, owner: shop}\n" +
		"---\napiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata: {name: redis}\nspec: {type: cache, owner: shop}\n"
	ls := connect(t, text, nil)

	var got []string
	for _, l := range ls.WithoutOwner() {
		got = append(got, "no owner: "+l.Environment+" "+l.Release.Name)
	}
	for _, l := range ls.Dangling() {
		got = append(got, "dangling: "+l.Environment+" "+l.Release.Name+" "+l.Named)
	}
	for _, m := range ls.WithoutProduction() {
		got = append(got, fmt.Sprintf("missing: %s in %s: %s", m.Component.Ref.Name, m.Environment, m.Why))
	}
	for _, l := range ls.Mismatches() {
		got = append(got, fmt.Sprintf("namespace: %s in %s: %s, not %s", l.Release.Name, l.Environment, l.Release.Namespace, l.Component.Namespace))
	}
	assert.Equal(t, []string{
		"no owner: staging lost", "no owner: staging redis", "no owner: production lost", "no owner: production redis",
		"dangling: staging lost nobody", "dangling: production lost nobody",
		"missing: gone in production: its release gone is off: installed is false",
		"missing: web in production: no release belongs to it",
		"missing: worker in production: its release worker is off: worker.enabled is false at helmfile.yaml:3:44",
		"namespace: orders in production: shop, not orders",
	}, got)
	assert.Len(t, ls.Of(&ls.Components[2]), 2)
	assert.Equal(t, "orders", ls.Components[2].Ref.Name)
}

func TestOptions(t *testing.T) {
	t.Parallel()
	text := landscape + component("orders", "backstage.io/kubernetes-namespace: orders", "") + component("web", "", "")
	none := connect(t, text, &components.Options{IsProduction: func(string) bool { return false }})
	assert.Empty(t, none.WithoutProduction(), "nothing can be told")
	assert.Len(t, none.Mismatches(), 2, "then all environments count")

	staging := connect(t, text, &components.Options{
		IsProduction: func(e string) bool { return e == "staging" }, IsDeployed: func(c *components.Component) bool { return c.Ref.Name == "web" },
		Labels: []string{"app"},
	})
	assert.Len(t, staging.WithoutProduction(), 1)
	assert.Empty(t, staging.Dangling())
}

func TestFromEntity(t *testing.T) {
	t.Parallel()
	_, ok := components.FromEntity(&catalog.Entity{Kind: catalog.System, Spec: &catalog.SystemSpec{}})
	assert.False(t, ok)
	_, ok = components.FromEntity(&catalog.Entity{Kind: catalog.Component})
	assert.False(t, ok)
	c, ok := components.FromEntity(&catalog.Entity{Kind: catalog.Component, Metadata: catalog.Metadata{Name: "x"}, Spec: &catalog.ComponentSpec{}})
	assert.True(t, ok)
	assert.False(t, c.HasOwner())
}
