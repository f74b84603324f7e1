package snapshot

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// link is a relation as its source states it, by key.
type link struct {
	relation catalog.RelationType
	target   string
}

// statements answers what entities of a snapshot state, each read once.
type statements struct {
	*Snapshot
	known map[string]map[link]bool // by key
}

func (s *statements) of(ref catalog.Ref) map[link]bool {
	key := ref.Key()
	if links, ok := s.known[key]; ok {
		return links
	}
	e, _ := s.Lookup(ref)
	links := linksOf(e.References)
	s.known[key] = links
	return links
}

func linksOf(references []Reference) map[link]bool {
	links := make(map[link]bool, len(references))
	for _, r := range references {
		links[link{r.Relation, r.Target.Key()}] = true
	}
	return links
}

// relate sets the relations that came and went.
func (d *Diff) relate(before, after *Snapshot) {
	was := &statements{before, map[string]map[link]bool{}}
	is := &statements{after, map[string]map[link]bool{}}
	var came, went catalog.GraphBuilder
	for _, e := range d.Added {
		addNew(&came, e, nil, was)
	}
	for _, e := range d.Removed {
		addNew(&went, e, nil, is)
	}
	for _, c := range d.Changed {
		addNew(&came, c.After, c.Before.References, was)
		addNew(&went, c.Before, c.After.References, is)
	}
	d.AddedRelations = slices.Collect(came.Graph().Relations())
	d.RemovedRelations = slices.Collect(went.Graph().Relations())
}

// addNew adds the relations that e states and that are not in the other snapshot: stated there neither by e, whose
// references are known, nor by the other end.
func addNew(b *catalog.GraphBuilder, e Entry, there []Reference, other *statements) {
	stated, key := linksOf(there), e.Ref.Key()
	for _, r := range e.References {
		if r.Relation == "" || stated[link{r.Relation, r.Target.Key()}] {
			continue
		}
		if back := r.Relation.Inverse(); back == "" || !other.of(r.Target)[link{back, key}] {
			b.AddReference(e.Ref, r.Relation, r.Target)
		}
	}
}

// dangling returns the relations that after states to entities that were removed.
func dangling(removed []Entry, after *Snapshot) []catalog.Relation {
	if len(removed) == 0 {
		return nil
	}
	gone := make(map[string]bool, len(removed)) // by keys as they stand in lines
	for _, e := range removed {
		gone[string(appendEscaped(nil, e.Ref.Key(), inRef))] = true
	}
	var found []catalog.Relation
	for line := range lines(after.body) {
		if names(line, gone) {
			found = append(found, danglingOf(read(line), gone)...)
		}
	}
	return found
}

// danglingOf returns the relations of e to what is gone, each once.
func danglingOf(e Entry, gone map[string]bool) []catalog.Relation {
	var found []catalog.Relation
	for _, r := range e.References {
		if r.Relation != "" && gone[string(appendEscaped(nil, r.Target.Key(), inRef))] {
			found = append(found, catalog.Relation{Source: e.Ref, Type: r.Relation, Target: r.Target})
		}
	}
	slices.SortFunc(found, func(a, b catalog.Relation) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), a.Target.Compare(b.Target))
	})
	return slices.Compact(found) // refs that were read from a snapshot compare by ==
}

// names reports whether line refers to one of the keys. It may say so of a free text with spaces as well.
func names(line []byte, keys map[string]bool) bool {
	_, rest, more := bytes.Cut(line, []byte{' '}) // there is a space before each target
	for more {
		var word []byte
		word, rest, more = bytes.Cut(rest, []byte{' '})
		word, _, _ = bytes.Cut(word, []byte{'\t'})
		if keys[string(word)] {
			return true
		}
	}
	return false
}
