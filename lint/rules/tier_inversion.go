package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// checkTierInversion reports entities that depend on something less critical than themselves, also by way of entities
// whose tier is not stated. A chain ends at the first stated tier: what comes after is a matter between its members.
func checkTierInversion(p *lint.CatalogPass) {
	for e := range p.All() {
		if e.Tier.Rank == 0 {
			continue
		}
		w := tierWalk{CatalogPass: p, from: e, seen: map[*lint.Facts]bool{e: true, p.Get(e.Ref): true}}
		w.run()
	}
}

// tierWalk goes through what an entity depends on, nearest first.
type tierWalk struct {
	*lint.CatalogPass
	from *lint.Facts
	seen map[*lint.Facts]bool
	todo []*chain
}

// mostSeen bounds what is looked at for one entity. Where tiers are rarely stated, chains lead everywhere.
const mostSeen = 1000

// chain is a way from the entity to one of its dependencies.
type chain struct {
	first *lint.RefFact // the entity's own reference, by which it begins
	to    *lint.Facts
	by    *chain // what comes before; nil when the entity refers to it itself
}

func (w *tierWalk) run() {
	w.step(w.from, nil)
	for i := 0; i < len(w.todo); i++ {
		switch next := w.todo[i]; {
		case next.to.Tier.Rank == 0:
			w.step(next.to, next)
		case next.to.Tier.Rank > w.from.Tier.Rank:
			w.report(next)
		}
	}
}

// step adds what e depends on to the work, as the continuation of by.
func (w *tierWalk) step(e *lint.Facts, by *chain) {
	for i := range e.Refs {
		r := &e.Refs[i]
		if r.Field != "dependsOn" || len(w.seen) > mostSeen {
			continue
		}
		target := w.Get(r.Target)
		if target == nil || w.seen[target] {
			continue
		}
		w.seen[target] = true
		next := &chain{first: r, to: target, by: by}
		if by != nil {
			next.first = by.first
		}
		w.todo = append(w.todo, next)
	}
}

func (w *tierWalk) report(c *chain) {
	var names []string
	for at := c; at != nil; at = at.by {
		names = append(names, tiered(at.to))
	}
	names = append(names, tiered(w.from))
	slices.Reverse(names)
	f := lint.Finding{
		Range:   c.first.Range,
		Pointer: c.first.Pointer,
		Entity:  w.from.Ref,
		Message: "depends on something of a lower tier: " + strings.Join(names, " -> "),
		Related: []lint.Related{{Range: w.from.Tier.Range, Message: "tier stated here"}},
	}
	if !c.to.External {
		f.Related = append(f.Related, lint.Related{Range: c.to.Tier.Range, Message: fmt.Sprintf("tier of %s", c.to.Ref)})
	}
	w.Report(f)
}

// tiered returns an entity's reference with its tier, where it has one.
func tiered(f *lint.Facts) string {
	if !f.Tier.Stated() {
		return f.Ref.String()
	}
	return fmt.Sprintf("%s (tier %s)", f.Ref, f.Tier.Value)
}
