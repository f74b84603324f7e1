package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/source"
)

// Values returns the entity as plain JSON values (nil, bool, float64, string, []any, map[string]any), as
// catalog.NewEntity takes it. They are made once for all rules, and must not be changed.
func (p *EntityPass) Values() map[string]any {
	if p.values == nil {
		p.values = p.Entity.Document()
	}
	return p.values
}

// Place returns where a finding about the value at pointer stands: the value if it is one to be read at a glance, the
// key of a mapping or list, and for a value that is not there the key of the nearest part that would hold it.
func (p *EntityPass) Place(pointer string) source.Range {
	value, present := valueAt(p.Values(), pointer)
	switch value.(type) {
	case map[string]any, []any, nil:
		return p.Key(pointer)
	}
	if !present {
		return p.Key(pointer)
	}
	return p.Value(pointer)
}

// keep returns what is to be remembered of the entity for Catalog checks. Nothing in it refers to the file's text.
func (p *EntityPass) keep(pointers []string) []KeptFact {
	if len(pointers) == 0 {
		return nil
	}
	kept := make([]KeptFact, len(pointers))
	for i, pointer := range pointers {
		value, present := valueAt(p.Values(), pointer)
		kept[i] = KeptFact{Pointer: pointer, Value: clonedValue(value), Present: present, Range: p.Place(pointer)}
	}
	return kept
}

// keeps returns what the Catalog checks among the rules ask to have kept.
func (s *settings) keeps() []Keep {
	var all []Keep
	for _, one := range s.rules {
		if one.Catalog != nil && !one.idle {
			all = append(all, one.Keep...)
		}
	}
	return all
}

// keptPointers returns what is to be kept of entities of a kind, sorted, each once.
func (r *run) keptPointers(kind catalog.Kind) []string {
	if len(r.kept) == 0 {
		return nil
	}
	if known, ok := r.keptByKind.Load(kind); ok {
		return known.([]string) // nothing else is stored
	}
	var pointers []string
	for _, k := range r.kept {
		if isAmong(k.Kinds, kind) {
			pointers = append(pointers, k.Pointers...)
		}
	}
	slices.Sort(pointers)
	pointers = slices.Compact(pointers)
	r.keptByKind.Store(kind, pointers)
	return pointers
}

// valueAt returns the part of a plain JSON value that pointer leads to, and whether it leads anywhere.
func valueAt(value any, pointer string) (any, bool) {
	if pointer == "" {
		return value, true
	}
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		ok := false
		switch v := value.(type) {
		case map[string]any:
			value, ok = v[tree.Unescape(step)]
		case []any:
			if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(v) {
				value, ok = v[i], true
			}
		}
		if !ok {
			return nil, false
		}
	}
	return value, true
}

// clonedValue copies a plain JSON value, and all texts in it.
func clonedValue(value any) any {
	switch v := value.(type) {
	case string:
		return cloned(v)
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = clonedValue(item)
		}
		return items
	case map[string]any:
		members := make(map[string]any, len(v))
		for name, member := range v {
			members[cloned(name)] = clonedValue(member)
		}
		return members
	}
	return value
}
