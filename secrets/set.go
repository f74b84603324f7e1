package secrets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
)

// maxValue is what a value handed in has at most: a server takes more, and storage below it does not.
const maxValue = 256 << 10

// ErrNoValue says that nothing was handed in.
var ErrNoValue = errors.New("there is no value")

// Set reads the value of an external secret, and writes it as a new version. One line break at its end is left out, since a
// terminal adds it. The secret must be asked for and claimed: Apply the Plan first. The value goes from the reader to the
// Store, and nowhere else. The current version is replaced only if nobody else has replaced it meanwhile: else ErrConflict.
func (p *Provisioner) Set(ctx context.Context, c *Config, id ID, value io.Reader) (Version, error) {
	t, err := p.target(ctx, c, id)
	if err != nil {
		return Version{}, err
	}
	return p.set(ctx, t, func() (plan.Secret, error) {
		secret, err := readValue(value)
		return secret, wrapped(err, "read the value of "+t.at.String())
	})
}

// target is where a value goes that is handed in.
type target struct {
	at      Location
	field   string
	current int // version
}

// target finds out whether a value may be handed in for a secret.
func (p *Provisioner) target(ctx context.Context, c *Config, id ID) (target, error) {
	w, t, r, err := p.find(ctx, c, id)
	if err != nil {
		return target{}, err
	}
	at, m := w.at(t.tenant, id.Name), t.metadata[id.Name]
	switch {
	case r.Type != External:
		return target{}, fmt.Errorf("%s is %s; it is not handed in", at, r.Type)
	case w.mount.KV == 2 && m == nil:
		return target{}, fmt.Errorf("%s is not claimed yet; apply the plan first: %w", at, ErrNotFound)
	case w.mount.KV == 2 && !p.owns(m):
		return target{}, errors.Join(fmt.Errorf("%s: %w", at, ErrForeign), p.refuse(ctx, secretKey(at), ErrForeign))
	}
	if w.mount.KV == 1 {
		if err := p.claimed(ctx, w, t, at); err != nil {
			return target{}, err
		}
	}
	current := 0
	if m != nil {
		current = m.Current
	}
	return target{at, r.Shape.field(), current}, nil
}

// set writes a value that get returns.
func (p *Provisioner) set(ctx context.Context, t target, get func() (plan.Secret, error)) (v Version, err error) {
	err = p.recorded(ctx, TrailEntry{Act: "set", What: secretKey(t.at)}, func() ([]int, error) {
		secret, err := get()
		if err != nil {
			return nil, err
		}
		v, err = p.Store.Write(ctx, t.at, Value{t.field: secret}, t.current)
		if v.Number == 0 {
			return nil, err
		}
		return []int{v.Number}, err
	})
	return v, err
}

// claimed reports whether our policy grants a secret, which is its only mark in an engine of version 1.
func (p *Provisioner) claimed(ctx context.Context, w *world, t *tenantState, at Location) (err error) {
	if t.policy, err = p.policy(ctx, w.config.Layout.PolicyName(t.environment, t.service)); err != nil {
		return err
	}
	if !slices.Contains(p.grantedBy(t), at.dataPath()) {
		return fmt.Errorf("%s is not claimed yet; apply the plan first: %w", at, ErrNotFound)
	}
	return nil
}

// readValue reads a value. An error of the reader is not wrapped: it might quote what was read.
func readValue(r io.Reader) (plan.Secret, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxValue+1))
	defer clear(data)
	switch {
	case err != nil:
		return plan.Secret{}, errors.New("the reader failed")
	case len(data) > maxValue:
		return plan.Secret{}, fmt.Errorf("it has more than %d bytes", maxValue)
	}
	return oneLineLess(string(data))
}

// oneLineLess returns a value without one line break at its end, which a terminal or an editor has added.
func oneLineLess(text string) (plan.Secret, error) {
	text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
	if text == "" {
		return plan.Secret{}, ErrNoValue
	}
	return plan.NewSecret(text), nil
}
