package main

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog"
)

func (p *program) ownersCommand() *cobra.Command {
	f, format := &wholeFlags{}, ""
	cmd := command("owners [REF...]", "Say what each group owns, by itself and through the groups below it", func(ctx context.Context, args []string) error {
		return p.owners(ctx, f, format, args)
	})
	cmd.Long = `owners counts what each group and user owns, and what has no owner or one that is not there. With groups or users as
arguments it lists what these own; with other entities, who answers for them: their owners, and the groups above.`
	cmd.Example = `  catalog-lint owners
  catalog-lint owners group:platform
  catalog-lint owners --catalog catalog.snapshot component:orders`
	f.add(cmd, true)
	addFormat(cmd, &format, reportFormats())
	return cmd
}

func (p *program) owners(ctx context.Context, f *wholeFlags, format string, args []string) error {
	if err := oneOf("format", format, reportFormats()); err != nil {
		return err
	}
	w, err := p.whole(ctx, f)
	if err != nil {
		return err
	}
	refs, err := p.refs(w, args)
	if err != nil {
		return err
	}
	if len(refs) == 0 {
		return p.writeReport(newOwnersReport(w), format)
	}
	r := &answersReport{Answers: []answerReport{}}
	for _, ref := range refs {
		r.Answers = append(r.Answers, newAnswer(w, ref))
	}
	return p.writeReport(r, format)
}

// ownersReport is who owns how much.
type ownersReport struct {
	Owners  []ownerReport   `json:"owners"`  // groups from the top down, each above its children, then users, then what is neither
	Unowned []unownedReport `json:"unowned"` // could have an owner, and states none
	Unknown []unownedReport `json:"unknown"` // has an owner that is not there
}

type ownerReport struct {
	Ref    catalog.Ref   `json:"ref"`
	Parent *catalog.Ref  `json:"parent"` // below which it is listed; null at the top
	Level  int           `json:"level"`  // 0 at the top
	Owns   []catalog.Ref `json:"owns"`   // by itself
	Under  int           `json:"under"`  // with what the groups below own
}

type unownedReport struct {
	Ref   catalog.Ref  `json:"ref"`
	Owner *catalog.Ref `json:"owner"` // as stated; null when none is
	At    string       `json:"at"`    // of the entity, or of what it states
}

func newOwnersReport(w *whole) *ownersReport {
	r := &ownersReport{Owners: []ownerReport{}, Unowned: []unownedReport{}, Unknown: []unownedReport{}}
	tree := groupTree{graph: w.graph, seen: map[string]bool{}}
	for ref := range w.graph.All() {
		if isKind(ref, catalog.Group) && !tree.hasParent(ref) {
			tree.add(ref, nil, 0)
		}
	}
	for ref := range w.graph.All() { // what is left of groups is a circle
		if isKind(ref, catalog.Group) {
			tree.add(ref, nil, 0)
		}
	}
	r.Owners = append(r.Owners, tree.rows...)
	for owner, owns := range ownerships(w.graph) {
		if !isKind(owner, catalog.Group) && w.graph.Has(owner) {
			r.Owners = append(r.Owners, ownerReport{Ref: owner, Owns: owns, Under: len(owns)})
		}
	}
	r.addUnowned(w)
	return r
}

// ownerships yields the owners, each with what it owns by itself, both in the order of refs.
func ownerships(g *catalog.Graph) iter.Seq2[catalog.Ref, []catalog.Ref] {
	return func(yield func(catalog.Ref, []catalog.Ref) bool) {
		var owner catalog.Ref
		var owns []catalog.Ref
		for r := range g.Relations(catalog.OwnerOf) { // in the order of owners
			if r.Source != owner {
				if len(owns) > 0 && !yield(owner, owns) {
					return
				}
				owner, owns = r.Source, nil
			}
			if r.Target != owner {
				owns = append(owns, r.Target)
			}
		}
		if len(owns) > 0 {
			yield(owner, owns)
		}
	}
}

