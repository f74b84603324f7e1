package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkGone reports entities that the linted files had and that others refer to still. It stands where they were: at what
// is in that file now, or else in the file of all that one reads first.
func checkGone(p *lint.CatalogPass) {
	for _, g := range p.Gone() {
		at := remains(p, g)
		if len(g.By) == 0 || at == nil {
			continue
		}
		f := lint.Finding{
			Range:   at.Range,
			Pointer: "/metadata/name",
			Entity:  at.Ref,
			Message: fmt.Sprintf("%s is no longer in %s, and %s", g.Ref, g.File, referrers(g.By)),
			Help:    "keep the old name, or tell who owns these before it is merged",
		}
		if len(g.Successors) == 1 {
			f.Help = fmt.Sprintf("if it is %s now, keep the old name, or tell who owns these before it is merged", g.Successors[0].Ref)
		}
		p.Report(f)
	}
}

// remains returns the linted entity that a finding about one that is gone stands at.
func remains(p *lint.CatalogPass, g lint.Gone) *lint.Facts {
	if len(g.Successors) > 0 {
		return g.Successors[0]
	}
	if others := p.InFile(g.File); len(others) > 0 {
		return others[0]
	}
	all := slices.Collect(p.All())
	if len(all) == 0 {
		return nil
	}
	return slices.MinFunc(all, func(a, b *lint.Facts) int {
		return cmp.Or(
			cmp.Compare(strings.Count(a.File, "/"), strings.Count(b.File, "/")),
			strings.Compare(a.File, b.File),
			cmp.Compare(a.Document.Offset, b.Document.Offset),
		)
	})
}

// referrers says who makes references.
func referrers(by []lint.Reference) string {
	var names []string
	for _, r := range by {
		if name := r.From.Ref.String(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if len(names) == 1 {
		return names[0] + " refers to it"
	}
	return fmt.Sprintf("%d entities refer to it: %s", len(names), enumerate(names))
}

// suggestNewName adds to f what the target of r is called now, if it was renamed in the linted files.
func suggestNewName(f *lint.Finding, r *lint.RefFact, renamed map[string]catalog.Ref) {
	now, ok := renamed[r.Target.Key()]
	if !ok {
		return
	}
	f.Help = fmt.Sprintf("it is probably %s now", now)
	if edit, ok := rename(r, now.Name); ok {
		f.Fixes = unsafe("replace by "+now.String(), edit)
	}
}

// renames returns what became of entities, by their keys, where there is but one thing that it can have been.
func renames(p *lint.CatalogPass) map[string]catalog.Ref {
	found := map[string]catalog.Ref{}
	lost := map[string]int{} // entities of a kind that a file has lost
	place := func(g lint.Gone) string { return g.File + " " + string(g.Ref.Kind) }
	for _, g := range p.Gone() {
		lost[place(g)]++
	}
	for _, g := range p.Gone() {
		if len(g.Successors) == 1 && lost[place(g)] == 1 {
			found[g.Ref.Key()] = g.Successors[0].Ref
		}
	}
	return found
}
