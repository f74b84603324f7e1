package github

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/internal/message"
)

// Commits are the commits behind deployments: the whole history the first
// time, and then what a comparison with a known commit tells. Where a clone is
// at hand, package dora/git costs no requests.
type Commits struct {
	API *API
	// NoPullRequests leaves out [dora.Change].FirstAuthored, and reverts that
	// name a pull request, which saves a request for 50 squashed ones.
	// Squashed are commits that GitHub itself has committed; the dates of the
	// first hundred commits of a pull request are looked at.
	NoPullRequests bool
}

var _ dora.ChangeSource = (*Commits)(nil)

// Changes yields the commits behind the heads, a page for each hundred. Heads
// are full SHAs. With the query's Paths there is a request for each commit that
// is no merge: a clone does better.
func (c *Commits) Changes(ctx context.Context, q dora.ChangeQuery) iter.Seq2[dora.Page[dora.Change], error] {
	return func(yield func(dora.Page[dora.Change], error) bool) {
		if err := c.changes(ctx, q, yield); err != nil && !errors.Is(err, errStopped) {
			yield(dora.Page[dora.Change]{}, err)
		}
	}
}

func (c *Commits) changes(ctx context.Context, q dora.ChangeQuery, yield func(dora.Page[dora.Change], error) bool) error {
	r, err := newRepository(q.Repo)
	if err != nil {
		return err
	}
	s, err := c.API.open()
	if err != nil {
		return err
	}
	h := &behind{source: c, query: q, session: s, in: r, yield: yield, known: map[string]bool{}, listed: map[string]*gh.RepositoryCommit{}}
	for _, sha := range q.Have {
		h.known[sha] = true
	}
	heads, err := h.newestFirst(ctx, q.Heads)
	if err != nil {
		return fmt.Errorf("%s: %w", q.Repo, err)
	}
	for _, head := range heads {
		if err := h.head(ctx, head); err != nil {
			return fmt.Errorf("%s: commits behind %s: %w", q.Repo, head, err)
		}
	}
	return nil
}

// behind finds what lies behind the heads of one query.
type behind struct {
	source  *Commits
	query   dora.ChangeQuery
	session *session
	in      repository
	yield   func(dora.Page[dora.Change], error) bool

	known  map[string]bool                 // handed on, or had by who asks
	listed map[string]*gh.RepositoryCommit // not known yet to be behind a head
	newest string                          // of what who asks has; empty: not asked for yet
}

// head hands on what is behind a head and not known. The list of what is behind
// a commit goes back to the first one ever, in order of time and not of
// descent: it serves until all that remains open is known. Where it does not
// end with the first page, a comparison with a commit that we have is exact.
func (h *behind) head(ctx context.Context, head string) error {
	open := []string{head}
	o := &gh.CommitsListOptions{SHA: head, ListOptions: gh.ListOptions{PerPage: perPage}}
	for {
		if open = h.unknown(open); len(open) == 0 {
			return nil
		}
		commits, response, err := h.session.client.Repositories.ListCommits(ctx, h.in.owner, h.in.name, o)
		if err != nil {
			return err
		}
		var found []*gh.RepositoryCommit
		found, open = h.descend(commits, open)
		if err := h.give(ctx, found, 0); err != nil {
			return err
		}
		if o.Page <= 1 && len(open) > 0 && len(h.query.Have) > 0 {
			done, err := h.compareWith(ctx, commits, head)
			if err != nil || done {
				return err
			}
		}
		if o.Page = response.NextPage; o.Page == 0 {
			return nil
		}
	}
}

// unknown returns those that are not known.
func (h *behind) unknown(shas []string) []string {
	return slices.DeleteFunc(shas, func(sha string) bool { return h.known[sha] })
}

// descend follows the parents of what is open through what was listed. It
// returns what it found, and what is open still.
func (h *behind) descend(commits []*gh.RepositoryCommit, open []string) (found []*gh.RepositoryCommit, left []string) {
	for _, c := range commits {
		if !h.known[c.GetSHA()] {
			h.listed[c.GetSHA()] = c
		}
	}
	for len(open) > 0 {
		sha := open[len(open)-1]
		open = open[:len(open)-1]
		c := h.listed[sha]
		switch {
		case h.known[sha]:
			continue
		case c == nil:
			left = append(left, sha)
			continue
		}
		found = append(found, c)
		h.mark(c)
		for _, p := range c.Parents {
			open = append(open, p.GetSHA())
		}
	}
	return found, left
}

