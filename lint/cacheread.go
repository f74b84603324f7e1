package lint

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

// maxValueDepth bounds how deep the values of an entity are nested in what is read. YAML that is nested deeper is refused.
const maxValueDepth = 10_000

// cacheReader reads what a [cacheWriter] has written, or anything else: then it is broken. What it returns shares the
// bytes of the text.
type cacheReader struct {
	file   string
	rest   string
	depth  int
	broken bool
}

func (r *cacheReader) result(f *fileResult) {
	f.role = role(r.int())
	f.stats = Stats{Files: 1, Documents: r.int(), Entities: r.int(), Bytes: int64(r.int())}
	f.whole = r.bool()
	f.needs = r.needs()
	f.findings = readList(r, r.finding)
	f.ignores = readList(r, r.ignore)
	f.members = readList(r, func(name *string) { *name = r.text() })
	r.record(&f.kept)
}

func (r *cacheReader) needs() *needs {
	n := &needs{}
	for range r.count() {
		n.addPresence(r.text(), r.bool())
	}
	n.content, n.read = r.outcomes(), r.outcomes()
	if n.present == nil && n.content == nil && n.read == nil {
		return nil
	}
	return n
}

// outcomes reads what came of reading files; nil when there were none.
func (r *cacheReader) outcomes() map[string]string {
	var of map[string]string
	for range r.count() {
		name := r.text()
		if of == nil {
			of = map[string]string{}
		}
		of[name] = r.text()
	}
	return of
}

func (r *cacheReader) record(to *record) {
	to.text = r.text()
	to.entities, to.refs = r.int(), r.int()
	to.targets = readList(r, func(t *TargetFact) {
		t.Target, t.Pointer, t.Pattern = r.text(), r.text(), r.text()
		t.Optional = r.bool()
		t.Range = r.place()
	})
	to.values = readList(r, func(kept *[]KeptFact) {
		*kept = readList(r, func(k *KeptFact) {
			k.Pointer, k.Present = r.text(), r.bool()
			k.Value = r.value()
			k.Range = r.place()
		})
	})
}

func (r *cacheReader) finding(d *Diagnostic) {
	d.Rule, d.Message, d.Help, d.Pointer = r.text(), r.text(), r.text(), r.text()
	d.Range = r.place()
	d.Entity = r.ref()
	d.Related = readList(r, func(other *Related) { other.Message, other.Range = r.text(), r.place() })
	d.Fixes = readList(r, func(f *Fix) {
		f.Message, f.Safe, f.Reshapes = r.text(), r.bool(), r.bool()
		f.Edits = readList(r, r.edit)
	})
}

func (r *cacheReader) ignore(g *ignore) {
	g.File = r.bool()
	g.Names = readList(r, func(n *ignoredName) { n.Name, n.Start, n.End = r.text(), r.int(), r.int() })
	g.Until = r.day()
	g.Reason, g.Fault, g.By = r.text(), r.text(), r.text()
	g.Range = r.place()
	g.NamesAt, g.Start, g.End = r.int(), r.int(), r.int()
	if r.bool() {
		g.Removal = &Edit{}
		r.edit(g.Removal)
	}
	g.Dead = r.bool()
}

func (r *cacheReader) edit(e *Edit) {
	e.File, e.New = r.text(), r.text()
	e.Offset, e.EndOffset = r.int(), r.int()
}

func (r *cacheReader) ref() catalog.Ref {
	return catalog.Ref{Kind: catalog.Kind(r.text()), Namespace: r.text(), Name: r.text()}
}

func (r *cacheReader) place() source.Range {
	var at source.Range
	at.File = r.file
	if !r.bool() {
		at.File = r.text()
	}
	at.Line, at.Column, at.Offset = r.int(), r.int(), r.int()
	at.EndLine, at.EndColumn, at.EndOffset = at.Line+r.int(), r.int(), at.Offset+r.int()
	return at
}

func (r *cacheReader) day() time.Time {
	if r.bool() {
		return time.Time{}
	}
	return time.Unix(int64(r.int()), 0).UTC()
}

func (r *cacheReader) value() any {
	if r.depth++; r.depth > maxValueDepth {
		return r.fail()
	}
	defer func() { r.depth-- }()
	switch kind := r.int(); kind {
	case kindNull:
		return nil
	case kindFalse, kindTrue:
		return kind == kindTrue
	case kindNumber:
		return r.number()
	case kindText:
		return r.text()
	case kindList:
		items := []any{}
		for range r.count() {
			items = append(items, r.value())
		}
		return items
	case kindObject:
		members := map[string]any{}
		for range r.count() {
			name := r.text()
			members[name] = r.value()
		}
		return members
	}
	return r.fail()
}

func (r *cacheReader) bool() bool {
	if r.rest == "" || r.rest[0] > 1 {
		r.fail()
		return false
	}
	on := r.rest[0] == 1
	r.rest = r.rest[1:]
	return on
}

func (r *cacheReader) int() int {
	n, shift := uint64(0), 0
	for i := 0; i < len(r.rest) && i < binary.MaxVarintLen64; i++ {
		b := r.rest[i]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return int(n>>1) ^ -int(n&1)
		}
		shift += 7
	}
	r.fail()
	return 0
}

// count reads how many things there are, each of which takes a byte at the least.
func (r *cacheReader) count() int {
	n := r.int()
	if n < 0 || n > len(r.rest) {
		r.fail()
		return 0
	}
	return n
}

func (r *cacheReader) text() string {
	n := r.count()
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *cacheReader) number() float64 {
	if len(r.rest) < 8 {
		r.fail()
		return 0
	}
	bits := binary.LittleEndian.Uint64([]byte(r.rest[:8]))
	r.rest = r.rest[8:]
	return math.Float64frombits(bits)
}

// fail ends the reading: from here on there is nothing.
func (r *cacheReader) fail() any {
	r.rest, r.broken = "", true
	return nil
}

// readList reads what writeList has written; nil when that is empty.
func readList[T any](r *cacheReader, item func(*T)) []T {
	n := r.count()
	if n == 0 {
		return nil
	}
	var list []T
	for range n {
		if r.broken {
			return nil
		}
		var one T
		item(&one)
		list = append(list, one)
	}
	return list
}
