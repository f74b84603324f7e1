package main

import (
	"context"
	"fmt"

	"github.com/goldenpath-go/goldenpath/internal/conformance/doraconf"
)

// doraKind compares dora with computed figures.
var doraKind = kind{
	name:  "dora",
	about: "a case (.json), a folder of cases or of organisations (NAME.events.jsonl), or the folder above both",
	run: func(_ context.Context, path string, s settings) (tally, error) {
		result, err := doraconf.Check(path, func(d doraconf.Difference) { fmt.Fprintln(s.out, d) })
		return tally{result.Passed, result.Failed}, err
	},
}
