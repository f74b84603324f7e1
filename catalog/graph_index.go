package catalog

import (
	"hash/maphash"
	"slices"
	"strings"
)

// refIndex numbers refs in the order in which it meets them, those with the same [Ref.Key] as one.
type refIndex struct {
	scopes []refScope
	lower  map[refSpace]int32       // scopes by kind and namespace in lower case
	known  map[refSpace]int32       // the same as written; only while the index grows
	recent [recentScopes]knownScope // some of known
	texts  numberedTexts            // names as written, and in lower case
	names  []textSpan               // as written: by number, and in the order of refs when the index is sorted
	scope  []int32                  // the same
	own    bitset                   // by number: the name is as the entity itself has it
	seed   maphash.Seed
}

// refSpace is what refs have in common that differ in nothing but their names.
type refSpace struct {
	kind      Kind
	namespace string
}

const recentScopes = 16

// slot returns the slot of a table of recent scopes that the space has.
func (s refSpace) slot() int {
	slot := len(s.namespace)
	if s.kind != "" {
		slot += int(s.kind[len(s.kind)-1]) // that of Backstage's kinds is nearly always another
	}
	return slot % recentScopes
}

// refScope is the refs of one kind and namespace.
type refScope struct {
	refSpace            // as written
	prefix   string     // of their keys
	table    nameTable  // of names in lower case
	members  []textSpan // names in lower case; only while the index grows
}

// knownScope is a space as written, and the number of its scope plus 1.
type knownScope struct {
	refSpace
	mark int32
}

// find returns the number of ref. Unlike add it may be called by several goroutines at once.
func (x *refIndex) find(ref Ref) (int32, bool) {
	r := lowered(ref)
	scope, ok := x.lower[refSpace{r.Kind, r.Namespace}]
	if !ok {
		return 0, false
	}
	number := x.scopes[scope].table.find(x.hash(r.Name), r.Name, &x.texts)
	return number, number >= 0
}

// ref returns the n-th ref of the sorted index.
func (x *refIndex) ref(n int32) Ref {
	s := &x.scopes[x.scope[n]]
	return Ref{Kind: s.kind, Namespace: s.namespace, Name: x.texts.cut(x.names[n])}
}

func (x *refIndex) hash(name string) uint32 { return uint32(maphash.String(x.seed, name)) }

// mention is a ref that is to be numbered.
type mention struct {
	scope   int32
	number  int32
	hash    uint32 // of key
	first   textID // of a key with that hash
	found   bool   // that is the key
	touched bool   // means nothing
	own     bool   // an entity's own ref
	key     string // the name in lower case
	name    string
}

// mention returns what addAll needs to number ref.
func (x *refIndex) mention(ref Ref, own bool) mention {
	ref, scope := x.scopeOf(ref)
	key := toLower(ref.Name)
	return mention{scope: scope, hash: x.hash(key), own: own, key: key, name: ref.Name}
}

// addAll numbers the mentions. Before it looks at what it finds, it goes through all of them and touches it: the
// processor then waits for many places in memory at a time, not for one after the other, and waiting is what takes most
// of the time in a large index.
func (x *refIndex) addAll(mentions []mention) {
	for i := range mentions {
		m := &mentions[i]
		m.touched = x.scopes[m.scope].table.touch(m.hash)
	}
	for i := range mentions {
		m := &mentions[i]
		if m.first, m.found = x.scopes[m.scope].table.first(m.hash); m.found {
			m.touched = x.texts.touch(m.first, len(m.key))
		}
	}
	for i := range mentions {
		if m := &mentions[i]; m.found {
			number, key := x.texts.at(m.first)
			m.number, m.found = number, key == m.key
		}
	}
	for i := range mentions {
		m := &mentions[i]
		if !m.found {
			m.number = x.scopes[m.scope].table.find(m.hash, m.key, &x.texts)
		}
		switch {
		case m.number < 0:
			x.add(m)
		case m.own || m.key != m.name:
			x.respell(m)
		}
	}
}

// add gives a number to what has none yet.
func (x *refIndex) add(m *mention) {
	m.number = int32(len(x.names))
	key := x.texts.add(m.number, m.key)
	s := &x.scopes[m.scope]
	s.table.add(m.hash, key.id)
	s.members = append(s.members, key)
	name := key
	if m.name != m.key {
		name = x.texts.add(m.number, m.name)
	}
	x.names = append(x.names, name)
	x.scope = append(x.scope, m.scope)
	if len(x.names) > 64*len(x.own) {
		x.own = append(x.own, 0)
	}
	if m.own {
		x.own.add(m.number)
	}
}

