package main

import (
	"context"
	"fmt"

	"github.com/goldenpath-go/goldenpath/internal/conformance/helmfileconf"
)

// helmfileKind compares helmfile with what the real helmfile and helm answered.
var helmfileKind = kind{
	name:  "helmfile",
	about: "a case, a folder of cases, or a folder of state files with MANIFEST.tsv",
	run: func(ctx context.Context, path string, s settings) (tally, error) {
		result, err := helmfileconf.Check(ctx, path, func(d helmfileconf.Difference) { fmt.Fprintln(s.out, d) })
		return tally{result.Passed, result.Failed}, err
	},
}