func (h *behind) mark(c *gh.RepositoryCommit) {
	h.known[c.GetSHA()] = true
	delete(h.listed, c.GetSHA())
}

// compareWith compares a head with the commit that we have which is nearest:
// the first in its list, else the newest. False: that cannot be done.
func (h *behind) compareWith(ctx context.Context, commits []*gh.RepositoryCommit, head string) (done bool, err error) {
	for _, c := range commits {
		if slices.Contains(h.query.Have, c.GetSHA()) {
			return h.compare(ctx, c.GetSHA(), head)
		}
	}
	if h.newest == "" {
		have, err := h.newestFirst(ctx, h.query.Have)
		if err != nil || len(have) == 0 {
			return false, err
		}
		h.newest = have[0]
	}
	return h.compare(ctx, h.newest, head)
}

// compare hands on what is behind head and not behind base, page by page:
// without pages GitHub would stop after 250. False: they have nothing in
// common, or GitHub has not told all.
func (h *behind) compare(ctx context.Context, base, head string) (done bool, err error) {
	o := &gh.ListOptions{PerPage: perPage, Page: 1}
	for count := 0; ; o.Page++ {
		c, _, err := h.session.client.Repositories.CompareCommits(ctx, h.in.owner, h.in.name, base, head, o)
		if isStatus(err, http.StatusNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		var found []*gh.RepositoryCommit
		for _, one := range c.Commits {
			if !h.known[one.GetSHA()] {
				h.mark(one)
				found = append(found, one)
			}
		}
		if err := h.give(ctx, found, c.GetTotalCommits()); err != nil {
			return false, err
		}
		count += len(c.Commits)
		if count >= c.GetTotalCommits() || len(c.Commits) == 0 {
			return count >= c.GetTotalCommits(), nil
		}
	}
}

// give hands on a page of changes.
func (h *behind) give(ctx context.Context, commits []*gh.RepositoryCommit, total int) error {
	if len(commits) == 0 {
		return nil
	}
	page := dora.Page[dora.Change]{Total: total, Items: make([]dora.Change, len(commits))}
	for i, c := range commits {
		page.Items[i] = h.change(c)
		if err := h.addPaths(ctx, &page.Items[i]); err != nil {
			return err
		}
	}
	if err := h.addPulls(ctx, commits, page.Items); err != nil {
		return err
	}
	page.Cost = h.session.meter.take()
	if !h.yield(page, nil) {
		return errStopped
	}
	return nil
}

func (h *behind) change(c *gh.RepositoryCommit) dora.Change {
	out := dora.Change{
		Repo: h.query.Repo, SHA: c.GetSHA(), Author: c.GetCommit().GetAuthor().GetName(),
		Authored: c.GetCommit().GetAuthor().GetDate().UTC(), Committed: c.GetCommit().GetCommitter().GetDate().UTC(),
		Bot: c.GetAuthor().GetType() == "Bot",
	}
	for _, p := range c.Parents {
		out.Parents = append(out.Parents, p.GetSHA())
	}
	out.PickedFrom, out.Reverts = message.Trailers([]byte(c.GetCommit().GetMessage()))
	out.Bot = out.Bot || message.IsBot(out.Author)
	return out
}

// addPaths asks for the files of a commit, if that is wanted. Those of a merge
// are its parents'.
func (h *behind) addPaths(ctx context.Context, c *dora.Change) error {
	if !h.query.Paths || len(c.Parents) > 1 {
		return nil
	}
	for o := (&gh.ListOptions{PerPage: perPage}); ; {
		got, response, err := h.session.client.Repositories.GetCommit(ctx, h.in.owner, h.in.name, c.SHA, o)
		if err != nil {
			return fmt.Errorf("files of %s: %w", c.SHA, err)
		}
		for _, f := range got.Files {
			c.Paths = append(c.Paths, f.GetFilename())
			if before := f.GetPreviousFilename(); before != "" {
				c.Paths = append(c.Paths, before)
			}
		}
		if o.Page = response.NextPage; o.Page == 0 {
			return nil
		}
	}
}
