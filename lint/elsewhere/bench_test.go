package elsewhere_test

import (
	"bytes"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/internal/bench/company"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/elsewhere"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// rest returns the bytes of a snapshot of n entities.
func rest(b *testing.B, n int) []byte {
	s, err := snapshot.New(snapshot.Header{}, company.New(n).Entries())
	require.NoError(b, err)
	var data bytes.Buffer
	_, err = s.WriteTo(&data)
	require.NoError(b, err)
	return data.Bytes()
}

// repository returns n files of components that refer to those of a company.
func repository(n int) (fsys fstest.MapFS, names []string) {
	fsys = fstest.MapFS{}
	for i := range n {
		name := fmt.Sprintf("services/%d/catalog-info.yaml", i)
		text := fmt.Sprintf(`apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: own-%d
  description: Takes orders, keeps them, and tells others about them.
  labels:
    tier: "2"
spec:
  type: service
  lifecycle: production
  owner: group:default/thing-of-the-company-%07d
  dependsOn:
    - component:default/thing-of-the-company-%07d
    - component:default/thing-of-the-company-%07d
    - component:default/thing-off-the-company-%07d
`, i, i*7919%100_000, 40000+i, 50000+i, i)
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
		names = append(names, name)
	}
	return fsys, names
}

// BenchmarkRepository lints a repository of 20 files, of which each has a reference that leads nowhere, alone and as a
// part of a catalog of 100,000 entities, which is opened each time.
func BenchmarkRepository(b *testing.B) {
	fsys, names := repository(20)
	config := &lint.Config{References: lint.References{Catalog: "closed"}}
	lintAll := func(b *testing.B, rest lint.Elsewhere) *lint.Result {
		l := lint.Linter{Rules: rules.All(), Elsewhere: rest, Config: config}
		r, err := l.Run(b.Context(), fsys, names)
		require.NoError(b, err)
		return r
	}
	b.Run("alone", func(b *testing.B) {
		for b.Loop() {
			lintAll(b, nil)
		}
	})
	b.Run("entities=100000", func(b *testing.B) {
		data := rest(b, 100_000)
		b.ReportAllocs()
		for b.Loop() {
			s, err := snapshot.Open(data)
			require.NoError(b, err)
			r := lintAll(b, elsewhere.New(s, nil))
			require.NotEmpty(b, r.Diagnostics)
		}
	})
	b.Run("entities=100000, opened", func(b *testing.B) {
		s, err := snapshot.Open(rest(b, 100_000))
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			lintAll(b, elsewhere.New(s, nil))
		}
	})
}
