package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

var graphRules = []*lint.Rule{
	{
		Name:   "graph-cycle",
		Doc:    doc("graph-cycle"),
		Levels: always(lint.Error),
		Catalog: func(p *lint.CatalogPass) {
			reportCycles(p, catalog.ChildOf)
			reportCycles(p, catalog.PartOf)
		},
	},
	{
		Name:    "graph-dependency-cycle",
		Doc:     doc("graph-dependency-cycle"),
		Levels:  always(lint.Warning),
		Catalog: func(p *lint.CatalogPass) { reportCycles(p, catalog.DependsOn) },
	},
	{
		Name:   "graph-fan-out",
		Doc:    doc("graph-fan-out"),
		Levels: always(lint.Off),
		Params: func() any { return &fanOutParams{Max: 20} },
		Entity: checkFanOut,
	},
	{
		Name:    "graph-cross-domain",
		Doc:     doc("graph-cross-domain"),
		Levels:  always(lint.Off),
		Params:  func() any { return &crossDomainParams{} },
		Catalog: checkCrossDomain,
	},
	{
		Name:    "graph-orphan",
		Doc:     doc("graph-orphan"),
		Levels:  fromStrict(lint.Warning),
		Params:  func() any { return &rootParams{Roots: []string{"**/" + discovered}} },
		Catalog: checkOrphans,
	},
}

// reportCycles reports each knot of entities that refer to one another in a circle once, by a shortest circle in it.
func reportCycles(p *lint.CatalogPass, t catalog.RelationType) {
	for _, c := range p.Cycles(t) {
		if f, ok := cycleFinding(p.View, c.Shortest); ok {
			p.Report(f)
		}
	}
}

// maxShown bounds how many steps of a circle a message shows.
const maxShown = 12

// cycleFinding stands at the first step that a linted entity states; without one there is none.
func cycleFinding(v *lint.View, cycle []catalog.Relation) (lint.Finding, bool) {
	var f lint.Finding
	words := []string{cycle[0].Source.Key()}
	for i, step := range cycle {
		from, to := step.Source.Key(), step.Target.Key()
		if i < maxShown || i == len(cycle)-1 {
			words = append(words, to)
		} else if i == maxShown {
			words = append(words, fmt.Sprintf("… %d more …", len(cycle)-maxShown))
		}
		holder, ref := statement(v, step)
		switch {
		case ref == nil:
		case f.Pointer == "":
			f.Range, f.Pointer, f.Entity, f.Message = ref.Range, ref.Pointer, holder.Ref, forwardName(holder, ref, step)
		case i < maxShown:
			f.Related = append(f.Related, lint.Related{Range: ref.Range, Message: from + " -> " + to})
		}
	}
	f.Message += " goes round in a circle: " + strings.Join(words, " -> ")
	return f, f.Pointer != ""
}

// statement returns where a relation is stated: by its source, or else by its target the other way round.
func statement(v *lint.View, step catalog.Relation) (*lint.Facts, *lint.RefFact) {
	if e, r := refTo(v, step.Source, step.Type, step.Target); r != nil {
		return e, r
	}
	return refTo(v, step.Target, step.Type.Inverse(), step.Source)
}

func refTo(v *lint.View, from catalog.Ref, t catalog.RelationType, to catalog.Ref) (*lint.Facts, *lint.RefFact) {
	for _, e := range v.Definitions(from) {
		for i := range e.Refs {
			if r := &e.Refs[i]; !e.External && r.Relation == t && r.Target.Compare(to) == 0 {
				return e, r
			}
		}
	}
	return nil, nil
}

// forwardName returns the name of the field that says it from the source's side, which may not be the one that does.
func forwardName(holder *lint.Facts, ref *lint.RefFact, step catalog.Relation) string {
	if holder.Ref.Compare(step.Source) == 0 {
		return ref.Field
	}
	fields := catalog.RefFields(step.Source.Kind)
	i := slices.IndexFunc(fields, func(f catalog.RefField) bool { return f.Relation == step.Type })
	if i < 0 {
		return ref.Field
	}
	return fields[i].Name
}
