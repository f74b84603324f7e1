package update

import (
	"bytes"
	"cmp"
	"path"
	"slices"
)

const (
	leastLikeness = 50  // percent of the larger file that a renamed one has in common with what it was
	maxPiece      = 64  // bytes: lines are compared in pieces as long as this
	maxPairs      = 1e6 // that are compared at most: beyond, only files that are the same count as renamed
)

// pair is a file that got another name.
type pair struct {
	from, to string
	likeness int // percent
	sameBase bool
}

// renames pairs files that are gone with such that are new, by what they have in common: as git does, files that are the same
// first, then those that are most alike. No file is in two pairs.
func renames(gone, added map[string]*file) map[string]string {
	all := candidates(gone, added)
	slices.SortFunc(all, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.likeness, a.likeness), cmp.Compare(boolean(b.sameBase), boolean(a.sameBase)),
			cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	out, taken := map[string]string{}, map[string]bool{}
	for _, p := range all {
		if _, done := out[p.from]; !done && !taken[p.to] {
			out[p.from], taken[p.to] = p.to, true
		}
	}
	return out
}

func candidates(gone, added map[string]*file) []pair {
	few := len(gone)*len(added) <= maxPairs
	pieces := map[*file]map[string]int{}
	var all []pair
	for from, f := range gone {
		for to, g := range added {
			if (f.isLink() != g.isLink()) || len(f.data) == 0 {
				continue
			}
			p := pair{from: from, to: to, sameBase: path.Base(from) == path.Base(to)}
			switch {
			case bytes.Equal(f.data, g.data):
				p.likeness = 100
			case few && !f.isLink() && near(len(f.data), len(g.data)):
				p.likeness = min(99, likeness(f, g, pieces))
			}
			if p.likeness >= leastLikeness {
				all = append(all, p)
			}
		}
	}
	return all
}

// near tells whether files of these sizes can be alike.
func near(a, b int) bool { return 100*min(a, b) >= leastLikeness*max(a, b) }

// likeness returns how much of the larger file both have in common, in percent.
func likeness(f, g *file, pieces map[*file]map[string]int) int {
	larger := max(len(f.data), len(g.data))
	if larger == 0 {
		return 100
	}
	return 100 * inCommon(f, g, pieces) / larger
}

// inCommon returns how many bytes of f are in g, too, wherever: whole lines, or pieces of long ones.
func inCommon(f, g *file, known map[*file]map[string]int) int {
	a, b := piecesOf(f, known), piecesOf(g, known)
	n := 0
	for piece, count := range a {
		n += len(piece) * min(count, b[piece])
	}
	return n
}

func piecesOf(f *file, known map[*file]map[string]int) map[string]int {
	if p, ok := known[f]; ok {
		return p
	}
	p := map[string]int{}
	for line := range bytes.Lines(f.data) {
		for len(line) > maxPiece {
			p[string(line[:maxPiece])]++
			line = line[maxPiece:]
		}
		p[string(line)]++
	}
	known[f] = p
	return p
}
