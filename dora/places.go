package dora

// places says where something with a number lies in what owns it: the
// deployment of an ID in its service, a commit in its repository. Nearly every
// number has one owner, which costs eight bytes; the rest is in a map.
type places struct {
	first []place
	more  map[ownedNumber]uint32
}

// place is the owner and the place in it + 1; 0 is none.
type place struct{ owner, at uint32 }

// ownedNumber is a number with its owner.
type ownedNumber struct{ owner, no uint32 }

// find returns where the number lies in its owner.
func (p *places) find(owner, no uint32) (uint32, bool) {
	if int(no) >= len(p.first) {
		return 0, false
	}
	f := p.first[no]
	if f.owner == owner && f.at > 0 {
		return f.at - 1, true
	}
	if f.at == 0 || p.more == nil {
		return 0, false
	}
	at, ok := p.more[ownedNumber{owner, no}]
	return at, ok
}

// put says where a number lies that was in no place of its owner's before.
func (p *places) put(owner, no, at uint32) {
	for int(no) >= len(p.first) {
		p.first = append(p.first, place{})
	}
	if p.first[no].at == 0 {
		p.first[no] = place{owner, at + 1}
		return
	}
	if p.more == nil {
		p.more = map[ownedNumber]uint32{}
	}
	p.more[ownedNumber{owner, no}] = at
}

// hint returns where the number lies in its first owner, + 1.
func (p *places) hint(no uint32) uint32 {
	if int(no) >= len(p.first) {
		return 0
	}
	return p.first[no].at
}
