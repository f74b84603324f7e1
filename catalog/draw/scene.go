package draw

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// scene is what of a graph is drawn.
type scene struct {
	title string
	frame *node  // the whole that all nodes but the outer ones are part of; nil when there is none
	nodes []node // in the order of refs
	edges []edge // in the order of sources, targets and types
}

// node is an entity, or what is missing.
type node struct {
	ref     catalog.Ref
	name    string // with the namespace unless it is the default one
	note    string // "" for none
	link    string // "" for none
	missing bool
	focus   bool
	outer   bool
}

// edge is a relation between nodes, by index.
type edge struct {
	source, target int
	relation       catalog.RelationType
}

func newScene(g *catalog.Graph, o *Options) *scene {
	if o == nil {
		o = &Options{}
	}
	s := &scene{title: clean(o.Title)}
	inside := partsOf(g, o.Focus)
	index := make(map[string]int)
	for _, ref := range everything(g) {
		key := ref.Key()
		n := newNode(g, ref, o)
		if n.focus && inside != nil {
			s.frame = &n
			continue
		}
		n.outer = inside != nil && !inside[key]
		index[key] = len(s.nodes)
		s.nodes = append(s.nodes, n)
	}
	for r := range g.Relations() {
		source, ok := index[r.Source.Key()]
		target, both := index[r.Target.Key()]
		if ok && both {
			s.edges = append(s.edges, edge{source, target, r.Type})
		}
	}
	return s
}

// everything returns the entities and what is missing, in the order of refs.
func everything(g *catalog.Graph) []catalog.Ref {
	refs := slices.Collect(g.All())
	for _, m := range g.Missing() {
		refs = append(refs, m.Ref)
	}
	slices.SortFunc(refs, catalog.Ref.Compare)
	return refs
}

// partsOf returns the keys of all that is part of a system or domain; nil when nothing is, and for other kinds.
func partsOf(g *catalog.Graph, whole catalog.Ref) map[string]bool {
	if kind, _ := whole.Kind.Canonical(); kind != catalog.System && kind != catalog.Domain {
		return nil
	}
	var parts map[string]bool
	for part := range g.AllDependents(whole, catalog.PartOf) {
		if parts == nil {
			parts = make(map[string]bool)
		}
		parts[part.Key()] = true
	}
	return parts
}

func newNode(g *catalog.Graph, ref catalog.Ref, o *Options) node {
	n := node{
		ref:     ref,
		name:    clean(ref.Name),
		missing: !g.Has(ref),
		focus:   !o.Focus.IsZero() && ref.Compare(o.Focus) == 0,
	}
	if ref.Namespace != "" && !strings.EqualFold(ref.Namespace, catalog.DefaultNamespace) {
		n.name = clean(ref.Namespace + "/" + ref.Name)
	}
	if o.Note != nil {
		n.note = clean(o.Note(ref))
	}
	if n.missing && n.note == "" {
		n.note = "missing"
	}
	if o.Link != nil {
		n.link = safeURL(o.Link(ref))
	}
	return n
}

// clean returns s on one line, with U+FFFD for what cannot be seen or is no character.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError, !unicode.IsGraphic(r):
			return utf8.RuneError
		}
		return r
	}, s)
}

// kinds returns the kinds of the nodes, known ones first, each once.
func (s *scene) kinds() []catalog.Kind {
	known := catalog.Kinds()
	var kinds []catalog.Kind
	for _, n := range s.nodes {
		if !slices.Contains(kinds, n.ref.Kind) {
			kinds = append(kinds, n.ref.Kind)
		}
	}
	rank := func(k catalog.Kind) int {
		if i := slices.Index(known, k); i >= 0 {
			return i
		}
		return len(known)
	}
	slices.SortStableFunc(kinds, func(a, b catalog.Kind) int { return rank(a) - rank(b) })
	return kinds
}

// relations returns the types of the edges, sorted, each once.
func (s *scene) relations() []catalog.RelationType {
	var types []catalog.RelationType
	for _, e := range s.edges {
		if !slices.Contains(types, e.relation) {
			types = append(types, e.relation)
		}
	}
	slices.Sort(types)
	return types
}

// readsBack reports whether the edge is to be read from its target to its source: whole before part, owner before owned,
// API before provider.
func (e edge) readsBack() bool {
	switch e.relation {
	case catalog.OwnedBy, catalog.PartOf, catalog.ProvidesAPI, catalog.ChildOf, catalog.MemberOf:
		return true
	}
	return false
}
