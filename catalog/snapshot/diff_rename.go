package snapshot

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Rename is a removed and an added entity that are probably one, since they are of the same kind, have the same owner, and
// what Evidence says besides.
type Rename struct {
	From     catalog.Ref `json:"from"`
	To       catalog.Ref `json:"to"`
	Evidence []string    `json:"evidence"` // in plain words; no text from the entities is in it
}

// candidate is a removed or added entity in search of the other.
type candidate struct {
	*Entry
	kin        string // kind and owner
	references string // all but the owner; empty when there are none
	taken      bool
}

// renames pairs removed with added entities. It goes from strong to weak evidence, and by each only takes pairs of which
// neither side could be paired otherwise.
func renames(d *Diff) []Rename {
	moves := countMoves(d.Changed)
	removed, added := candidates(d.Removed), candidates(d.Added)
	r := &renamer{moves: moves}
	r.byMoves(removed, added)
	r.by(removed, added, func(c *candidate) string { return c.references })
	r.by(removed, added, func(c *candidate) string { return c.Location })
	slices.SortFunc(r.found, func(a, b Rename) int { return a.From.Compare(b.From) })
	return r.found
}

func candidates(entries []Entry) []*candidate {
	all := make([]*candidate, len(entries))
	for i := range entries {
		all[i] = newCandidate(&entries[i])
	}
	return all
}

func newCandidate(e *Entry) *candidate {
	c := &candidate{Entry: e, kin: strings.ToLower(string(e.Ref.Kind))}
	for _, r := range e.References {
		text := fmt.Sprintf("%q %q %q\n", r.Field, r.Relation, r.Target)
		if r.Relation == catalog.OwnedBy {
			c.kin += " " + text
			continue
		}
		c.references += text
	}
	return c
}

// move is a reference that leads to another entity than before, by keys.
type move struct{ from, to string }

// countMoves returns in how many entities a reference to one was replaced by one to another in the same field.
func countMoves(changed []Change) map[move]int {
	moves := map[move]int{}
	for _, c := range changed {
		if len(c.Removed)*len(c.Added) > maxMoves {
			continue
		}
		seen := map[move]bool{}
		for _, r := range c.Removed {
			for _, a := range c.Added {
				m := move{r.Target.Key(), a.Target.Key()}
				if r.Field == a.Field && r.Relation == a.Relation && !seen[m] {
					seen[m] = true
					moves[m]++
				}
			}
		}
	}
	return moves
}

// maxMoves bounds what one entity can say of moves: what has so many new references says nothing of any.
const maxMoves = 400

type renamer struct {
	moves map[move]int
	found []Rename
}

// byMoves pairs those between which references were moved, if more than from or to any other.
func (r *renamer) byMoves(removed, added []*candidate) {
	from, to := byKey(removed), byKey(added)
	most := map[string]int{} // by either key, negative when several moves say it; a key is only ever removed or added
	for m, n := range r.moves {
		a, b := from[m.from], to[m.to]
		if a == nil || b == nil || a.kin != b.kin {
			delete(r.moves, m)
			continue
		}
		most[m.from], most[m.to] = tally(most[m.from], n), tally(most[m.to], n)
	}
	for m, n := range r.moves {
		if most[m.from] == n && most[m.to] == n {
			r.pair(from[m.from], to[m.to])
		}
	}
}

// tally returns the larger of n and what most says, negated when both are the same.
func tally(most, n int) int {
	switch {
	case n == most || n == -most:
		return -n
	case n > max(most, -most):
		return n
	}
	return most
}

func byKey(all []*candidate) map[string]*candidate {
	keyed := make(map[string]*candidate, len(all))
	for _, c := range all {
		keyed[c.Ref.Key()] = c
	}
	return keyed
}

// by pairs those of the same kind and owner that have in common what trait returns, where nobody else has it.
func (r *renamer) by(removed, added []*candidate, trait func(*candidate) string) {
	type shared struct{ kin, trait string }
	group := func(all []*candidate) map[shared][]*candidate {
		groups := map[shared][]*candidate{}
		for _, c := range all {
			if t := trait(c); t != "" && !c.taken {
				groups[shared{c.kin, t}] = append(groups[shared{c.kin, t}], c)
			}
		}
		return groups
	}
	to := group(added)
	for what, from := range group(removed) {
		if others := to[what]; len(from) == 1 && len(others) == 1 {
			r.pair(from[0], others[0])
		}
	}
}

func (r *renamer) pair(a, b *candidate) {
	a.taken, b.taken = true, true
	r.found = append(r.found, Rename{From: a.Ref, To: b.Ref, Evidence: r.evidence(a, b)})
}

func (r *renamer) evidence(a, b *candidate) []string {
	var all []string
	if n := r.moves[move{a.Ref.Key(), b.Ref.Key()}]; n > 0 {
		all = append(all, counted(n, "entity refers", "entities refer")+" to the one now and to the other before")
	}
	if a.references != "" && a.references == b.references {
		all = append(all, "same references: "+fmt.Sprint(strings.Count(a.references, "\n")))
	}
	for _, same := range []struct{ name, before, after string }{
		{"location", a.Location, b.Location},
		{"title", a.Title, b.Title},
		{"type", a.Type, b.Type},
	} {
		if same.before != "" && same.before == same.after {
			all = append(all, "same "+same.name)
		}
	}
	return all
}

// counted returns n with the word that goes with it.
func counted(n int, one, many string) string {
	if n == 1 {
		many = one
	}
	return fmt.Sprintf("%d %s", n, many)
}
