package snapshot

import (
	"bytes"
	"iter"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Diff is what changed from one snapshot to another. Entities and relations are in the order of refs.
type Diff struct {
	Before  Header   `json:"before"`
	After   Header   `json:"after"`
	Added   []Entry  `json:"added"`
	Removed []Entry  `json:"removed"`
	Changed []Change `json:"changed"`
	// Renamed has guesses: pairs of a removed and an added entity that are probably one. Both are in Removed and Added
	// as well.
	Renamed []Rename `json:"renamed"`
	// AddedRelations and RemovedRelations are what is related now and was not, and the other way round. Each comes once,
	// in the direction that [catalog.Graph] has it, however many fields state it.
	AddedRelations   []catalog.Relation `json:"addedRelations"`
	RemovedRelations []catalog.Relation `json:"removedRelations"`
	// Dangling is what refers to removed entities still, as it is stated, in the order of source, type and target.
	Dangling []catalog.Relation `json:"dangling"`
	// Owners is who owns what was added, removed or changed or is left dangling, or owned it before. A group answers for
	// itself.
	Owners  []OwnerChange `json:"owners"`
	Unowned []catalog.Ref `json:"unowned"` // such entities that have no owner
}

// Change is an entity that both snapshots have, and not alike.
type Change struct {
	Before  Entry         `json:"before"`
	After   Entry         `json:"after"`
	Fields  []FieldChange `json:"fields"`
	Added   []Reference   `json:"addedReferences"`
	Removed []Reference   `json:"removedReferences"`
}

// FieldChange is a text that changed.
type FieldChange struct {
	Name   string `json:"name"` // as the column is called: type, lifecycle, tier, title, location or written
	Before string `json:"before"`
	After  string `json:"after"`
}

// OwnerChange is an owner and what concerns it.
type OwnerChange struct {
	Owner    catalog.Ref   `json:"owner"`
	Entities []catalog.Ref `json:"entities"`
}

// Empty reports whether nothing changed.
func (d *Diff) Empty() bool { return len(d.Added)+len(d.Removed)+len(d.Changed) == 0 }

// Compare returns what changed from before to after. Lines that both have cost no more than to see that they are the
// same.
func Compare(before, after *Snapshot) *Diff {
	d := &Diff{Before: before.header, After: after.header}
	for a, b := range pairs(before.body, after.body) {
		switch {
		case a == nil:
			d.Added = append(d.Added, read(b))
		case b == nil:
			d.Removed = append(d.Removed, read(a))
		default:
			d.Changed = append(d.Changed, change(read(a), read(b)))
		}
	}
	d.relate(before, after)
	d.Dangling = dangling(d.Removed, after)
	d.Renamed = renames(d)
	d.settleOwners(after)
	return d
}

// pairs yields the lines of the same entity in both bodies where they differ; nil for the one that there is not.
func pairs(before, after []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(a, b []byte) bool) {
		for len(before)+len(after) > 0 {
			a, b := firstLine(before), firstLine(after)
			order := bytes.Compare(keyBytes(a), keyBytes(b))
			switch {
			case len(before) == 0 || len(after) > 0 && order > 0:
				a = nil
			case len(after) == 0 || order < 0:
				b = nil
			}
			before, after = rest(before, a), rest(after, b)
			if same := a != nil && b != nil && bytes.Equal(a, b); !same && !yield(a, b) {
				return
			}
		}
	}
}

// rest returns the body after its first line, if that is to be passed over.
func rest(body, line []byte) []byte {
	if line == nil {
		return body
	}
	return body[len(line)+1:]
}

func change(before, after Entry) Change {
	c := Change{Before: before, After: after}
	for _, f := range []FieldChange{
		{"type", before.Type, after.Type},
		{"lifecycle", before.Lifecycle, after.Lifecycle},
		{"tier", before.Tier, after.Tier},
		{"title", before.Title, after.Title},
		{"location", before.Location, after.Location},
		{"written", spelling(before.Ref), spelling(after.Ref)},
	} {
		if f.Before != f.After {
			c.Fields = append(c.Fields, f)
		}
	}
	c.Added = without(after.References, before.References)
	c.Removed = without(before.References, after.References)
	return c
}

// spelling returns the text of ref as it is written.
func spelling(ref catalog.Ref) string {
	return string(ref.Kind) + ":" + ref.Namespace + "/" + ref.Name
}

// without returns those of all that are not among the others. What was read from snapshots compares by ==.
func without(all, others []Reference) []Reference {
	known := make(map[Reference]bool, len(others))
	for _, r := range others {
		known[r] = true
	}
	var left []Reference
	for _, r := range all {
		if !known[r] {
			left = append(left, r)
		}
	}
	return left
}
