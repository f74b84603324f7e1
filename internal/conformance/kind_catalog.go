package main

import (
	"context"
	"fmt"

	"github.com/goldenpath-go/goldenpath/internal/conformance/catalogconf"
)

// catalogKind compares catalog/load with what Backstage's ingestion says.
var catalogKind = kind{
	name:  "catalog",
	about: "expected.jsonl, a .jsonl with the YAML in its rows, or a folder of such",
	run: func(ctx context.Context, path string, s settings) (tally, error) {
		result, err := catalogconf.Check(ctx, path, s.files, func(d catalogconf.Difference) {
			if d.Verdict || s.verbose {
				fmt.Fprintln(s.out, d)
			}
		})
		fmt.Fprintln(s.out, result)
		return tally{result.Passed, result.Failed}, err
	},
}
