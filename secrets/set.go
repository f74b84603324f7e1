package secrets

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

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
	w, t, r, err := p.find(ctx, c, id)
	if err != nil {
		return Version{}, err
	}
	at, m := w.at(t.tenant, id.Name), t.metadata[id.Name]
	switch {
	case r.Type != External:
		return Version{}, fmt.Errorf("%s is generated; it is not handed in", at)
	case w.mount.KV == 2 && m == nil:
		return Version{}, fmt.Errorf("%s is not claimed yet; apply the plan first: %w", at, ErrNotFound)
	case w.mount.KV == 2 && !p.owns(m):
		return Version{}, fmt.Errorf("%s: %w", at, ErrForeign)
	}
	if w.mount.KV == 1 {
		if err := p.claimed(ctx, w, t, at); err != nil {
			return Version{}, err
		}
	}
	secret, err := readValue(value)
	if err != nil {
		return Version{}, fmt.Errorf("read the value of %s: %w", at, err)
	}
	current := 0
	if m != nil {
		current = m.Current
	}
	return p.Store.Write(ctx, at, Value{r.Shape.field(): secret}, current)
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
	text := bytes.TrimSuffix(bytes.TrimSuffix(data, []byte("\n")), []byte("\r"))
	if len(text) == 0 {
		return plan.Secret{}, ErrNoValue
	}
	return plan.NewSecret(string(text)), nil
}
