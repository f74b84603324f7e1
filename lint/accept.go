package lint

import (
	"context"
	"slices"
)

// Accepter holds back findings that need not be looked at now: those that were there before, say, as package baseline
// has it. It is used by one run at a time.
type Accepter interface {
	// Accept is called when comments, annotations and the configuration have had their say. Its error fails the run.
	Accept(ctx context.Context, found *Found) (*Accepted, error)
}

// Found is what an [Accepter] decides on.
type Found struct {
	Diagnostics []Diagnostic // in order, without those of required rules, which nobody can accept; not to be changed
	Files       []string     // that were read, sorted
	Complete    bool         // these are all the files there are: see Linter.Complete

	settings *settings
}

// Rule returns the present name of the rule with this name or alias, and whether it may report anything in this run;
// "" when there is no such rule.
func (f *Found) Rule(name string) (now string, on bool) {
	one, ok := f.settings.lookup(name)
	if !ok {
		return "", false
	}
	return one.Name, !one.idle
}

// Accepted is what an [Accepter] has decided.
type Accepted struct {
	Why   []*Suppressed // why each of Found.Diagnostics is held back, nil for those that are not; a nil slice holds none back
	About []Diagnostic  // findings about the acceptance itself; their severity is the configuration's
}

// accept lets the accepters decide, one after the other, on what those before have left.
func (r *run) accept(ctx context.Context, out *Result) error {
	for _, a := range r.Accept {
		found, rest := r.found(out)
		accepted, err := a.Accept(ctx, found)
		if err != nil {
			return err
		}
		for i, d := range found.Diagnostics {
			if accepted.Why == nil || accepted.Why[i] == nil {
				rest = append(rest, d)
				continue
			}
			d.Suppressed = accepted.Why[i]
			out.Suppressed = append(out.Suppressed, d)
		}
		for _, d := range accepted.About {
			if r.weigh(&d, nil) {
				rest = append(rest, d)
			}
		}
		out.Diagnostics, out.Suppressed = sortDiagnostics(rest), sortDiagnostics(out.Suppressed)
	}
	return nil
}

// found returns what an accepter may decide on, and the diagnostics that it may not.
func (r *run) found(out *Result) (found *Found, rest []Diagnostic) {
	found = &Found{Files: slices.Clone(out.Files), Complete: r.Complete, settings: r.settings}
	for _, d := range out.Diagnostics {
		if r.settings.byName[d.Rule].required {
			rest = append(rest, d)
			continue
		}
		found.Diagnostics = append(found.Diagnostics, d)
	}
	return found, rest
}
