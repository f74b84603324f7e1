package lint

import (
	"errors"
	"fmt"

	"github.com/goldenpath-go/goldenpath/source"
)

// maxFailures is how often a rule's failures are told of. One that fails on an entity often does so on most.
const maxFailures = 10

// ruleError is a failure of a rule at a place.
type ruleError struct {
	rule string
	err  error
}

func (e *ruleError) Error() string { return "rule " + e.rule + ": " + e.err.Error() }
func (e *ruleError) Unwrap() error { return e.err }

// Fail says that the rule could not be applied to the value at pointer: the error is among those of the Result, with
// the rule's name and the place, and the findings are then incomplete.
func (p *EntityPass) Fail(pointer string, err error) {
	p.result.fail(p.Rule, p.Place(pointer), pointer, err)
}

// Fail says that the rule could not be applied to what stands in r, as [EntityPass.Fail] does.
func (p *CatalogPass) Fail(r source.Range, pointer string, err error) {
	p.result.fail(p.Rule, r, pointer, err)
}

// Stop says that the rule is not to be applied to anything any more, such as because it takes too long. All that it has
// found is dropped, since files are read in no certain order; err is among the errors of the Result, without a place.
func (p *EntityPass) Stop(err error) { p.setting.stop(err) }

// Stop does what [EntityPass.Stop] does.
func (p *CatalogPass) Stop(err error) { p.setting.stop(err) }

// Stopped reports whether the run has been called off: a check that takes long does well to ask from time to time, and
// to return.
func (p *CatalogPass) Stopped() bool { return p.stopped() }

// stop keeps the rule from being applied again in this run.
func (one *setting) stop(err error) {
	one.stopped.CompareAndSwap(nil, &source.Error{Err: &ruleError{one.Name, err}})
}

func (f *fileResult) fail(rule *Rule, at source.Range, pointer string, err error) {
	f.failures = append(f.failures, &source.Error{Pos: at.Position, Path: pointer, Err: &ruleError{rule.Name, err}})
}

// settleErrors returns the errors of a run that are worth telling, sorted: of a rule that was stopped, this alone; of
// one that fails again and again, the first few and how many more there are.
func (r *run) settleErrors(all source.Errors) source.Errors {
	all.Sort()
	var out source.Errors
	failures := map[string]int{}
	for _, e := range all {
		var of *ruleError
		if errors.As(e, &of) {
			if failures[of.rule]++; failures[of.rule] > maxFailures || r.settings.byName[of.rule].stopped.Load() != nil {
				continue
			}
		}
		out = append(out, e)
	}
	for _, one := range r.settings.rules {
		if stop := one.stopped.Load(); stop != nil {
			out = append(out, stop)
		} else if more := failures[one.Name] - maxFailures; more > 0 {
			out = append(out, &source.Error{Err: &ruleError{one.Name, fmt.Errorf("%d more failures like these", more)}})
		}
	}
	out.Sort()
	return out
}
