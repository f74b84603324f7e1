package lint

import "unicode/utf8"

// nameFilter tells quickly, and without making anything, of nearly all names that no entity of some has them.
type nameFilter []uint64

// newNameFilter returns the filter of the linted entities.
func newNameFilter(v *viewIndex) nameFilter {
	size := 64
	for size < len(v.linted) {
		size *= 2
	}
	filter := make(nameFilter, size)
	for _, n := range v.numbers {
		_, name := splitKey(v.entries[n].key)
		if hash, ok := foldedHash(name); ok {
			filter[hash&uint64(size-1)] |= 1 << (hash >> 58)
		}
	}
	return filter
}

// may reports whether one of the entities may have this name, however it is spelt.
func (n nameFilter) may(name string) bool {
	hash, ok := foldedHash(name)
	return !ok || n[hash&uint64(len(n)-1)]&(1<<(hash>>58)) != 0
}

// foldedHash returns the hash of an ASCII name without regard to case. Names that are not ASCII may have other spellings
// than those.
func foldedHash(name string) (hash uint64, ok bool) {
	for i := range len(name) {
		c := name[i]
		if c >= utf8.RuneSelf {
			return 0, false
		}
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		hash = hash*hashBase + uint64(c)
	}
	return mixed(hash), true
}
