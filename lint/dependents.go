package lint

import (
	"cmp"
	"slices"
	"strings"
)

// makeDependents returns the references of linted entities by the entries that they mean.
func (v *viewIndex) makeDependents() *grouped[Reference] {
	d := group(len(v.entries), func(add func(int32, Reference)) {
		next := 0
		for _, f := range v.linted {
			for i := range f.Refs {
				add(v.targets[next], Reference{From: f, RefFact: &f.Refs[i]})
				next++
			}
		}
	})
	for n := range v.entries {
		slices.SortStableFunc(d.of(int32(n)), compareReferences)
	}
	return &d
}

func compareReferences(a, b Reference) int {
	return cmp.Or(strings.Compare(a.From.File, b.From.File), cmp.Compare(a.Range.Offset, b.Range.Offset))
}