// respell sees to it that the spelling that is kept does not depend on the order in which several come: it is the
// entity's own, if there is one.
func (x *refIndex) respell(m *mention) {
	kept := x.texts.cut(x.names[m.number])
	switch own := x.own.has(m.number); {
	case m.own && !own:
		x.own.add(m.number)
	case m.own != own || spelling(m.key, kept, m.name) == kept:
		return
	}
	if kept != m.name {
		x.names[m.number] = x.texts.add(m.number, m.name)
	}
}

// scopeOf returns the number of ref's scope. A ref whose key is ambiguous comes back cut otherwise.
func (x *refIndex) scopeOf(ref Ref) (Ref, int32) {
	space := refSpace{ref.Kind, ref.Namespace}
	recent := &x.recent[space.slot()]
	if recent.mark > 0 && recent.refSpace == space {
		return ref, recent.mark - 1
	}
	if scope, ok := x.known[space]; ok {
		*recent = knownScope{space, scope + 1}
		return ref, scope
	}
	if x.known == nil {
		x.known, x.lower, x.seed = make(map[refSpace]int32), make(map[refSpace]int32), maphash.MakeSeed()
	}
	low := lowered(ref)
	if ref.ambiguous() {
		ref = low
	}
	scope := x.addScope(refSpace{low.Kind, low.Namespace})
	x.known[refSpace{ref.Kind, ref.Namespace}] = scope
	s := &x.scopes[scope]
	kind, _ := ref.Kind.Canonical()
	s.kind = Kind(spelling(string(low.Kind), string(s.kind), strings.Clone(string(kind))))
	if ref.Namespace != "" {
		s.namespace = spelling(low.Namespace, s.namespace, strings.Clone(ref.Namespace))
	}
	return ref, scope
}

func (x *refIndex) addScope(low refSpace) int32 {
	if scope, ok := x.lower[low]; ok {
		return scope
	}
	scope := int32(len(x.scopes))
	prefix := string(low.kind) + ":" + low.namespace + "/"
	low.kind, low.namespace = Kind(prefix[:len(low.kind)]), prefix[len(low.kind)+1:len(prefix)-1]
	x.lower[low] = scope
	x.scopes = append(x.scopes, refScope{refSpace: low, prefix: prefix})
	return scope
}

// spelling returns one of two spellings of the same: the one that is not in lower case, or else the lesser.
func spelling(lower, a, b string) string {
	if a != lower && (b == lower || a <= b) {
		return a
	}
	return b
}

// sort ends the growth of the index and brings names into the order of their refs' keys. It returns their places in
// that order, by number, and which of them are nobody's own.
func (x *refIndex) sort() (rank []int32, missing bitset) {
	rank, missing = make([]int32, len(x.names)), newBitset(len(x.names))
	names, scope := make([]textSpan, 0, len(x.names)), make([]int32, 0, len(x.names))
	for _, i := range x.sortedScopes() {
		for _, m := range x.scopes[i].sorted(&x.texts) {
			n := int32(len(names))
			rank[m.number] = n
			names, scope = append(names, x.names[m.number]), append(scope, i)
			if !x.own.has(m.number) {
				missing.add(n)
			}
		}
	}
	x.known, x.recent, x.own = nil, [recentScopes]knownScope{}, nil
	x.texts.finish()
	x.names, x.scope = names, scope
	return rank, missing
}

// sorted ends the growth of the scope and returns its names in order.
func (s *refScope) sorted(texts *numberedTexts) []sortedName {
	members := make([]sortedName, len(s.members))
	for i, name := range s.members {
		number, _ := texts.at(name.id)
		members[i] = sortedName{name: name, number: number}
	}
	s.members = nil
	sortNames(members, texts, 0)
	return members
}

// sortedScopes returns the scopes in the order of their prefixes. No prefix is the beginning of another, since
// each ends where lowered would cut it off; so this and the order of names make the order of keys.
func (x *refIndex) sortedScopes() []int32 {
	order := make([]int32, len(x.scopes))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(x.scopes[a].prefix, x.scopes[b].prefix) })
	return order
}

// lowered returns the parts of ref's key: what comes before its first colon, what comes before the next slash after at
// least one character, and the rest.
func lowered(ref Ref) Ref {
	if ref.ambiguous() {
		kind, rest, _ := strings.Cut(ref.Key(), ":")
		end := 1 + strings.IndexByte(rest[1:], '/')
		return Ref{Kind: Kind(kind), Namespace: rest[:end], Name: rest[end+1:]}
	}
	if ref.Namespace == "" {
		ref.Namespace = DefaultNamespace
	}
	return Ref{Kind: Kind(toLower(string(ref.Kind))), Namespace: toLower(ref.Namespace), Name: toLower(ref.Name)}
}

// ambiguous reports whether ref's key falls into other parts than it was made of. Refs that were parsed do not.
func (r Ref) ambiguous() bool {
	return strings.Contains(string(r.Kind), ":") || r.Namespace != "" && strings.Contains(r.Namespace[1:], "/")
}
