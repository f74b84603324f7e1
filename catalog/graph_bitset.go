package catalog

import (
	"iter"
	"math/bits"
)

// bitset is a set of nodes.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) has(n int32) bool { return b[n>>6]&(1<<(n&63)) != 0 }

func (b bitset) add(n int32) { b[n>>6] |= 1 << (n & 63) }

func (b bitset) count() int {
	count := 0
	for _, word := range b {
		count += bits.OnesCount64(word)
	}
	return count
}

func (b bitset) remove(n int32) { b[n>>6] &^= 1 << (n & 63) }

// all yields the nodes of the set in order.
func (b bitset) all() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for i, word := range b {
			for ; word != 0; word &= word - 1 {
				if !yield(int32(i<<6 | bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}

func (b bitset) addAll(nodes []int32) {
	for _, n := range nodes {
		b.add(n)
	}
}

// numbers returns how many nodes of the set there are before each of its words.
func (b bitset) numbers() []int32 {
	numbers, count := make([]int32, len(b)), 0
	for i, word := range b {
		numbers[i] = int32(count)
		count += bits.OnesCount64(word)
	}
	return numbers
}

// number returns how many nodes of the set there are before n.
func (b bitset) number(n int32, numbers []int32) int32 {
	return numbers[n>>6] + int32(bits.OnesCount64(b[n>>6]&(1<<(n&63)-1)))
}
