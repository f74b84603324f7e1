package catalog

import (
	"iter"
	"slices"
	"strings"
	"sync"
)

// Catalog is a set of entities, indexed by their refs. The zero value is empty and ready for use. It must not be
// copied. Its methods may be called by several goroutines at once; the entities themselves are not to be changed while
// they are in it.
type Catalog struct {
	mu       sync.RWMutex
	entities map[string]*Entity // by Ref.Key
	index    *index             // of entities; nil after a change
}

// index holds what follows from the entities. It is never changed once made, so iterators walk it without a lock.
type index struct {
	all   []*Entity
	kinds map[string][]*Entity // by the kind in lower case
	owned map[string][]*Entity // by the owner's Ref.Key
}

// Add adds an entity. It fails with a [*ConflictError] when there already is one with the same ref, and with
// [ErrUnnamed] when the entity has no kind or name; the catalog is then as before.
func (c *Catalog) Add(e *Entity) error {
	if e.Kind == "" || e.Metadata.Name == "" {
		return ErrUnnamed
	}
	ref := e.Ref()
	key := ref.Key()
	c.mu.Lock()
	defer c.mu.Unlock()
	if first, ok := c.entities[key]; ok {
		return &ConflictError{Ref: ref, First: first, Second: e}
	}
	if c.entities == nil {
		c.entities = make(map[string]*Entity)
	}
	c.entities[key] = e
	c.index = nil
	return nil
}

// Get returns the entity that ref names, if it is in the catalog.
func (c *Catalog) Get(ref Ref) (*Entity, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	e, ok := c.entities[ref.Key()]
	return e, ok
}

// Len returns the number of entities.
func (c *Catalog) Len() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.entities)
}

// All yields the entities in the order of their refs. Like [Catalog.Kind] and [Catalog.OwnedBy] it walks those that
// were there when it was called, and the first such call after an Add sorts them.
func (c *Catalog) All() iter.Seq[*Entity] { return slices.Values(c.indexed().all) }

// Kind yields the entities of kind k, whose case does not matter, in the order of their refs.
func (c *Catalog) Kind(k Kind) iter.Seq[*Entity] {
	return slices.Values(c.indexed().kinds[toLower(string(k))])
}

// OwnedBy yields the entities that state owner as their owner, in the order of their refs. Ownership by way of a
// group's parents or members does not count.
func (c *Catalog) OwnedBy(owner Ref) iter.Seq[*Entity] {
	return slices.Values(c.indexed().owned[owner.Key()])
}

func (c *Catalog) indexed() *index {
	c.mu.RLock()
	ix := c.index
	c.mu.RUnlock()
	if ix != nil {
		return ix
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.index == nil {
		c.index = newIndex(c.entities)
	}
	return c.index
}

func newIndex(entities map[string]*Entity) *index {
	ix := &index{
		all:   make([]*Entity, 0, len(entities)),
		kinds: make(map[string][]*Entity),
		owned: make(map[string][]*Entity),
	}
	keys := make([]string, 0, len(entities))
	for key := range entities {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		e := entities[key]
		kind, _, _ := strings.Cut(key, ":")
		ix.all = append(ix.all, e)
		ix.kinds[kind] = append(ix.kinds[kind], e)
		if owner, ok := e.Owner(); ok {
			ownerKey := owner.Key()
			ix.owned[ownerKey] = append(ix.owned[ownerKey], e)
		}
	}
	return ix
}
