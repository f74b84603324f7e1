package ruletest

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/lint"
)

// Coverage is how far rules are tested.
type Coverage struct {
	found, silent map[string]bool // rules that cases want something of, and that cases want nothing of
}

// Add takes account of a case and what came of it.
func (v *Coverage) Add(c *Case, o *Outcome) {
	if v.found == nil {
		v.found, v.silent = map[string]bool{}, map[string]bool{}
	}
	for _, name := range o.applied {
		if slices.ContainsFunc(c.Wants, func(w Want) bool { return w.Rule == name }) {
			v.found[name] = true
		} else {
			v.silent[name] = true
		}
	}
}

// Gaps returns what is missing for the rules to be tested, a sentence each: of every rule there is to be a case that
// wants a finding, and one to which it applies and that wants none.
func (v *Coverage) Gaps(rules []*lint.Rule) []string {
	var gaps []string
	for _, r := range rules {
		switch {
		case !v.found[r.Name] && !v.silent[r.Name]:
			gaps = append(gaps, r.Name+" has no test")
		case !v.found[r.Name]:
			gaps = append(gaps, r.Name+": no case wants a finding of it")
		case !v.silent[r.Name]:
			gaps = append(gaps, r.Name+": no case wants none of it")
		}
	}
	return gaps
}
