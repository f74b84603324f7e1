package lint

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// minSimilar is the length from which on names are compared: of shorter ones too many are one edit apart by chance.
const minSimilar = 4

// nameIndex finds names that are one edit apart: whichever character was put in, left out, changed or swapped with its
// neighbour, leaving out one character at most on either side makes them equal. So every name is entered under the
// hashes of all the forms it has with one character left out; looking up costs the same whatever the catalog's size.
type nameIndex struct {
	refs    []catalog.Ref
	entries []nameEntry // sorted by hash
}

type nameEntry struct {
	hash uint64
	ref  int32
}

func (ix *nameIndex) add(ref catalog.Ref) {
	if len(ref.Name) < minSimilar {
		return
	}
	id := int32(len(ix.refs))
	ix.refs = append(ix.refs, ref)
	for hash := range nameHashes(ref) {
		ix.entries = append(ix.entries, nameEntry{hash, id})
	}
}

func (ix *nameIndex) sort() {
	slices.SortFunc(ix.entries, func(a, b nameEntry) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.ref, b.ref))
	})
}

// nameHashes yields the hash of ref's name, and of the name without each of its characters, within its kind and
// namespace.
func nameHashes(ref catalog.Ref) func(yield func(uint64) bool) {
	return func(yield func(uint64) bool) {
		key := ref.Key()
		name := strings.IndexByte(key, '/') + 1
		if !yield(hashOf(key, "")) {
			return
		}
		for i, r := range key[name:] {
			if !yield(hashOf(key[:name+i], key[name+i+len(string(r)):])) {
				return
			}
		}
	}
}

func hashOf(a, b string) uint64 {
	h := fnv.New64a()
	// A hash takes everything that is written to it.
	_, _ = h.Write([]byte(a))
	_, _ = h.Write([]byte(b))
	return h.Sum64()
}

// similar returns the only entity whose name is one edit from ref's.
func (v *View) similar(ref catalog.Ref) (catalog.Ref, bool) {
	if len(ref.Name) < minSimilar || v.Get(ref) != nil {
		return catalog.Ref{}, false
	}
	ix, key := v.names(), ref.Key()
	found := map[string]catalog.Ref{}
	for hash := range nameHashes(ref) {
		i, _ := slices.BinarySearchFunc(ix.entries, hash, func(e nameEntry, h uint64) int { return cmp.Compare(e.hash, h) })
		for ; i < len(ix.entries) && ix.entries[i].hash == hash; i++ {
			other := ix.refs[ix.entries[i].ref]
			if isSlip(key, other.Key()) {
				found[other.Key()] = other
			}
		}
	}
	if len(found) != 1 {
		return catalog.Ref{}, false
	}
	for _, other := range found {
		ref = other
	}
	return ref, true
}

// isSlip reports whether a and b are one edit apart and not merely numbered differently: shard-1 is not a misspelt
// shard-2.
func isSlip(a, b string) bool {
	if distance([]rune(a), []rune(b), 1) != 1 {
		return false
	}
	return strings.Map(dropDigits, a) != strings.Map(dropDigits, b)
}

func dropDigits(r rune) rune {
	if unicode.IsDigit(r) {
		return -1
	}
	return r
}
