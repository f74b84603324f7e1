package snapshot

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// section is a part of a diff as people read it.
type section struct {
	title string
	items []item
}

type item struct {
	text  string
	notes []string
}

// outliner lays out a diff. Whatever comes from entities goes through quote.
type outliner struct {
	d       *Diff
	quote   func(string) string
	renamed map[string]bool // by key, both sides
}

// outline returns the sections of d, what breaks first.
func outline(d *Diff, quote func(string) string) []section {
	o := &outliner{d: d, quote: quote, renamed: renamed(d)}
	all := []section{
		{"Left dangling", o.dangling()},
		{"Probably renamed", o.renames()},
		{"Removed", o.entries(d.Removed)},
		{"Changed", o.changes()},
		{"Added", o.entries(d.Added)},
		{"Owners concerned", o.owners()},
	}
	var sections []section
	for _, s := range all {
		if len(s.items) > 0 {
			sections = append(sections, s)
		}
	}
	return sections
}

func renamed(d *Diff) map[string]bool {
	keys := make(map[string]bool, 2*len(d.Renamed))
	for _, r := range d.Renamed {
		keys[r.From.Key()], keys[r.To.Key()] = true, true
	}
	return keys
}

// summary says in a line how much changed. Renames count as neither added nor removed.
func summary(d *Diff) string {
	if d.Empty() {
		return "no changes"
	}
	text := fmt.Sprintf("%d added, %d removed, %d changed", len(d.Added)-len(d.Renamed), len(d.Removed)-len(d.Renamed), len(d.Changed))
	if n := len(d.Renamed); n > 0 {
		text += fmt.Sprintf(", %d probably renamed", n)
	}
	if n := len(d.Dangling); n > 0 {
		text += "; " + counted(n, "reference", "references") + " left dangling"
	}
	return text
}

func (o *outliner) ref(ref catalog.Ref) string { return o.quote(ref.String()) }

func (o *outliner) dangling() []item {
	var items []item
	for _, r := range o.d.Dangling {
		text := fmt.Sprintf("%s %s %s, which is removed", o.ref(r.Source), o.quote(string(r.Type)), o.ref(r.Target))
		items = append(items, item{text: text})
	}
	return items
}

func (o *outliner) renames() []item {
	var items []item
	for _, r := range o.d.Renamed {
		items = append(items, item{o.ref(r.From) + " → " + o.ref(r.To), r.Evidence})
	}
	return items
}

// entries leaves out those that are probably renamed.
func (o *outliner) entries(entries []Entry) []item {
	var items []item
	for i := range entries {
		if e := &entries[i]; !o.renamed[e.Ref.Key()] {
			items = append(items, item{text: o.entry(e)})
		}
	}
	return items
}

// entry says in a line what e is.
func (o *outliner) entry(e *Entry) string {
	text := o.ref(e.Ref)
	if owner, ok := e.Owner(); ok {
		text += ", owned by " + o.ref(owner)
	}
	if e.Location != "" {
		text += ", in " + o.quote(e.Location)
	}
	return text
}

func (o *outliner) changes() []item {
	var items []item
	for _, c := range o.d.Changed {
		items = append(items, item{o.ref(c.After.Ref), o.change(c)})
	}
	return items
}

func (o *outliner) change(c Change) []string {
	var notes []string
	for _, f := range c.Fields {
		notes = append(notes, fmt.Sprintf("%s: %s → %s", f.Name, o.value(f.Before), o.value(f.After)))
	}
	for _, r := range c.Removed {
		note := fmt.Sprintf("%s: no longer %s", o.label(r), o.ref(r.Target))
		if to, ok := replacement(c, r); ok {
			note = fmt.Sprintf("%s: %s → %s", o.label(r), o.ref(r.Target), o.ref(to))
		}
		notes = append(notes, note)
	}
	for _, r := range c.Added {
		if _, replaces := replacement(Change{Added: c.Removed, Removed: c.Added}, r); !replaces {
			notes = append(notes, fmt.Sprintf("%s: now %s", o.label(r), o.ref(r.Target)))
		}
	}
	return notes
}

// replacement returns the only reference added to the field of r, if r is the only one removed from it.
func replacement(c Change, r Reference) (catalog.Ref, bool) {
	added, removed := sameField(c.Added, r), sameField(c.Removed, r)
	if len(added) == 1 && len(removed) == 1 {
		return added[0].Target, true
	}
	return catalog.Ref{}, false
}

func sameField(all []Reference, r Reference) []Reference {
	var found []Reference
	for _, other := range all {
		if other.Field == r.Field && other.Relation == r.Relation {
			found = append(found, other)
		}
	}
	return found
}

func (o *outliner) label(r Reference) string {
	if r.Field != "" {
		return o.quote(r.Field)
	}
	return o.quote(string(r.Relation))
}

func (o *outliner) value(text string) string {
	if text == "" {
		return "none"
	}
	return o.quote(text)
}

func (o *outliner) owners() []item {
	var items []item
	for _, owner := range o.d.Owners {
		items = append(items, item{o.ref(owner.Owner) + ": " + o.refs(owner.Entities), nil})
	}
	if len(o.d.Unowned) > 0 {
		items = append(items, item{"without owner: " + o.refs(o.d.Unowned), nil})
	}
	return items
}

// refs returns the first of refs and how many more there are.
func (o *outliner) refs(refs []catalog.Ref) string {
	const few = 5
	texts := make([]string, 0, few+1)
	for _, ref := range refs[:min(few, len(refs))] {
		texts = append(texts, o.ref(ref))
	}
	if more := len(refs) - few; more > 0 {
		texts = append(texts, fmt.Sprintf("%d more", more))
	}
	return strings.Join(texts, ", ")
}