// addUnowned adds the entities for which nobody answers.
func (r *ownersReport) addUnowned(w *whole) {
	stated := map[catalog.Ref]bool{} // as the graph spells them
	for relation := range w.graph.Relations(catalog.OwnedBy) {
		ref, owner := relation.Source, relation.Target
		if ref == owner || !w.graph.Has(ref) {
			continue
		}
		stated[ref] = true
		if !w.graph.Has(owner) {
			at := w.statements(relation)
			r.Unknown = append(r.Unknown, unownedReport{ref, &owner, append(at, w.place(ref))[0]})
		}
	}
	for ref := range w.graph.All() {
		if ownable(ref.Kind) && !stated[ref] {
			r.Unowned = append(r.Unowned, unownedReport{ref, nil, w.place(ref)})
		}
	}
}

// ownable reports whether entities of a kind have owners.
func ownable(k catalog.Kind) bool {
	k, _ = k.Canonical()
	return slices.ContainsFunc(catalog.RefFields(k), func(f catalog.RefField) bool { return f.Relation == catalog.OwnedBy })
}

func isKind(ref catalog.Ref, k catalog.Kind) bool {
	kind, _ := ref.Kind.Canonical()
	return kind == k
}

// owned returns what an owner owns by itself.
func owned(g *catalog.Graph, owner catalog.Ref) []catalog.Ref {
	refs := []catalog.Ref{}
	for ref := range g.Dependencies(owner, catalog.OwnerOf) {
		refs = append(refs, ref)
	}
	return refs
}

// groupTree lists groups, each above its children, and each once.
type groupTree struct {
	graph *catalog.Graph
	seen  map[string]bool
	rows  []ownerReport
}

func (t *groupTree) hasParent(group catalog.Ref) bool {
	for parent := range t.graph.Dependencies(group, catalog.ChildOf) {
		if t.graph.Has(parent) {
			return true
		}
	}
	return false
}

func (t *groupTree) add(group catalog.Ref, parent *catalog.Ref, level int) {
	if t.seen[group.Key()] || !t.graph.Has(group) {
		return
	}
	t.seen[group.Key()] = true
	under := 0
	for range t.graph.OwnedUnder(group) {
		under++
	}
	t.rows = append(t.rows, ownerReport{group, parent, level, owned(t.graph, group), under})
	for child := range t.graph.Dependencies(group, catalog.ParentOf) {
		t.add(child, &group, level+1)
	}
}

// answersReport is what is to be said of single entities.
type answersReport struct {
	Answers []answerReport `json:"answers"`
}

// answerReport is what an entity owns, if it is a group or user, or who answers for it.
type answerReport struct {
	Ref    catalog.Ref   `json:"ref"`
	Owners []aboveReport `json:"owners"` // the nearest first; of a group or user the groups above
	Owns   []belowReport `json:"owns"`
}

type aboveReport struct {
	Ref     catalog.Ref `json:"ref"`
	Depth   int         `json:"depth"`
	Missing bool        `json:"missing,omitempty"`
}

type belowReport struct {
	Ref   catalog.Ref `json:"ref"`
	Owner catalog.Ref `json:"owner"` // as stated: the group itself or one below it
	At    string      `json:"at"`    // of the entity
}

func newAnswer(w *whole, ref catalog.Ref) answerReport {
	a := answerReport{Ref: ref, Owners: []aboveReport{}, Owns: []belowReport{}}
	for owner, depth := range w.graph.Owners(ref) {
		a.Owners = append(a.Owners, aboveReport{owner, depth, !w.graph.Has(owner)})
	}
	if isKind(ref, catalog.Group) {
		for entity, owner := range w.graph.OwnedUnder(ref) {
			a.Owns = append(a.Owns, belowReport{entity, owner, w.place(entity)})
		}
		return a
	}
	for _, entity := range owned(w.graph, ref) {
		a.Owns = append(a.Owns, belowReport{entity, ref, w.place(entity)})
	}
	slices.SortFunc(a.Owns, func(x, y belowReport) int { return cmp.Or(x.Ref.Compare(y.Ref), x.Owner.Compare(y.Owner)) })
	return a
}
