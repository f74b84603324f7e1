package lint

import (
	"slices"
	"strings"
	"unicode"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// minSimilar is the length from which on names are compared: of shorter ones too many are one edit apart by chance.
const minSimilar = 4

// similar returns the only entity whose name is one edit from ref's. All references that lead nowhere are looked at
// together, since this means a look at every name.
func (v *View) similar(ref catalog.Ref) (catalog.Ref, bool) {
	if len(ref.Name) < minSimilar || v.Get(ref) != nil {
		return catalog.Ref{}, false
	}
	n, key := v.find(ref)
	slips := v.slips()
	if n == nowhere {
		slips = v.findSlips([]string{key}) // no linted entity refers to it
	}
	near, ok := slips[key]
	return near, ok
}

// makeSlips finds what the references of linted entities that lead nowhere were meant to name.
func (v *View) makeSlips() map[string]catalog.Ref {
	var nowhere []string
	for i, missing := range v.missing() {
		if _, name := splitKey(v.entries[i].key); missing && len(name) >= minSimilar {
			nowhere = append(nowhere, v.entries[i].key)
		}
	}
	return v.findSlips(nowhere)
}

// findSlips returns those of keys whose names are one edit from that of exactly one entity, with that entity.
func (v *View) findSlips(keys []string) map[string]catalog.Ref {
	scopes := map[catalog.Ref]*slips{}
	for _, key := range keys {
		scope, name := splitKey(key)
		if scopes[scope] == nil {
			scopes[scope] = &slips{scope: scope}
		}
		scopes[scope].names = append(scopes[scope].names, slip{name: name, letters: strings.Map(dropDigits, name)})
	}
	for _, s := range scopes {
		s.index()
	}
	for i := range v.entries {
		scope, name := splitKey(v.entries[i].key)
		if s := scopes[scope]; s != nil && len(v.entries[i].linted) > 0 {
			s.meet(name)
		}
	}
	found := map[string]catalog.Ref{}
	for _, s := range scopes {
		if v.rest != nil {
			for name := range v.rest.Names(s.scope.Kind, s.scope.Namespace) {
				s.meet(name)
			}
		}
		s.settle(v, found)
	}
	return found
}

// splitKey returns the kind and namespace of a key, and the name.
func splitKey(key string) (scope catalog.Ref, name string) {
	kind, rest, _ := strings.Cut(key, ":")
	namespace, name, _ := strings.Cut(rest, "/")
	return catalog.Ref{Kind: catalog.Kind(kind), Namespace: namespace}, name
}

// slips are names that nothing of a kind and namespace has, made to meet those that there are.
//
// Two names are one edit apart if leaving out one character at most on either side makes them equal, whichever character
// was put in, left out, changed or swapped with its neighbour. So each slip is entered under the hashes of all the forms
// it has with one character left out, and a name looks for its own forms there.
type slips struct {
	scope  catalog.Ref // without a name
	names  []slip
	byHash map[uint64][]int32
	filter []uint64 // a bit for each hash, by its last bits: nearly all names end here
}

type slip struct {
	name, letters string
	near          []string // names one edit away, each once
}

func (s *slips) index() {
	s.byHash = map[uint64][]int32{}
	for i := range s.names {
		for hash := range nameHashes(s.names[i].name) {
			s.byHash[hash] = append(s.byHash[hash], int32(i))
		}
	}
	size := 64
	for size < len(s.byHash) {
		size *= 2
	}
	s.filter = make([]uint64, size)
	for hash := range s.byHash {
		*s.word(hash) |= 1 << (hash >> 58)
	}
}

func (s *slips) word(hash uint64) *uint64 { return &s.filter[hash&uint64(len(s.filter)-1)] }

// meet enters name with the slips that it is near to.
func (s *slips) meet(name string) {
	if len(name) < minSimilar {
		return
	}
	for hash := range nameHashes(name) {
		if *s.word(hash)&(1<<(hash>>58)) == 0 {
			continue
		}
		for _, i := range s.byHash[hash] {
			s.names[i].meet(name)
		}
	}
}

// meet keeps name if it is one edit away and not merely numbered differently: shard-1 is not a misspelt shard-2.
func (s *slip) meet(name string) {
	if strings.Map(dropDigits, name) == s.letters || distance([]rune(s.name), []rune(name), 1) != 1 {
		return
	}
	if !slices.Contains(s.near, name) {
		s.near = append(s.near, name)
	}
}

// settle adds the slips that mean one entity to found.
func (s *slips) settle(v *View, found map[string]catalog.Ref) {
	for i := range s.names {
		ref := s.scope
		var only []*Facts
		for _, name := range s.names[i].near {
			ref.Name = name
			if f := v.Get(ref); f != nil { // it may be gone
				only = append(only, f)
			}
			if len(only) > 1 {
				break
			}
		}
		if len(only) == 1 {
			ref.Name = s.names[i].name
			found[ref.Key()] = only[0].Ref
		}
	}
}

func dropDigits(r rune) rune {
	if unicode.IsDigit(r) {
		return -1
	}
	return r
}
