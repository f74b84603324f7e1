package main

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/gitrev"
	"github.com/goldenpath-go/goldenpath/internal/discover"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/baseline"
)

// sinceRevision holds back the findings that a revision has as well. It lints that revision, with today's rules and
// configuration, when there is something to be held back.
type sinceRevision struct {
	p       *program
	job     *job
	commit  string
	reason  string
	changed map[string]bool // files in which all findings count; nil: none
	known   *baseline.Baseline
}

var _ lint.Accepter = (*sinceRevision)(nil)

// newFrom returns what holds back the findings that rev has.
func (p *program) newFrom(ctx context.Context, j *job, rev string) (*sinceRevision, error) {
	commit, err := gitrev.Commit(ctx, j.at.root, rev)
	if err != nil {
		return nil, revisionFault("new-from", err)
	}
	j.log.printf("compared with: %s, commit %s", rev, commit)
	return &sinceRevision{p: p, job: j, commit: commit, reason: rev + " has it"}, nil
}

// changedSince returns what holds back the findings in files that have not changed since the branch left rev, unless
// the changes have caused them.
func (p *program) changedSince(ctx context.Context, j *job, rev string) (*sinceRevision, error) {
	root := j.at.root
	if rev == upstreamFlag {
		var err error
		if rev, err = gitrev.Upstream(ctx, root); err != nil {
			return nil, revisionFault("changed", err)
		}
		if rev == "" {
			return nil, usageError("--changed: the branch has no upstream, and there is no origin/HEAD, main or master: give the revision, --changed=REV")
		}
	}
	commit, err := gitrev.MergeBase(ctx, root, rev)
	if err != nil {
		return nil, revisionFault("changed", err)
	}
	files, err := gitrev.Changed(ctx, root, commit)
	if err != nil {
		return nil, err
	}
	s := &sinceRevision{p: p, job: j, commit: commit, reason: "unchanged since " + rev, changed: map[string]bool{}}
	for _, f := range files {
		s.changed[f] = true
	}
	j.log.printf("changed: %d files since %s, commit %s", len(files), rev, commit)
	return s, nil
}

// revisionFault says that a flag names what is not there; other errors are no fault of the command line.
func revisionFault(flag string, err error) error {
	if errors.Is(err, gitrev.ErrRevision) {
		return usageError("--%s: %w", flag, err)
	}
	return err
}

// Accept holds back what the revision has as well, but nothing in the changed files.
func (s *sinceRevision) Accept(ctx context.Context, found *lint.Found) (*lint.Accepted, error) {
	unchanged := *found
	unchanged.Diagnostics = nil
	var at []int // of those in found
	for i := range found.Diagnostics {
		if d := &found.Diagnostics[i]; !s.changed[d.Range.File] {
			unchanged.Diagnostics = append(unchanged.Diagnostics, *d)
			at = append(at, i)
		}
	}
	out := &lint.Accepted{Why: make([]*lint.Suppressed, len(found.Diagnostics))}
	if len(at) == 0 {
		return out, nil
	}
	known, err := s.lint(ctx)
	if err != nil {
		return nil, err
	}
	accepted, err := known.Accept(ctx, &unchanged)
	if err != nil {
		return nil, err
	}
	for k, i := range at {
		out.Why[i] = accepted.Why[k]
	}
	return out, nil
}

// lint returns what the revision has, as a baseline.
func (s *sinceRevision) lint(ctx context.Context) (*baseline.Baseline, error) {
	if s.known != nil {
		return s.known, nil
	}
	j := s.job
	tree, err := gitrev.OpenFolder(ctx, j.at.root, s.commit)
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	renamed, err := gitrev.Renamed(ctx, j.at.root, s.commit)
	if err != nil {
		return nil, err
	}
	asked := namesBefore(tree, j.at.names, renamed)
	fsys := discover.Tracked(tree, asked...)
	files := discover.Find(ctx, fsys, asked, &discover.Options{Include: j.config.Includes, Also: j.also, Exclude: j.config.Excludes})
	linter := *j.linter
	linter.Accept = nil
	result, err := linter.Run(ctx, fsys, files.Files)
	if err != nil {
		return nil, err
	}
	j.log.printf("linted: %d files of commit %s in %s", result.Stats.Files, s.commit, s.p.since(j.start))
	rename(result.Diagnostics, renamed)
	s.known = baseline.New(result.Diagnostics, j.start)
	s.known.By, s.known.Reason, s.known.Quiet = lint.SuppressedRevision, s.reason, true
	return s.known, nil
}

// namesBefore returns what of names there was in a tree, and what is there now under another name.
func namesBefore(tree fs.FS, names []string, renamed map[string]string) []string {
	var before []string
	for _, name := range names {
		if _, err := fs.Stat(tree, name); err == nil {
			before = append(before, name)
		}
		for now, was := range renamed {
			if name == "." || now == name || strings.HasPrefix(now, name+"/") {
				before = append(before, was)
			}
		}
	}
	if slices.Contains(before, ".") {
		return []string{"."} // files given by name would be linted even if they are excluded
	}
	slices.Sort(before)
	return slices.Compact(before)
}

// rename gives findings the files' present names.
func rename(found []lint.Diagnostic, renamed map[string]string) {
	now := make(map[string]string, len(renamed))
	for to, from := range renamed {
		now[from] = to
	}
	for i := range found {
		if to, ok := now[found[i].Range.File]; ok {
			found[i].Range.File = to
		}
	}
}
