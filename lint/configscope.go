package lint

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Scope selects findings by where they are. A list that is empty selects everything; where several are given, a finding
// must be selected by each. One that is about no entity is selected by paths only.
type Scope struct {
	Paths    []string // globs of files: legacy/**
	Entities []string // globs of references, as kind:namespace/name: component:default/old-*
	Kinds    []string // of the entity, without regard to case
	Tiers    []string // of the entity, as they are written there
	Owners   []string // globs of references, as kind:namespace/name, one of which the entity's spec.owner matches
}

// subject is what a finding is about.
type subject struct {
	file   string
	entity catalog.Ref // zero: the file
	facts  *Facts      // of the entity; nil when they are not known
}

// empty reports whether the scope selects everything.
func (s *Scope) empty() bool { return len(s.Paths) == 0 && !s.ofEntities() }

// ofEntities reports whether the scope selects by what entities are.
func (s *Scope) ofEntities() bool {
	return len(s.Entities) > 0 || len(s.Kinds) > 0 || s.needsFacts()
}

// needsFacts reports whether more than an entity's reference must be known to tell whether it is selected.
func (s *Scope) needsFacts() bool { return len(s.Tiers) > 0 || len(s.Owners) > 0 }

func (s *Scope) matches(at subject) bool {
	if len(s.Paths) > 0 && !matchAny(s.Paths, at.file) {
		return false
	}
	if !s.ofEntities() {
		return true
	}
	return at.entity.Name != "" && matchRef(s.Entities, at.entity) && s.matchesKind(at.entity.Kind) && s.matchesFacts(at.facts)
}

func (s *Scope) matchesKind(kind catalog.Kind) bool {
	return len(s.Kinds) == 0 || slices.ContainsFunc(s.Kinds, func(k string) bool { return strings.EqualFold(k, string(kind)) })
}

func (s *Scope) matchesFacts(f *Facts) bool {
	if !s.needsFacts() {
		return true
	}
	if f == nil || len(s.Tiers) > 0 && !slices.Contains(s.Tiers, f.Tier.Value) {
		return false
	}
	owned := func(r RefFact) bool { return r.Field == "owner" && matchRef(s.Owners, r.Target) }
	return len(s.Owners) == 0 || slices.ContainsFunc(f.Refs, owned)
}

// matchRef reports whether ref matches one of patterns; without patterns, whatever it is.
func matchRef(patterns []string, ref catalog.Ref) bool {
	if len(patterns) == 0 {
		return true
	}
	key := ref.Key()
	return slices.ContainsFunc(patterns, func(p string) bool { return matchSegment(strings.ToLower(p), key) })
}
