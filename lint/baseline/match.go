package baseline

import "github.com/goldenpath-go/goldenpath/lint"

// matching says which findings answer to which entries.
type matching struct {
	found   *lint.Found
	entries []Entry
	keys    []key           // by entry: what it stands for, with the present name of its rule
	left    []int           // by entry: how many more findings may answer to it
	entryOf []*Entry        // by finding; nil: none
	linted  map[string]bool // files
	known   map[string]bool // files that the baseline mentions
}

// view is a way to look at what entries and findings stand for, by which they may find one another.
type view func(k key, message string) any

// said is a key with a message.
type said struct {
	key
	message string
}

// match lets findings and entries find one another: those that agree in most things first, so that of a list with old
// findings and a new one it is the new one that is left.
func (b *Baseline) match(found *lint.Found) *matching {
	m := &matching{
		found: found, entries: b.Entries, keys: make([]key, len(b.Entries)), left: make([]int, len(b.Entries)),
		entryOf: make([]*Entry, len(found.Diagnostics)), linted: map[string]bool{}, known: map[string]bool{},
	}
	for i := range b.Entries {
		e := &b.Entries[i]
		m.left[i], m.keys[i] = e.Count, e.key()
		m.known[e.File] = true
		if now, _ := found.Rule(e.Rule); now != "" {
			m.keys[i].rule = now
		}
	}
	for _, f := range found.Files {
		m.linted[f] = true
	}
	m.pass(func(k key, message string) any { return said{k, message} })
	m.pass(func(k key, message string) any { return said{k.inList(), message} })
	m.pass(func(k key, _ string) any { return k })
	m.pass(func(k key, _ string) any { return k.inList() })
	if found.Complete {
		m.renamed()
	}
	return m
}

// pass matches what is left, by what view makes of it.
func (m *matching) pass(v view) {
	byView := map[any][]int{}
	for i := range m.entries {
		if m.left[i] == 0 {
			continue
		}
		k := v(m.keys[i], m.entries[i].Message)
		byView[k] = append(byView[k], i)
	}
	m.take(byView, func(d *lint.Diagnostic, k key) any { return v(k, clean(d.Message)) })
}

// renamed matches findings about files that the baseline does not know with entries of files that are gone.
func (m *matching) renamed() {
	byKey := map[any][]int{}
	for i := range m.entries {
		if e := &m.entries[i]; m.left[i] > 0 && e.Entity == "" && !m.linted[e.File] {
			k := m.keys[i].inFile().inList()
			byKey[k] = append(byKey[k], i)
		}
	}
	m.take(byKey, func(d *lint.Diagnostic, k key) any {
		if m.known[d.Range.File] {
			return nil
		}
		return k.inFile().inList()
	})
}

// take has each finding that is left answer to the first entry that has the same view, as far as there is room.
func (m *matching) take(entries map[any][]int, of func(d *lint.Diagnostic, k key) any) {
	if len(entries) == 0 {
		return
	}
	for j := range m.found.Diagnostics {
		if m.entryOf[j] != nil {
			continue
		}
		d := &m.found.Diagnostics[j]
		e := entryOf(d, "")
		k := of(d, e.key())
		for list := entries[k]; len(list) > 0; list = entries[k] {
			if i := list[0]; m.left[i] > 0 {
				m.left[i]--
				m.entryOf[j] = &m.entries[i]
				break
			}
			entries[k] = list[1:]
		}
	}
}

// judged reports whether it can be said that nothing answers to entry i: its rule was looked at, and its file as well.
func (m *matching) judged(i int) bool {
	now, on := m.found.Rule(m.entries[i].Rule)
	switch {
	case now == "":
		return m.found.Complete
	case !on:
		return false
	}
	return m.found.Complete || m.linted[m.entries[i].File]
}
