package rules

import (
	"fmt"
	"path"
	"slices"
	"sync"

	"github.com/goldenpath-go/goldenpath/lint"
)

// checkDuplicateNames reports entities that are defined again where Backstage reads both definitions for one location.
func checkDuplicateNames(p *lint.CatalogPass) {
	ties := sync.OnceValue(func() *sources { return newSources(p.View) })
	eachRedefinition(p, func(first, second *lint.Facts) bool {
		return first.File == second.File || ties().together(first.File, second.File)
	}, func(first, second *lint.Facts) string {
		if first.File == second.File {
			return fmt.Sprintf("%s is defined twice: the later replaces the earlier without a word", second.Ref)
		}
		return fmt.Sprintf("%s is defined twice: only one of the two will be in the catalog", second.Ref)
	})
}

// discovered is the name of files that discovery finds wherever they lie.
const discovered = "catalog-info.yaml"

// checkConflictingNames reports entities that two files define which discovery finds, each for itself, and those that
// another location has claimed.
func checkConflictingNames(p *lint.CatalogPass) {
	reportClaimed(p)
	ties := sync.OnceValue(func() *sources { return newSources(p.View) })
	eachRedefinition(p, func(first, second *lint.Facts) bool {
		return first.File != second.File && path.Base(first.File) == discovered && path.Base(second.File) == discovered &&
			!ties().together(first.File, second.File)
	}, func(first, second *lint.Facts) string {
		return fmt.Sprintf("%s is defined in %s, too: whichever is read first stays, the other is lost", second.Ref, first.File)
	})
}

// reportClaimed reports entities whose name belongs to one from elsewhere.
func reportClaimed(p *lint.CatalogPass) {
	for f := range p.All() {
		if !f.Accepted || path.Base(f.File) != discovered {
			continue
		}
		defs := p.Definitions(f.Ref)
		if other := defs[len(defs)-1]; other.External {
			p.Report(lint.Finding{
				Range:   f.Range,
				Pointer: "/metadata/name",
				Entity:  f.Ref,
				Message: fmt.Sprintf("%s is in the catalog from %s: whichever is read first stays, the other is lost", f.Ref, other.Location),
			})
		}
	}
}

// eachRedefinition reports each entity that conflicts with one of the same name before it, once.
func eachRedefinition(p *lint.CatalogPass, conflict func(first, second *lint.Facts) bool, message func(first, second *lint.Facts) string) {
	var before []*lint.Facts // earlier definitions of the same entity
	for f := range p.All() {
		if !f.Accepted {
			continue
		}
		if len(before) > 0 && before[0].Ref.Key() != f.Ref.Key() {
			before = before[:0]
		}
		if i := slices.IndexFunc(before, func(first *lint.Facts) bool { return conflict(first, f) }); i >= 0 {
			p.Report(lint.Finding{
				Range:   f.Range,
				Pointer: "/metadata/name",
				Entity:  f.Ref,
				Message: message(before[i], f),
				Related: []lint.Related{{Range: before[i].Range, Message: "first defined here"}},
			})
		}
		before = append(before, f)
	}
}

// sources tells which files Locations tie together, so that Backstage reads them for one and the same location.
type sources struct{ parent map[string]string }

func newSources(v *lint.View) *sources {
	s := &sources{parent: map[string]string{}}
	for f := range v.All() {
		for _, t := range f.Targets {
			for _, file := range t.Files {
				s.join(f.File, file)
			}
		}
	}
	return s
}

// root returns the file that stands for all that are tied to file, and shortens the way to it.
func (s *sources) root(file string) string {
	for s.parent[file] != "" {
		if up := s.parent[s.parent[file]]; up != "" {
			s.parent[file] = up
		}
		file = s.parent[file]
	}
	return file
}

func (s *sources) join(a, b string) {
	if a, b = s.root(a), s.root(b); a != b {
		s.parent[b] = a
	}
}

func (s *sources) together(a, b string) bool { return s.root(a) == s.root(b) }
