package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/gitrev"
	"github.com/goldenpath-go/goldenpath/internal/discover"
)

// side is one of two states of the catalog that are compared.
type side struct {
	text     string // as given
	kind     sideKind
	snapshot *snapshot.Snapshot
	read     []*reading // where it comes from files
}

// sideKind says what a side is made from.
type sideKind int

const (
	sideSnapshot sideKind = iota // a file or URL
	sideFiles                    // of the work tree, or elsewhere on disk
	sideRevision                 // of git
)

// newSide tells what text means.
func (p *program) newSide(text string) *side {
	s := &side{text: text, kind: sideRevision}
	info, err := os.Stat(p.absolute(text))
	switch {
	case isURL(text):
		s.kind = sideSnapshot
	case err == nil && (info.IsDir() || isYAMLName(text)):
		s.kind = sideFiles
	case err == nil:
		s.kind = sideSnapshot
	}
	return s
}

func isYAMLName(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

// sides reads the two states that args name. A revision without a path means the same part of the repository as the
// other side if that is a folder or file in it, else all of it.
func (p *program) sides(ctx context.Context, f *diffFlags, args []string) (before, after *side, err error) {
	before = p.newSide(args[0])
	if len(args) > 1 {
		after = p.newSide(args[1])
	} else {
		after = &side{text: p.workTree(), kind: sideFiles}
	}
	if err := p.readSide(ctx, f, before, after); err != nil {
		return nil, nil, err
	}
	return before, after, p.readSide(ctx, f, after, before)
}

// workTree returns the top of the work tree as a path from the working directory.
func (p *program) workTree() string {
	top := gitTop(p.dir)
	if rel, err := filepath.Rel(p.dir, top); err == nil && top != "" {
		return rel
	}
	return "."
}

func (p *program) readSide(ctx context.Context, f *diffFlags, s, other *side) error {
	var err error
	switch s.kind {
	case sideSnapshot:
		var note error
		s.snapshot, note, err = p.openCatalog(ctx, s.text, &f.catalogs)
		if note != nil {
			p.warn(note)
		}
		return err
	case sideFiles:
		s.read, err = p.readPaths(ctx, []string{s.text}, &f.read)
	default:
		var one *reading
		one, err = p.readRevision(ctx, s, other, &f.read)
		s.read = []*reading{one}
	}
	if err != nil {
		return err
	}
	s.snapshot, err = snapshotOf(snapshot.Header{Source: s.text}, entities(s.read))
	return err
}

// readRevision reads the entities of a revision.
func (p *program) readRevision(ctx context.Context, s, other *side, f *readFlags) (*reading, error) {
	top := gitTop(p.dir)
	if top == "" {
		return nil, usageError("%s: no such file or folder, and this is no git repository that could have such a revision", s.text)
	}
	rev, name, named := cutRevision(s.text)
	if named {
		name = p.inRepository(top, name)
	} else {
		name = p.samePart(top, other)
	}
	if !fs.ValidPath(name) {
		return nil, usageError("%s is outside of the repository", s.text)
	}
	tree, err := gitrev.Open(ctx, top, rev)
	if errors.Is(err, gitrev.ErrRevision) {
		return nil, usageError("%s: no such file or folder, and %w; a revision that the clone lacks is to be had by git fetch", s.text, err)
	}
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	return p.readTree(ctx, tree, rev, &place{dir: p.dir, root: top, common: top, names: []string{name}}, f)
}

// readTree reads the entities of a tree, with the configuration of the work tree: what is compared is read alike.
func (p *program) readTree(ctx context.Context, tree *gitrev.Tree, rev string, at *place, f *readFlags) (*reading, error) {
	config, _, err := p.configuration(ctx, at, &f.config, allRules())
	if err != nil {
		return nil, err
	}
	shown := func(file string) string { return rev + ":" + file }
	fsys := discover.Tracked(tree, at.names...)
	found := discover.Find(ctx, fsys, at.names, &discover.Options{Include: config.Includes, Exclude: config.Excludes})
	for _, err := range found.Errors {
		return nil, revisionError(err, shown)
	}
	r := &reading{base: (&findFlags{baseURL: f.baseURL}).base(at), fsys: fsys}
	if err := p.collect(ctx, r, found.Files, p.prefix(at), shown, config, f); err != nil {
		return nil, err
	}
	p.settle([]*reading{r})
	return r, nil
}

func revisionError(err error, shown func(string) string) error {
	var of *fs.PathError
	switch {
	case !errors.As(err, &of):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return usageError("%s: no such file or folder in the revision", shown(of.Path))
	}
	return fmt.Errorf("%s: %w", shown(of.Path), of.Err)
}

// cutRevision cuts REV:PATH. A colon within braces belongs to the revision: HEAD@{2026-01-01 10:00}.
func cutRevision(text string) (rev, name string, named bool) {
	depth := 0
	for i, r := range text {
		switch {
		case r == '{':
			depth++
		case r == '}':
			depth--
		case r == ':' && depth <= 0:
			return text[:i], text[i+1:], text[i+1:] != ""
		}
	}
	return text, "", false
}

// inRepository returns a path of a revision as git has it: from the top, or from the working directory if it begins with
// a dot.
func (p *program) inRepository(top, name string) string {
	if name == "." || strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") {
		return (&place{root: top}).name(p.absolute(name))
	}
	return path.Clean(name)
}

// samePart returns what of a repository the other side is about, if that is files in it, else all.
func (p *program) samePart(top string, other *side) string {
	if abs := p.absolute(other.text); other.kind == sideFiles && gitTop(folderOf(abs)) == top {
		return (&place{root: top}).name(abs)
	}
	return "."
}
