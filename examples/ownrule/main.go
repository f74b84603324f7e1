// Ownrule is the linter of a company that has a rule of its own beside the built-in ones: ownrule FILE...
package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

func main() {
	failed, err := run(context.Background(), os.Stdout, os.DirFS("."), os.Args[1:])
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "ownrule:", err)
		os.Exit(2)
	case failed:
		os.Exit(1)
	}
}

// run lints files, which are paths within fsys, and reports whether that found anything at or above the configured
// threshold.
func run(ctx context.Context, w io.Writer, fsys fs.FS, files []string) (failed bool, err error) {
	all := append(rules.All(), dataClass)
	config, err := lint.LoadConfig(fsys, lint.ConfigName, all, nil)
	if err != nil {
		return false, err
	}
	linter := lint.Linter{Rules: all, Config: config}
	result, err := linter.Run(ctx, fsys, files)
	if err != nil {
		return false, err
	}
	if err := report.Text(w, result, &report.Options{Open: fsys}); err != nil {
		return false, err
	}
	return result.Reaches(config.Threshold()), result.Errors.Err()
}
