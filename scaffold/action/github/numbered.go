package github

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// numbered is what undoes the making of a webhook or an autolink, which GitHub gives a number.
type numbered struct {
	repoURL
	Kind   string  `json:"kind"`             // hooks or autolinks
	Mark   string  `json:"mark"`             // digest of the address or prefix, by which it is found
	Before []int64 `json:"before,omitempty"` // those of this mark that were there already
	ID     int64   `json:"id,omitempty"`     // 0: perhaps it was not made
}

// listed is a webhook or an autolink.
type listed struct {
	ID     int64
	Prefix string `json:"key_prefix"`
	Config struct{ URL string }
}

func (l listed) mark() string { return markOf(l.Prefix + l.Config.URL) }

// markOf returns a digest, since an address may hold a secret.
func markOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// place makes a webhook or an autolink of these fields, unless an earlier attempt has.
func (r *repository) place(ctx context.Context, c *scaffold.Call, kind, text string, body map[string]any) error {
	was := numbered{repoURL: r.repoURL, Kind: kind, Mark: markOf(text)}
	known, err := c.Earlier(&was)
	if err != nil {
		return err
	}
	there, err := r.numbers(ctx, was)
	if err != nil {
		return err
	}
	if !known {
		was.Before, there = there, nil
		if err := c.Undo(was); err != nil {
			return err
		}
	}
	if len(there) > 0 {
		was.ID = there[0]
		return c.Undo(was)
	}
	var answer listed
	if err := r.call(ctx, http.MethodPost, r.in(kind), body, &answer); err != nil {
		return err
	}
	was.ID = answer.ID
	return c.Undo(was)
}

// numbers returns the numbers of what there is of a mark, and was not there before.
func (r *repository) numbers(ctx context.Context, was numbered) ([]int64, error) {
	all, err := list[listed](ctx, r, was.Kind)
	if err != nil {
		return nil, err
	}
	var out []int64
	for _, l := range all {
		if l.mark() == was.Mark && !slices.Contains(was.Before, l.ID) {
			out = append(out, l.ID)
		}
	}
	return out, nil
}

// undoNumbered deletes what was made.
func (s Services) undoNumbered(ctx context.Context, data json.RawMessage) error {
	var was numbered
	if err := json.Unmarshal(data, &was); err != nil {
		return fmt.Errorf("read what to undo: %w", err)
	}
	r, err := s.connect(ctx, was.repoURL, "")
	if err != nil {
		return err
	}
	ids := []int64{was.ID}
	if was.ID == 0 {
		if ids, err = r.numbers(ctx, was); err != nil {
			return err
		}
	}
	for _, id := range ids {
		if err := r.call(ctx, http.MethodDelete, r.in(was.Kind, fmt.Sprint(id)), nil, nil); err != nil && !isGone(err) {
			return fmt.Errorf("delete %d of the %s of %s: %w", id, was.Kind, r, err)
		}
	}
	return nil
}
