package elsewhere_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/elsewhere"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// company returns the bytes of a snapshot of about n entities: components of 20 to a repository, each with an owner, a
// system, an API and two dependencies, most of which are on the components of the first tenth.
func company(b *testing.B, n int) []byte {
	r := rand.New(rand.NewPCG(uint64(n), 5))
	name := func(kind catalog.Kind, word string, i int) catalog.Ref {
		return catalog.Ref{Kind: kind, Namespace: catalog.DefaultNamespace, Name: fmt.Sprintf("%s-of-the-company-%07d", word, i)}
	}
	var entries []snapshot.Entry
	add := func(ref catalog.Ref, refs ...snapshot.Reference) {
		location := fmt.Sprintf("url:https://github.com/acme/repository-%05d/blob/main/catalog-info.yaml", len(entries)/20)
		entries = append(entries, snapshot.Entry{Ref: ref, Type: "service", Lifecycle: "production", Tier: "2", Location: location, References: refs})
	}
	for i := range n / 50 {
		add(name(catalog.Group, "team", i), snapshot.Reference{Field: "parent", Relation: catalog.ChildOf, Target: name(catalog.Group, "team", i/8)})
	}
	for i := range n / 20 {
		add(name(catalog.System, "system", i), snapshot.Reference{Field: "owner", Relation: catalog.OwnedBy, Target: name(catalog.Group, "team", r.IntN(n/50))})
	}
	for i := range n - len(entries) {
		add(name(catalog.Component, "thing", i),
			snapshot.Reference{Field: "owner", Relation: catalog.OwnedBy, Target: name(catalog.Group, "team", r.IntN(n/50))},
			snapshot.Reference{Field: "system", Relation: catalog.PartOf, Target: name(catalog.System, "system", r.IntN(n/20))},
			snapshot.Reference{Field: "consumesApis", Relation: catalog.ConsumesAPI, Target: name(catalog.API, "api", r.IntN(n/10))},
			snapshot.Reference{Field: "dependsOn", Relation: catalog.DependsOn, Target: name(catalog.Component, "thing", r.IntN(i/10+1))},
			snapshot.Reference{Field: "dependsOn", Relation: catalog.DependsOn, Target: name(catalog.Component, "thing", r.IntN(i/10+1))},
		)
	}
	s, err := snapshot.New(snapshot.Header{}, slices.Values(entries))
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
  owner: group:default/team-of-the-company-%07d
  system: system-of-the-company-%07d
  dependsOn:
    - component:default/thing-of-the-company-%07d
    - component:default/thing-of-the-company-%07d
    - component:default/thing-off-the-company-%07d
`, i, i, i, 40000+i, 50000+i, i)
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
		data := company(b, 100_000)
		b.ReportAllocs()
		for b.Loop() {
			s, err := snapshot.Open(data)
			require.NoError(b, err)
			r := lintAll(b, elsewhere.New(s, nil))
			require.Len(b, r.Diagnostics, 20)
		}
	})
	b.Run("entities=100000, opened", func(b *testing.B) {
		s, err := snapshot.Open(company(b, 100_000))
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			lintAll(b, elsewhere.New(s, nil))
		}
	})
}
