package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/internal/discover"
	"github.com/goldenpath-go/goldenpath/lint"
)

// findFlags say which files are meant.
type findFlags struct {
	root       string
	stdinName  string
	allowEmpty bool
	baseURL    string
}

// noBaseURL is the value of --base-url for an address that is not known and not to be guessed.
const noBaseURL = "none"

func (f *findFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.root, "root", "", "begin paths in reports at `DIR`, and look at nothing above it (default the git work tree)")
	flags.StringVar(&f.stdinName, "stdin-filename", "", "read standard input (the path -) as if it were the file `NAME`")
	flags.BoolVar(&f.allowEmpty, "allow-empty", false, "take it for success when there is no catalog file")
	flags.StringVar(&f.baseURL, "base-url", "", "`URL` at which the root is served: https://github.com/acme/shop/blob/main/, or none (default from the git remote)")
}

// base returns the address at which the root is served; "" when it is not known.
func (f *findFlags) base(at *place) string {
	switch {
	case f.baseURL == noBaseURL:
		return ""
	case f.baseURL == "":
		return baseURL(at.root)
	}
	return strings.TrimSuffix(f.baseURL, "/") + "/"
}

// files returns where the paths lie, and the file system to read them from. Standard input is a file in it.
func (p *program) files(ctx context.Context, paths []string, f *findFlags, maxSize int64) (*place, diskFS, error) {
	stdin := slices.Contains(paths, "-")
	switch {
	case !stdin && f.stdinName != "":
		return nil, nil, usageError("--stdin-filename is for standard input: add the path -")
	case stdin && len(paths) > 1:
		return nil, nil, usageError("standard input (-) is read alone")
	case stdin && f.stdinName == "":
		return nil, nil, usageError("standard input (-) needs a name: --stdin-filename catalog-info.yaml")
	case stdin:
		paths = []string{f.stdinName}
	}
	at, err := p.locate(paths, f.root)
	if err != nil {
		return nil, nil, err
	}
	if !stdin {
		return at, at.fsys(), nil
	}
	data, err := readStdin(ctx, p.stdin, maxSize)
	if err != nil {
		return nil, nil, fmt.Errorf("read standard input: %w", err)
	}
	return at, &stdinFS{diskFS: at.fsys(), name: at.names[0], data: data}, nil
}

// find returns the catalog files that were asked for, and the files that also selects, which may be nil. What cannot be read is complained of; it fails when there is
// nothing to do.
func (p *program) find(ctx context.Context, at *place, fsys fs.FS, f *findFlags, config *lint.Config, also func(name string) bool) (*discover.Result, error) {
	found := discover.Find(ctx, fsys, at.names, &discover.Options{Include: config.Includes, Also: also, Exclude: config.Excludes})
	code := exitClean
	for _, err := range found.Errors {
		code = max(code, p.complainOfPath(at, err))
	}
	for _, folder := range found.Empty {
		if !f.allowEmpty {
			p.complain(fmt.Errorf("there is no catalog file in %s (--allow-empty if that is fine)", at.shown(folder)))
			code = max(code, exitUsage)
		}
	}
	if code == exitUsage || code != exitClean && len(found.Files) == 0 {
		return nil, &exit{code: code}
	}
	return found, nil
}

// complainOfPath says why a path cannot be linted, and returns the exit code for that.
func (p *program) complainOfPath(at *place, err error) int {
	var of *fs.PathError
	if !errors.As(err, &of) {
		p.complain(err)
		return exitBroken
	}
	shown := at.shown(of.Path)
	if errors.Is(err, fs.ErrNotExist) && slices.Contains(at.names, of.Path) {
		p.complain(fmt.Errorf("%s: no such file or folder%s", shown, didYouMean(shown, commandNames(p.rootCommand()))))
		return exitUsage
	}
	p.complain(fmt.Errorf("%s: %w", shown, of.Err))
	return exitBroken
}
