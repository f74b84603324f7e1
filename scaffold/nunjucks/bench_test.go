package nunjucks_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// skeleton returns a typical file of a skeleton, 2 KB of YAML with 28 expressions, and its values.
func skeleton(t testing.TB) (string, map[string]any) {
	t.Helper()
	src, err := os.ReadFile("testdata/skeleton.yaml")
	require.NoError(t, err)
	return string(src), map[string]any{"values": map[string]any{
		"name": "Order Service", "description": "", "owner": "acme", "repo": "order-service", "pagerduty": "k",
		"tags":  []any{"Go", "gRPC", "Payments"},
		"links": []any{map[string]any{"url": "https://a.example", "title": "Docs"}, map[string]any{"url": "https://b.example"}},
		"type":  "service", "ownerRef": "group:default/team-a", "system": "shop", "tier": 1, "replicas": 2, "port": 8080,
		"env": environment(),
	}}
}

// environment has its members in an order that is not alphabetical.
func environment() *nunjucks.Object {
	o := &nunjucks.Object{}
	o.Set("log_level", "info")
	o.Set("region", "eu")
	o.Set("debug", false)
	return o
}

// TestSkeleton compares with what Nunjucks 3.2.4 makes of the file.
func TestSkeleton(t *testing.T) {
	t.Parallel()
	src, values := skeleton(t)
	want, err := os.ReadFile("testdata/skeleton.golden")
	require.NoError(t, err)
	for _, d := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3, nunjucks.Extended} {
		got, err := nunjucks.New(&nunjucks.Options{Dialect: d}).Render(t.Context(), "skeleton.yaml", src, values)
		require.NoError(t, err)
		assert.Equal(t, string(want), got)
	}
}

func BenchmarkParseRender(b *testing.B) {
	src, values := skeleton(b)
	env := nunjucks.New(nil)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := env.Render(b.Context(), "skeleton.yaml", src, values); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	src, values := skeleton(b)
	t, err := nunjucks.New(nil).Parse("skeleton.yaml", src)
	require.NoError(b, err)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := t.Render(b.Context(), values); err != nil {
			b.Fatal(err)
		}
	}
}
