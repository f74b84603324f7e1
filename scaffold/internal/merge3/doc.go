// Package merge3 merges two changed versions of a text, line by line, and gives what git merge-file gives, to the byte.
//
//	r, err := merge3.Merge(base, ours, theirs, &merge3.Options{Ours: "mine", Theirs: "v2"})
//
// The lines that both versions have of the base are found by Myers' algorithm in linear space ("An O(ND) Difference
// Algorithm and Its Variations", 1986), under the conditions that git adds to it: lines that the other side has not, or has
// all too often, are left out of the comparison (discard.go); a search that becomes expensive is cut short (myers.go); of the
// places where a change could stand just as well, the last is taken, or one that faces a change of the other side
// (slide.go). Then changes that touch are conflicts (combine.go), within which what both sides have in common is taken out again
// (refine.go). All of this shows in the result, which is why none of it is left to a library that decides otherwise.
package merge3
