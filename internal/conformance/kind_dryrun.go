package main

import (
	"context"
	"fmt"

	"github.com/goldenpath-go/goldenpath/internal/conformance/dryrunconf"
)

// dryrunKind compares scaffold with what Backstage's scaffolder says.
var dryrunKind = kind{
	name:  "dryrun",
	about: "the folder of a recorded dry run, or a folder of such",
	run: func(ctx context.Context, path string, s settings) (tally, error) {
		d, err := dialect(s.dialect)
		if err != nil {
			return tally{}, err
		}
		result, err := dryrunconf.Check(ctx, path, d, func(d dryrunconf.Difference) { fmt.Fprintln(s.out, d) })
		return tally{result.Passed, result.Failed}, err
	},
}
