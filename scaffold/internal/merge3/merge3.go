package merge3

import "errors"

// ErrBinary says that one of the texts is none.
var ErrBinary = errors.New("binary files cannot be merged")

// Style says how a conflict is shown.
type Style byte

const (
	Plain        Style = iota // both sides, as close as can be
	Diff3                     // both sides and the base
	ZealousDiff3              // like Diff3, without what both sides begin with and end in
)

// DefaultMarkerSize is how long the markers of conflicts are.
const DefaultMarkerSize = 7

// Options say how conflicts are shown. Nil stands for the zero value.
type Options struct {
	Ours, Base, Theirs string // labels behind the markers; empty: none
	Style              Style
	MarkerSize         int // zero: DefaultMarkerSize
}

func (o *Options) markerSize() int {
	if o.MarkerSize <= 0 {
		return DefaultMarkerSize
	}
	return o.MarkerSize
}

// Result is a merged text.
type Result struct {
	Text      []byte
	Conflicts []int // lines of Text, from 1, on which a conflict begins
}

// Merge merges what was done to base by ours and by theirs. Conflicts are marked in the text, and no error; the one error
// is ErrBinary.
func Merge(base, ours, theirs []byte, o *Options) (Result, error) {
	if o == nil {
		o = &Options{}
	}
	if IsBinary(base) || IsBinary(ours) || IsBinary(theirs) {
		return Result{}, ErrBinary
	}
	m := &merger{base: split(base), ours: split(ours), theirs: split(theirs)}
	m.combine(diff(m.base, m.ours), diff(m.base, m.theirs))
	m.refine(o.Style)
	w := &writer{merger: m, options: o}
	w.write()
	return Result{Text: w.out.Bytes(), Conflicts: w.conflicts}, nil
}
