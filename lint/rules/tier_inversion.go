package rules

import (
	"fmt"
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
		w := tierWalk{CatalogPass: p, from: e, seen: map[string]bool{e.Ref.Key(): true}}
		w.run()
	}
}

// tierWalk goes through what an entity depends on, nearest first.
type tierWalk struct {
	*lint.CatalogPass
	from *lint.Facts
	seen map[string]bool
	todo []chain
}

// chain is a way from the entity to one of its dependencies.
type chain struct {
	first *lint.RefFact // the entity's own reference, by which it begins
	path  []*lint.Facts // without the entity
}

func (w *tierWalk) run() {
	w.step(w.from, chain{})
	for len(w.todo) > 0 {
		next := w.todo[0]
		w.todo = w.todo[1:]
		last := next.path[len(next.path)-1]
		switch {
		case last.Tier.Rank == 0:
			w.step(last, next)
		case last.Tier.Rank > w.from.Tier.Rank:
			w.report(next)
		}
	}
}

// step adds what e depends on to the work, as the continuation of c.
func (w *tierWalk) step(e *lint.Facts, c chain) {
	for i := range e.Refs {
		r := &e.Refs[i]
		target := w.Get(r.Target)
		if r.Field != "dependsOn" || target == nil || w.seen[target.Ref.Key()] {
			continue
		}
		w.seen[target.Ref.Key()] = true
		first := c.first
		if first == nil {
			first = r
		}
		w.todo = append(w.todo, chain{first, append(c.path[:len(c.path):len(c.path)], target)})
	}
}

func (w *tierWalk) report(c chain) {
	names := []string{tiered(w.from)}
	for _, f := range c.path {
		names = append(names, tiered(f))
	}
	last := c.path[len(c.path)-1]
	f := lint.Finding{
		Range:   c.first.Range,
		Pointer: c.first.Pointer,
		Entity:  w.from.Ref,
		Message: "depends on something of a lower tier: " + strings.Join(names, " -> "),
		Related: []lint.Related{{Range: w.from.Tier.Range, Message: "tier stated here"}},
	}
	if !last.External {
		f.Related = append(f.Related, lint.Related{Range: last.Tier.Range, Message: fmt.Sprintf("tier of %s", last.Ref)})
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
