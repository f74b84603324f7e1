package vault

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// wrapping returns a call about a one-time token, which is in its body and nowhere else.
func wrapping(path string, token plan.Secret) (*call, error) {
	if token.Reveal() == "" {
		return nil, fmt.Errorf("%w: %s: the token is empty", secrets.ErrInvalid, path)
	}
	c, err := put(path, map[string]string{"token": token.Reveal()})
	if err == nil {
		c.private = true
	}
	return c, err
}

// Wrapping tells of a one-time token without spending it.
func (s *Store) Wrapping(ctx context.Context, token plan.Secret) (secrets.Wrapping, error) {
	c, err := wrapping("sys/wrapping/lookup", token)
	if err != nil {
		return secrets.Wrapping{}, err
	}
	var found struct {
		Path    string    `json:"creation_path"`
		Created time.Time `json:"creation_time"`
		TTL     float64   `json:"creation_ttl"` // seconds
	}
	err = s.get(ctx, c, &found)
	return secrets.Wrapping{Path: found.Path, Created: found.Created, TTL: time.Duration(found.TTL * float64(time.Second))}, err
}

// Unwrap returns what a one-time token wraps. A field that is not a text is its JSON.
func (s *Store) Unwrap(ctx context.Context, token plan.Secret) (secrets.Value, error) {
	c, err := wrapping("sys/wrapping/unwrap", token)
	if err != nil {
		return nil, err
	}
	c.settled = func(context.Context) (progress, error) { return unclear, nil }
	var fields map[string]json.RawMessage
	err = s.get(ctx, c, &fields)
	return fieldsOf(c.path, fields, err)
}
