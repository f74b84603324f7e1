package gogit

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/internal/message"
)

func (s *storage) changes(ctx context.Context, q dora.ChangeQuery, yield func(dora.Change) bool) error {
	heads, err := s.present(ctx, q.Heads)
	if err != nil || len(heads) == 0 {
		return err
	}
	have, err := s.present(ctx, q.Have)
	if err != nil {
		return err
	}
	w := walk{storage: s, seen: map[plumbing.Hash]bool{}}
	if _, err := w.visit(ctx, have, func(*object.Commit) (bool, error) { return true, nil }); err != nil {
		return err
	}
	_, err = w.visit(ctx, heads, func(c *object.Commit) (bool, error) {
		out := change(c)
		if q.Paths {
			var err error
			if out.Paths, err = s.paths(ctx, c); err != nil {
				return false, fmt.Errorf("commit %s: %w", c.Hash, err)
			}
		}
		return yield(out), nil
	})
	return err
}

// walk visits every commit once.
type walk struct {
	*storage
	seen map[plumbing.Hash]bool
}

// visit visits what can be reached from the heads, until told to stop.
func (w *walk) visit(ctx context.Context, heads []plumbing.Hash, each func(*object.Commit) (bool, error)) (bool, error) {
	todo := slices.Clone(heads)
	for len(todo) > 0 {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		sha := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if w.seen[sha] {
			continue
		}
		w.seen[sha] = true
		c, err := w.commit(sha)
		if err != nil {
			return false, err
		}
		if on, err := each(c); !on || err != nil {
			return false, err
		}
		for _, p := range c.ParentHashes {
			if !w.seen[p] {
				todo = append(todo, p)
			}
		}
	}
	return true, nil
}

// present returns those of the SHAs that are commits of the clone.
func (s *storage) present(ctx context.Context, shas []string) ([]plumbing.Hash, error) {
	var out []plumbing.Hash
	for _, name := range shas {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sha, ok, err := s.whole(name)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		_, err = s.EncodedObject(plumbing.CommitObject, sha)
		if err == nil {
			out = append(out, sha)
		} else if !errors.Is(err, plumbing.ErrObjectNotFound) {
			return nil, err
		}
	}
	return out, nil
}

// whole returns the SHA that one begins with; false where none or several do.
func (s *storage) whole(name string) (plumbing.Hash, bool, error) {
	if !message.IsSHA(name) || len(name) > 40 {
		return plumbing.ZeroHash, false, nil
	}
	if len(name) == 40 {
		return plumbing.NewHash(name), true, nil
	}
	begin, err := hex.DecodeString(name[:len(name)&^1])
	if err != nil {
		return plumbing.ZeroHash, false, err
	}
	found := map[plumbing.Hash]bool{}
	var last plumbing.Hash
	for _, from := range append(slices.Clone(s.borrowed), s.Storage) {
		some, err := from.HashesWithPrefix(begin)
		if err != nil {
			return plumbing.ZeroHash, false, err
		}
		for _, sha := range some {
			if strings.HasPrefix(sha.String(), name) {
				found[sha], last = true, sha
			}
		}
	}
	return last, len(found) == 1, nil
}

func change(c *object.Commit) dora.Change {
	out := dora.Change{
		SHA: c.Hash.String(), Parents: []string{}, Author: strings.ToValidUTF8(c.Author.Name, "\uFFFD"),
		Authored: date(c.Author.When), Committed: date(c.Committer.When),
	}
	for _, p := range c.ParentHashes {
		out.Parents = append(out.Parents, p.String())
	}
	out.Bot = message.IsBot(out.Author)
	out.PickedFrom, out.Reverts = message.Trailers([]byte(c.Message))
	return out
}

// date returns a date in UTC; one that could not be read is 1970.
func date(t time.Time) time.Time {
	if t.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return t.UTC()
}
