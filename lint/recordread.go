package lint

import (
	"sync"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

// The fewest bytes that something takes in a record.
const (
	leastEntity = 22
	leastRef    = 9
	leastTier   = 10
)

// recordReader reads a record.
type recordReader struct {
	file    string
	rest    string
	refs    []RefFact // room for those to come
	targets []TargetFact
	values  [][]KeptFact
	broken  bool // it is no record
}

// facts returns what was written down about the entities of file.
func (r *record) facts(file string) []*Facts {
	facts, _ := r.read(file)
	return facts
}

// read does so, and reports whether it was indeed written by add: it may come from a cache.
func (r *record) read(file string) (found []*Facts, sound bool) {
	if r.text == "" {
		return nil, true // also when a fault has kept it from being written
	}
	if r.entities < 0 || r.entities > len(r.text)/leastEntity || r.refs < 0 || r.refs > len(r.text)/leastRef {
		return nil, false
	}
	all := make([]Facts, r.entities)
	found = make([]*Facts, r.entities)
	in := recordReader{file: file, rest: r.text, refs: make([]RefFact, r.refs), targets: r.targets, values: r.values}
	for i := range all {
		in.entity(&all[i])
		found[i] = &all[i]
	}
	return found, !in.broken && len(in.rest)+len(in.refs)+len(in.targets)+len(in.values) == 0
}

func (r *recordReader) entity(f *Facts) {
	f.File = r.file
	f.Ref = r.entityRef()
	f.Type, f.Lifecycle = r.word(), r.word()
	f.Range, f.Document = r.place(), r.place()
	f.Accepted = r.int() == 1
	if r.int() == 1 && r.most(1, len(r.values)) == 1 {
		f.Kept, r.values = r.values[0], r.values[1:]
	}
	tiers, refs, targets := r.most(r.int(), len(r.rest)/leastTier), r.most(r.int(), len(r.refs)), r.most(r.int(), len(r.targets))
	if tiers > 0 {
		f.Tiers = make([]Tier, tiers)
		for i := range f.Tiers {
			f.Tiers[i] = Tier{Value: r.word(), Key: r.word(), Pointer: r.word(), Rank: r.int(), Range: r.place()}
		}
		f.Tier = f.Tiers[0]
	}
	f.Refs, r.refs = r.refs[:refs:refs], r.refs[refs:]
	for i := range f.Refs {
		r.ref(f, &f.Refs[i])
	}
	if targets > 0 {
		f.Targets, r.targets = r.targets[:targets:targets], r.targets[targets:]
	}
}

func (r *recordReader) ref(holder *Facts, ref *RefFact) {
	fields, number := refFields()[holder.Ref.Kind], r.int()
	if number < 0 || number >= len(fields) {
		r.fail()
		return
	}
	field := &fields[number]
	ref.Field, ref.Relation = field.Name, field.Relation
	ref.Pointer, ref.Written, ref.Range = r.word(), r.word(), r.place()
	if isObjectRef(ref) {
		ref.Target = r.entityRef()
		return
	}
	// It could be read before.
	ref.Target, _ = catalog.ParseRef(ref.Written, catalog.Ref{Kind: field.Default, Namespace: holder.Ref.Namespace})
}

func (r *recordReader) entityRef() catalog.Ref {
	kind, _ := catalog.Kind(r.word()).Canonical()
	return catalog.Ref{Kind: kind, Namespace: r.word(), Name: r.word()}
}

func (r *recordReader) int() int {
	n, shift := 0, 0
	for i := range len(r.rest) {
		b := r.rest[i]
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return n
		}
		shift += 7
	}
	r.fail()
	return 0
}

// fail ends the reading: from here on there is nothing.
func (r *recordReader) fail() { r.rest, r.broken = "", true }

// most returns n, or if that cannot be, 0.
func (r *recordReader) most(n, limit int) int {
	if n < 0 || n > limit {
		r.fail()
		return 0
	}
	return n
}

func (r *recordReader) word() string {
	n := r.int() // moves rest
	n = r.most(n, len(r.rest))
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *recordReader) place() source.Range {
	var at source.Range
	at.File = r.file
	at.Line, at.Column, at.EndLine, at.EndColumn, at.Offset = r.int(), r.int(), r.int(), r.int(), r.int()
	at.EndOffset = at.Offset + r.int()
	return at
}

// refFields are the fields of each kind that hold references. The map is shared and never changed.
var refFields = sync.OnceValue(func() map[catalog.Kind][]catalog.RefField {
	fields := map[catalog.Kind][]catalog.RefField{}
	for _, k := range catalog.Kinds() {
		fields[k] = catalog.RefFields(k)
	}
	return fields
})

// fieldNumber returns which of fields is called name.
func fieldNumber(fields []catalog.RefField, name string) int {
	for i := range fields {
		if fields[i].Name == name {
			return i
		}
	}
	return 0 // no other name comes up
}
