package lint

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// record is the facts about the entities of one file, written down in one text. While tens of thousands of files are
// read, it holds nothing of theirs, takes a third of the space, and gives the garbage collector nothing to look at. It
// is read again when all files are there; what is then made of it shares its bytes.
type record struct {
	text     string
	entities int
	refs     int          // of all of them
	targets  []TargetFact // likewise; few files have any, and they are wanted before all files are there
	values   [][]KeptFact // of each entity that has any; few runs have
}

// write writes down the facts about a file's entities.
func (r *record) write(all []*Facts) {
	refs := 0
	for _, f := range all {
		refs += len(f.Refs)
	}
	b := make([]byte, 0, 160*len(all)+24*refs) // seldom more
	for _, f := range all {
		b = r.add(b, f)
	}
	r.text = string(b)
}

// add appends the facts of one more entity to b.
func (r *record) add(b []byte, f *Facts) []byte {
	b = appendText(b, string(f.Ref.Kind), f.Ref.Namespace, f.Ref.Name, f.Type, f.Lifecycle)
	b = appendRange(appendRange(b, &f.Range), &f.Document)
	b = appendInts(b, flag(f.Accepted), flag(f.Kept != nil), len(f.Tiers), len(f.Refs), len(f.Targets))
	for i := range f.Tiers {
		t := &f.Tiers[i]
		b = appendText(b, t.Value, t.Key, t.Pointer)
		b = appendRange(appendInts(b, t.Rank), &t.Range)
	}
	fields := refFields()[f.Ref.Kind]
	for i := range f.Refs {
		ref := &f.Refs[i]
		b = appendInts(b, fieldNumber(fields, ref.Field))
		b = appendRange(appendText(b, ref.Pointer, ref.Written), &ref.Range)
		if isObjectRef(ref) {
			b = appendText(b, string(ref.Target.Kind), ref.Target.Namespace, ref.Target.Name)
		}
	}
	r.targets = slices.Grow(r.targets, len(f.Targets))
	for _, t := range f.Targets {
		t.Target, t.Pattern = strings.Clone(t.Target), strings.Clone(t.Pattern)
		r.targets = append(r.targets, t)
	}
	if f.Kept != nil {
		r.values = append(r.values, f.Kept)
	}
	r.entities++
	r.refs += len(f.Refs)
	return b
}

// shareTargets moves the targets of all facts into one list, of which each has its part: what is filled in there, is
// filled in with all.
func shareTargets(all []*Facts) []TargetFact {
	if len(all) == 1 {
		return all[0].Targets
	}
	var targets []TargetFact
	for _, f := range all {
		targets = append(targets, f.Targets...)
	}
	rest := targets
	for _, f := range all {
		if n := len(f.Targets); n > 0 {
			f.Targets, rest = rest[:n:n], rest[n:]
		}
	}
	return targets
}

// isObjectRef reports whether a reference is, or looks like, one that is written as an object with kind, namespace and
// name. From all others the target can be read again.
func isObjectRef(r *RefFact) bool { return strings.HasPrefix(r.Written, "{") }

func flag(on bool) int {
	if on {
		return 1
	}
	return 0
}

func appendText(b []byte, texts ...string) []byte {
	for _, s := range texts {
		b = append(appendInts(b, len(s)), s...)
	}
	return b
}

func appendInts(b []byte, ints ...int) []byte {
	for _, n := range ints {
		b = binary.AppendUvarint(b, uint64(n))
	}
	return b
}

func appendRange(b []byte, r *source.Range) []byte {
	return appendInts(b, r.Line, r.Column, r.EndLine, r.EndColumn, r.Offset, r.EndOffset-r.Offset)
}
