package dora

// mostIDs is how many events a warning names.
const mostIDs = 10

// told counts events and keeps the names of the first ones: there may be a
// million of them.
type told struct {
	count int
	ids   []string
}

func (t *told) add(of *names, no uint32) {
	if t.count++; t.count <= mostIDs {
		t.ids = append(t.ids, of.at(no))
	}
}

func (t *told) name(s string) {
	if t.count++; t.count <= mostIDs {
		t.ids = append(t.ids, s)
	}
}
