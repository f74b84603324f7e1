package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/source"
)

// Tier is an entity's criticality as the configured keys state it. The zero value means none is stated.
type Tier struct {
	Value   string       // as written; of a tag without the prefix
	Rank    int          // 1 is the most critical: see [TierConfig]; 0 when Value has no rank
	Key     string       // the key it came from, such as label:tier
	Pointer string       // of the value
	Range   source.Range // of the value
}

// Stated reports whether there is a tier at all.
func (t Tier) Stated() bool { return t.Key != "" }

// tierReader knows where tiers stand and what they mean.
type tierReader struct {
	keys  []string
	order []string
}

func newTierReader(c *Config) tierReader {
	if c == nil {
		return tierReader{keys: DefaultTierKeys()}
	}
	t := tierReader{keys: c.Tier.Keys, order: c.Tier.Order}
	if t.keys == nil {
		t.keys = DefaultTierKeys()
	}
	return t
}

// TierOf returns a function that returns the tier that an entity states, empty when it states none, as c has it; a nil c
// is the zero value. A snapshot that is made with it says of tiers what a [Linter] with the same Config would.
func TierOf(c *Config) func(*catalog.Entity) string {
	t := newTierReader(c)
	return func(e *catalog.Entity) string {
		for _, key := range t.keys {
			where, name, _ := strings.Cut(key, ":")
			if value, _ := tierAt(e, where, name); value != "" {
				return value
			}
		}
		return ""
	}
}

// tiers returns every tier that e states, in the order of the keys.
func (t tierReader) tiers(e *catalog.Entity) []Tier {
	var found []Tier
	for _, key := range t.keys {
		where, name, _ := strings.Cut(key, ":")
		value, pointer := tierAt(e, where, name)
		if value == "" {
			continue
		}
		found = append(found, Tier{Value: value, Rank: t.rank(value), Key: key, Pointer: pointer, Range: e.Range(pointer)})
	}
	return found
}

func tierAt(e *catalog.Entity, where, name string) (value, pointer string) {
	switch where {
	case "label":
		value, pointer = e.Metadata.Labels[name], "/metadata/labels/"
	case "annotation":
		value, pointer = e.Metadata.Annotations[name], "/metadata/annotations/"
	case "spec":
		value, pointer = specString(e.Spec, name), "/spec/"
	case "tag":
		return taggedTier(e.Metadata.Tags, name)
	}
	if value == "" {
		return "", ""
	}
	return value, pointer + tree.Escape(name)
}

func taggedTier(tags []string, prefix string) (value, pointer string) {
	for i, tag := range tags {
		if value, ok := strings.CutPrefix(tag, prefix); ok {
			return value, "/metadata/tags/" + strconv.Itoa(i)
		}
	}
	return "", ""
}

// refused reports whether a value stands where a label or annotation may state a tier that Backstage refuses, as it does
// a number without quotes.
func (t tierReader) refused(doc *load.Document) bool {
	for _, key := range t.keys {
		where, name, _ := strings.Cut(key, ":")
		pointer := "/metadata/" + where + "s/" + tree.Escape(name)
		if slices.ContainsFunc(doc.Problems, func(p load.Problem) bool { return p.Pointer == pointer }) {
			return true
		}
	}
	return false
}

// rank returns the place of value in the order of tiers, from 1. Without an order, numbers from 0 to 99 rank by value.
func (t tierReader) rank(value string) int {
	if t.order != nil {
		return slices.Index(t.order, value) + 1
	}
	if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < 100 {
		return n + 1
	}
	return 0
}
