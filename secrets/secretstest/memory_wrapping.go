package secretstest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// parcel is a wrapped value.
type parcel struct {
	token plan.Secret
	secrets.Wrapping
	value secrets.Value
}

// Wrap wraps a value as a person does, and returns the one-time token. Path is where it was made: sys/wrapping/wrap is what a
// server gives that wraps what it is handed.
func (m *Memory) Wrap(ctx context.Context, path string, ttl time.Duration, value secrets.Value) (token plan.Secret, err error) {
	err = m.do(ctx, "POST", path, func() error {
		token = plan.NewSecret(fmt.Sprintf("hvs.wrapping-%d", len(m.requests)))
		m.wrapped = append(m.wrapped, &parcel{token, secrets.Wrapping{Path: path, TTL: ttl, Created: m.now()}, maps.Clone(value)})
		return nil
	})
	return token, err
}

// find returns what a token wraps that has not been used and has not run out.
func (m *Memory) find(token plan.Secret) (*parcel, error) {
	for _, p := range m.wrapped {
		if p.token.Reveal() == token.Reveal() && m.now().Before(p.Created.Add(p.TTL)) {
			return p, nil
		}
	}
	return nil, fmt.Errorf("the wrapping token is not valid or does not exist: %w", secrets.ErrInvalid)
}

// Wrapping tells of a token.
func (m *Memory) Wrapping(ctx context.Context, token plan.Secret) (out secrets.Wrapping, err error) {
	err = m.do(ctx, "POST", "sys/wrapping/lookup", func() error {
		p, err := m.find(token)
		if err == nil {
			out = p.Wrapping
		}
		return err
	})
	return out, err
}

// Unwrap returns what a token wraps, once.
func (m *Memory) Unwrap(ctx context.Context, token plan.Secret) (out secrets.Value, err error) {
	err = m.do(ctx, "POST", "sys/wrapping/unwrap", func() error {
		p, err := m.find(token)
		if err != nil {
			return err
		}
		m.wrapped = slices.DeleteFunc(m.wrapped, func(q *parcel) bool { return q == p })
		out = p.value
		return nil
	})
	return out, err
}
