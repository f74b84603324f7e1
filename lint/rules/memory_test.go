package rules_test

import (
	"testing"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/internal/beside"
)

// memory is a file system of texts.
type memory map[string]string

func (m memory) fs() fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range m {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// openMutations returns the shared mutations, or a few of our own where those are not at hand.
func openMutations(t *testing.T) []mutation {
	t.Helper()
	name, ok := beside.Path(t, "corpus/catalog-mutations/seed-1.jsonl")
	if !ok {
		t.Log("the shared mutations are not present: those in testdata stand for them")
		name = "testdata/corpus/mutations.jsonl"
	}
	return readLines[mutation](t, name)
}
