package urlreader

import "sync"

// DefaultCache is how many bytes a [Cache] holds.
const DefaultCache = 256 << 20

// Cache keeps what was read with what the server calls it (its ETag), so that what has not changed is not sent again. It is asked
// for each time all the same. The zero value is ready for use, by several goroutines and Readers.
type Cache struct {
	Max int64 // bytes; 0 means DefaultCache

	mu      sync.Mutex
	entries map[string]cached
	order   []string // the longest unused first
	size    int64
}

// cached is an answer: bytes or a tree, neither of which is changed.
type cached struct {
	etag  string
	value any
	size  int64
}

func (c *Cache) get(key string) (cached, bool) {
	if c == nil {
		return cached{}, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	if ok {
		c.touch(key)
	}
	return e, ok
}

func (c *Cache) put(key string, e cached) {
	if c == nil || e.etag == "" || e.size > or(c.Max, DefaultCache) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries == nil {
		c.entries = map[string]cached{}
	}
	c.size += e.size - c.entries[key].size
	c.entries[key] = e
	c.touch(key)
	for c.size > or(c.Max, DefaultCache) {
		c.size -= c.entries[c.order[0]].size
		delete(c.entries, c.order[0])
		c.order = c.order[1:]
	}
}

// touch moves a key to the end of the order.
func (c *Cache) touch(key string) {
	kept := make([]string, 0, len(c.order)+1)
	for _, k := range c.order {
		if k != key {
			kept = append(kept, k)
		}
	}
	c.order = append(kept, key)
}
