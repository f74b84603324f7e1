// Package elsewhere lets a linter know the whole catalog while it looks at one repository: it makes a [lint.Elsewhere] of
// a [snapshot.Snapshot].
//
//	s, err := snapshot.ReadFile("catalog.snapshot")
//	…
//	l := lint.Linter{Rules: rules.All(), Elsewhere: elsewhere.New(s, &elsewhere.Options{
//		BaseURL: "https://github.com/acme/shop/blob/main/",
//		Now:     time.Now,
//		MaxAge:  7 * 24 * time.Hour,
//	})}
//
// With it a reference to what no repository defines is an error, and tiers, lifecycles, names and circles are seen across
// repositories. Nothing of the snapshot is read but what the checks ask for.
//
// # What the linted repository has in the snapshot
//
// A snapshot of the whole catalog has the linted repository's entities, too, as they were. For these the files have the
// last word, so it matters where an entity comes from, its [snapshot.Entry.Location], held against Options.BaseURL:
//
//   - At BaseURL, on the same branch, it comes from a file of the linted file system: [lint.Facts.File]. If that was read
//     and has the entity no more, or is gone, the entity does not exist, and what refers to it leads nowhere.
//   - In the same repository otherwise, or in one of the same name, which may be a fork or have moved, nothing more is
//     made of it: the entity exists, and is the same as a linted one of that name.
//   - In another repository, or where no file is, such as in a directory of users, it is another entity than a linted one
//     of that name: [lint.Facts.Location]. One of the two will be lost, which rule name-conflict says.
//   - Without a BaseURL or a location, and where Backstage has it from its own disk, nobody can tell, and it is as in the
//     second case.
package elsewhere

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/lint"
)

// Options say what the linter is to make of a snapshot. The zero value takes it for the catalog of today.
type Options struct {
	// BaseURL is the address at which the root of the linted file system is served, as in [load.Options]. Empty: which
	// entities come from there is not known.
	BaseURL string
	// Partial says in a few words why the snapshot may lack entities, such as that a repository could not be read. Empty:
	// it has what [snapshot.Header.Partial] says.
	Partial string
	// MaxAge is how old the snapshot may be at Now for what it lacks not to exist. 0: as old as it likes. One that does not
	// say when it was made counts as too old.
	MaxAge time.Duration
	// Now is the clock. Nil: age does not matter.
	Now func() time.Time
}

// Catalog is a snapshot as a linter looks at it. It never changes, so any number of linters may use it at once.
type Catalog struct {
	snapshot *snapshot.Snapshot
	site     site
	partial  string
	stale    string
}

var _ lint.Elsewhere = (*Catalog)(nil)

// New returns a Catalog of s. Nil options are the zero value.
func New(s *snapshot.Snapshot, o *Options) *Catalog {
	if o == nil {
		o = &Options{}
	}
	h := s.Header()
	c := &Catalog{snapshot: s, site: newSite(o.BaseURL), partial: o.Partial, stale: o.stale(h)}
	if c.partial == "" && h.Partial != "" {
		c.partial = "the snapshot has only " + h.Partial
	}
	return c
}

// newSite returns where a file system is served; the zero value for an empty base.
func newSite(base string) site {
	if base == "" {
		return site{}
	}
	return siteOf(strings.TrimSuffix(base, "/") + "/")
}

// stale says that a snapshot is too old; "" when it is not.
func (o *Options) stale(h snapshot.Header) string {
	if o.Now == nil || o.MaxAge <= 0 {
		return ""
	}
	age, known := h.Age(o.Now())
	switch {
	case !known:
		return "the snapshot does not say when it was made"
	case age > o.MaxAge:
		return fmt.Sprintf("the snapshot was made on %s, and may be %s old at most", h.Created.Format(time.DateOnly), words(o.MaxAge))
	}
	return ""
}

// words says how long d is, in days if these are whole.
func words(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == day:
		return "1 day"
	case d%day == 0:
		return fmt.Sprintf("%d days", d/day)
	}
	return d.String()
}

// Lookup returns the entity that ref names, nil when the snapshot has none.
func (c *Catalog) Lookup(ref catalog.Ref) *lint.Facts {
	e, ok := c.snapshot.Lookup(ref)
	if !ok {
		return nil
	}
	return c.facts(&e)
}

// Names yields the names, in lower case, of the entities of a kind and namespace, sorted.
func (c *Catalog) Names(kind catalog.Kind, namespace string) iter.Seq[string] {
	return c.snapshot.Names(kind, namespace)
}

// All yields all entities, in the order of their refs, each in the memory of the one before.
func (c *Catalog) All() iter.Seq[*lint.Facts] {
	return func(yield func(*lint.Facts) bool) {
		var f lint.Facts
		for e := range c.snapshot.All() {
			c.fill(&f, &e)
			if !yield(&f) {
				return
			}
		}
	}
}

// Partial returns Options.Partial, or what the snapshot was made of if that is not the whole catalog, or
// [Catalog.Stale]; empty when none of it is the case.
func (c *Catalog) Partial() string { return cmp.Or(c.partial, c.stale) }

// Stale says that the snapshot is older than it may be; empty when it is not.
func (c *Catalog) Stale() string { return c.stale }

func (c *Catalog) facts(e *snapshot.Entry) *lint.Facts {
	f := &lint.Facts{}
	c.fill(f, e)
	return f
}

// fill makes f the facts of e. It takes the memory of f's lists.
func (c *Catalog) fill(f *lint.Facts, e *snapshot.Entry) {
	*f = lint.Facts{
		Ref:       e.Ref,
		Accepted:  true,
		Type:      e.Type,
		Lifecycle: e.Lifecycle,
		Tiers:     f.Tiers[:0],
		Refs:      slices.Grow(f.Refs[:0], len(e.References)),
		External:  true,
	}
	f.File, f.Location = c.site.place(e.Location)
	if e.Tier != "" {
		f.Tier = lint.Tier{Value: e.Tier, Key: "snapshot"}
		f.Tiers = append(f.Tiers, f.Tier)
	}
	for _, r := range e.References {
		f.Refs = append(f.Refs, lint.RefFact{Field: r.Field, Relation: r.Relation, Target: r.Target})
	}
}
