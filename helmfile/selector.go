package helmfile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Selector is one -l of the command line: labels that a release must have and must not have.
type Selector struct {
	Terms []Term
}

// Term is one condition of a selector. A release without the label fulfils `!=`.
type Term struct {
	Label, Value string
	Not          bool
}

// ParseSelector reads a=b,c!=d. Its error is an [*Error] of [ClassSelector].
func ParseSelector(s string) (Selector, error) {
	form := regexp.MustCompile(`^([a-zA-Z0-9_./+-]+)(!?=)([a-zA-Z0-9_./+-]+)$`)
	var out Selector
	for part := range strings.SplitSeq(s, ",") {
		m := form.FindStringSubmatch(part)
		if m == nil {
			return Selector{}, &Error{Class: ClassSelector, Stages: stageAll, Err: fmt.Errorf("malformed label: %s. Expected label in form k=v or k!=v", part)}
		}
		out.Terms = append(out.Terms, Term{Label: m[1], Value: m[3], Not: m[2] == "!="})
	}
	return out, nil
}

// String returns the selector as it is written on the command line.
func (s Selector) String() string {
	parts := make([]string, len(s.Terms))
	for i, t := range s.Terms {
		op := "="
		if t.Not {
			op = "!="
		}
		parts[i] = t.Label + op + t.Value
	}
	return strings.Join(parts, ",")
}

// Matches tells whether labels fulfil every term.
func (s Selector) Matches(labels map[string]string) bool {
	for _, t := range s.Terms {
		value, ok := labels[t.Label]
		if (ok && value == t.Value) == t.Not {
			return false
		}
	}
	return true
}

// clashes tells whether no release can match both: a label would have to have two values.
func (s Selector) clashes(with Selector) bool {
	for _, a := range s.Terms {
		for _, b := range with.Terms {
			if !a.Not && !b.Not && a.Label == b.Label && a.Value != b.Value {
				return true
			}
		}
	}
	return false
}

// parseSelectors reads several, of which a release must match one.
func parseSelectors(texts []string) ([]Selector, error) {
	var out []Selector
	for _, t := range texts {
		s, err := ParseSelector(t)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// allClash tells whether every pair of the two lists clashes. A list that cannot be read clashes with none.
func allClash(a, b []string) bool {
	as, errA := parseSelectors(a)
	bs, errB := parseSelectors(b)
	if errA != nil || errB != nil || len(as) == 0 || len(bs) == 0 {
		return false
	}
	return !slices.ContainsFunc(as, func(s Selector) bool {
		return slices.ContainsFunc(bs, func(t Selector) bool { return !s.clashes(t) })
	})
}
