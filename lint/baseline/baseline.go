package baseline

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/lint"
)

// StaleRule is the name of the rule by which stale entries are reported. It is one of [lint.BuiltinRules].
const StaleRule = "baseline-stale"

// Baseline is a set of findings that are accepted for now. Its zero value accepts none. It is not changed by use.
type Baseline struct {
	Entries []Entry // by entity, file, rule and pointer; each says something else

	// By is what a diagnostic that is held back gets as Suppressed.By; empty means [lint.SuppressedBaseline].
	By string
	// Reason is what it gets as Suppressed.Reason; empty means the day of the entry.
	Reason string
	// Quiet has nothing said of stale entries.
	Quiet bool
}

var _ lint.Accepter = (*Baseline)(nil)

// New returns the baseline that accepts all of found, as it was on a day.
func New(found []lint.Diagnostic, since time.Time) *Baseline {
	day := since.Format(time.DateOnly)
	var entries []Entry
	for i := range found {
		if found[i].Rule != StaleRule {
			entries = append(entries, entryOf(&found[i], day))
		}
	}
	return &Baseline{Entries: gather(entries)}
}

// Len returns how many findings the baseline accepts.
func (b *Baseline) Len() int {
	n := 0
	for i := range b.Entries {
		n += b.Entries[i].Count
	}
	return n
}

// Bytes returns the baseline as it is kept in a file: JSON lines.
func (b *Baseline) Bytes() []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	for i := range b.Entries {
		_ = encoder.Encode(&b.Entries[i]) // texts and a number, to memory
	}
	return out.Bytes()
}

// Accept holds back the findings that the baseline has entries for, and reports the entries that are stale.
func (b *Baseline) Accept(_ context.Context, found *lint.Found) (*lint.Accepted, error) {
	m := b.match(found)
	out := &lint.Accepted{Why: make([]*lint.Suppressed, len(found.Diagnostics))}
	for i, e := range m.entryOf {
		if e != nil {
			out.Why[i] = b.why(e)
		}
	}
	if b.Quiet {
		return out, nil
	}
	for i := range b.Entries {
		if d, ok := m.stale(i); ok {
			out.About = append(out.About, d)
		}
	}
	return out, nil
}

func (b *Baseline) why(e *Entry) *lint.Suppressed {
	s := &lint.Suppressed{By: b.By, Reason: b.Reason, Range: e.at}
	if s.By == "" {
		s.By = lint.SuppressedBaseline
	}
	if s.Reason == "" && e.Since != "" {
		s.Reason = "since " + e.Since
	}
	return s
}

// Prune returns the baseline without what is stale in it, its entries brought to where their findings are now. It never
// accepts more than b. Found must not have gone through b.
func (b *Baseline) Prune(found *lint.Found) *Baseline {
	m := b.match(found)
	var kept []Entry
	for i, e := range m.entryOf {
		if e != nil {
			kept = append(kept, entryOf(&found.Diagnostics[i], e.Since))
		}
	}
	for i := range b.Entries {
		left := b.Entries[i]
		left.Count = m.left[i]
		if left.Count > 0 && !m.judged(i) {
			kept = append(kept, left)
		}
	}
	pruned := *b
	pruned.Entries = gather(kept)
	return &pruned
}

// Add returns the baseline that accepts those of found as well, as they were on a day, that b does not accept and wanted
// wants.
func (b *Baseline) Add(found *lint.Found, since time.Time, wanted func(d *lint.Diagnostic) bool) *Baseline {
	m := b.match(found)
	entries := slices.Clone(b.Entries)
	for i, e := range m.entryOf {
		if d := &found.Diagnostics[i]; e == nil && wanted(d) {
			entries = append(entries, entryOf(d, since.Format(time.DateOnly)))
		}
	}
	more := *b
	more.Entries = gather(entries)
	return &more
}

// stale returns what is to be said of an entry, if it is stale.
func (m *matching) stale(i int) (lint.Diagnostic, bool) {
	e := &m.entries[i]
	if m.left[i] == 0 || !m.judged(i) {
		return lint.Diagnostic{}, false
	}
	d := lint.Diagnostic{Rule: StaleRule, Finding: lint.Finding{
		Range: e.at, Message: m.staleMessage(i), Help: "catalog-lint baseline --prune takes it out",
	}}
	return d, true
}

func (m *matching) staleMessage(i int) string {
	e := &m.entries[i]
	place := e.File
	if e.Entity != "" {
		place = e.Entity
	}
	if e.Pointer != "" {
		place += " " + e.Pointer
	}
	if now, _ := m.found.Rule(e.Rule); now == "" {
		return fmt.Sprintf("there is no rule %s, which this entry is about", e.Rule)
	}
	if m.left[i] < e.Count {
		return fmt.Sprintf("%s finds %d, not %d, at %s", e.Rule, e.Count-m.left[i], e.Count, place)
	}
	return fmt.Sprintf("%s finds nothing any more at %s", e.Rule, place)
}
