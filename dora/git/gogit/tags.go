package gogit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/goldenpath-go/goldenpath/dora/git"
)

func (s *storage) tags(ctx context.Context, pattern string, yield func(git.Point) bool) error {
	refs, err := s.matching(pattern)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := ref.Name().Short()
		point, ok, err := s.point(ref.Hash())
		if err != nil {
			return fmt.Errorf("tag %s: %w", name, err)
		}
		if !ok {
			continue
		}
		point.Name = name
		if !yield(point) {
			return nil
		}
	}
	return nil
}

// matching returns the tags of a pattern by name.
func (s *storage) matching(pattern string) ([]*plumbing.Reference, error) {
	all, err := s.IterReferences()
	if err != nil {
		return nil, err
	}
	defer all.Close()
	var out []*plumbing.Reference
	err = all.ForEach(func(ref *plumbing.Reference) error {
		if ref.Name().IsTag() && ref.Type() == plumbing.HashReference && matches(pattern, ref.Name().Short()) {
			out = append(out, ref)
		}
		return nil
	})
	slices.SortFunc(out, func(a, b *plumbing.Reference) int { return cmp.Compare(a.Name(), b.Name()) })
	return out, err
}

// point returns what a tag stands for; false for no commit.
func (s *storage) point(sha plumbing.Hash) (git.Point, bool, error) {
	var at time.Time
	o, tag, err := s.peel(sha)
	if err != nil || o.Type() != plumbing.CommitObject {
		return git.Point{}, false, err
	}
	if tag != nil {
		at = tag.Tagger.When
	} else {
		c, err := object.DecodeCommit(s, o)
		if err != nil {
			return git.Point{}, false, err
		}
		at = c.Committer.When
	}
	if at.IsZero() {
		return git.Point{}, false, errors.New("it has no date")
	}
	return git.Point{SHA: o.Hash().String(), At: at.UTC()}, true, nil
}

// maxPeel bounds tags of tags.
const maxPeel = 16

// peel returns what a tag is of, and the outermost tag; nil where there is
// none.
func (s *storage) peel(sha plumbing.Hash) (plumbing.EncodedObject, *object.Tag, error) {
	var outer *object.Tag
	for range maxPeel {
		o, err := s.EncodedObject(plumbing.AnyObject, sha)
		if err != nil || o.Type() != plumbing.TagObject {
			return o, outer, err
		}
		tag, err := object.DecodeTag(s, o)
		if err != nil {
			return nil, nil, err
		}
		if outer == nil {
			outer = tag
		}
		sha = tag.Target
	}
	return nil, nil, fmt.Errorf("more than %d tags of tags", maxPeel)
}
