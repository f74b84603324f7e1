package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// defined is an entity as a file defines it.
type defined struct {
	snapshot.Entry
	at     source.Range // of its name; the file as people see it
	file   string       // from the root
	stated []stated
}

// stated is a reference with its place.
type stated struct {
	relation catalog.RelationType
	target   string // key
	at       source.Position
}

// collector takes what a linter reads, by rules that find nothing: so the files are those of a lint, with the Locations
// that they lead to, and are read by several workers.
type collector struct {
	location func(file string) string // of the entities in a file

	mu       sync.Mutex
	entities []*defined
	refused  source.Errors
}

func (c *collector) rules() []*lint.Rule {
	return []*lint.Rule{
		{Name: "collect-refusal", File: c.takeRefused},
		{Name: "collect-entity", Entity: c.takeEntity},
	}
}

// takeRefused notes the documents that Backstage would refuse, which are no entities then.
func (c *collector) takeRefused(p *lint.FilePass) {
	for _, d := range p.File.Documents {
		if d.OK || d.Stage == load.StageSkipped || len(d.Problems) == 0 {
			continue
		}
		first := d.Problems[0]
		c.mu.Lock()
		c.refused.Add(first.Range.Position, "", "left out, since Backstage refuses it: "+first.Message)
		c.mu.Unlock()
	}
}

func (c *collector) takeEntity(p *lint.EntityPass) {
	if !p.Document.OK {
		return
	}
	e := &defined{at: p.Facts.Range, file: p.Facts.File}
	e.Entry = snapshot.NewEntry(p.Entity, &snapshot.Options{
		Tier:     func(*catalog.Entity) string { return p.Facts.Tier.Value },
		Location: func(*catalog.Entity) string { return c.location(e.file) },
	})
	for _, r := range p.Facts.Refs {
		e.stated = append(e.stated, stated{r.Relation, r.Target.Key(), r.Range.Position})
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entities = append(c.entities, e)
}

// sort puts what was taken by several workers into the order of files and places.
func (c *collector) sort() {
	slices.SortFunc(c.entities, func(a, b *defined) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.at.Offset, b.at.Offset))
	})
	c.refused.Sort()
}

// show makes the places what people see.
func (c *collector) show(shown func(file string) string) {
	for _, e := range c.entities {
		e.at.File = shown(e.at.File)
		for i := range e.stated {
			e.stated[i].at.File = e.at.File
		}
	}
	for _, r := range c.refused {
		r.Pos.File = shown(r.Pos.File)
	}
}

// firsts returns the entities without those whose names are taken by one before them, and an error for each of these. In
// a running Backstage, too, who comes first keeps the name.
func firsts(all []*defined) (kept []*defined, taken source.Errors) {
	by := make(map[string]*defined, len(all))
	for _, e := range all {
		key := e.Ref.Key()
		if first, ok := by[key]; ok {
			taken = append(taken, &source.Error{Pos: e.at.Position, Err: errTaken{e.Ref, first.at.Position}})
			continue
		}
		by[key] = e
		kept = append(kept, e)
	}
	return kept, taken
}

// errTaken says that an entity's name is taken.
type errTaken struct {
	ref   catalog.Ref
	first source.Position
}

func (e errTaken) Error() string {
	return fmt.Sprintf("left out: %s is defined at %s already", e.ref, e.first)
}

// errIncomplete means that what was read is not all that there is; it has been said why.
var errIncomplete = errors.New("some files could not be read")
