package catalog

// nameTable finds names by hash. It holds hashes and places only, the names being elsewhere: at 8 bytes a slot it stays
// in the processor's caches for longer than a map of strings does, and it grows without a look at any. The zero value is
// empty.
type nameTable struct {
	slots []nameSlot // a power of two of them, at most three quarters in use
	used  int
}

type nameSlot struct {
	hash uint32 // as hashed
	mark uint32 // the name's place plus 1; 0 in a free slot
}

// touch looks at where a name with that hash would be, and does nothing that depends on what is there.
func (t *nameTable) touch(hash uint32) bool {
	if len(t.slots) == 0 {
		return false
	}
	return t.slots[int(hash)&(len(t.slots)-1)].mark == 0
}

// candidate returns the first name from the slot at on that has the hash, and the slot after it; ok is false when there
// is none.
func (t *nameTable) candidate(hash uint32, at int) (name textID, next int, ok bool) {
	mask := len(t.slots) - 1
	for i := at & mask; mask >= 0; i = (i + 1) & mask {
		s := t.slots[i]
		if s.mark == 0 {
			break
		}
		if s.hash == hash {
			return textID(s.mark - 1), i + 1, true
		}
	}
	return 0, 0, false
}

// first returns the first name with that hash, if there is one. It is most likely the one meant.
func (t *nameTable) first(hash uint32) (textID, bool) {
	name, _, ok := t.candidate(hash, int(hash))
	return name, ok
}

// find returns the number of name, given its hash; -1 when it has none.
func (t *nameTable) find(hash uint32, name string, names *numberedTexts) int32 {
	at, next, ok := t.candidate(hash, int(hash))
	for ok {
		if number, text := names.at(at); text == name {
			return number
		}
		at, next, ok = t.candidate(hash, next)
	}
	return -1
}

// add adds a name that is not in the table.
func (t *nameTable) add(hash uint32, name textID) {
	if t.used >= len(t.slots)/4*3 {
		t.grow()
	}
	t.put(nameSlot{hash, uint32(name) + 1})
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
