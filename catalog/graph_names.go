package catalog

// nameTable finds the numbers of names by hash. It holds hashes and numbers only, the names being elsewhere: at 8 bytes
// a slot it stays in the processor's caches for longer than a map of strings does, and it grows without a look at any.
// The zero value is empty.
type nameTable struct {
	slots []nameSlot // a power of two of them, at most three quarters in use
	used  int
}

type nameSlot struct {
	hash uint32 // as hashed
	mark int32  // the number plus 1; 0 in a free slot
}

// candidate returns the first number from the slot at on whose name has the hash, and the slot after it; -1 when there
// is none.
func (t *nameTable) candidate(hash uint32, at int) (number int32, next int) {
	mask := len(t.slots) - 1
	for i := at & mask; mask >= 0; i = (i + 1) & mask {
		s := t.slots[i]
		if s.mark == 0 {
			break
		}
		if s.hash == hash {
			return s.mark - 1, i + 1
		}
	}
	return -1, 0
}

// first returns the number of the first name with that hash, -1 when there is none. It is most likely the one meant.
func (t *nameTable) first(hash uint32) int32 {
	number, _ := t.candidate(hash, int(hash))
	return number
}

// find returns the number of name, given its hash; -1 when it has none.
func (t *nameTable) find(hash uint32, name string, names []string) int32 {
	number, next := t.candidate(hash, int(hash))
	for number >= 0 && names[number] != name {
		number, next = t.candidate(hash, next)
	}
	return number
}

// add adds the number of a name that is not in the table.
func (t *nameTable) add(hash uint32, number int32) {
	if t.used >= len(t.slots)/4*3 {
		t.grow()
	}
	t.put(nameSlot{hash, number + 1})
	t.used++
}

func (t *nameTable) grow() {
	const least = 8
	old := t.slots
	t.slots = make([]nameSlot, max(2*len(old), least))
	for _, s := range old {
		if s.mark != 0 {
			t.put(s)
		}
	}
}

func (t *nameTable) put(s nameSlot) {
	mask := len(t.slots) - 1
	i := int(s.hash) & mask
	for t.slots[i].mark != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = s
}
