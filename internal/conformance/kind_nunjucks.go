package main

import (
	"context"
	"fmt"

	"github.com/goldenpath-go/goldenpath/internal/conformance/nunjucksconf"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// nunjucksKind compares scaffold/nunjucks with what Backstage's template engines make of templates.
var nunjucksKind = kind{
	name:  "nunjucks",
	about: "cases.jsonl; -dialect backstage4 (default), nunjucks3 or extended",
	run: func(ctx context.Context, path string, s settings) (tally, error) {
		d, err := dialect(s.dialect)
		if err != nil {
			return tally{}, err
		}
		result, err := nunjucksconf.Check(ctx, path, d, func(d nunjucksconf.Difference) { fmt.Fprintln(s.out, d) })
		fmt.Fprintln(s.out, result)
		return tally{result.Passed, result.Failed}, err
	},
}

func dialect(name string) (nunjucks.Dialect, error) {
	for _, d := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3, nunjucks.Extended} {
		if name == d.String() {
			return d, nil
		}
	}
	return 0, fmt.Errorf("no dialect %q", name)
}
