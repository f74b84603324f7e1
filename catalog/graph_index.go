package catalog

import (
	"hash/maphash"
	"slices"
	"strings"
)

// refIndex numbers refs in the order in which it meets them, those with the same [Ref.Key] as one. It holds names of
// its own, in large pieces, so that neither the texts the refs were read from are kept alive nor a million small ones
// made.
type refIndex struct {
	scopes []refScope
	lower  map[refSpace]int32 // scopes by kind and namespace in lower case
	known  map[refSpace]int32 // the same as written; only while the index grows
	names  []string           // by number, as written
	keys   []string           // by number, the name in lower case
	scope  []int32            // by number
	own    []bool             // by number: the name is as the entity itself has it
	text   strings.Builder    // what names are cut from
	seed   maphash.Seed
}

// refSpace is what refs have in common that differ in nothing but their names.
type refSpace struct {
	kind      Kind
	namespace string
}

// refScope is the refs of one kind and namespace.
type refScope struct {
	refSpace           // as written
	prefix   string    // of their keys
	numbers  nameTable // by name in lower case
}

// find returns the number of ref. Unlike add it may be called by several goroutines at once.
func (x *refIndex) find(ref Ref) (int32, bool) {
	r := lowered(ref)
	scope, ok := x.lower[refSpace{r.Kind, r.Namespace}]
	if !ok {
		return 0, false
	}
	number := x.scopes[scope].numbers.find(x.hash(r.Name), r.Name, x.keys)
	return number, number >= 0
}

// ref returns the ref with that number.
func (x *refIndex) ref(number int32) Ref {
	s := &x.scopes[x.scope[number]]
	return Ref{Kind: s.kind, Namespace: s.namespace, Name: x.names[number]}
}

func (x *refIndex) hash(name string) uint32 { return uint32(maphash.String(x.seed, name)) }

// add returns the number of ref, a new one if need be; own says that it is an entity's own ref.
func (x *refIndex) add(ref Ref, own bool) int32 {
	ref, scope := x.scopeOf(ref)
	return x.addName(scope, ref.Name, own)
}

// mention is a ref that is to be numbered.
type mention struct {
	scope  int32
	hash   uint32
	name   string
	number int32
}

// mention returns what addAll needs to number ref.
func (x *refIndex) mention(ref Ref) mention {
	ref, scope := x.scopeOf(ref)
	return mention{scope: scope, hash: x.hash(ref.Name), name: ref.Name}
}

// addAll numbers the mentions as add does the refs, one kind of look-up after the other: the processor is then waiting
// for many places in memory at a time, which in a large index takes most of the time.
func (x *refIndex) addAll(mentions []mention) {
	for i := range mentions {
		m := &mentions[i]
		m.number = x.scopes[m.scope].numbers.first(m.hash)
	}
	for i := range mentions {
		m := &mentions[i]
		if m.number < 0 || x.keys[m.number] != m.name {
			m.number = -1
		}
	}
	for i := range mentions {
		m := &mentions[i]
		if m.number < 0 {
			m.number = x.addName(m.scope, m.name, false)
		}
	}
}

// addName returns the number of a name in a scope, a new one if need be. The spelling that is kept does not depend on
// the order in which several come: it is the entity's own, if there is one.
func (x *refIndex) addName(scope int32, name string, own bool) int32 {
	key := toLower(name)
	hash := x.hash(key)
	numbers := &x.scopes[scope].numbers
	number := numbers.find(hash, key, x.keys)
	switch {
	case number < 0:
		number = int32(len(x.names))
		numbers.add(hash, number)
		x.append(scope, key, name, own)
	case own && !x.own[number]:
		x.own[number] = true
		x.names[number] = x.keep(name)
	case key != name && own == x.own[number]:
		x.names[number] = x.spelling(key, x.names[number], name)
	}
	return number
}

func (x *refIndex) append(scope int32, key, name string, own bool) {
	kept := x.keep(name)
	if key == name {
		key = kept
	}
	x.names = append(x.names, kept)
	x.keys = append(x.keys, key)
	x.scope = append(x.scope, scope)
	x.own = append(x.own, own)
}

// scopeOf returns the number of ref's scope. A ref whose key is ambiguous comes back cut otherwise.
func (x *refIndex) scopeOf(ref Ref) (Ref, int32) {
	if scope, ok := x.known[refSpace{ref.Kind, ref.Namespace}]; ok {
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
	s.kind = Kind(x.spelling(string(low.Kind), string(s.kind), string(kind)))
	if ref.Namespace != "" {
		s.namespace = x.spelling(low.Namespace, s.namespace, ref.Namespace)
	}
	return ref, scope
}

func (x *refIndex) addScope(low refSpace) int32 {
	if scope, ok := x.lower[low]; ok {
		return scope
	}
	scope := int32(len(x.scopes))
	x.lower[low] = scope
	prefix := string(low.kind) + ":" + low.namespace + "/"
	x.scopes = append(x.scopes, refScope{refSpace: low, prefix: prefix})
	return scope
}

// spelling returns one of two spellings of the same: the one that is not in lower case, or else the lesser.
func (x *refIndex) spelling(lower, a, b string) string {
	switch {
	case b == lower || b == a:
		return a
	case a == lower || b < a:
		return x.keep(b)
	}
	return a
}

// keep returns a copy of s. Pieces become larger with their number.
func (x *refIndex) keep(s string) string {
	const least, most = 1 << 8, 1 << 16
	if size := x.text.Cap(); size-x.text.Len() < len(s) {
		x.text = strings.Builder{}
		x.text.Grow(max(least, min(2*size, most), len(s)))
	}
	start := x.text.Len()
	x.text.WriteString(s)
	return x.text.String()[start:]
}

// sorted ends the growth of the index and returns all numbers in the order of their refs' keys.
func (x *refIndex) sorted() []int32 {
	x.known, x.text = nil, strings.Builder{}
	members := make([][]int32, len(x.scopes))
	for i := range x.scopes {
		members[i] = make([]int32, 0, x.scopes[i].numbers.used)
	}
	for number, scope := range x.scope {
		members[scope] = append(members[scope], int32(number))
	}
	order := make([]int32, 0, len(x.names))
	for _, scope := range x.sortedScopes() {
		slices.SortFunc(members[scope], func(a, b int32) int { return strings.Compare(x.keys[a], x.keys[b]) })
		order = append(order, members[scope]...)
	}
	return order
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
