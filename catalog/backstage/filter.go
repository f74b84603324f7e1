package backstage

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Filter selects the entities that meet at least one of its matches; an empty one selects all.
//
//	backstage.Filter{
//		backstage.Where("kind", "component").And("spec.type", "service", "website"),
//		backstage.Where("kind", "system"),
//	}
type Filter []Match

// Match is met by the entities that meet all of its conditions. As in Backstage, conditions with the same key count as
// one that has the values of all of them.
type Match []Condition

// Condition is met by the entities that have one of Values at Key, or, where there are no values, anything there.
//
// Key is a path such as spec.type; metadata.annotations.backstage.io/source-location; relations.ownedBy, whose values
// are references in full; or metadata.tags, of which one item has to be equal. Case matters neither in keys nor values.
type Condition struct {
	Key    string
	Values []string
}

// Where returns a match with one condition: that the entity has one of the values at key.
func Where(key, value string, more ...string) Match { return Match{}.And(key, value, more...) }

// Has returns a match with one condition: that the entity has something at key.
func Has(key string) Match { return Match{}.AndHas(key) }

// And returns m with the further condition that the entity has one of the values at key.
func (m Match) And(key, value string, more ...string) Match {
	return append(slices.Clip(m), Condition{Key: key, Values: append([]string{value}, more...)})
}

// AndHas returns m with the further condition that the entity has something at key.
func (m Match) AndHas(key string) Match { return append(slices.Clip(m), Condition{Key: key}) }

// ErrFilter means that a text is no filter.
var ErrFilter = errors.New("is no filter: expected key=value or key, separated by commas")

// ParseFilter reads a filter in the form that Backstage's own API has it: one text for each match, with conditions
// key=value or key between commas, such as kind=component,spec.type=service. It fails with [ErrFilter].
func ParseFilter(texts ...string) (Filter, error) {
	var f Filter
	for _, text := range texts {
		var m Match
		for statement := range strings.SplitSeq(text, ",") {
			statement = strings.TrimFunc(statement, isSpace)
			if statement == "" {
				continue
			}
			key, value, hasValue := strings.Cut(statement, "=")
			key = strings.TrimFunc(key, isSpace)
			switch {
			case key == "":
				return nil, fmt.Errorf("%q %w", statement, ErrFilter)
			case hasValue:
				m = m.And(key, strings.TrimFunc(value, isSpace))
			default:
				m = m.AndHas(key)
			}
		}
		if m != nil {
			f = append(f, m.merged())
		}
	}
	return f, nil
}

func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' }

// merged returns m with conditions of the same key made one. Values win over mere existence.
func (m Match) merged() Match {
	var merged Match
	for _, c := range m {
		i := slices.IndexFunc(merged, func(d Condition) bool { return d.Key == c.Key })
		if i < 0 {
			merged = append(merged, Condition{c.Key, slices.Clone(c.Values)})
			continue
		}
		merged[i].Values = append(merged[i].Values, c.Values...)
	}
	return merged
}

// all reports whether f selects everything, be it by a match without conditions.
func (f Filter) all() bool {
	return len(f) == 0 || slices.ContainsFunc(f, func(m Match) bool { return len(m) == 0 })
}

// texts returns f as [ParseFilter] reads it, and false when that form cannot hold it: it knows no escapes.
func (f Filter) texts() ([]string, bool) {
	if f.all() {
		return nil, true
	}
	texts := make([]string, len(f))
	for i, m := range f {
		var statements []string
		for _, c := range m.merged() {
			if !c.writable() {
				return nil, false
			}
			statements = append(statements, c.statements()...)
		}
		texts[i] = strings.Join(statements, ",")
	}
	return texts, true
}

func (c Condition) writable() bool {
	if strings.Contains(c.Key, "=") || !writable(c.Key) {
		return false
	}
	return !slices.ContainsFunc(c.Values, func(v string) bool { return !writable(v) })
}

func writable(s string) bool { return !strings.Contains(s, ",") && s == strings.TrimFunc(s, isSpace) }

func (c Condition) statements() []string {
	if len(c.Values) == 0 && c.Key != "" {
		return []string{c.Key}
	}
	if len(c.Values) == 0 {
		return []string{"="} // so that the server complains of it, and does not pass over it
	}
	statements := make([]string, len(c.Values))
	for i, value := range c.Values {
		statements[i] = c.Key + "=" + value
	}
	return statements
}
