package lint

import (
	"iter"
	"unicode/utf8"
)

// The hash of a text is a polynomial in hashBase, so that it comes from the hashes of its parts. Modulo 2^64 the
// product of the two numbers is 1.
const (
	hashBase    uint64 = 0x9E3779B97F4A7C15
	hashInverse uint64 = 0xF1DE83E19937733D
)

// nameHashes yields the hash of name, and of name without each of its characters.
func nameHashes(name string) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		before := uint64(0) // the hash of what comes before the character
		for i := range len(name) {
			before = before*hashBase + uint64(name[i])
		}
		if !yield(mixed(before)) {
			return
		}
		after, power := uint64(0), uint64(1) // the hash of what comes after it, and hashBase to the power of its length
		for end := len(name); end > 0; {
			_, size := utf8.DecodeLastRuneInString(name[:end])
			character, shift := uint64(0), uint64(1)
			for i := end - 1; i >= end-size; i-- {
				before = (before - uint64(name[i])) * hashInverse
				character += uint64(name[i]) * shift
				shift *= hashBase
			}
			if !yield(mixed(before*power + after)) {
				return
			}
			after += character * power
			power *= shift
			end -= size
		}
	}
}

// mixed has the upper bits, which depend on all of the text, count in the lower ones.
func mixed(hash uint64) uint64 { return hash ^ hash>>32 }
