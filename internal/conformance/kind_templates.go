package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/goldenpath-go/goldenpath/internal/conformance/templatesconf"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// templatesKind runs real templates with generated values, and compares with what Backstage's scaffolder makes of them.
var templatesKind = kind{
	name:  "templates",
	about: "a file with templates, or a folder of such; -v also prints each run",
	run: func(ctx context.Context, path string, s settings) (tally, error) {
		d, err := dialect(s.dialect)
		if err != nil {
			return tally{}, err
		}
		o := templatesconf.Options{Dialect: d, Report: func(d templatesconf.Difference) { fmt.Fprintln(s.out, d) }}
		if s.verbose {
			o.Each = func(r templatesconf.Run) { fmt.Fprintf(s.out, "%s: %s: %s\n", r.Template, r.Set, outcome(r)) }
		}
		result, err := templatesconf.Check(ctx, path, o)
		fmt.Fprintln(s.out, result)
		return tally{result.Passed, result.Failed}, err
	},
}

// outcome says in a line how a run went.
func outcome(r templatesconf.Run) string {
	var failed *scaffold.StepError
	switch {
	case r.Err == nil:
		return fmt.Sprintf("ok, %d steps", r.Steps)
	case errors.As(r.Err, &failed):
		return fmt.Sprintf("fails: %v", r.Err)
	}
	return fmt.Sprintf("cannot be run: %v", r.Err)
}
