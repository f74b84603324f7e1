package snapshot_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/internal/bench/company"
)

func sizes(b *testing.B, run func(b *testing.B, entries []snapshot.Entry)) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { run(b, slices.Collect(company.New(n).Entries())) })
	}
}

func perEntity(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/entity")
}

func BenchmarkWrite(b *testing.B) {
	sizes(b, func(b *testing.B, entries []snapshot.Entry) {
		var whole bytes.Buffer
		require.NoError(b, snapshot.Write(&whole, snapshot.Header{}, slices.Values(entries)))
		b.ReportAllocs()
		for b.Loop() {
			require.NoError(b, snapshot.Write(io.Discard, snapshot.Header{}, slices.Values(entries)))
		}
		perEntity(b, len(entries))
		b.ReportMetric(float64(whole.Len())/float64(len(entries)), "B/entity")
	})
}

// read runs a benchmark on the bytes of a snapshot.
func read(b *testing.B, run func(b *testing.B, data []byte, s *snapshot.Snapshot)) {
	sizes(b, func(b *testing.B, entries []snapshot.Entry) {
		s, err := snapshot.New(snapshot.Header{}, slices.Values(entries))
		require.NoError(b, err)
		entries = nil
		data := written(b, s)
		b.ReportAllocs()
		run(b, data, s)
		perEntity(b, s.Len())
	})
}

func BenchmarkOpen(b *testing.B) {
	read(b, func(b *testing.B, data []byte, _ *snapshot.Snapshot) {
		for b.Loop() {
			_, err := snapshot.Open(data)
			require.NoError(b, err)
		}
		b.SetBytes(int64(len(data)))
	})
}

func BenchmarkOpenAndAll(b *testing.B) {
	read(b, func(b *testing.B, data []byte, _ *snapshot.Snapshot) {
		for b.Loop() {
			s, err := snapshot.Open(data)
			require.NoError(b, err)
			for range s.All() {
			}
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	read(b, func(b *testing.B, _ []byte, s *snapshot.Snapshot) {
		for b.Loop() {
			require.NoError(b, s.Verify())
		}
	})
}

func BenchmarkNames(b *testing.B) {
	read(b, func(b *testing.B, _ []byte, s *snapshot.Snapshot) {
		for b.Loop() {
			for range s.Names(catalog.Component, "default") {
			}
		}
	})
}

func BenchmarkGraph(b *testing.B) {
	read(b, func(b *testing.B, _ []byte, s *snapshot.Snapshot) {
		for b.Loop() {
			s.Graph()
		}
	})
}

// BenchmarkLookups looks for 1,000 entities, one in ten of which is not there.
func BenchmarkLookups(b *testing.B) {
	read(b, func(b *testing.B, _ []byte, s *snapshot.Snapshot) {
		r := rand.New(rand.NewPCG(1, 1))
		var refs []catalog.Ref
		for range 1000 {
			name := fmt.Sprintf("thing-of-the-company-%07d", r.IntN(s.Len()*11/10))
			refs = append(refs, catalog.Ref{Kind: catalog.Component, Namespace: "default", Name: name})
		}
		for b.Loop() {
			for _, ref := range refs {
				s.Lookup(ref)
			}
		}
	})
}

// BenchmarkCompare compares snapshots that differ in one entity of a thousand.
func BenchmarkCompare(b *testing.B) {
	sizes(b, func(b *testing.B, entries []snapshot.Entry) {
		before, err := snapshot.New(snapshot.Header{}, slices.Values(entries))
		require.NoError(b, err)
		for i := 0; i < len(entries); i += 1000 {
			entries[i].Lifecycle = "deprecated"
		}
		entries[1].Ref.Name = "renamed"
		after, err := snapshot.New(snapshot.Header{}, slices.Values(entries))
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			snapshot.Compare(before, after)
		}
		perEntity(b, len(entries))
	})
}

// BenchmarkYAML reads the same entities from their files, which is what a snapshot saves.
func BenchmarkYAML(b *testing.B) {
	var entries []snapshot.Entry
	var files [][]byte
	size := 0
	for e := range company.New(1000).Entries() {
		if e.Ref.Kind == catalog.Component {
			data := company.YAML(&e)
			entries, files, size = append(entries, e), append(files, data), size+len(data)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		for i, data := range files {
			file := load.Parse(b.Context(), "catalog-info.yaml", data, nil)
			require.True(b, file.Documents[0].OK)
			require.Len(b, file.Documents[0].Entity.References(), len(entries[i].References))
		}
	}
	perEntity(b, len(entries))
	b.ReportMetric(float64(size)/float64(len(entries)), "B/entity")
}
