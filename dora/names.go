package dora

import "hash/maphash"

// names gives each distinct text a number from 0 on. The texts lie one after
// another in one slice: ten million of them cost their own bytes and ten more
// each, where a Go map would take six times as much.
type names struct {
	seed  maphash.Seed
	bytes []byte
	ends  []uint32
	slots []uint32 // number + 1; 0 is free
}

// maxBytes is where the offsets end.
const maxBytes = 1<<32 - 1

// find returns the number of s.
func (n *names) find(s string) (uint32, bool) {
	if len(n.slots) == 0 {
		return 0, false
	}
	slot, ok := n.probe(s)
	if !ok {
		return 0, false
	}
	return n.slots[slot] - 1, true
}

// add returns the number of s, a new one for a new text. It is false where
// there is no room left.
func (n *names) add(s string) (uint32, bool) {
	if len(n.slots) == 0 {
		n.seed = maphash.MakeSeed()
		n.slots = make([]uint32, 16)
	}
	slot, ok := n.probe(s)
	if ok {
		return n.slots[slot] - 1, true
	}
	if len(n.bytes)+len(s) > maxBytes {
		return 0, false
	}
	n.bytes = append(n.bytes, s...)
	n.ends = append(n.ends, uint32(len(n.bytes)))
	n.slots[slot] = uint32(len(n.ends))
	if len(n.ends)*4 > len(n.slots)*3 {
		n.grow()
	}
	return uint32(len(n.ends) - 1), true
}

// at returns the text with the number i.
func (n *names) at(i uint32) string { return string(n.view(i)) }

func (n *names) view(i uint32) []byte {
	start := uint32(0)
	if i > 0 {
		start = n.ends[i-1]
	}
	return n.bytes[start:n.ends[i]]
}

func (n *names) len() int { return len(n.ends) }

// probe returns the slot of s, or the free one where it belongs.
func (n *names) probe(s string) (slot uint64, found bool) {
	mask := uint64(len(n.slots) - 1)
	for slot = maphash.String(n.seed, s) & mask; n.slots[slot] != 0; slot = (slot + 1) & mask {
		if string(n.view(n.slots[slot]-1)) == s {
			return slot, true
		}
	}
	return slot, false
}

func (n *names) grow() {
	n.slots = make([]uint32, 2*len(n.slots))
	mask := uint64(len(n.slots) - 1)
	for i := range n.ends {
		slot := maphash.Bytes(n.seed, n.view(uint32(i))) & mask
		for n.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		n.slots[slot] = uint32(i) + 1
	}
}
