package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/fetch"
	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/largefile"
)

// catalogFlags say where the rest of the catalog is to be had.
type catalogFlags struct {
	names   []string // files or URLs
	token   tokenFlags
	timeout time.Duration
	maxSize size
}

func (f *catalogFlags) add(cmd *cobra.Command) {
	f.maxSize = 512 << 20
	flags := cmd.Flags()
	flags.StringArrayVar(&f.names, "catalog", nil, "read a snapshot of the catalog, `FILE|URL`, as catalog-lint snapshot writes it; may be repeated")
	flags.DurationVar(&f.timeout, "catalog-timeout", 30*time.Second, "wait no longer for the answer of a catalog's URL")
	flags.Var(&f.maxSize, "catalog-max-size", "refuse larger snapshots: bytes, or with a unit as in `512MiB`")
	f.token.add(cmd, "catalog-", "of the --catalog URLs")
}

// tokenFlags say where a token is. It is never given itself: command lines are seen by everybody on the machine.
type tokenFlags struct {
	env, file string
}

func (f *tokenFlags) add(cmd *cobra.Command, prefix, of string) {
	flags := cmd.Flags()
	flags.StringVar(&f.env, prefix+"token-env", "", "take the token "+of+" from the environment variable `NAME`")
	flags.StringVar(&f.file, prefix+"token-file", "", "take the token "+of+" from `FILE`")
}

// source returns where the token is to be had; nil when none is wanted.
func (f *tokenFlags) source(p *program) (backstage.TokenSource, error) {
	switch {
	case f.env != "" && f.file != "":
		return nil, usageError("the token is either in the environment or in a file")
	case f.file != "":
		return backstage.FileToken(p.absolute(f.file)), nil
	case f.env != "":
		return backstage.EnvToken(f.env, func(name string) (string, bool) { value := p.getenv(name); return value, value != "" }), nil
	}
	return nil, nil
}

// isURL reports whether a name is that of something on the web.
func isURL(name string) bool {
	return strings.HasPrefix(name, "https://") || strings.HasPrefix(name, "http://")
}

// shownName returns the name of a catalog as it may be shown: the query of a URL may be a signature.
func shownName(name string) string {
	if isURL(name) {
		return fetch.Shown(name)
	}
	return name
}

// openCatalog reads the snapshot called name. A note is what is to be said although it could be read: that it is an
// earlier copy, for example.
//
// What is fetched is looked at line by line, since anybody may have written it. That takes as long as reading all of it, so
// copies and files only have their checksums looked at, unless all of it is read anyway: see openCatalogs.
func (p *program) openCatalog(ctx context.Context, name string, f *catalogFlags) (s *snapshot.Snapshot, note error, err error) {
	if !isURL(name) {
		s, err = p.openSnapshotFile(name, int64(f.maxSize))
		return s, nil, err
	}
	token, err := f.token.source(p)
	if err != nil {
		return nil, nil, err
	}
	open := func(data []byte, verify bool) error { // what is returned in the end is what was opened last
		opened, err := snapshot.Open(data)
		if err == nil && verify {
			err = opened.Verify()
		}
		if err == nil {
			s = opened
		}
		return err
	}
	client := &fetch.Client{
		UserAgent: "catalog-lint", Timeout: f.timeout, MaxSize: int64(f.maxSize), Token: token,
		Check: func(data []byte) error { return open(data, true) }, CheckCopy: func(data []byte) error { return open(data, false) },
	}
	if p.cacheDir != "" {
		client.Dir = filepath.Join(p.cacheDir, "catalog-lint", "catalogs")
	}
	got, err := client.Get(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	if got.Failed != nil {
		note = fmt.Errorf("%w; the copy of an earlier answer is used", got.Failed)
	}
	return s, note, nil
}

// openSnapshotFile reads a snapshot from disk. That there is no such file is a mistake in what names it.
func (p *program) openSnapshotFile(name string, maxSize int64) (*snapshot.Snapshot, error) {
	info, err := os.Stat(p.absolute(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usageError("%s: no such file", name)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, usageError("%s is a folder; a catalog is a file that catalog-lint snapshot writes", name)
	case !info.Mode().IsRegular():
		return nil, usageError("%s is not a regular file", name)
	case info.Size() > maxSize:
		return nil, fmt.Errorf("%s: has %d bytes, and at most %d are read (--catalog-max-size)", name, info.Size(), maxSize)
	}
	data, err := largefile.Read(p.absolute(name), info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s, err := snapshot.Open(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// openCatalogs reads all the snapshots that are asked for, for commands that are of no use without them.
func (p *program) openCatalogs(ctx context.Context, f *catalogFlags) ([]*snapshot.Snapshot, error) {
	var all []*snapshot.Snapshot
	for _, name := range f.names {
		s, note, err := p.openCatalog(ctx, name, f)
		if err != nil {
			return nil, err
		}
		if err := s.Verify(); err != nil {
			return nil, fmt.Errorf("%s: %w", shownName(name), err)
		}
		if note != nil {
			p.warn(note)
		}
		all = append(all, s)
	}
	return all, nil
}

// warn says what somebody should know although the job can be done.
func (p *program) warn(err error) { p.complain(fmt.Errorf("warning: %w", err)) }
