package baseline

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// Entry is one line of a baseline: findings of one rule in one place.
type Entry struct {
	Rule    string `json:"rule"`              // its name when the entry was written
	Entity  string `json:"entity,omitempty"`  // kind:namespace/name in lower case; empty for findings about a file
	Pointer string `json:"pointer,omitempty"` // JSON pointer in the entity, or in the file's document
	Message string `json:"message,omitempty"` // what was said; it tells the items of a list apart, and else counts for nothing
	File    string `json:"file"`              // where it was, slash-separated from the root; it counts only where there is no entity
	Count   int    `json:"count"`             // how many findings there are; at least 1
	Since   string `json:"since,omitempty"`   // the day on which they were accepted, as 2026-01-02

	at source.Range // its line, if it was read
}

// key is what an entry stands for.
type key struct{ rule, entity, pointer, file string }

func (e *Entry) key() key {
	k := key{rule: e.Rule, entity: e.Entity, pointer: e.Pointer}
	if e.Entity == "" {
		k.file = e.File
	}
	return k
}

// inList returns k for any item of the lists that its pointer goes through: items change places when one is put in
// before them.
func (k key) inList() key {
	steps := strings.Split(k.pointer, "/")
	for i, step := range steps {
		if isIndex(step) {
			steps[i] = "*"
		}
	}
	k.pointer = strings.Join(steps, "/")
	return k
}

// inFile returns k for any file.
func (k key) inFile() key {
	k.file = ""
	return k
}

func isIndex(step string) bool {
	return step != "" && strings.Trim(step, "0123456789") == ""
}

// entryOf returns the entry for one finding.
func entryOf(d *lint.Diagnostic, since string) Entry {
	e := Entry{
		Rule: d.Rule, Pointer: clean(d.Pointer), Message: clean(d.Message), File: cmp.Or(clean(d.Range.File), "."), Count: 1, Since: since,
	}
	if d.Entity.Name != "" {
		e.Entity = clean(d.Entity.Key())
	}
	return e
}

// clean returns s as it comes back from a file.
func clean(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// gather puts together the entries that say the same of the same, and sorts them.
func gather(entries []Entry) []Entry {
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, compareEntries)
	var out []Entry
	for _, e := range sorted {
		if n := len(out); n > 0 && same(&out[n-1], &e) {
			out[n-1].Count += e.Count
			out[n-1].Since = earlier(out[n-1].Since, e.Since)
			continue
		}
		out = append(out, e)
	}
	return out
}

// same reports whether two entries say the same of the same.
func same(a, b *Entry) bool { return a.key() == b.key() && a.Message == b.Message }

// compareEntries orders entries by what they stand for, those of an entity together.
func compareEntries(a, b Entry) int {
	return cmp.Or(
		strings.Compare(a.Entity, b.Entity),
		compareIfNone(a.Entity, a.File, b.File),
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.Pointer, b.Pointer),
		strings.Compare(a.Message, b.Message),
		strings.Compare(a.File, b.File),
	)
}

// compareIfNone compares files where they stand in for an entity.
func compareIfNone(entity, a, b string) int {
	if entity != "" {
		return 0
	}
	return strings.Compare(a, b)
}

// earlier returns the earlier of two days; an empty one is not known.
func earlier(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}
