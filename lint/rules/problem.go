package rules

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
)

// refusal returns a rule for what Backstage refuses: it reports the problems that catalog/load found under its name, or
// under one of the others.
func refusal(name string, others ...string) *lint.Rule { return mendable(name, nil, others...) }

// mendable is a refusal of which some problems can be mended.
func mendable(name string, mend mender, others ...string) *lint.Rule {
	r := refused{names: append(others, name), mend: mend}
	return &lint.Rule{Name: name, Doc: doc(name), Levels: always(lint.Error), File: r.check}
}

// mender returns the changes that mend a problem, best first; nil when there are none.
type mender func(p *lint.FilePass, d *load.Document, problem *load.Problem) []lint.Fix

// refused is the check of a refusal.
type refused struct {
	names []string // of the problems that are reported
	mend  mender   // nil: nothing can be mended
}

func (r refused) check(p *lint.FilePass) {
	for _, d := range p.File.Documents {
		for i := range d.Problems {
			problem := &d.Problems[i]
			if slices.Contains(r.names, problem.Rule) && !p.Full(problem.Range) {
				p.Report(r.finding(p, d, problem))
			}
		}
	}
}

func (r refused) finding(p *lint.FilePass, d *load.Document, problem *load.Problem) lint.Finding {
	f := lint.Finding{Range: problem.Range, Pointer: problem.Pointer, Message: problem.Message, Help: problem.Help}
	if d.Entity != nil {
		f.Entity = d.Entity.Ref()
	}
	if words, _, _ := strings.Cut(problem.Backstage, "\n"); words != "" {
		f.Related = []lint.Related{{Range: problem.Range, Message: "Backstage says: " + strings.TrimSuffix(words, ":")}}
	}
	if r.mend != nil {
		f.Fixes = r.mend(p, d, problem)
	}
	return f
}
